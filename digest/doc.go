// Package digest is the idea of the program: items go in, editions come out.
//
// At home here are the words (Source, Item, Kind, Digest, Section, Edition,
// Cluster, Subscriber, Delivery) and the decisions about news: what kind an
// item is, which items report the same thing, which section takes them, when
// an edition is due. Not at home: I/O, clocks, SQL, feed formats, layout.
// Everything is a pure function: the same input gives the same bytes.
package digest
