package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"golang.org/x/term"
)

// table writes rows under a head, in columns.
func (a *app) table(head []string, rows [][]string) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, row := range rows {
		for n := range row {
			row[n] = plain(row[n])
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}

// writeJSON writes a value for a script.
func (a *app) writeJSON(v any) error {
	encoder := json.NewEncoder(a.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// say writes a line for a person, on stderr when stdout is for a script.
func (a *app) say(format string, args ...any) {
	w := a.stdout
	if a.asJSON {
		w = a.stderr
	}
	fmt.Fprintf(w, format+"\n", args...)
}

// plain is a stranger's text without what could move the cursor, colour the
// terminal or turn the direction of the line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
			return -1
		}
		return r
	}, s)
}

// plainLines is plain for a text of several lines.
func plainLines(s string) string {
	lines := strings.Split(s, "\n")
	for n := range lines {
		lines[n] = plain(lines[n])
	}
	return strings.Join(lines, "\n")
}

// moment is a time in a zone to the minute, or a dash.
func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// input is stdin; a person who sits at it is told what is waited for.
func (a *app) input(what string) io.Reader {
	if isTerminal(a.stdin) {
		fmt.Fprintf(a.stderr, "waiting for %s on stdin; ^D ends it\n", what)
	}
	return a.stdin
}

// isTerminal says whether a person looks at what is written to a stream as it is
// written, or writes what is read from it.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
