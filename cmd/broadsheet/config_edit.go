package main

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// errByHand says that the list of sources is written in a way in which no
// place for another can be found.
var errByHand = errors.New("no place for another source can be found below `sources:`; add it by hand")

// appendSources writes sources behind those of a config.yaml, in its own
// indentation, and leaves every other byte as it is.
func appendSources(content []byte, additions []addition) ([]byte, error) {
	root, faults := parseYAML(content, "config.yaml")
	switch {
	case len(additions) == 0:
		return content, nil
	case len(faults) > 0:
		return nil, newBadConfig(faults)
	}
	for n := 0; n+1 < len(root.Content); n += 2 {
		list := root.Content[n+1]
		switch {
		case root.Content[n].Value != "sources":
			continue
		case list.Kind != yaml.SequenceNode || len(list.Content) == 0:
			return nil, errByHand
		case list.Style&yaml.FlowStyle != 0:
			return appendInBrackets(content, list, additions)
		}
		next := 0
		if n+2 < len(root.Content) {
			next = root.Content[n+2].Line
		}
		return appendLines(content, list, next, additions), nil
	}
	return nil, errByHand
}

// appendLines writes below the last source of a list of lines; next is the
// line of the key that follows the list, 0 if none does.
func appendLines(content []byte, list *yaml.Node, next int, additions []addition) []byte {
	lines := bytes.SplitAfter(content, []byte("\n"))
	dash := dashOf(lines, list)
	end := endOfList(lines, dash, next)
	newline := newlineOf(content)
	var added strings.Builder
	if end > 0 && !bytes.HasSuffix(lines[end-1], []byte("\n")) {
		added.WriteString(newline)
	}
	form := formOf(lines, list, dash)
	for _, d := range additions {
		added.WriteString(strings.ReplaceAll(form.write(d), "\n", newline))
	}
	return slices.Concat(bytes.Join(lines[:end], nil), []byte(added.String()), bytes.Join(lines[end:], nil))
}

// endOfList is how many lines end with those of the list: what is blank
// between it and the next key belongs to neither, and a comment there to the
// list only if it is as far in as its sources.
func endOfList(lines [][]byte, dash, next int) int {
	end := len(lines)
	if next > 0 {
		end = next - 1
	}
	for ; end > 0; end-- {
		line := bytes.TrimSpace(lines[end-1])
		isComment := len(line) > 0 && line[0] == '#'
		isMarker := string(line) == "..."
		if len(line) > 0 && !isMarker && (!isComment || dash > 0 && indentOf(lines[end-1]) >= dash) {
			break
		}
	}
	return end
}

// dashOf is how far in the dashes of a list stand. The list's own column may
// be that of an anchor.
func dashOf(lines [][]byte, list *yaml.Node) int {
	line := lines[list.Content[0].Line-1]
	if bytes.HasPrefix(bytes.TrimSpace(line), []byte("-")) {
		return indentOf(line)
	}
	return list.Column - 1
}

func indentOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

// form is how the sources of a file are written.
type form struct {
	indent string // before the dash
	gap    string // between the dash and the first key
	flow   bool   // in braces on one line
	apart  bool   // with a blank line between them
}

// formOf is the form of the last source.
func formOf(lines [][]byte, list *yaml.Node, dash int) form {
	last := list.Content[len(list.Content)-1]
	f := form{
		indent: strings.Repeat(" ", dash),
		gap:    strings.Repeat(" ", min(max(1, last.Column-dash-2), 8)),
		flow:   last.Style&yaml.FlowStyle != 0,
	}
	above := last.Line - 1 // the line above, counted from 1
	for above > list.Line && bytes.HasPrefix(bytes.TrimSpace(lines[above-1]), []byte("#")) {
		above--
	}
	f.apart = above > list.Line && len(bytes.TrimSpace(lines[above-1])) == 0
	return f
}

// write is a source in this form.
func (f form) write(d addition) string {
	if f.flow {
		return f.indent + "-" + f.gap + d.flow() + "\n"
	}
	var lines strings.Builder
	if f.apart {
		lines.WriteString("\n")
	}
	lead := f.indent + "-" + f.gap
	for _, key := range d.keys(false) {
		lines.WriteString(lead + key[0] + ": " + key[1] + "\n")
		lead = f.indent + " " + f.gap
	}
	return lines.String()
}

// appendInBrackets writes before the bracket that closes a list.
func appendInBrackets(content []byte, list *yaml.Node, additions []addition) ([]byte, error) {
	begin := offsetOf(content, list.Line, list.Column)
	last, end := closing(content, begin)
	if end == 0 {
		return nil, errByHand
	}
	lines := make([]string, len(additions))
	for n, d := range additions {
		lines[n] = d.flow()
	}
	comma, closes := ",", ""
	if content[last] == ',' { // one behind the last source stays so
		comma, closes = "", ","
	}
	start := bytes.LastIndexByte(content[:end], '\n') + 1
	if start <= begin || len(bytes.TrimSpace(content[start:end])) > 0 {
		text := comma + " " + strings.Join(lines, ", ") + closes
		return slices.Concat(content[:last+1], []byte(text), content[last+1:]), nil
	}
	indent := strings.Repeat(" ", max(0, list.Content[0].Column-1))
	text := indent + strings.Join(lines, ",\n"+indent) + closes + "\n"
	text = strings.ReplaceAll(text, "\n", newlineOf(content))
	return slices.Concat(content[:last+1], []byte(comma), content[last+1:start], []byte(text), content[start:]), nil
}

// newlineOf is how the lines of a file end.
func newlineOf(content []byte) string {
	if bytes.Contains(content, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// offsetOf is where a line and column, counted from 1 and in letters, stand.
func offsetOf(content []byte, line, column int) int {
	offset := 0
	for ; line > 1; line-- {
		offset += bytes.IndexByte(content[offset:], '\n') + 1
	}
	for range column - 1 {
		_, size := utf8.DecodeRune(content[offset:])
		offset += size
	}
	return offset
}

// closing finds the bracket that closes the one at begin, and the last sign
// before it that is no comment; 0 if there is none. Where a quote stands in a
// way that this does not see, whoever reads the result will.
func closing(content []byte, begin int) (last, end int) {
	depth := 0
	for at := begin; at < len(content); at++ {
		sign := content[at]
		switch {
		case sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n':
			continue
		case sign == '#' && at > 0 && strings.IndexByte(" \t\r\n,[{", content[at-1]) >= 0:
			at += bytes.IndexByte(append(content[at:len(content):len(content)], '\n'), '\n')
			continue
		case (sign == '"' || sign == '\'') && strings.IndexByte("[{,:", content[last]) >= 0:
			at = endOfQuote(content, at)
		case sign == '[' || sign == '{':
			depth++
		case sign == ']' || sign == '}':
			if depth--; depth == 0 {
				return last, at
			}
		}
		last = at
	}
	return 0, 0
}

// endOfQuote is where the text in quotes that begins at a place ends.
func endOfQuote(content []byte, at int) int {
	quote := content[at]
	for at++; at < len(content) && content[at] != quote; at++ {
		if content[at] == '\\' && quote == '"' {
			at++
		}
	}
	return min(at, len(content)-1)
}
