package templates

import (
	"html/template"
	"slices"
	"unicode/utf8"

	"broadsheet/digest"
)

// front is an edition as a page lays it out.
type front struct {
	sheet
	// Front stands beside the Rail at the width of a desk, Back below them.
	Front, Rail, Back []section
	// empty is about how many pixels are left over below the shorter of the two,
	// as if it had the width of the news.
	empty int
}

// firsts are the lengths of the first section's teasers that are tried where
// more than tolerable would be left empty.
var firsts = []int{330, 420, 190}

const tolerable = 150

// fitting sets an edition for the page, with teasers in its first section of the
// length that leaves the least empty beside the rail.
func fitting(e digest.Edition) sheet {
	best := set(e, wholePage)
	least := layOut(best).empty
	for _, first := range firsts {
		if least <= tolerable {
			break
		}
		m := wholePage
		m.first = first
		s := set(e, m)
		if empty := layOut(s).empty; empty < least {
			best, least = s, empty
		}
	}
	return best
}

// layOut puts sections of views, from the first on, into a rail beside the first
// of the other sections: so many of both that the least is left empty, and as many
// as possible where that is little. An edition of nothing but views has no rail.
func layOut(s sheet) front {
	var views, news []section
	for _, section := range s.Sections {
		if section.Views {
			views = append(views, section)
		} else {
			news = append(news, section)
		}
	}
	if len(views) == 0 || len(news) == 0 {
		first := min(1, len(s.Sections))
		return front{sheet: s, Front: s.Sections[:first], Back: s.Sections[first:]}
	}
	rail, beside, least := 0, 0, -1
	tall := 0
	for n, view := range views {
		tall += view.railHeight()
		taken := 0
		for m := range min(len(news), mostBeside) {
			taken += news[m].newsHeight(m == 0)
			empty := max(tall-taken, (taken-tall)*railShare/100)
			if least < 0 || empty < least || empty <= tolerable {
				rail, beside, least = n+1, m+1, empty
			}
		}
	}
	f := place(s, rail, beside)
	f.empty = least
	return f
}

// railShare is what part of the width of the news the rail has, in percent: so
// much less does it matter that it ends early.
const railShare = 40

// mostBeside is how many sections stand beside the rail at most.
const mostBeside = 3

// place lays out a sheet with so many sections of views in the rail, and so many
// others beside it.
func place(s sheet, rail, beside int) front {
	f := front{sheet: s}
	for _, section := range s.Sections {
		switch {
		case section.Views && len(f.Rail) < rail:
			f.Rail = append(f.Rail, section)
		case !section.Views && len(f.Front) < beside:
			f.Front = append(f.Front, section)
		default:
			f.Back = append(f.Back, section)
		}
	}
	return f
}

// setting is how type is set, at the width of a desk: how many characters a line holds and how
// high it is, in pixels. page.css is where these come from.
type setting struct{ title, titleLine, teaser, teaserLine, byline, around int }

var (
	inRail     = setting{title: 29, titleLine: 23, teaser: 36, teaserLine: 22, byline: 38, around: 37}
	inColumn   = setting{title: 38, titleLine: 23, teaser: 47, teaserLine: 22, byline: 58, around: 44}
	asHeadline = setting{title: 31, titleLine: 54, teaser: 95, teaserLine: 26, byline: 110, around: 40}
	asLead     = setting{title: 60, titleLine: 27, teaser: 100, teaserLine: 24, byline: 110, around: 36}
)

const (
	sectionHeight = 60  // of a section's own heading
	pictureHeight = 325 // of a lead's picture
	railPicture   = 190 // of one in the rail
	bylineHeight  = 20
)

// bandful is about how many stories stand in one band of columns. More would make
// columns far higher than a screen: below the head of each the reader would
// have to come back to its top, and the second story of the day would stand
// beside the hundredth.
const bandful = 14

// Bands are the stories below the lead, in bands of columns one below the other.
func (s section) Bands() [][]story {
	if len(s.Rest) == 0 {
		return nil
	}
	bands := (len(s.Rest) + bandful - 1) / bandful
	return slices.Collect(slices.Chunk(s.Rest, (len(s.Rest)+bands-1)/bands))
}

// height is about how high a story is.
func (t setting) height(s story) int {
	credit := 0
	for _, r := range s.Credit() {
		credit += utf8.RuneCountInString(r.Text) + 3
	}
	high := t.around + lines(s.Title.Text, t.title)*t.titleLine + lines(s.Teaser.Text, t.teaser)*t.teaserLine
	high += (credit + t.byline - 1) / t.byline * bylineHeight
	if len(s.AlsoIn) > 0 {
		high += bylineHeight
	}
	if s.Dir == rtl {
		high += high / 4 // the lines of Nastaliq
	}
	return high
}

// lines is how many lines a text takes.
func lines(text string, width int) int { return (utf8.RuneCountInString(text) + width - 1) / width }

// railHeight is about how high a section is in the rail, one story below the other.
func (s section) railHeight() int {
	high := sectionHeight
	if s.Lead.Picture != nil {
		high += railPicture
	}
	for _, story := range slices.Concat([]story{s.Lead}, s.Rest) {
		high += inRail.height(story)
	}
	return high
}

// newsHeight is about how high a section is beside the rail, two stories abreast
// below its lead.
func (s section) newsHeight(first bool) int {
	high, t := sectionHeight, asLead
	if first {
		high, t = 20, asHeadline
	}
	if s.Lead.Picture != nil {
		high += lines(s.Lead.Title.Text, t.title)*t.titleLine + pictureHeight + t.around
	} else {
		high += t.height(s.Lead)
	}
	rest := 0
	for _, story := range s.Rest {
		rest += inColumn.height(story)
	}
	return high + (rest+1)/2
}

// isLong says that a headline or a name is too long for the greatest type.
func (r run) isLong(most int) bool { return utf8.RuneCountInString(r.Text) > most }

// Size is the class of the paper's name, or of its first headline, in the type
// that has room for it.
func (s sheet) Size() template.HTMLAttr { return size(s.Title.isLong(26)) }

// Size is that of a lead's headline.
func (s story) Size() template.HTMLAttr { return size(s.Title.isLong(100)) }

func size(long bool) template.HTMLAttr {
	if long {
		return ` class="long"`
	}
	return ""
}
