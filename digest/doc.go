// Package digest is the idea of the program: items go in, editions come out.
//
// At home here are the words (Source, Item, Kind, Digest, Section, Edition,
// Cluster, Subscriber, Delivery) and the decisions about news: what kind an
// item is, which items report the same thing, which section takes them, when
// an edition is due. Not at home: I/O, clocks, SQL, feed formats, layout.
// Everything is a pure function: the same input gives the same bytes.
//
// # Kinds
//
// What an item is, is decided by the first of these that says anything:
//
//	config      a rule (Judge), else the source's kind
//	type        schema.org's, of the item's own page
//	category    a whole one, or its last part ("News/Opinion")
//	address     its folders, the last that speaks: "/opinion/editorials/", "/views/"
//	title       marks at its ends: "Editorial: …", "… | Letters", "The Courier view on …"
//	feed        whole segments of its title, then of its address: "Dawn - Opinion"
//	byline      the board, a columnist, the readers; an agency or a desk writes stories
//	own hand    "… | Amina Farooqi", if she is the author
//	desk        an address or category that files it elsewhere ("/world/"): a story
//	signature   "… | Amina Farooqi", if that is a person's name and no rubric
//	text        the wording of title and teaser, by digest/textmodel, English only
//
// Else it is a story. An opinion may still become an editorial or a letter by a
// later line. Obituaries, forecasts of storms and fact checks are stories;
// horoscopes, puzzles, lottery numbers and what was paid for are Other. Measured
// with "broadsheet classify" on items of 25 publishers, views (editorials,
// opinions, letters) against the rest: with addresses, macro F1 of the kinds .99;
// without, F1 of the views .86, and .76 where the text model was trained without
// the publisher that it judges ("broadsheet train" says how it fares alone).
//
// # Languages
//
// Letters are facts and tags are claims (Tongue): most letters of a headline
// decide its direction, and what its source says of its language stands only if a
// quarter of them is of a script of that language. Else the script tells the
// language, where it has one, or letters that only one of several uses; for Latin
// letters alone it stays unknown, and counts as the digest's where sections ask.
//
// # Membership
//
// An item is printed once in a digest, for ever: membership is a row in the
// store's ledger with the key (digest, item), not a window of time. What
// Compose is given is whatever has no such row yet. Of this it leaves out what
// is older than the lookback, what no section takes, what the digest does not
// read, and what an earlier edition has told (Past); the rest is printed, or
// waits where a section is full. Each of them gets a Decision, which is kept
// with the edition, and by which nothing is lost without a word:
//
//	late             seen after the edition's hour, dated before it: the next has it
//	undated          is as old as our first sight of it
//	future-dated     so is what is dated after we saw it: a publisher's date is
//	                 a claim, our first sight a fact (Item.When)
//	redated          "Updated" makes nothing newer than our first sight of it
//	edited           is printed as it reads by then, also where a past day is
//	                 brought out later; afterwards it does not come back,
//	                 whatever its headline becomes
//	moved            waits in the section where it belongs by then; once printed
//	                 it is printed, wherever it would stand now
//	source added     or back after weeks: of its posts, those within the lookback
//	digest added     takes what was seen before, as far as its lookback goes
//	beyond max       waits, edition by edition, until it is older than the lookback
//
// Each line is a case in testdata/days; that together they neither lose nor
// double anything, through outages, wrong clocks and changes of the config, is
// tried with the real store by TestLedger in internal/worker.
//
// # Threads
//
// A cluster of today goes on with a story of an earlier edition if half of its
// entries were told there (the same article, the same headline, or the same but
// for a clause at its end), or if the two are more alike than reports of one event
// have to be, in two words at least that are not always in the news, and no story
// unlike that one is nearly as much so; if one headline has four telling words of
// another, it is enough that they are as alike as reports of one event. Such a
// cluster is printed with what is new in it alone; the rest is left out, for it was
// told. It is called a continuation if this goes on with the story headline by
// headline (goeson.go), with three telling words in common, or twice as much
// as with any other story: an untrue continuation is worse than a missing one. A
// number that the story has not had is news, in figures or in letters. Where no
// spaces stand between words (words.go), two letters that follow each other count
// for half of one. Short words are no news, nor is a clause of words that stand in
// every fiftieth story; and of what is older than the edition that told of its story
// last, half must be new.
//
// A headline proves nothing (again.go) where its source has other articles under
// it, where the teasers say different things, where it is short and comes again
// after the day is over ("Two killed in accident"), or where such headlines come
// every day with other numbers; nor does an address whose headline is another
// altogether by now. Views, live pages, bulletins and series (series.go: "Test
// yourself | …") go on with nothing.
//
// Days cut into four editions, whose events are known: of what 35 papers of the
// world printed as continuations .95 were (of a day of large stories .99, of
// events that are easily confused 1.00), a fifth to three quarters of those that
// were are found, and all that was left out as told had been. An invented press of
// few words, in which nothing goes on, has six untrue ones in 1,575 stories of a week.
// testdata/days/five-days.txtar is a week of five papers by hand.
//
// TestWeek in internal/worker holds a week of a press that says everything twice
// against this: less than one story in a hundred repeats what was printed.
//
// # Corrections
//
// A published edition never changes; what has changed of it is told in the next
// (Corrections): of leads, and of each headline that changes, once of a text, once
// that something was withdrawn. A headline has changed (Material) if a number or
// a denial came or went, a quarter of its words is gone, or half of them are new,
// where case, punctuation, short words, a letter that slipped, endings and marks
// such as "LIVE" are nothing. A text has changed if it owns up to a mistake that it
// did not own up to before, or has lost a third of its words; that it grew is no
// change of what was read. Ten have room, and all that was withdrawn; the others
// wait for the next edition.
// What was withdrawn before it was printed is not printed.
//
// # Due
//
// A schedule is a question put to the ledger, not an alarm clock. The key of
// an edition is its digest and its local date, with the hour where the cron
// line names several a day; and Due only ever names what lies after the newest
// in the ledger. So a restart, a clock that jumps, or several machines need no
// special case. The rules, each of them a case in testdata/due.txtar:
//
//   - The cron line is read as a wall clock: a time that the zone skips runs at
//     the first moment after the gap, a time that it has twice the first time.
//   - Of what was missed, CatchUp says what comes out, and TooLate (late.go)
//     from when on it does not, or is not mailed. No mail leaves before NotBefore.
//   - A day of Embargo has no edition; its items are candidates for the next.
//   - A schedule or zone that has changed begins with the day after the last
//     edition, so that no day has a paper by the old rule and by the new; and of
//     what it names before now only the latest is due, even under CatchUpAll:
//     nobody was promised the others.
//   - An edition of a day to come, by a clock that was ahead, does not count as
//     the newest. Its day finds it there.
//   - The first edition of all is due at once. By hand one may be brought out
//     before its hour; it is that hour's.
//
// Each zone of tzdata, three years, 24 hours (15.7 million editions, 23 s):
//
//	go test ./digest -run TestDueInEveryZone -long
//
// # Ranking
//
// A section is in the order of the scores of its clusters, each the sum of
//
//	papers     3·log₂ n     n independent reports: a publisher, a family and a
//	                        text that many carry count once
//	copies     log₂(1+c)    c sources more than that
//	place      1−(p−1)/20   p their places in their feeds when we met it, on
//	                        average; nothing beyond the 20th
//	freshness  1½·½^(h/12)  h hours since the newest report
//	weight     3·log₂ w     w the greatest weight of its sources, 1 by default
//	kind       0 to −1      set aside as on a front page: letters, reviews, live pages
//	rarity     1/n          n clusters that its lead's source leads today
//
// so that what a second paper reports comes before what only stands high and is
// fresh, and a weight of 2 is as good as a second paper. What is pinned comes
// before. While another source has something for the place, none leads more
// than a third of a section that has a Max; places that are left then go round,
// one more to each source; MaxPerSource is a limit that leaves places empty. What
// has no place waits: it stays a candidate, and grows old.
//
// A cluster is led by the source that stands first in the config; of its reports
// by one that is to be read rather than watched (lead.go), the newest of them.
//
// # Summaries
//
// A teaser that is missing or breaks off is replaced by sentences that some item
// of the cluster has, by LexRank with a reader who begins at the head of a text:
// at most three, of the one item that has the best, which is named. Nothing is
// written that no newspaper wrote.
//
// # Figures
//
// On two cores of a shared virtual machine, go test -bench . -benchmem ./digest,
// CPU time:
//
//	BenchmarkCompose             10,000 items of 100 papers   1.3 s   82 MB of memory at the peak
//	BenchmarkComposeAfterAWeek   and seven editions before    1.7 s   93 MB
//	BenchmarkKindOf              one item that only the text model judges   21 µs   10 kB
package digest
