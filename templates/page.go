package templates

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// Site is the paper as a whole: what stands on every page and in every mail.
type Site struct {
	Title string
	// URL is the public address, absolute and without a slash at its end.
	URL string
	// Language (BCP 47) is that of the pages that show no edition.
	Language string
	// Imprint says at the foot of pages and mails who publishes the paper, and
	// where; it may be empty.
	Imprint string
}

// mostImprint is the length, in characters, at which an imprint is cut.
const mostImprint = 500

func (s Site) imprint() string { return cut(clean(s.Imprint), mostImprint) }

// Link is a titled address.
type Link struct{ Title, URL string }

// DigestLink is the way to a digest. Language (BCP 47) is the digest's, and Here
// says that the page belongs to it.
type DigestLink struct {
	Link
	Language string
	Here     bool
}

// FeedLink is a feed that a page offers; Type is its media type, Format the name
// of that ("Atom"), and Stories says that each story is an entry.
type FeedLink struct {
	Title, Type, URL string
	Format           string
	Stories          bool
}

// Frame is what stands around the content of a page.
type Frame struct {
	Site Site
	// Digests are the ways to the paper's digests.
	Digests []DigestLink
	// Previous and Next are the editions before and after, nil if there is none.
	Previous, Next *Link
	// Archive is the address of the list of all editions, empty if there is none.
	Archive string
	// Corrected are the stories of the edition about which later ones have a
	// word, by the IDs of their leads.
	Corrected map[string]Corrected
	// Subscribe is the address that takes new readers, empty if there is none.
	Subscribe string
	// Feeds are offered for autodiscovery in the head and again at the foot.
	Feeds []FeedLink
}

// ArchiveLine is one edition in the archive. Its Title says what was in it and
// may be empty; Date is the edition's key ("2026-11-23").
type ArchiveLine struct {
	Link
	Date string
	// Stories counts clusters, Missing the sources that were missing.
	Stories, Missing int
}

// wholePage is the measure of the web page.
var wholePage = measure{
	front: 420, lead: 420, first: 250, rest: 190, rail: 200, whole: all, most: all, papers: all, title: 300, link: 4000, pictures: true,
}

// page is what page.html frames.
type page struct {
	Frame
	tongue
	Words       *words
	Style       template.CSS
	Title       string
	Description string
	Canonical   string
	OpenGraph   string // og:type
	Body        any
}

// Attr is what a digest's name says of its language inside the page.
func (p page) Attr(d DigestLink) template.HTMLAttr { return tongueOf(d.Language, d.Title).in(p.tongue) }

// EditionPage is an edition as one HTML document that needs nothing else but
// the stories' pictures.
func EditionPage(e digest.Edition, f Frame) ([]byte, error) {
	s := fitting(e)
	s.point(f.Site, e, f.Corrected)
	p := frame(f, e.Language, s.Title.Text+" · "+s.Date)
	p.tongue, p.Words = s.tongue, s.Words
	p.Description = Preheader(e)
	p.Canonical = editionAddress(f.Site, e)
	p.OpenGraph = "article"
	p.Body = layOut(s)
	return render("edition.html", p)
}

// editionAddress is where an edition's page is.
func editionAddress(s Site, e digest.Edition) string {
	return address(s.URL+"/"+e.Digest+"/"+e.Date, wholePage.link)
}

// Publisher is the imprint inside the page.
func (p page) Publisher() run { return p.run("", p.Site.imprint()) }

// FeedsOf are the feeds of editions, or of stories.
func (f Frame) FeedsOf(stories bool) []FeedLink {
	return slices.DeleteFunc(slices.Clone(f.Feeds), func(l FeedLink) bool { return l.Stories != stories })
}

// frame begins a page in a language.
func frame(f Frame, language, title string) page {
	w := wordsIn(language)
	f.Previous, f.Next = w.dated(f.Previous), w.dated(f.Next)
	own := tongueOf(language, "")
	if own.Lang == "" {
		own = w.tongue
	}
	return page{Frame: f, tongue: own, Words: w, Style: style, Title: title, OpenGraph: "website"}
}

// dated is a link whose title, if it is an edition's key ("2026-11-23"), is put in words.
func (w *words) dated(l *Link) *Link {
	if l == nil {
		return nil
	}
	date, ok := w.key(l.Title)
	if !ok {
		return l
	}
	return &Link{Title: date, URL: l.URL}
}

// month is the editions of one month in the archive.
type month struct {
	Title string
	Lines []archived
}

type archived struct {
	Date, Day, Title, URL, Count string
}

// archive is what archive.html lists.
type archive struct {
	Months []month
	Due    string // when the next edition comes out, in words
}

// ArchivePage lists past editions under a title, in the order given, by months,
// and says when the next is due: a time in its zone, zero if nobody knows.
func ArchivePage(title string, editions []ArchiveLine, next time.Time, f Frame) ([]byte, error) {
	p := frame(f, f.Site.Language, clean(title))
	a := archive{Months: months(editions, p.Words)}
	if !next.IsZero() {
		a.Due = p.Words.date(next) + p.Words.comma + p.Words.hour(next)
	}
	p.Body = a
	return render("archive.html", p)
}

// months parts the archive where the month changes.
func months(editions []ArchiveLine, w *words) []month {
	var parts []month
	for _, line := range editions {
		day, hourly, err := digest.ParseKey(line.Date)
		set := archived{Date: stamp(line.Date), Day: clean(line.Date), Title: typeset(clean(line.Title), w.Lang), URL: line.URL, Count: w.archiveLine(line)}
		name := ""
		if err == nil {
			set.Day = w.days[day.Weekday()] + " " + w.number(day.Day())
			if hourly {
				set.Day += w.comma + w.hour(day)
			}
			set.Title = strings.TrimPrefix(set.Title, line.Date)
			name = w.months[day.Month()-1] + " " + w.number(day.Year())
		}
		if len(parts) == 0 || parts[len(parts)-1].Title != name {
			parts = append(parts, month{Title: name})
		}
		last := &parts[len(parts)-1]
		last.Lines = append(last.Lines, set)
	}
	return parts
}

// archiveLine is "64 stories, 2 papers missing".
func (w *words) archiveLine(line ArchiveLine) string {
	count := strings.TrimRight(w.count(w.story, w.stories, line.Stories), "،")
	if line.Missing > 0 {
		count += w.comma + w.count(w.lack, w.lacks, line.Missing)
	}
	return count
}
