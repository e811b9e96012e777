package feedgen

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"broadsheet/digest"
)

// clean is f as the writers may write it: no byte that XML or JSON cannot
// carry, no address or language that is none, no entry without author or time.
// Cleaning twice changes nothing more.
func (f Feed) clean() Feed {
	f.ID, f.Link, f.Self = uri(text(f.ID)), address(f.Link), address(f.Self)
	f.Title, f.Description, f.Language = line(f.Title), line(f.Description), language(f.Language)
	f.Description = cmp.Or(f.Description, f.Title)
	f.Updated = moment(f.Updated)
	f.Authors = authors(f.Authors, []digest.Author{{Name: cmp.Or(f.Title, "Broadsheet")}})
	entries := make([]Entry, len(f.Entries))
	for i, e := range f.Entries {
		entries[i] = e.clean(f)
	}
	f.Entries = entries
	return f
}

// clean is e as the writers may write it, inside a feed that is already clean.
func (e Entry) clean(f Feed) Entry {
	e.ID, e.Link = uri(text(e.ID)), cmp.Or(address(e.Link), f.Link)
	e.Title, e.Summary, e.Content = line(e.Title), line(e.Summary), text(e.Content)
	e.Language = language(e.Language)
	e.Authors = authors(e.Authors, f.Authors)
	e.Categories = distinct(e.Categories)
	e.Published, e.Updated = moments(e.Published, e.Updated, f.Updated)
	e.Source = e.Source.clean(f.Updated)
	e.Image = image(e.Image)
	e.Enclosures = enclosures(e.Enclosures)
	return e
}

func (s *Source) clean(at time.Time) *Source {
	if s == nil || line(s.Title) == "" {
		return nil
	}
	source := Source{ID: uri(text(s.ID)), Title: line(s.Title), Link: address(s.Link), Updated: moment(s.Updated)}
	if source.Updated.IsZero() {
		source.Updated = at
	}
	return &source
}

// text is s without what no XML document may hold (XML 1.0 §2.2) or should
// (its note there): controls, halves of surrogate pairs, noncharacters, bytes
// that are not UTF-8. Line ends become those that an XML parser would make of them.
func text(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r <= 0x9f, nonCharacter(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// nonCharacter says whether r is one of the 66 that Unicode keeps for nothing.
func nonCharacter(r rune) bool {
	return r&0xfffe == 0xfffe || (r >= 0xfdd0 && r <= 0xfdef)
}

// line is s as one line of clean text.
func line(s string) string { return strings.Join(strings.Fields(text(s)), " ") }

var tongue = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// language is s if it has the form of a language tag (BCP 47), else empty.
func language(s string) string {
	if s = line(s); tongue.MatchString(s) {
		return s
	}
	return ""
}

// moment is t in UTC to the second, zero if its year does not have the four
// digits that RFC 3339 and RFC 822 dates are written with.
func moment(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second)
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// moments is the two times of an entry: both there, the update never before
// the publication, and at stands for both when neither is known.
func moments(published, updated, at time.Time) (time.Time, time.Time) {
	published, updated = moment(published), moment(updated)
	if published.IsZero() && updated.IsZero() {
		return at, at
	}
	if published.IsZero() {
		published = updated
	}
	if updated.Before(published) {
		updated = published
	}
	return published, updated
}

var mailbox = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)

// authors is everybody in list, each with a name and each once; otherwise if
// that is nobody.
func authors(list, otherwise []digest.Author) []digest.Author {
	var named []digest.Author
	seen := map[string]bool{}
	for _, a := range list {
		a = digest.Author{Name: line(a.Name), Email: line(a.Email), URL: address(a.URL)}
		if !mailbox.MatchString(a.Email) {
			a.Email = ""
		}
		a.Name = cmp.Or(a.Name, a.Email, a.URL)
		if a.Name != "" && !seen[a.Name] {
			seen[a.Name] = true
			named = append(named, a)
		}
	}
	if named == nil {
		return otherwise
	}
	return named
}

// distinct is the words of list, each once whatever its letters' case.
func distinct(list []string) []string {
	var words []string
	seen := map[string]bool{"": true}
	for _, word := range list {
		word = line(word)
		if key := strings.ToLower(word); !seen[key] {
			seen[key] = true
			words = append(words, word)
		}
	}
	return words
}

func image(i *digest.Image) *digest.Image {
	if i == nil || address(i.URL) == "" {
		return nil
	}
	return &digest.Image{URL: address(i.URL), Alt: line(i.Alt), Width: max(i.Width, 0), Height: max(i.Height, 0)}
}

var mediaType = regexp.MustCompile(`^[\w!#$&^.+-]+/[\w!#$&^.+-]+$`)

// enclosures is the files of list that have an address, each with a media type.
func enclosures(list []digest.Enclosure) []digest.Enclosure {
	var files []digest.Enclosure
	for _, e := range list {
		e = digest.Enclosure{URL: address(e.URL), Type: line(e.Type), Length: max(e.Length, 0)}
		if !mediaType.MatchString(e.Type) {
			e.Type = "application/octet-stream"
		}
		if e.URL != "" {
			files = append(files, e)
		}
	}
	return files
}
