package templates

import (
	"fmt"
	"strings"
	"text/template"
	"unicode"

	"golang.org/x/text/width"
)

// columns is the width of the plain text. Only addresses, which cannot be
// broken, may be wider.
const columns = 72

// typewriter is what the plain text can do for looks.
var typewriter = template.FuncMap{
	"fill":   fill,
	"centre": centre,
	"rule":   func(sign string) string { return strings.Repeat(sign, columns) },
	"caps":   func(r run) string { return fill("", strings.ToUpper(r.Text), r.Dir) },
}

// typed is a mail as plain text. It stands on the same step of the ladder as
// the HTML, so that the two say the same.
func typed(m mail) (string, error) {
	var out strings.Builder
	if err := plain.ExecuteTemplate(&out, "email.txt", m); err != nil {
		return "", fmt.Errorf("render email.txt: %w", err)
	}
	return out.String(), nil
}

// fill breaks a text into lines of at most columns, each with an indent. Each
// line of a text that runs right to left stands between two marks, so that it
// is aligned by programs that look for its direction, and keeps its full stop
// on the left in those that do not.
func fill(indent, text, dir string) string {
	lines := []string{""}
	used, room := 0, columns-len(indent)
	for _, word := range strings.Fields(text) {
		for _, piece := range pieces(word, room) {
			last, wide := &lines[len(lines)-1], breadth(piece)
			switch {
			case *last == "":
				*last, used = piece, wide
			case used+1+wide > room:
				lines, used = append(lines, piece), wide
			default:
				*last, used = *last+" "+piece, used+1+wide
			}
		}
	}
	for i := range lines {
		if dir == rtl {
			lines[i] = rightToLeftMark + lines[i] + rightToLeftMark
		}
		lines[i] = indent + lines[i]
	}
	return strings.Join(lines, "\n")
}

// pieces breaks a word that is wider than a line. Scripts without spaces are
// broken this way too.
func pieces(word string, room int) []string {
	if breadth(word) <= room {
		return []string{word}
	}
	var parts []string
	start, used := 0, 0
	for i, r := range word {
		wide := runeBreadth(r)
		if used+wide > room {
			parts, start, used = append(parts, word[start:i]), i, 0
		}
		used += wide
	}
	return append(parts, word[start:])
}

// centre sets a text in the middle.
func centre(text string) string {
	lines := strings.Split(fill("", text, ltr), "\n")
	for i, line := range lines {
		lines[i] = strings.Repeat(" ", (columns-breadth(line))/2) + line
	}
	return strings.Join(lines, "\n")
}

// breadth is how many columns a text takes on a terminal (UAX 11).
func breadth(text string) int {
	columns := 0
	for _, r := range text {
		columns += runeBreadth(r)
	}
	return columns
}

func runeBreadth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Opening is the dateline, the teaser and whose words it is on one line.
func (s story) Opening() string {
	if s.Teller.Text != "" {
		told := s
		told.Teller.Text = ""
		return told.Opening() + " (" + isolated(s.Teller.Text, s.Dir) + ")"
	}
	if s.Place.Text == "" || s.Teaser.Text == "" {
		return isolated(s.Teaser.Text, s.Dir)
	}
	return isolated(s.Place.Text, s.Dir) + ": " + s.Teaser.Text
}

// Signature is the credit on one line.
func (s story) Signature() string {
	var parts []string
	for _, r := range s.Credit() {
		parts = append(parts, isolated(strings.ReplaceAll(r.Text, "\u00a0", " "), s.Dir))
	}
	return strings.Join(parts, between)
}

// Line is a correction as a paragraph of direction dir.
func (n notice) Line(dir string) string {
	line := isolated(n.Title.Text, dir)
	if n.Paper.Text != "" {
		line += " (" + isolated(n.Paper.Text, dir) + ")"
	}
	return line + ". " + isolated(n.Note.Text, dir)
}

// Line is a paper and its note on one line of direction dir.
func (p paper) Line(dir string) string {
	line := isolated(p.Name.Text, dir)
	if p.Note.Text != "" {
		line += " (" + isolated(p.Note.Text, dir) + ")"
	}
	return line
}
