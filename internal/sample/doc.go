// Package sample is the sample press: five invented papers that stand behind
// `sample:NAME?seed=N` addresses, so that the program has something to read on
// a machine without a network and tests have a press that never changes.
//
// At home here: the papers, their prose (press/) and the documents in which
// they come out. Not at home: fetching, reading feeds, any judgement about
// news. The documents take the same way through the program as a stranger's.
//
// # The papers
//
//	metropolitan  The Indus Courier, a Karachi daily      RSS 2.0
//	editorials    the Courier's editorial page            HTML without a feed
//	columns       The Saddar Review, signed opinion       Atom 1.0
//	wire          Meridian Wire, a news agency            JSON Feed 1.1
//	urdu          Roznama Charagh-e-Shehr, right to left  RSS 2.0
//
// All persons, companies, bodies and events in them are invented.
//
// The editorial page is read with these selectors: item `article.story`,
// title `h2`, link `h2 a`, published `.timestamp`, summary `.excerpt`. Its
// dates have no time of day and mean a day in Karachi.
//
// # Days
//
// The prose is kept in pages, one folder each: a page is what all five papers
// print on one day. Pages take turns by the number of the day in Karachi
// (UTC+05:00), so that nothing comes again before every other page has had its
// day. The seed decides which page begins and moves each item by a fixed few
// minutes. Papers that are to report the same events need the same seed.
//
// An item has its time of day, address, identifier and text from its day, its
// page and the seed alone. A document holds the items of the 36 hours that end
// with now, nothing later, newest first; it carries no trace of now itself.
// So two visits between which nothing came out or grew too old get equal bytes.
//
// # The form of press/N/PAPER.txt
//
// A story begins with "# " and its headline; then come lines of "key: value"
// up to an empty line, then paragraphs with empty lines between them. What
// stands before the first story is a remark.
//
//	# Harbour opens deepened channel to larger ships
//	at: 05:10                              time of day, 00:00 to 23:45 (required)
//	section: National                      category
//	by: Nadia Soomro, Imran Talpur         authors
//	image: pilot-boat.jpg 1200x800 184320  name, width and height in pixels, bytes
//	alt: A pilot boat leads a ship         what the image shows
//	event: channel                         name of the event, the same in all papers
//	link: wire                             points to that paper's story of the event
//	updated: yes                           the page says "Updated" before the date
//
//	KARACHI: The first paragraph is the teaser. {yesterday}, {today} and
//	{tomorrow} become the names of the days of the week.
//
// Write nothing that belongs to a season, a year or a certain day of the week:
// a page has to read well on any day. A page holds the same hours as the
// others, so that any 24 hours hold a full day's news.
package sample
