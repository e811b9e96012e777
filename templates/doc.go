// Package templates is the look of the paper: it sets an edition as an HTML
// mail, as the mail's plain text, as a web page, and as the HTML of a feed
// entry.
//
// At home here are the templates and their style sheet, the furniture (every
// word that no newspaper wrote, in English and Urdu), dates in words, teasers,
// direction and language, and how a mail that is too long is shortened. This
// is the only room in which a stranger's markup (digest.HTML) is trusted, and
// it is so in one place, for the text of a feed entry; everywhere else it is
// turned into plain text, and html/template escapes that. Not at home: MIME,
// HTTP, feed formats, choosing or ordering stories.
//
// # The way of an edition
//
//	set (sheet.go, story.go)  Edition + measure → sheet: clean texts, each with its tongue,
//	                          headlines without what the byline says, English with the
//	                          marks of print (headline.go, quotes.go)
//	email.html, email.txt     sheet → a mail and its twin (email.go, typed.go)
//	edition.html, page.css    sheet → a page (page.go, layout.go)
//	content.html              sheet → a feed entry (content.go)
//	request.html              the mail that asks whether somebody wants the paper (request.go)
//
// A measure says how much of an edition is set. The mail goes down a ladder of
// measures until its HTML has room in MostHTML; the twin stands on the same
// step. A sheet holds no markup, so a template decides nothing about news. A mail
// is set once for all of its readers (form.go): what each has of their own stands in
// the place of a blank that nobody whose words are in the edition can know.
//
// # One idea
//
// A broadsheet: black on paper, a serif for what is news and a small sans for
// what is furniture, thin and thick rules, columns, the papers' own views as a
// rail beside the first news. Colour is left to the pictures. The order of the
// markup is the order on the page, at every width.
//
// # What a page may do
//
// Nothing. It has no script, no style attribute, no form but those by which a
// reader comes and goes, and asks other hosts for the pictures of leads alone. Its
// only style sheet stands in the page and is allowed by its hash (StyleSource):
//
//	default-src 'none'; style-src 'sha256-…'; img-src http: https:; form-action 'self'; base-uri 'none'
//
// A mail has inline styles, the picture of its first story, and nothing else
// that a mail program would fetch. Its palette is black and near-white without
// middle tones, so that it can be inverted by force (Gmail) and stay legible.
//
// # Direction
//
// The direction of an entry is that of most letters of its title; its language
// is the tag that came with it, if that tag agrees with the letters. Elements
// carry lang and dir where they differ from what is around them, names are
// isolated with bdi, and plain text with the isolates and marks of UAX 9. A
// language for which we have no words gets English furniture.
//
// # Figures
//
// go test -bench . -benchmem ./templates, the 64 entries of testdata/edition.json, in CPU time:
//
//	Email        8 ms    2.6 MB  23,000 allocs   56 KB of HTML and 25 KB of text, nothing left out
//	EditionPage  6 ms    1.8 MB  12,700 allocs   57 KB
//	Ladder       240 ms  198 MB                  2,000 entries, eight steps down
package templates
