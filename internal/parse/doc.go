// Package parse turns the bytes that a source sent into items.
//
// At home here is everything between a body and a digest.Item: character
// sets, broken markup, feed dialects, stranger's HTML, dates, addresses,
// identity, and the habits of newspapers. Not at home: sockets, files, clocks
// and stores (a Document comes in with its bytes and its address, the time of
// our visit is handed in), and every decision about news.
//
// # The path
//
// One step a file, in the order in which they run:
//
//	decode    bytes → UTF-8 (decode.go, decodewide.go, decodelabel.go, decodepage.go, decodejohab.go)
//	repair    UTF-8 → a flat, well-formed document with known items (scrub.go, entity.go, markup.go, attribute.go,
//	          root.go, repair.go, repair_tag.go, repair_end.go, space.go, cdf.go, passage.go, xhtml.go, repair_json.go)
//	delta     leave out the items that are as at the last visit (delta.go, delta_json.go)
//	gofeed    its rss, atom and json parsers, never the universal one (rss.go, atom.go, json.go; long texts wait outside
//	          meanwhile: lift.go, lift_json.go; salvage.go where it still fails)
//	clean     markup → digest.HTML, titles → plain text (clean.go, elements.go, reduce.go, picture.go, tracking.go, text.go, link.go)
//	date      a publisher's claim → UTC (date.go, datemark.go, dateplain.go, dateiso.go, dateclock.go, dateword.go, datepersian.go)
//	newspaper dateline, who signs, "Published in …", a cut teaser (paper.go)
//	identify  → digest.Item.ID (identify.go)
//
// A page without a feed (page.go), a news sitemap (sitemap.go) and the page of
// a single story (article.go) enter after decode and leave by the same last
// four steps.
//
// Repair is a single pass over the document. It removes what stops an XML
// parser, closes what was left open, keeps the whole items of a truncated
// document, counts the depth (gofeed's recursion cannot be stopped from
// outside once it runs), takes xml:base out, and rewrites every text that is
// markup or a typed Atom text into one CDATA section or one escaped string,
// so that whatever gofeed then returns for it is HTML, whichever way it was
// spelled. On clean RSS it changes nothing but the declaration. It also ends
// what no feed needs: beyond 20,000 items or 400,000 elements, 256 attributes of
// a tag, a depth of 200 and entities that add a mebibyte nothing is read.
//
// # The vow
//
// An item's ID is asked for by the ledger for as long as the paper lives. So
// this recipe never changes; a better one gets another version and a plan for
// the rows of this one. Version 1:
//
//	ID = "1" + base32(SHA-256("broadsheet item 1" 0 source 0 rung 0 key))[:24]
//
// base32 is RFC 4648 §6 in lower case, source is digest.Source.ID, 0 is a NUL
// byte. The rung is the first of these that the item has and that tells it
// from its neighbours in the same document:
//
//	guid   the publisher's identifier (guid, atom:id, rdf:about, dc:identifier, JSON Feed id), white space around it removed,
//	       unless two items of the document carry it with different links
//	       (without links: with different titles);
//	link   the address without scheme, "www.", default port, trailing slash and utm_* parameters,
//	       unless two items of the document that come to this rung carry it with different titles or texts;
//	text   the title and the plain text of the content (else of the summary); without either, the first enclosure.
//
// Of several items with one ID in a document the first is kept. An item's
// dates, authors and markup are in no rung: a corrected story stays itself.
// The weak place is known: a feed that reuses one guid is found out only while
// it shows two items at a time.
//
// # Dates
//
// Date claims are tried in the order of trust of their format; the first that can be
// read wins. A time without a zone is in the source's zone, UTC if it has
// none; a date without a time is its midnight. A claim before 1900, of the
// Unix epoch to the second, or more than a year after our visit is no claim:
// the field stays zero and the oddity is listed. An item with such a claim, or
// one that lies more than a day after our visit, is Doubtful. A date without
// a year is the last such day. One that might be two dates ("12-31") is none;
// three figures are day, month and year unless they cannot be, or a weekday or a
// clock as America's says otherwise. The years 1300 to 1419 are those of Iran's calendar.
//
// # Pages
//
// Without selectors a page is read by what repeats in it. Links that read like
// headlines (page_link.go) are grouped by the place of the element around each that
// holds no other; a group's score (page_score.go) is how much its elements resemble
// stories (a heading, a date, a teaser, a picture, thrice if their address is under
// the page's own), times its length to the power of 0.7, times the weight of its
// area of the page (page_area.go): menus are never taken, margins if there is
// nothing else. The best, with other lists and leads that resemble it
// (page_more.go), is written as selectors (page_select.go, page_vote.go), and these
// read the page (page_pick.go). What it cannot do: teasers that are bare text
// between elements, a story in two rows of a table, pages that a script writes.
//
// What a page says of its stories in JSON-LD, microdata and OpenGraph (linked.go)
// is added to items by their address, its dates before those of the page; the day
// in an address comes after all of these. It is the list itself where it names more
// stories than were found.
//
// # Figures
//
// CPU seconds (user time of the benchmark's process, by its number of rounds) on two
// busy cores of a small cloud machine, go test -run '^$' -bench Farm/rss$ -benchtime 1000x:
//
//	BenchmarkFarm/rss       1.8 ms  25 items, 39 kB, read whole; atom 1.9 ms, json 1.4 ms
//	BenchmarkGofeed/rss     1.0 ms  gofeed's rss parser alone; atom 1.0 ms, json 0.7 ms; its universal one on the rss 1.6 ms
//	BenchmarkDelta/rss      0.4 ms  the same with two new items: 23 % of the whole; atom 30 %, json 16 %
//	BenchmarkFeed           137 ms  1,000 items, 4.6 MB, RSS with texts of twenty paragraphs, 66 MB allocated
//	BenchmarkGofeed/large    99 ms  gofeed's rss parser alone on the same
//	BenchmarkRepair         9.5 ms  decode and repair alone on the same: a tenth of that
//	BenchmarkPage            39 ms  a front page of 400 stories, 0.9 MB, without selectors
//
// So to read, clean, date and identify a feed costs a tenth more than gofeed's
// universal parser, which does none of the latter. Of a whole reading gofeed has
// a quarter, cleaning a third, the habits of newspapers and repair a tenth each.
package parse
