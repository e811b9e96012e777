package main

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// ourSpace is the namespace of the attributes that only this program reads:
// with them, what export wrote is what import restores.
const ourSpace = "tag:broadsheet.example,2026:opml"

// listed is a source as an OPML file names it.
type listed struct {
	addition
	line int
}

// errBroken says that an OPML file ends before its end.
var errBroken = errors.New("the file breaks off; what stands before is read")

// readOPML reads the sources of an OPML file (1.0, 1.1 or 2.0). It reads as
// browsers read HTML, since what programs call OPML is seldom XML: quotes are
// missing, ampersands bare, names in any case. Folders become labels.
func readOPML(content []byte) ([]listed, error) {
	text := html.NewTokenizer(strings.NewReader(opmlText(content)))
	var found []listed
	var folders []string
	begun, ended, line, prefix := false, false, 1, ""
	for {
		kind := text.Next()
		if kind == html.ErrorToken {
			return found, opmlEnd(begun, ended)
		}
		text.NextIsNotRawText() // as it would be in an HTML title
		at := line
		line += bytes.Count(text.Raw(), []byte("\n"))
		token := text.Token()
		switch {
		case token.Data == "opml" || token.Data == "outline" && !begun:
			begun, ended = true, kind == html.EndTagToken
			prefix = prefixOf(token)
		}
		switch {
		case token.Data != "outline":
		case kind == html.EndTagToken && len(folders) > 0:
			folders = folders[:len(folders)-1]
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			o := readOutline(token, prefix)
			if o.isSource() {
				found = append(found, listed{o.addition(folders), at})
			}
			if kind == html.StartTagToken {
				folders = append(folders, o.folder())
			}
		}
	}
}

// prefixOf is what our own attributes begin with in this file.
func prefixOf(root html.Token) string {
	for _, attribute := range root.Attr {
		if name, ok := strings.CutPrefix(attribute.Key, "xmlns:"); ok && attribute.Val == ourSpace {
			return name + ":"
		}
	}
	return ""
}

// opmlEnd is what the end of reading means.
func opmlEnd(begun, ended bool) error {
	switch {
	case !begun:
		return errors.New("this is no OPML: it has no outline")
	case !ended:
		return errBroken
	}
	return nil
}

var declaredCharset = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// opmlText is the file in UTF-8, without what XML cannot hold. A byte order
// mark is believed before the declaration, and that only if it can be true.
func opmlText(content []byte) string {
	name := "utf-8"
	if declared := declaredCharset.FindSubmatch(content); declared != nil && !bytes.HasPrefix(bytes.ToLower(declared[1]), []byte("utf-16")) {
		name = string(declared[1])
	}
	encoding, name, _ := charset.DetermineEncoding(content, "text/xml; charset="+name)
	if name == "utf-8" && !utf8.Valid(content) {
		encoding = charmap.Windows1252
	}
	if text, err := encoding.NewDecoder().Bytes(content); err == nil {
		content = text
	}
	return strings.Map(func(r rune) rune {
		if r == '\uFEFF' || r < ' ' && !strings.ContainsRune("\t\r\n", r) || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, string(content))
}

// outline is the attributes of an outline: those of OPML by their name in
// small letters, our own with a colon in front.
type outline map[string]string

func readOutline(token html.Token, prefix string) outline {
	o := outline{}
	for _, attribute := range token.Attr {
		name, isOurs := strings.CutPrefix(attribute.Key, prefix)
		if isOurs && prefix != "" {
			name = ":" + name
		}
		text := attribute.Val
		switch {
		case prefix != "": // our own export, which escapes once
		case strings.HasSuffix(name, "url"):
			// What looks like &copy in an address is its own.
			text = strings.ReplaceAll(text, "&amp;", "&")
		default:
			text = html.UnescapeString(text) // many programs escape twice
		}
		if _, again := o[name]; !again {
			o[name] = strings.TrimSpace(text)
		}
	}
	return o
}

// first is the first of the attributes that has a value.
func (o outline) first(names ...string) string {
	for _, name := range names {
		if o[name] != "" {
			return o[name]
		}
	}
	return ""
}

// isSource tells a source from a folder and from a mere note.
func (o outline) isSource() bool {
	_, names := o["xmlurl"]
	return names || o[":as"] != "" || slices.Contains([]string{"rss", "atom", "feed"}, strings.ToLower(o["type"]))
}

// folder is the name that an outline gives to what stands in it.
func (o outline) folder() string {
	if o.isSource() {
		return ""
	}
	return o.first("text", "title")
}

// addition is the source, within these folders.
func (o outline) addition(folders []string) addition {
	d := addition{
		ID: o[":id"], Title: o.first("title", "text"), Kind: o[":kind"], Language: o["language"],
		Timezone: o[":timezone"], Every: o[":every"], FullText: o[":full-text"] == "true",
	}
	if o[":id"] != "" {
		d.Title = o["title"] // what the feed calls itself stands in text
	}
	address := webAddress(o.first("xmlurl", "url"))
	switch o[":as"] {
	case "page":
		d.Page = address
	case "sitemap":
		d.Sitemap = address
	default:
		d.URL = address
	}
	for _, part := range fieldsOf(selectorsType) {
		if text := o[":select-"+part.key]; text != "" {
			d.Select = append(d.Select, [2]string{part.key, text})
		}
	}
	d.Labels = labelsOf(folders, o["category"])
	return d
}

// labelsOf are the folders and the categories, each once. A category is
// "label, label" or "/label/label".
func labelsOf(folders []string, category string) []string {
	labels := slices.Clone(folders)
	for part := range strings.SplitSeq(category, ",") {
		if part = strings.TrimSpace(part); strings.HasPrefix(part, "/") {
			labels = append(labels, strings.Split(part, "/")...)
			continue
		}
		labels = append(labels, part)
	}
	var once []string
	for _, label := range labels {
		if label = strings.TrimSpace(label); label != "" && !slices.ContainsFunc(once, func(other string) bool { return strings.EqualFold(other, label) }) {
			once = append(once, label)
		}
	}
	return once
}

// webAddress is an address without the schemes that only feed readers know.
func webAddress(address string) string {
	for _, prefix := range []string{"feed://", "feeds://"} {
		if rest, ok := strings.CutPrefix(address, prefix); ok {
			return "https://" + rest
		}
	}
	return strings.TrimPrefix(address, "feed:")
}
