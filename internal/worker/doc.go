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
// methods that need no River. A command calls them one after the other; Run
// has River call them, as six kinds of jobs:
//
//	plan      asks the ledger what is due and inserts the others; each minute
//	refresh   visits those sources of a shard that are due when it runs
//	compose   brings out what is due of a digest, when its sources are there
//	deliver   sends a block of an edition's mails
//	hub       says to the hubs what is to be said
//	alert     tells the operator what is wrong, once
//
// # Nothing is remembered, so nothing is forgotten
//
// A schedule is a question put to the ledger. Whether an edition is due follows
// from the last edition in the store and the clock; whether a source is, from
// its state; whether a mail is, from its delivery's row. A plan may be made at
// any time by any process, and after any downtime it finds what is to do. A job
// carries only names: what it does it decides when it runs, from the store. So
// every job may run again, and one that is lost comes back with the next plan.
//
// The unique keys of the store are the final judge of what was done: (digest,
// date), (digest, item), (edition, subscriber). That River runs one job of its
// arguments at a time saves work and keeps the manners, and no promise rests
// on it. The sources of one host are in one shard, so that two machines do not
// ask the same server at once.
//
// An edition that falls due makes all of its sources due that were not visited
// since, or in the minute before, and waits for them, two minutes at most. The
// first edition of all is due at once. One that would be empty does not come out.
//
// Where hold_if_missing is set and as many sources fail or are late, it is held
// for hold_for at most from when it was first noticed; those that fail are asked
// again every three minutes. It comes out with them, or says how long it waited.
// With fewer than min_items it is skipped: a row in the ledger, with the reason
// and without items, so that the day is done with and its items are not.
//
// A source is stale when it has had nothing new for three times its usual gap:
// the median of those between its last nine days with news, a day at least. So
// nights and weekends do not count, and one long silence changes nothing.
//
// # How a mail leaves
//
// An edition, its deliveries and their first jobs are one transaction. A block is
// five hundred deliveries, and 64 of an edition's blocks have a job at a time:
// one that is done begins the block of its lane that comes next, so that a
// million readers are rows in the ledger and nowhere else.
//
// A hundred deliveries are claimed at once, and carried by as many senders as
// there are berths (max_connections, 8), whatever jobs run. A berth is held
// from before the message is handed over until its mark is committed; what several
// have to mark meanwhile is one transaction. So a process that dies leaves no more
// messages in doubt, between the server's 250 and the commit, than it has
// berths; they are sent again under the same Message-ID when the lease has ended,
// 75 seconds after the claim. A claim is used for 30 of these, and a message has
// 45 to be taken: nobody sends what another has claimed since.
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
//	                   an instant of its own; the count is in the store, for all
//	                   processes and over restarts. per_second is each process's own
//
// An edition is set as a mail once, and four are kept so. What comes back comes
// to an address that names the edition and the reader and ends in a code of a key in
// the store; digest.Stops is the rule by which it ends a subscription.
//
// # Why nothing is lost or doubled
//
// Each step writes what it did in the transaction that does it, and each asks
// the store, not a memory, what is left to do. What then can go wrong?
//
//	it dies, or the database    nothing of the step has happened: the next
//	fails, before the commit    plan finds it as it was
//	after the commit            all of it has: its key is there, and whoever
//	                            comes again finds it
//	two do it at once           one inserts the key, the other does nothing
//	nobody does it for days     it is still due, within what catch_up says; the
//	                            items wait for whatever edition comes next
//	a job is lost, repeated,    it decides anew from the store when it runs,
//	late, or out of order       and may find nothing to do
//	between a server's 250      the one step that is not in our transaction:
//	and our mark                one message a connection is in doubt, and goes
//	                            again, the same to the byte
//	the clock is set, the       the key is the date: the day has its edition;
//	zone or schedule changed    digest's doc.go has the rules
//	in the quiet hours, or      the way out is closed: deliveries wait, none of
//	while no server answers     their attempts is used
//
// # Clocks
//
// An edition's key is its date, so a clock that is wrong can bring an edition
// out early or late, never twice. With each pulse what passed on the clock is
// compared with what passed on one that nobody sets; a minute's difference is
// told in the log, once. What a clock that was ahead has left behind does no
// harm when it is put back: a visit that is still to come is none; an edition of
// a day to come does not count as the last, and its day finds it there; jobs
// that would wait for their time are let begin.
//
// Machines that share a database go by the database's clock, not by theirs, so
// that they agree about hours and about the end of a lease. One that is a second
// off says so.
//
// # Manners
//
// How long a source is left alone after a visit that went well is the longest of
//
//	every           as configured: the editor's wish, and at least a minute
//	its silence     an eighth of the time for which nothing new has come, at
//	                most eight times every and at most 6 hours. So a new item is
//	                met late by an eighth of the silence before it, and one new
//	                item brings the source back to every
//	the feed        ttl, sy:updatePeriod: at most 6 hours
//	the server      max-age, Expires: at most 1 hour, since many say a day and
//	                print every hour
//
// and is then moved on to the next hour that skipHours and skipDays leave, by
// 24 hours at most; a feed that skips all hours, or all days, is not believed.
//
// After a visit that failed it is every, twice as long with each failure in a
// row after the first, up to 24 hours; 429 and 503 count for one failure more.
// Retry-After, whatever the status, means this address alone: nobody asks
// it before, up to 24 hours. 410 ends the visits. From the third
// failure in a row on, what waiting will hardly heal (4xx; no host of that
// name; no feed) is a case for the operator: State.Advice says what to do, and
// the log says it once.
//
// An edition that is due asks before the time, but not whom has gone or asked
// for patience. What the config says anew (another address, zone, language,
// other selectors) is visited at once, as if for the first time: what one
// address taught us is not shown to another.
//
// Validators are sent as they came, renewed by a 304, and kept in the
// transaction that keeps the items; never those of a body that could not be
// read or broke off. Every eighth day we ask without them, because there are
// servers that answer "not modified" for ever.
//
// Where full_text is set and the feed gives no text of an item, or only a teaser
// that breaks off, the item's own page is asked for when the item is met, and
// never again: 20 pages and 20 seconds a visit, one after the other. A robots.txt
// that forbids it and noarchive are respected; no login goes to another origin.
// The text is kept with the item, and the feed's teaser does not replace it.
//
// A permanent redirect (301, 308, all the way) becomes the source's address
// when three visits in a row were led to the same place and what was there is
// the feed that we know: by its ID, by an item that we have met, or by its
// title. It is given up, and the configured address asked again, when it fails
// (but for 429 and 503), leads on, or is another feed. A source to which we show
// a login, a header or a certificate never moves: they are for one origin.
//
// # What is taken back
//
// An item that is gone from a feed while some that stood behind it are still
// there is missed, if no more than a tenth of the feed is gone so: more is a list
// in another order. If it is gone still half an hour later or more, when an
// edition is composed, its publisher has withdrawn it, unless the same address or
// headline is there under another id. If it comes back, it stands again.
//
// The pages of what an edition leads with are looked at when it is out, and then
// once a day for WatchPrinted, six hours before the next: by HEAD, if robots.txt
// allows it, 50 in one go, one after the other on a host. One that is gone (404,
// 410) is looked at again three hours later, and is withdrawn if it is gone still
// and had stood before, or has left its feed, or the server says 410: a link that
// never led anywhere proves nothing. Nor does a page that is private (401, 403),
// or that cannot be had, or a host of which all pages are gone at once. Without a
// web address of its own (the sample press) a source is not asked so.
//
// # Hubs
//
// A feed that names hubs (WebSub: in Link headers, else in itself) may tell us
// of its news. If our public address looks as if anybody could reach it, the
// first two of a feed's hubs are asked to announce it for ten days, each to a
// callback and with a secret of its own. What a hub grants holds from when it
// was asked, and is asked for again after four fifths of it, not before an hour.
// A hub that does not take the request, or does not ask back, is asked again
// after 10 minutes, and each time twice as long, up to 24 hours; one that has
// denied, a day after it was asked. One that the feed names no more, or whose
// source has left the config, is asked to be silent, three times; with its lease
// it is forgotten. No hub is told of a source to which we show a login, a header
// or a certificate.
//
// A ping only makes the source due, once a minute at most, and not if it has
// gone or asked for patience: what was pushed is not looked at. web counts the
// pings in the store; we look each second whether there are more, and then have
// a plan made at once. A visit answers the pings that were counted
// before it began; one that comes meanwhile leads to another.
//
// While a lease goes on, a source that is well rests for 3 hours, or until the
// lease ends if that is sooner; should the rules above say longer, longer. That
// ends with the first visit after the hub was asked to renew thrice in vain, and
// with the second in a row that finds news of which no ping told, until the next
// ping. When a hub denies what it has granted, its source is visited, and rests
// as others do.
//
// # The end
//
// When Run's context ends, no job begins anything further: no visit, no
// message. What was begun has eight seconds, and is then cut off. A visit that
// is cut off was not made; a message that is cut off is tried again. A process
// that was killed leaves jobs that look as if they ran.
//
// # Several processes
//
// Each process works on the queues of its roles and makes plans; whoever River
// made the leader only inserts the plan of the minute. Every five seconds a
// process counts a beat in the store and looks at the others' counts. One whose
// count stood still for four of our beats has died, and so has one of this
// machine whose process number is nobody's any more: that is how a restart after
// kill -9 knows at once. Its jobs are then given free and a plan is made. Beats
// are counted and no times compared, since clocks differ and machines sleep. A
// process that was declared dead and is not does no harm, as above.
//
// # Killed
//
// Two tests of cmd/broadsheet run the real program against real papers and a real
// mail server on loopback, and kill it with signal 9. Their long forms:
//
//	BROADSHEET_KILLS=300 go test ./cmd/broadsheet -run KilledAnywhere -v -timeout 60m
//	BROADSHEET_SOURCES=2000 BROADSHEET_READERS=5000 go test ./cmd/broadsheet -run ManyMachines -v -timeout 30m
//
// One machine, SQLite, eight connections, pages kept as files: 251 kills (when a
// message was at the server's 61, a source was asked 54, at a word of the log 48,
// at any time 88), 76 editions of 1,520 stories to 30 readers: every edition out
// once, every story printed once, every mail there; 284 of 2,280 mails came twice,
// under the same Message-ID, each of them in flight at a kill; at most 8 in doubt
// after one; 11,525 looks at published files, all of them whole.
//
// Three processes, PostgreSQL, 2,000 sources on 100 hosts that take 150 ms to
// answer, 4,000 new stories, 5,000 readers at a server that takes 10 ms; until the
// edition is out, until all mails are sent, and the CPU used, in seconds:
//
//	one process                           25    43    4.3
//	two                                   15    23    2.2 + 2.5
//	three                                 16    33    1.6 + 1.6 + 2.5
//	the leader dies among the visits      16    26    visits made again: 19
//	a process dies among the mails        29   125    what it had claimed waits for the lease
//	PostgreSQL dies among the mails       20    27    all go on by themselves
//
// No host was asked two things at once, every edition is out once, every story is
// printed once, and 7 of 35,000 mails came twice.
//
// # Lives
//
// That this is so is tried on whole lives of a paper (sim_test.go): the real
// worker, store, SQLite and mails on the virtual clock of testing/synctest, while
// papers, network, mail server and database fail, the process is killed before
// or after any commit or message, answers are lost, jobs are lost, repeated and
// shuffled, the clock jumps by hours, schedules, zones and readers change, and
// nothing runs for days. After every pass and at the end a judge, who reckons
// editions and hours without the program's help, demands each edition that was
// due and no other, each item in one edition, each mail once and again only if
// it was in doubt, the same to the byte, none too late or in the night. Ten
// faults that are put in on purpose (TestSimulationFindsFaults) are all found. In
// the place of River, HTTP and SMTP stand doubles; those are in the kills of
// cmd/broadsheet. The same seed is the same life.
//
//	go test ./internal/worker -run 'TestSimulation$' -v -timeout 2h -seeds 1000 -days 60
//
//	1000 lives of 60 days: 39497 editions, 922 of them too late for mail,
//	129565 mails, of which 3916 were in doubt and sent twice; 26187 outages,
//	5148 crashes, 3421 clock jumps, 2568 changes of config
//
// and nothing that the judge complained of; 550 s of CPU. go test lives 24 lives
// of 20 days.
//
// # Figures
//
//	go test -run '^$' -bench Deliver -benchtime 1x ./internal/worker
//
// Mails of 45 KB to an SMTP server in the same process that counts them, ledger
// (SQLite) included, on two cores of an EPYC; the CPU is that of both sides:
//
//	                              a second   CPU a mail   heap in use
//	10,000 readers                8,700      0.15 ms      11 MB
//	100,000 readers               7,300      0.20 ms      11 MB
//	10,000, signed with Ed25519   6,500      0.23 ms
//	10,000, signed with RSA 2048  1,500      1.30 ms
//
//	go test -run '^$' -bench 'Refresh|Ask' ./internal/worker
//
// What a source of 25 items costs on two cores of a Xeon, with SQLite, and with
// the server in the same process:
//
//	asking alone, answered "not modified"    23 µs
//	warm: as before                          46 µs
//	changed: two of the items are new        0.3 ms
//	cold: all of them are                    1.0 ms
//
// With a server of its own process, for 1,000 sources of 25 items on two busy
// cores, in seconds of CPU: asking alone 0.04, warm 0.10, changed 1.4, cold 4.4,
// with a peak of 54 MB (79 MB for 10,000 sources). To download, read with gofeed
// and insert the same into a table of one index takes 2.9; a third of what ours
// takes is SQLite's, for its five indexes and the log. What warm costs more than
// asking is, in even parts, to read the states and to save them; so a visit that
// found all as it was writes its times alone, and visits are saved some hundreds
// at a time.
package worker
