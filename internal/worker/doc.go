// Package worker is time and work: it visits sources when their time has come,
// brings editions out, and sees their mails delivered. It is the only room that
// knows River, the job engine.
//
// At home here are the turns of the work and everything about when: how long a
// source is left alone, how long an edition waits for its sources, when a
// delivery is tried again. Not at home: how bytes are fetched, what they mean,
// what is news, what a page looks like, SQL.
//
// # Pieces, then jobs
//
// Visit, Refresh, Compose, BringOut, Rehearse, Letter and Deliver are ordinary
// methods that need no River. A command calls them one after the other; Run has
// River call them, as jobs: plan (each minute: what is due?), refresh (a shard of
// sources), compose, deliver (a block of an edition's mails), hub, alert, pages.
//
// # Nothing is remembered, so nothing is forgotten
//
// A schedule is a question put to the ledger. Whether an edition is due follows
// from the last edition in the store and the clock; whether a source is, from
// its state; whether a mail is, from its delivery's row. A job carries only names
// and decides from the store when it runs: it may run again, late or never, for
// the next plan finds what is to do.
//
// The unique keys of the store are the final judge of what was done: (digest,
// date), (digest, item), (edition, subscriber). That River runs one job of its
// arguments at a time saves work, and no promise rests on it. The sources of one
// host are in one shard, so that two machines do not ask the same server at once.
// Each step writes what it did in the transaction that does it: if it dies before
// the commit nothing has happened, after it all of it has. The one step that is
// not in our transaction lies between a mail server's 250 and our mark.
//
// An edition that falls due makes all of its sources due that were not visited
// since, or in the minute before, and waits for them, two minutes at most. The
// first edition of all is due at once. One that would be empty does not come out.
// Where hold_if_missing is set and as many sources fail or are late, it is held
// for hold_for at most from when it was first noticed; those that fail are asked
// again every three minutes. With fewer than min_items it is skipped: a row in the
// ledger, with the reason and without items.
//
// A source is stale when it has had nothing new for three times its usual gap:
// the median of those between its last nine days with news, a day at least. While
// that is not known, the lookback stands for all three, a day at least, too.
//
// # How a mail leaves
//
// An edition, its deliveries and their first jobs are one transaction. A block is
// five hundred deliveries, and 64 of an edition's blocks have a job at a time;
// one that is done begins the next of its lane. A hundred deliveries are claimed
// at once, and carried by as many senders as there are berths (max_connections),
// whatever jobs run. A berth is held from before the message is handed over until
// its mark is committed; so a process that dies leaves no more messages in doubt
// than it has berths. They are sent again under the same Message-ID when the lease
// has ended, 75 seconds after the claim. A claim is used for 30 of these, and a
// message has 45 to be taken: nobody sends what another has claimed since.
//
//	taken              sent; if the database fails then, it is asked for six
//	                   seconds more
//	refused (5xx)      refused, with the server's words; if they say 5.1 or 5.2 of
//	                   the mailbox, that is a bounce too
//	put off (4xx)      tried again after 1, 2, 4 … minutes, at most 4 hours, for
//	                   give_up_after, then refused with the last words
//	nobody answers, we are not let in, 421
//	                   no attempt is counted. The way out is shut for all, in the
//	                   store, for 15 s, 30 s … at most 10 minutes; then one message
//	                   alone tries it. Whose message found it shut comes last
//	per_hour           what a host does not take in this hour is given back, each to
//	                   an instant of its own. per_second is each process's own
//
// Who asks for a digest by its form is written to within seconds (attend), by one
// process; what a server does not take is tried again each five minutes, as long
// as the request lasts.
//
// What comes back comes to an address that names the edition and the reader and
// ends in a code of a key in the store; digest.Stops is the rule by which it ends
// a subscription.
//
// # Clocks
//
// An edition's key is its date, so a clock that is wrong can bring an edition
// out early or late, never twice. A minute's difference between the clock and one
// that nobody sets is told in the log. What a clock that was ahead has left behind
// does no harm when it is put back: a visit or an edition that is still to come is
// none, what it met is met now, and jobs that would wait for their time are let
// begin. Machines that share a database go by its clock, not by theirs.
//
// # Manners
//
// How long a source is left alone after a visit that went well is the longest of
//
//	every           as configured: the editor's wish, and at least a minute
//	its silence     an eighth of the time for which nothing new has come, at
//	                most eight times every and at most 6 hours
//	the feed        ttl, sy:updatePeriod: at most 6 hours
//	the server      max-age, Expires: at most 1 hour, since many say a day and
//	                print every hour
//
// and is then moved on to the next hour that skipHours and skipDays leave, by
// 24 hours at most; a feed that skips all hours, or all days, is not believed.
//
// After a visit that failed it is every, twice as long with each failure in a
// row after the first, up to 24 hours; 429 and 503 count for one failure more.
// Retry-After means this address alone, up to 24 hours. 410 ends the visits. From
// the third failure in a row on, what waiting will hardly heal (4xx; no host of
// that name; no feed) is a case for the operator, told by State.Advice and the log.
//
// An edition that is due asks before the time, but not whom has gone or asked
// for patience. What the config says anew is visited at once, as if for the first
// time: what one address taught us is not shown to another.
//
// Validators are sent as they came, renewed by a 304, and kept in the transaction
// that keeps the items; never those of a body that could not be read or broke off.
// Every eighth day we ask without: some servers say "not modified" for ever.
//
// Where full_text is set and the feed gives no text of an item, or only a teaser
// that breaks off, the item's own page is asked for when the item is met, and
// never again: 20 pages and 20 seconds a visit, one after the other. A robots.txt
// that forbids it and noarchive are respected; no login goes to another origin.
//
// An index of sitemaps is read by the one in it that promises news, else the newest,
// and a page in the place of a feed by where it sends its visitors on to.
//
// A permanent redirect (301, 308, all the way) becomes the source's address when
// three visits in a row were led to the same place and the feed there is the one
// that we know: by its ID, an item that we have met, or its title. It is given up
// when it fails (but for 429 and 503), leads on, or is another feed. A source to
// which we show a login, a header or a certificate never moves.
//
// # What is taken back
//
// An item that is gone from a feed while some that stood behind it are still
// there is missed, if no more than a tenth of the feed is gone so. If it is gone
// still half an hour later or more, when an edition is composed, its publisher has
// withdrawn it, unless the same address or headline is there under another id. If
// it comes back, it stands again.
//
// The pages of what an edition leads with are looked at when it is out, and then
// once a day for WatchPrinted, six hours before the next: by HEAD, if robots.txt
// allows it, 50 in one go, one after the other on a host. One that is gone (404,
// 410) is looked at again three hours later, and is withdrawn if it is gone still
// and had stood before, or has left its feed, or the server says 410. A page that
// is private or cannot be had proves nothing, nor does a host of which all pages
// are gone at once, nor a source without a web address of its own.
//
// # Hubs
//
// If our public address looks as if anybody could reach it, the first two hubs
// (WebSub) that a feed names are asked to announce it for ten days, each to a
// callback and with a secret of its own, and again after four fifths of what they
// grant. One that does not take the request is asked again after 10 minutes, and
// each time twice as long, up to 24 hours; one that has denied, a day later. One
// that the feed names no more is asked to be silent, three times. No hub is told
// of a source to which we show a login, a header or a certificate.
//
// A ping only makes the source due, once a minute at most: what was pushed is not
// looked at. While a lease goes on, a source that is well rests for 3 hours, or
// until the lease ends; not after the hub was asked to renew thrice in vain, nor
// after two visits in a row with news of which no ping told, until the next ping.
//
// # Several processes, and the end
//
// Every five seconds a process counts a beat in the store and looks at the others'.
// One whose count stood still for four of our beats has died, and so has one of
// this machine whose process number is nobody's any more: its jobs are given free.
// One that was declared dead and is not does no harm, as above. When Run's context
// ends, what was begun has eight seconds, and is then cut off: a visit that is cut
// off was not made, a message that is cut off is tried again.
//
// # Killed, and whole lives
//
//	BROADSHEET_KILLS=300 go test ./cmd/broadsheet -run KilledAnywhere -v -timeout 60m
//	BROADSHEET_SOURCES=2000 BROADSHEET_READERS=5000 go test ./cmd/broadsheet -run ManyMachines -v -timeout 30m
//	go test ./internal/worker -run 'TestSimulation$' -v -timeout 2h -seeds 1000 -days 60
//
// The real program, killed with signal 9 251 times over 76 editions to 30 readers:
// each edition and story once, every mail there, 284 of 2,280 twice, all of them in
// flight at a kill. Up to three of them on PostgreSQL, of which one dies, or the
// database: an edition of 2,000 sources out after 15 to 29 s, no host asked two
// things at once, 7 of 35,000 mails twice. And 1,000 lives of 60 days on a clock
// of their own, with 26,187 outages, 5,148 crashes and 3,421 clock jumps: 39,497
// editions, 129,565 mails, nothing to complain of; ten faults put in are all found.
//
// # Figures
//
//	go test -run '^$' -bench Deliver -benchtime 1x ./internal/worker
//
// Mails of 45 KB to an SMTP server in the same process, ledger (SQLite) included,
// on two cores of an EPYC; the CPU is that of both sides:
//
//	10,000 readers                8,700 a second   0.15 ms of CPU   11 MB of heap
//	100,000 readers               7,300 a second   0.20 ms          11 MB
//	10,000, signed with RSA 2048  1,500 a second   1.30 ms (with Ed25519 0.23)
//
//	go test -run '^$' -bench 'Cold|Warm|Changed' -benchtime 3x ./internal/worker
//
// CPU for a source of 25 items (40 kB; RSS, Atom, JSON Feed), of 1,000 that another
// process serves, with SQLite, on two cores of an EPYC:
//
//	cold: all items are new      3.5 ms, 63 MB (run alone, once); plain: 2.6 ms
//	changed: two of them are     1.2 ms, a third of that
//	warm: as before              0.043 to 0.057 ms; plain: 0.025 to 0.032 ms
//
// Plain is to download, read with gofeed and insert into a table of one index; and
// only to ask. Ours also cleans, reads as a newspaper does, hashes and keeps four
// indexes, and reads and saves states: of a warm visit to ask is 0.026 ms, to read
// the state 0.005, to save it 0.005, and much of the rest is the collector's.
// "broadsheet build" on a new database has had 61 MB when 1,000 sources are
// visited, 97 MB (45 s of CPU) when 10,000 are; to compose then, of the 20,000 and
// 200,000 items that were met, a quarter of them too old, takes 150 MB and 0.7 to
// 0.8 GB in all (with GOGC=50 0.6, and a tenth more CPU).
package worker
