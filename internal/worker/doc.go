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
// has River call them, as four kinds of jobs:
//
//	plan      asks the ledger what is due and inserts the others; each minute
//	refresh   visits those sources of a shard that are due when it runs
//	compose   brings out what is due of a digest, when its sources are there
//	deliver   sends a block of an edition's mails
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
// An edition that falls due makes all of its sources due, unless a server has
// asked for patience, and waits for them, two minutes at most. The first
// edition of all is due at once. One that would be empty does not come out.
//
// An edition, its deliveries and their jobs are one transaction. A message is
// claimed, sent, marked: a process that dies after the server's 250 and before
// the mark leaves that one message in doubt, and it is sent again, under the
// same Message-ID, when the claim's lease has ended.
//
// # The end
//
// When Run's context ends, no job begins anything further: no visit, no
// message. What was begun has eight seconds, and is then cut off. A visit that
// is cut off was not made; a message that is cut off is tried again. A process
// that was killed leaves jobs that look as if they ran; after a minute or two
// River gives them to another.
package worker
