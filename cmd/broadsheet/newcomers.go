package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// newcomers admits sources beside those of a config.
type newcomers struct {
	ids map[string]bool
	// known is the id by what addresses of the same feed have in common.
	known    map[string]string
	admitted []addition
}

func newcomersTo(s *settings) *newcomers {
	n := &newcomers{ids: map[string]bool{}, known: map[string]string{}}
	for _, source := range s.Sources {
		n.ids[string(source.ID)] = true
		n.known[sameAddress(source.address())] = string(source.ID)
	}
	return n
}

// admit takes a source that is new and right, gives it an id that is free, and
// answers that; or it says why not.
func (n *newcomers) admit(d addition) (id, why string) {
	for _, address := range []*string{&d.URL, &d.Page, &d.Sitemap} {
		// A stranger's list must not have the reader of the config find a
		// variable of our environment in it, and send that anywhere.
		*address = strings.ReplaceAll(strings.TrimSpace(*address), "${", "%24{")
	}
	if hint, ok := new(feedAddress).read(d.address()); !ok {
		if hint == "" {
			hint = new(feedAddress).wants() + " is wanted"
		}
		return "", fmt.Sprintf("%q cannot be read: %s", redact(d.address()), hint)
	}
	same := sameAddress(d.address())
	if id, here := n.known[same]; here {
		return "", "is there already, as " + id
	}
	d.keepRight()
	d.ID = n.free(d)
	n.ids[d.ID], n.known[same] = true, d.ID
	n.admitted = append(n.admitted, d)
	return d.ID, ""
}

// keepRight forgets of the lesser values those that could not be read.
func (d *addition) keepRight() {
	for _, each := range []struct {
		text *string
		form value
	}{
		{&d.Kind, new(kind)}, {&d.Language, new(language)}, {&d.Timezone, new(zone)}, {&d.Every, new(duration)},
	} {
		if _, ok := each.form.read(*each.text); !ok {
			*each.text = ""
		}
	}
	d.Title = oneLine(d.Title)
	for n := range d.Labels {
		d.Labels[n] = oneLine(d.Labels[n])
	}
	d.Labels = slices.DeleteFunc(d.Labels, func(label string) bool { return label == "" })
	if d.Page == "" || slices.ContainsFunc(d.Select, func(s [2]string) bool {
		_, ok := new(selector).read(s[1])
		return !ok
	}) {
		d.Select = nil
	}
}

// oneLine is a text without line breaks and what a terminal could obey.
func oneLine(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// free is the id that a source asks for, else one made of its title, else of
// its host; with a number where that is taken.
func (n *newcomers) free(d addition) string {
	wish := d.ID
	if _, ok := new(id).read(wish); !ok {
		wish = slug(d.Title)
	}
	if len(wish) < 2 {
		if u, err := url.Parse(d.address()); err == nil {
			wish = slug(strings.TrimPrefix(u.Hostname()+u.Opaque, "www."))
		}
	}
	if wish == "" {
		wish = "source"
	}
	free := wish
	for number := 2; n.ids[free]; number++ {
		free = fmt.Sprintf("%s-%d", wish, number)
	}
	return free
}

// slugLength is about how long an id made of a title becomes.
const slugLength = 40

// slug is a title as an id: in Latin letters, small, without accents.
func slug(title string) string {
	var words []string
	length := 0
	letters := latin.Replace(norm.NFKD.String(strings.ToLower(title)))
	for _, word := range notInWord.Split(letters, -1) {
		word = notInID.ReplaceAllString(word, "")
		if length += len(word); length > slugLength && len(words) > 0 {
			break
		}
		if word != "" {
			words = append(words, word[:min(len(word), slugLength)])
		}
	}
	return strings.Join(words, "-")
}
