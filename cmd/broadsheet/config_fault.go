package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// fault is one thing that is wrong in a config file, and where.
type fault struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// Path is the key: digests[0].sections[1].max.
	Path string `json:"path,omitempty"`
	// Found is what is wrong, Want what should be there, Hint what to do.
	Found string `json:"found"`
	Want  string `json:"want,omitempty"`
	Hint  string `json:"hint,omitempty"`
}

// Error is the fault on one line, in the form that editors jump to.
func (f fault) Error() string {
	var line strings.Builder
	fmt.Fprintf(&line, "%s:%d:%d: ", f.File, f.Line, f.Column)
	if f.Path != "" {
		line.WriteString(f.Path + ": ")
	}
	line.WriteString(f.Found)
	if f.Want != "" {
		line.WriteString(", want " + f.Want)
	}
	if f.Hint != "" {
		line.WriteString(" (" + f.Hint + ")")
	}
	return line.String()
}

// badConfig is every fault of a config file, in the order of its lines.
type badConfig struct{ faults []fault }

// newBadConfig sorts the faults; without any it is nil.
func newBadConfig(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	slices.SortStableFunc(faults, func(a, b fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return &badConfig{faults}
}

func (b *badConfig) Error() string {
	lines := make([]string, len(b.faults))
	for n, f := range b.faults {
		lines[n] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// syntaxFault is the place where a file stops being YAML.
func syntaxFault(file string, err error) fault {
	f := fault{File: file, Line: 1, Column: 1, Found: "not YAML: " + err.Error()}
	var load *yaml.LoadError
	if errors.As(err, &load) {
		f.Line, f.Column = max(1, load.Mark.Line), max(1, load.Mark.Column)
		f.Found = "not YAML: " + load.Message
		if load.ContextMsg != "" {
			f.Found += " " + load.ContextMsg + fmt.Sprintf(" (begun on line %d)", max(1, load.ContextMark.Line))
		}
	}
	return f
}

// userinfo is the part of an address that may hold a password.
var userinfo = regexp.MustCompile(`//[^/?#\s]*@`)

// quoteFound shows a value of the file as it was written, cut to a length that
// fits a line, without what may be a password in an address.
func quoteFound(value string) string {
	value = userinfo.ReplaceAllString(value, "//…@")
	if runes := []rune(value); len(runes) > 60 {
		value = string(runes[:59]) + "…"
	}
	return fmt.Sprintf("found %q", value)
}
