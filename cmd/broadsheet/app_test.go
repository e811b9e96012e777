package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// TestEveryCommandExplainsItself by its help, with an example that can be typed
// and flags whose values have names, and so does every sub-command.
func TestEveryCommandExplainsItself(t *testing.T) {
	explains := func(command *cobra.Command) {
		path := strings.Fields(command.CommandPath())
		var stdout strings.Builder
		program := &app{stdin: strings.NewReader(""), stdout: &stdout, stderr: io.Discard, env: os.LookupEnv, now: clock()}
		if code := program.run(t.Context(), append(path[1:], "--help")); code != exitDone {
			t.Errorf("%v --help ends with %d", path, code)
		}
		if command.Short == "" || !strings.Contains(stdout.String(), "Examples:\n") || !strings.Contains(command.Example, command.CommandPath()) || strings.Contains(command.Example, "…") {
			t.Errorf("%v does not explain itself:\n%s", path, stdout.String())
		}
		if found := unnamed.FindString(stdout.String()); found != "" {
			t.Errorf("%v: what stands after a flag has no name: %s", path, found)
		}
	}
	for _, command := range newRoot(&app{}).Commands() {
		explains(command)
		for _, sub := range command.Commands() {
			explains(sub)
		}
	}
}

// unnamed is a flag whose value is called by its type.
var unnamed = regexp.MustCompile(`--[a-z-]+ (string|strings|int|duration)\b`)

// TestHelpFitsATerminal, every line of it, as does that of each sub-command.
func TestHelpFitsATerminal(t *testing.T) {
	help := func(args ...string) {
		var stdout strings.Builder
		program := &app{stdin: strings.NewReader(""), stdout: &stdout, stderr: io.Discard, env: os.LookupEnv, now: clock()}
		program.run(t.Context(), append(args, "--help"))
		for line := range strings.Lines(stdout.String()) {
			if width := utf8.RuneCountInString(strings.TrimRight(line, "\n")); width > lineWidth {
				t.Errorf("%v: %d columns: %s", args, width, line)
			}
		}
	}
	help()
	for _, command := range newRoot(&app{}).Commands() {
		help(command.Name())
		for _, sub := range command.Commands() {
			help(command.Name(), sub.Name())
		}
	}
}

func TestPlainTextMovesNoCursor(t *testing.T) {
	for given, want := range map[string]string{
		"calm":                     "calm",
		"red \x1b[31malert\x1b[0m": "red [31malert[0m",
		"two\nlines\tand a bell\a": "two lines and a bell",
		"turned \u202eround":       "turned round",
		"اردو اور نیم\u200cفاصلہ":  "اردو اور نیم\u200cفاصلہ",
		"family 👨\u200d👩\u200d👧":   "family 👨\u200d👩\u200d👧",
	} {
		if got := plain(given); got != want {
			t.Errorf("plain(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"max", "", 3}, {"sectoins", "sections", 1}, {"titel", "title", 1}, {"url", "curl", 1}, {"kitten", "sitting", 3}, {"اردو", "اردد", 1},
	} {
		if got := distance(c.a, c.b); got != c.want || distance(c.b, c.a) != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestNoColour(t *testing.T) {
	for _, c := range []struct {
		unwanted, terminal string
		want               bool
	}{{"", "xterm", false}, {"1", "xterm", true}, {"", "dumb", true}, {"", "", false}} {
		a := &app{env: func(name string) (string, bool) {
			value := map[string]string{"NO_COLOR": c.unwanted, "TERM": c.terminal}[name]
			return value, value != ""
		}}
		if got := a.isColourless(); got != c.want {
			t.Errorf("NO_COLOR=%q TERM=%q: %v", c.unwanted, c.terminal, got)
		}
	}
}

// TestErrorsArePlain: what a name or a server says in an error moves no cursor.
func TestErrorsArePlain(t *testing.T) {
	for _, args := range [][]string{{"build", "--config", "\x1b[2Jnone.yaml"}, {"run", "\x1b[2Jnow"}} {
		var stderr strings.Builder
		program := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr, env: os.LookupEnv, now: clock()}
		program.run(t.Context(), args)
		if said := stderr.String(); strings.Contains(said, "\x1b") || !strings.Contains(said, "[2Jn") || !strings.Contains(said, "\nhint: ") {
			t.Errorf("%q: said %q", args, said)
		}
	}
}
