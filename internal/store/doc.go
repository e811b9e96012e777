// Package store keeps what the program must remember, in SQLite or PostgreSQL.
//
// At home here are SQL, the tables and their keys, transactions, and the words
// for a database that cannot be opened. Not at home: what is news, when an
// edition is due, how often to try again, jobs (River keeps its own tables
// beside ours), and the network. No method decides anything about an item.
//
// # The ledger
//
// Every promise about "once" is a unique key. Jobs may run twice, machines may
// race and clocks may jump; the second to come finds the row there.
//
//	items        (id)                        an item is met once: first_seen and
//	                                         position are written with the row,
//	                                         never after, but for a first sight
//	                                         by a clock that was ahead (MetBy)
//	versions     (item, until)               how an item read before it changed
//	editions     (digest, date)              an edition comes out once: whoever
//	                                         inserts the row is its publisher. A
//	                                         day that is skipped has one, too
//	printed      (digest, item)              an item comes out once in a digest,
//	                                         for ever, whatever the dates say
//	corrections  (digest, item, nth)         a change is told once: who composes
//	                                         at the same time counts to the same
//	pages        (item)                      how the page of what was printed is
//	                                         found: no promise rests on it
//	deliveries   (digest, date, subscriber)  an edition goes to a subscriber once
//	subscribers  (digest, lower-case address)
//	requests     (digest, lower-case address)  an address that asks is written to
//	                                         once a day
//	bounces      (subscriber, date)          an edition comes back once
//	hubs         (source, hub, topic)        a hub is asked once for a source, by
//	                                         whoever changes the row's last asking
//	processes    (id)                        who works here now: no promise rests on it
//
// So "what is new for this digest?" is never a window of time with an edge at
// which things fall out or come twice: it is the items that have no row in
// printed. The ledger names no foreign key to items, because it must outlive
// them.
//
// What was published is immutable and what happened to it is not, so they are
// two tables: nothing ever updates editions, everything that moves is in
// deliveries. An edition is kept as the JSON it was published with; read back
// and marshalled again it gives the same bytes, so that feeds and pages do too.
// Beside it stands why each other candidate is not in it, as it was decided then:
// what composing again would say changes with the config and with the items.
//
// Publish writes the edition, its ledger, its deliveries and the jobs that will
// send them in one transaction. Killed before the commit nothing has happened;
// killed after it nothing is missing. If two editions of a digest are composed
// at once from the same items, the second fails on the ledger as a whole, and
// is composed anew.
//
// A delivery is pending, then sending, then sent or refused. Its column due is
// the instant from which it may be claimed: the next try while it is pending,
// the end of the lease while it is being sent. A worker that dies gives its
// deliveries back by doing nothing. One that is alive when its lease ends may
// send what another has claimed since: let the lease outlast the job's timeout.
// What is sent stays sent. A delivery to someone who has unsubscribed meanwhile
// is refused when it is claimed. That a server took a message is written together
// with what else it took meanwhile, and the sender waits for that: no more
// messages are in doubt than are on their way.
//
// A subscriber's origin says whose word holds: who came by the editor's list
// ('config') leaves when the list does not name them any more and may come
// back by it; who came otherwise is not touched by it. To unsubscribe is the
// reader's own word, and stands above any list; only the reader's own word, by a
// request that was confirmed, stands above that.
//
// Visits that end at about the same time are saved together, since for one that
// brought nothing most of the work is the transaction; what such a visit changes
// has a statement of its own, and what only a reading needs and leaves a table of
// its own (readings, by source). The statements are prepared once, and on SQLite
// that which writes an item. Most items that come are new, so that they are written
// as such, and only where one was not are the known ones read.
//
// The first version of an item is its row. When it changes in such a way that it
// would be printed otherwise, what it was goes to versions, without the whole
// text, of which the hash says whether it is the same still; so an item that
// never changes costs nothing, and AsOf is what had been seen at an instant.
//
// An item that reads as before is not written: a hash of its JSON, without the
// first sight, is compared. Times are Unix milliseconds in UTC, and 0 is none,
// in both databases; so an instant comes back cut to the millisecond.
//
// # Two databases
//
// One SQL text serves both, but for one clause of Claim. What differs is
// settled in Go: results are sorted here, since databases differ about the
// order of letters (dates, each a day or a day and an hour, by SQL); strings lose NUL
// and invalid UTF-8, which PostgreSQL refuses, as they enter a query; long
// texts are indexed by their beginning.
//
// SQLite has one writer. On a file DB is therefore a pool of a single
// connection, in which Go's writers queue in order, and whose transactions
// begin IMMEDIATE so that another program's writer is waited for rather than
// met half-way; four more connections only read, and WAL lets them read while
// somebody writes. River uses DB. The price is a rule: inside a transaction
// (Publish's then, Rehearse) use that transaction and nothing else, or wait for
// yourself for ever.
//
// # Copies
//
// Backup is SQLite's VACUUM INTO: a read at one instant, beside any writer. Move
// writes down in the new database that it is being filled, and Open refuses it
// until it is whole; it copies by key, so that what is there is not copied again;
// it compares each table by its number of rows and the sum of their hashes, which
// needs no order; and it closes the old database before it opens the new one.
// Jobs do not move: the first plan makes them anew, since they carry only names.
//
// # Figures
//
//	go test -run '^$' -bench . ./internal/store
//
// On two cores of an EPYC, PostgreSQL 15 beside it without fsync:
//
//	                                        SQLite     PostgreSQL
//	SaveVisit, 25 new items                 0.9 ms     1.9 ms
//	SaveVisit, 25 items unchanged           0.3 ms     1.7 ms
//	SaveVisit, 10,000 new items             0.25 s     0.33 s
//	Candidates, 10,000 items                0.14 s     0.10 s
//	Publish, 60 items, 1,000 subscribers    7.7 ms     19 ms
//
// The suite runs on SQLite always, and on PostgreSQL if BROADSHEET_TEST_POSTGRES
// holds the postgres:// address of a server on which it may make schemas; with
// BROADSHEET_REQUIRE_POSTGRES=1 the lack of one is a failure.
package store
