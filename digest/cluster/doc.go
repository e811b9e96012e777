// Package cluster finds which items report the same event.
//
// At home here are the words of a headline, what they weigh, and how alike two
// items are. Not at home: kinds, sections, sources, markup; package digest
// turns what it knows into an Item, and the answer into its clusters. All of it
// is pure, and a set of items gives the same groups in whatever order it comes.
//
// # How it is done
//
// An item is its words, those of its title before those of its teaser and its
// address, cut to their first letters, and every two that follow each other; of
// those pairs that stand nowhere else, which are most, only what they say in all.
// The forms of a name, as Yemen and Yemeni, are one word where they are known
// (names.txt), and so is a place of two words; accents tell no long words apart. A
// word weighs the more, the fewer events it is in, and a name more than another
// word. Events, not items: what a day is about would else be held for common.
// They are known only once the items are grouped, so this is done twice. How
// common words are comes from the items, from titles of earlier days, and from
// a list of what every language says every day (general.txt), without which a
// handful of items could tell nothing. Without a past, few events are weighed as
// those of a whole day.
//
// First the same article is put together: one address, or one title in several
// sources. Then, of all groups that have telling words in common, the two that
// fit best are joined, again and again. How well they fit is the mean likeness
// of their items across, against that within each; held near what is expected
// while they are small, eased where they are large and their items little alike,
// since a big story has many sides. So one setting does for pairs and for stories
// of hundreds. Of two likenesses the one counts more that rests on names and on other
// words: two accidents of one kind share what, two events of one war share who. Groups
// that have each its own subject, or names and none in common, fit less, and so do
// those that are each about what is known of other events and not of the other; items
// of one publisher; groups without a word that a good part of both have, and, once
// they are events in their own right, a second one; and, while they are small, groups
// that have little more than one word in common.
//
// Two small groups are kept apart if their headlines are one sentence with other
// places in it, other known names or, of one publisher, other subjects (frame.go):
// paraphrases differ in more, and accidents of one kind in nothing else.
//
// At last the very large stories take what stands by itself and has a word that is
// as good as theirs alone (adopt.go): a story of hundreds has sides that are like no
// other, but for its name.
//
// By itself stands what reports no single event: bulletins, letters pages and
// pages that follow events live, told by their titles (rubric.go). A view on an
// event is found with it; that it is printed elsewhere is package digest's
// decision. Rubrics, and sentences that a source puts under several titles, say
// nothing of their items and are not read. Neither is the name of a paper at the
// end of a title: of a source that collects what papers print, it tells whose the
// item is (imprint.go).
//
// To do this for many items, each is held only against the fifteen most like
// it, found by an index from words to items that leaves out the commonest.
//
// # Figures
//
// Time, which is that of one core, and the most memory in use, of go test -bench
// Groups -benchmem ./digest/cluster on an EPYC:
//
//	  1,000 items   0.10 s    17 MB
//	 10,000 items   1.5 s     55 MB
//	100,000 items   21 s     350 MB
//
// "broadsheet group" on collections whose events are known, one setting for all
// (BCubed F1): .92 for a day of 35 papers of the world, titles alone, .87 for the
// events of it that several report, pairwise F1 .83; .88 for sentences of events
// that are easily confused (ECB+); .90 for a day of few, very large stories (UCI).
// The constants of this package were chosen on these collections, and looked at on
// halves of them drawn at random (.93, .87 and .84).
//
// Four other days of 18 papers, 400 to 500 headlines each, on none of which a
// constant was fitted and whose events were told by hand: .945, .89 for the events
// that several report, pairwise F1 .80. What is seen there went into names.txt and
// into how few events are weighed; the last day was told apart after that. Fewer
// reports of each event are harder: of at most seven to an event, and no event with
// one, .85 of the world's and .78 of the very large stories. The day of 35 papers
// without addresses, through a collector of titles, .91, and as much without sources.
//
// Two days of invented papers that all use the same few words: .90 for sixty of them,
// .91 for 250, .945 for a thousand.
package cluster
