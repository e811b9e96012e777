package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// What a terminal shows on a line, and how much of it the first column of a
// table may take.
const (
	lineWidth = 80
	nameWidth = 20
)

// row is a line of a table, and what is to be told below it.
type row struct {
	cells []string
	below []note
}

// note is a line below a row: a word that says what it is, and a stranger's text.
type note struct{ word, text string }

// rows writes a table that stays within the width of a terminal: a name that
// is too long has a line of its own, and notes are set in and broken.
func (a *app) rows(head []string, rows []row) error {
	widths := make([]int, len(head))
	for _, r := range append([]row{{cells: head}}, rows...) {
		for n, cell := range r.cells {
			if width := utf8.RuneCountInString(cell); n > 0 || width <= nameWidth {
				widths[n] = max(widths[n], width)
			}
		}
	}
	var text strings.Builder
	text.WriteString(line(head, widths))
	for _, r := range rows {
		text.WriteString(line(r.cells, widths))
		for _, n := range r.below {
			text.WriteString(broken(n.word+": "+plain(n.text), 2))
		}
	}
	_, err := fmt.Fprint(a.stdout, text.String())
	return err
}

// line is cells under each other's columns.
func line(cells []string, widths []int) string {
	var text strings.Builder
	at := 0
	for n, cell := range cells {
		cell = plain(cell)
		if n == len(cells)-1 {
			text.WriteString(hanging(cell, at, at))
			break
		}
		text.WriteString(cell)
		at += widths[n] + 2
		gap := widths[n] + 2 - utf8.RuneCountInString(cell)
		if gap < 2 { // the name
			text.WriteString("\n")
			gap = widths[n] + 2
		}
		text.WriteString(strings.Repeat(" ", gap))
	}
	return strings.TrimRight(text.String(), " ") + "\n"
}

// broken is a text in lines that are so far in, all but the first two more.
func broken(text string, indent int) string {
	return strings.Repeat(" ", indent) + hanging(text, indent, indent+2) + "\n"
}

// tell says what a label has, in lines that begin at a column.
func (a *app) tell(label string, at int, text string) {
	a.say("%-*s %s", at-1, label, hanging(plain(text), max(at, utf8.RuneCountInString(label)+1), at))
}

// hanging is a text that begins at a column, and whose other lines begin at
// another. A word that is longer than a line stays whole, so that an address can
// be copied.
func hanging(text string, at, others int) string {
	var lines strings.Builder
	for n, word := range strings.Fields(text) {
		width := utf8.RuneCountInString(word)
		switch {
		case n == 0:
		case at+1+width > lineWidth:
			lines.WriteString("\n" + strings.Repeat(" ", others))
			at = others
		default:
			lines.WriteString(" ")
			at++
		}
		lines.WriteString(word)
		at += width
	}
	return lines.String()
}
