package templates

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"time"

	"broadsheet/digest"
)

// sheet is an edition made ready to print: what mail, its plain text, page and
// feed have in common. Every text in it is clean and has its tongue.
type sheet struct {
	tongue
	Words *words
	Title run
	// Day is the local date ("2026-11-23"), Date the same in words.
	Day, Date string
	// Hour is the line of the hour, Count that of stories and papers, Reading how
	// long this takes to read, Tally the edition in numbers.
	Hour, Count, Reading, Tally string

	Sections      []section
	Corrections   []notice
	Read, Missing []paper
	// Waited says how long the edition waited for what is Missing; empty if it did not.
	Waited string
	// MoreRead and MoreMissing say how many papers were left out of a list.
	MoreRead, MoreMissing string
}

// section is a part of the sheet; ID is its anchor.
type section struct {
	ID    string
	Title run
	tongue
	Attr  template.HTMLAttr // of the section's element
	Views bool
	Lead  story
	Rest  []story
	More  string // "12 more on the web"; empty if nothing was left out
}

// paper is a source in the colophon; Note says what is the matter with it.
type paper struct {
	Name run
	Link string
	Note run
}

// measure is how much of an edition is set. The limits of the teasers are in
// characters; none is set where it is 0.
type measure struct {
	front int // teaser of the edition's first story
	lead  int // teaser of a section's first story
	rest  int // teaser of the others
	first int // teaser of the others of the first section, if it is another
	rail  int // teaser of an editorial among editorials
	// whole is how many stories of a section have more than a title.
	whole int
	// most is how many stories of a section are set at all.
	most int
	// papers is how many a list of the colophon names.
	papers int
	// title and link are the longest there may be; a longer title is cut, a
	// longer link left out.
	title, link int
	// pictures says that leads have theirs.
	pictures bool
}

// all is more stories and papers than there are.
const all = 1 << 30

// printer sets one edition in one measure.
type printer struct {
	measure
	words *words
	zone  *time.Location
	day   string
	page  tongue
}

// set makes an edition ready to print.
func set(e digest.Edition, m measure) sheet {
	w := wordsIn(e.Language)
	p := printer{measure: m, words: w, zone: e.Location(), day: digest.Day(e.Date), page: tongueOf(e.Language, "")}
	if p.page.Lang == "" {
		p.page = w.tongue
	}
	s := sheet{
		tongue: p.page, Words: w, Title: p.page.run("", name(e.Title)),
		Day: stamp(e.Date), Date: dateOf(e), Count: countLine(e, w), Tally: tally(e, w),
	}
	if _, hourly, _ := digest.ParseKey(e.Date); !e.At.IsZero() && !hourly {
		s.Hour = w.say(w.edition, w.hour(e.At.In(p.zone)))
	}
	for _, printed := range e.Sections {
		if len(printed.Clusters) > 0 {
			s.Sections = append(s.Sections, p.section(len(s.Sections), printed))
		}
	}
	s.Reading = w.count(w.minute, w.minutes, digest.Minutes(s.wordCount()))
	p.corrections(&s, e.Corrections)
	p.colophon(&s, e.Sources)
	if e.Waited > 0 && len(s.Missing) > 0 {
		s.Waited = w.say(w.waited, w.number(e.Waited))
	}
	return s
}

// wordCount is how many words of news are set.
func (s sheet) wordCount() int {
	count := 0
	for _, section := range s.Sections {
		for _, story := range append([]story{section.Lead}, section.Rest...) {
			count += digest.CountWords(story.Title.Text) + digest.CountWords(story.Teaser.Text)
		}
	}
	return count
}

// countLine is "64 stories from 5 papers".
func countLine(e digest.Edition, w *words) string {
	_, stories, papers := numbers(e)
	return w.count(w.story, w.stories, stories) + " " + w.count(w.paper, w.papers, papers)
}

// tally is "80 reports in 64 stories, from 5 of 6 papers.", where that is more
// than the line of the count says.
func tally(e digest.Edition, w *words) string {
	reports, stories, papers := numbers(e)
	names := map[string]bool{}
	for _, report := range e.Sources {
		names[cmp.Or(report.Title, report.Source)] = true
	}
	all := max(papers, len(names))
	if stories == 0 || reports == stories && papers == all {
		return ""
	}
	return w.say(w.tally, w.count(w.report, w.reports, reports), w.count(w.inStory, w.inStories, stories), w.number(papers), w.number(all))
}

// numbers counts the reports, the clusters and the papers of an edition. A paper
// may be several sources.
func numbers(e digest.Edition) (reports, stories, papers int) {
	names := map[string]bool{}
	for _, printed := range e.Sections {
		stories += len(printed.Clusters)
		for n := range printed.Clusters {
			cluster := &printed.Clusters[n]
			reports += 1 + len(cluster.AlsoIn)
			names[cmp.Or(cluster.Lead.Paper, cluster.Lead.Source)] = true
			for i := range cluster.AlsoIn {
				names[cmp.Or(cluster.AlsoIn[i].Paper, cluster.AlsoIn[i].Source)] = true
			}
		}
	}
	return reports, stories, len(names)
}

// section sets the ith section, which is not empty.
func (p printer) section(i int, printed digest.PrintedSection) section {
	s := section{
		ID: "s" + strconv.Itoa(i+1), tongue: p.tongueOfSection(printed),
		Views: isViews(printed),
	}
	s.Attr = s.in(p.page)
	s.Title = s.run(p.page.Lang, name(printed.Title))
	shown := printed.Clusters[:min(len(printed.Clusters), max(1, p.most))]
	for j, cluster := range shown {
		set := p.story(s, cluster, obviousKind(printed), p.limit(i, j, s.Views), j < p.whole)
		if j == 0 {
			set.Picture = p.picture(cluster.Lead)
			s.Lead = set
		} else {
			s.Rest = append(s.Rest, set)
		}
	}
	if left := len(printed.Clusters) - len(shown); left > 0 {
		s.More = p.words.say(p.words.more, p.words.number(left))
	}
	return s
}

// limit is the length of the teaser of the jth story in the ith section.
func (p printer) limit(i, j int, views bool) int {
	switch {
	case j > 0 && p.rest == 0:
		return 0
	case views:
		return p.rail
	case i == 0 && j == 0:
		return p.front
	case j == 0:
		return p.lead
	case i == 0 && p.first > 0:
		return p.first
	}
	return p.rest
}

// tongueOfSection is the one in which most of a section's leads are written.
func (p printer) tongueOfSection(printed digest.PrintedSection) tongue {
	votes := map[tongue]int{}
	best := p.page
	for _, cluster := range printed.Clusters {
		t := tongueOf(cluster.Lead.Language, cluster.Lead.Title)
		if votes[t]++; votes[t] > len(printed.Clusters)/2 {
			best = t
		}
	}
	if best.Dir == p.page.Dir {
		return p.page
	}
	return best
}

// isViews says that a section holds nothing but views. Such sections may stand
// in the rail.
func isViews(printed digest.PrintedSection) bool {
	return !slices.ContainsFunc(printed.Clusters, func(c digest.Cluster) bool {
		switch c.Lead.Kind {
		case digest.Editorial, digest.Opinion, digest.Letter, digest.Analysis:
			return false
		}
		return true
	})
}

// obviousKind is the kind that goes without saying in a section: story where
// there is one, else that of most leads.
func obviousKind(printed digest.PrintedSection) digest.Kind {
	count := map[digest.Kind]int{}
	obvious := printed.Clusters[0].Lead.Kind
	for _, cluster := range printed.Clusters {
		kind := cluster.Lead.Kind
		if kind == digest.Story {
			return kind
		}
		if count[kind]++; count[kind] > count[obvious] {
			obvious = kind
		}
	}
	return obvious
}
