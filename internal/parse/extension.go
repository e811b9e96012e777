package parse

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"

	"broadsheet/digest"
)

// text is the first text of an element that is not empty.
func (x extensions) text(space, name string) string {
	for _, e := range x[space][name] {
		if e.Value != "" {
			return e.Value
		}
	}
	if space == "media" {
		for _, group := range x["media"]["group"] {
			for _, e := range group.Children[name] {
				if e.Value != "" {
					return e.Value
				}
			}
		}
	}
	return ""
}

// atom is the text of the first of some embedded elements of Atom, 1.0 or 0.3,
// that is not empty.
func (x extensions) atom(names ...string) string {
	for _, name := range names {
		if text := either(x.text("atom", name), x.text("atom03", name)); text != "" {
			return text
		}
	}
	return ""
}

// ofAtom are all embedded elements of Atom of a name.
func (x extensions) ofAtom(name string) []ext.Extension {
	return slices.Concat(x["atom"][name], x["atom03"][name])
}

// texts are all texts of some elements, given as space and name in turns.
func (x extensions) texts(names ...string) []string {
	var list []string
	for i := 0; i+1 < len(names); i += 2 {
		for _, e := range x[names[i]][names[i+1]] {
			if e.Value != "" {
				list = append(list, e.Value)
			}
		}
	}
	return list
}

// claims are a date of the dialect's own and those of elements named
// "space:name", as far as they say anything.
func (x extensions) claims(own string, names ...string) []string {
	var list []string
	if own != "" {
		list = append(list, own)
	}
	for _, name := range names {
		space, local, _ := strings.Cut(name, ":")
		list = append(list, x.texts(space, local)...)
	}
	return list
}

// attr is the first such attribute of an element that is not empty.
func (x extensions) attr(space, name, attr string) string {
	for _, e := range x[space][name] {
		if e.Attrs[attr] != "" {
			return e.Attrs[attr]
		}
	}
	return ""
}

// link is the address of an embedded atom:link of a relation.
func (x extensions) link(rel string) string {
	for _, e := range x.ofAtom("link") {
		if e.Attrs["rel"] == rel || e.Attrs["rel"] == "" && rel == "alternate" {
			return e.Attrs["href"]
		}
	}
	return ""
}

// links are the addresses of all embedded atom:links of a relation.
func (x extensions) links(rel string) []string {
	var list []string
	for _, e := range x.ofAtom("link") {
		if strings.EqualFold(e.Attrs["rel"], rel) {
			list = append(list, e.Attrs["href"])
		}
	}
	return list
}

// files are embedded atom:links to enclosures, and what Media RSS carries that
// is no picture.
func (x extensions) files() []digest.Enclosure {
	var list []digest.Enclosure
	for _, e := range x.ofAtom("link") {
		if strings.EqualFold(e.Attrs["rel"], "enclosure") {
			list = append(list, digest.Enclosure{URL: e.Attrs["href"], Type: e.Attrs["type"], Length: bytesOf(e.Attrs["length"])})
		}
	}
	contents := x["media"]["content"]
	for _, group := range x["media"]["group"] {
		contents = append(contents[:len(contents):len(contents)], group.Children["content"]...)
	}
	for _, e := range contents {
		kind, medium := e.Attrs["type"], e.Attrs["medium"]
		if medium == "audio" || medium == "video" || strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/") {
			list = append(list, digest.Enclosure{URL: e.Attrs["url"], Type: kind, Length: bytesOf(e.Attrs["fileSize"])})
		}
	}
	return list
}

// bytesOf is the length of an enclosure; what is no number, or cannot be, is 0.
func bytesOf(length string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(length), ",", ""), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// subjects are the keywords and categories of Media RSS and iTunes, which nests
// them.
func (x extensions) subjects() []string {
	list := strings.Split(x.text("media", "keywords"), ",")
	list = append(list, strings.Split(x.text("itunes", "keywords"), ",")...)
	for _, e := range x["media"]["category"] {
		list = append(list, either(e.Attrs["label"], e.Value))
	}
	for _, e := range x["itunes"]["category"] {
		list = append(list, either(e.Attrs["text"], e.Value))
		for _, child := range e.Children["category"] {
			list = append(list, child.Attrs["text"])
		}
	}
	return list
}

// people are embedded atom:authors, and authors that the dialect has without parts.
func (x extensions) people() []digest.Author {
	var list []digest.Author
	for _, e := range slices.Concat(x.ofAtom("author"), x["kept"]["author"]) {
		author := digest.Author{Name: fieldIn(e, "name"), Email: fieldIn(e, "email"), URL: either(fieldIn(e, "uri"), fieldIn(e, "url"))}
		if author == (digest.Author{}) {
			author = person(e.Value)
		}
		list = merge(list, author)
	}
	return list
}

// itunes is what a podcast says of itself.
func (x extensions) itunes() string {
	return either(x.text("itunes", "subtitle"), x.text("itunes", "summary"))
}

// signed are authors and those whom other namespaces name beside them; a podcast's
// only if there are no others.
func (x extensions) signed(authors []digest.Author) []digest.Author {
	for _, p := range x.people() {
		authors = merge(authors, p)
	}
	for _, name := range x.texts("dc", "creator") {
		authors = merge(authors, person(name))
	}
	if len(authors) == 0 {
		authors = merge(authors, person(x.text("itunes", "author")))
	}
	return authors
}

// owners are those of a podcast.
func (x extensions) owners() []digest.Author {
	var list []digest.Author
	for _, e := range x["itunes"]["owner"] {
		list = merge(list, digest.Author{Name: fieldIn(e, "name"), Email: fieldIn(e, "email")})
	}
	return list
}

// fieldIn is the text of the first element within another.
func fieldIn(e ext.Extension, name string) string {
	for _, c := range e.Children[name] {
		return c.Value
	}
	return ""
}

// asLead is how good a picture is for a page by its width: the wider the
// better, until it weighs more than it shows. One that is silent may be of any.
func asLead(picture ext.Extension) int {
	const enough, usual = 2000, 600
	switch width, _ := strconv.Atoi(picture.Attrs["width"]); {
	case width <= 0:
		return usual
	case width > enough:
		return enough * enough / width
	default:
		return width
	}
}

// images are the pictures that Media RSS names: contents before thumbnails,
// the best of several sizes first, an item's own before those of its groups.
func (x extensions) images() []digest.Image {
	media := x["media"]
	var contents, thumbnails []ext.Extension
	collect := func(from map[string][]ext.Extension) {
		for _, c := range from["content"] {
			if isPicture(c) {
				contents = append(contents, c)
			}
			thumbnails = append(thumbnails, c.Children["thumbnail"]...)
		}
		thumbnails = append(thumbnails, from["thumbnail"]...)
	}
	collect(media)
	for _, group := range media["group"] {
		collect(group.Children)
	}
	slices.SortStableFunc(contents, func(a, b ext.Extension) int { return cmp.Compare(asLead(b), asLead(a)) })
	var list []digest.Image
	for _, e := range append(contents, thumbnails...) {
		image := digest.Image{URL: either(e.Attrs["url"], e.Value)}
		image.Width, _ = strconv.Atoi(e.Attrs["width"])
		image.Height, _ = strconv.Atoi(e.Attrs["height"])
		for _, name := range []string{"description", "title"} {
			for _, c := range e.Children[name] {
				image.Alt = either(image.Alt, c.Value)
			}
		}
		list = append(list, image)
	}
	return list
}

// isPicture says whether a media:content is one. Many papers name neither
// type nor medium.
func isPicture(e ext.Extension) bool {
	kind, medium := e.Attrs["type"], e.Attrs["medium"]
	if kind != "" || medium != "" {
		return strings.HasPrefix(kind, "image") || medium == "image"
	}
	path, _, _ := strings.Cut(strings.ToLower(e.Attrs["url"]), "?")
	for _, suffix := range []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} {
		if strings.HasSuffix(path, suffix) {
			return true
		}
	}
	return false
}
