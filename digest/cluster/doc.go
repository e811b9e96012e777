// Package cluster finds which items report the same event.
//
// At home here are the words of a headline, what they weigh, and how alike two
// items are. Not at home: kinds, sections, sources, markup; package digest
// turns what it knows into an Item, and the answer into its clusters. All of it
// is pure, and a set of items gives the same groups in whatever order it comes.
package cluster
