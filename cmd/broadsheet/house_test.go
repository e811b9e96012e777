package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The house: which rooms there are, and which of ours each may import.
// A new room needs a line here.
var rooms = map[string][]string{
	"cmd/broadsheet":  {"digest", "digest/textmodel", "templates", "feedgen", "internal/fetch", "internal/parse", "internal/store", "internal/mail", "internal/worker", "internal/web", "internal/sample"},
	"digest":          {},
	"templates":       {"digest"},
	"feedgen":         {"digest", "templates"},
	"internal/fetch":  {},
	"internal/mail":   {},
	"internal/sample": {},
	"internal/parse":  {"digest"},
	"internal/store":  {"digest"},
	"internal/worker": {"digest", "templates", "internal/fetch", "internal/parse", "internal/store", "internal/mail"},
	"internal/web":    {"digest", "templates", "feedgen", "internal/store"},
}

// Pure rooms touch nothing of the world.
var (
	pure       = []string{"digest", "templates", "feedgen", "internal/parse"}
	worldly    = []string{"os", "net/http", "database/sql", "log/slog"}
	clocks     = []string{"Now", "Since", "Until"} // what of package time looks at the clock
	topLevel   = []string{"README.md", "CHANGELOG.md", "LICENSE", "config.yaml", "go.mod", "go.sum", "cmd", "digest", "feedgen", "templates", "internal"}
	onlyWorker = "github.com/riverqueue/river"
	onlyParse  = "github.com/mmcdole/gofeed"
)

// source is what the rules look at in one Go file.
type source struct {
	path    string   // from the top, with slashes
	imports []string // import paths
	clock   bool     // names time.Now, time.Since or time.Until
	comment bool     // has a package comment
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// room is the longest room that holds the file.
func (s source) room() string {
	for dir := path.Dir(s.path); dir != "."; dir = path.Dir(dir) {
		if _, known := rooms[dir]; known {
			return dir
		}
	}
	return ""
}

func TestHouse(t *testing.T) {
	var sources []source
	err := filepath.WalkDir("../..", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "../.." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go"):
			sources = append(sources, readSource(t, name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range houseFaults(sources) {
		t.Error(fault)
	}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		made := strings.HasPrefix(entry.Name(), "broadsheet.db") || entry.Name() == "outbox" || entry.Name() == "broadsheet"
		if !made && !strings.HasPrefix(entry.Name(), ".") && !slices.Contains(topLevel, entry.Name()) {
			t.Errorf("%s: is not at home at the top of the house", entry.Name())
		}
	}
}

func readSource(t *testing.T, name string) source {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	s := source{path: strings.TrimPrefix(filepath.ToSlash(name), "../../"), comment: file.Doc != nil}
	timeName := ""
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		s.imports = append(s.imports, imported)
		if imported == "time" {
			timeName = "time"
			if spec.Name != nil {
				timeName = spec.Name.Name
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok && slices.Contains(clocks, selector.Sel.Name) {
			name, ok := selector.X.(*ast.Ident)
			s.clock = s.clock || ok && timeName != "" && name.Name == timeName
		}
		return true
	})
	return s
}

// houseFaults says what breaks the rules. Tests may look at the clock and at
// the world, and may import any room and library that they need.
func houseFaults(sources []source) []string {
	var faults []string
	opened := map[string]bool{}
	for _, s := range sources {
		room := s.room()
		if room == "" {
			faults = append(faults, fmt.Sprintf("%s: stands in no room of the house", s.path))
			continue
		}
		opened[room] = opened[room] || s.comment && !s.test()
		if !s.test() {
			faults = append(faults, importFaults(s, room)...)
			if s.clock && room != "cmd/broadsheet" {
				faults = append(faults, fmt.Sprintf("%s: looks at the clock; only cmd does", s.path))
			}
		}
	}
	for room := range rooms {
		if !opened[room] {
			faults = append(faults, fmt.Sprintf("%s: does not open with a package comment", room))
		}
	}
	slices.Sort(faults)
	return faults
}

func importFaults(s source, room string) []string {
	var faults []string
	for _, imported := range s.imports {
		ours, isOurs := strings.CutPrefix(imported, "broadsheet/")
		switch {
		case isOurs && !slices.Contains(rooms[room], ours) && !strings.HasPrefix(ours+"/", room+"/"):
			faults = append(faults, fmt.Sprintf("%s: %s may not import %s", s.path, room, ours))
		case slices.Contains(pure, room) && slices.Contains(worldly, imported):
			faults = append(faults, fmt.Sprintf("%s: the pure room %s may not import %s", s.path, room, imported))
		case within(imported, onlyWorker) && room != "internal/worker", within(imported, onlyParse) && room != "internal/parse":
			faults = append(faults, fmt.Sprintf("%s: %s may not know %s", s.path, room, imported))
		}
	}
	return faults
}

func within(imported, module string) bool {
	return imported == module || strings.HasPrefix(imported, module+"/")
}

// TestHouseRules plants one violation of each rule in a sound, imagined house.
func TestHouseRules(t *testing.T) {
	sound := func() []source {
		var sources []source
		for room, imports := range rooms {
			s := source{path: room + "/doc.go", comment: true}
			for _, ours := range imports {
				s.imports = append(s.imports, "broadsheet/"+ours)
			}
			sources = append(sources, s)
		}
		return sources
	}
	if faults := houseFaults(sound()); faults != nil {
		t.Fatalf("the sound house has faults: %q", faults)
	}
	for _, c := range []struct {
		name    string
		planted source
		want    []string
	}{
		{"an import against the table", source{path: "digest/x.go", imports: []string{"broadsheet/internal/store"}}, []string{"digest/x.go: digest may not import internal/store"}},
		{"web and worker know each other", source{path: "internal/web/x.go", imports: []string{"broadsheet/internal/worker"}}, []string{"internal/web/x.go: internal/web may not import internal/worker"}},
		{"a pure room touches the world", source{path: "internal/parse/x.go", imports: []string{"net/http"}}, []string{"internal/parse/x.go: the pure room internal/parse may not import net/http"}},
		{"a pure room logs", source{path: "feedgen/x.go", imports: []string{"log/slog"}}, []string{"feedgen/x.go: the pure room feedgen may not import log/slog"}},
		{"a room looks at the clock", source{path: "internal/worker/x.go", clock: true}, []string{"internal/worker/x.go: looks at the clock; only cmd does"}},
		{"River outside the worker", source{path: "internal/store/x.go", imports: []string{"github.com/riverqueue/river/rivermigrate"}}, []string{"internal/store/x.go: internal/store may not know github.com/riverqueue/river/rivermigrate"}},
		{"gofeed outside the parser", source{path: "digest/x.go", imports: []string{"github.com/mmcdole/gofeed"}}, []string{"digest/x.go: digest may not know github.com/mmcdole/gofeed"}},
		{"a new room", source{path: "internal/util/x.go"}, []string{"internal/util/x.go: stands in no room of the house"}},
		{"a file at the top", source{path: "main.go"}, []string{"main.go: stands in no room of the house"}},
		{"a sub-package of a room imports its own room", source{path: "digest/words/x.go", imports: []string{"broadsheet/digest/stem"}}, nil},
		{"a test may look at the clock and at any room", source{path: "digest/x_test.go", clock: true, imports: []string{"os", "broadsheet/internal/store"}}, nil},
		{"cmd looks at the clock", source{path: "cmd/broadsheet/x.go", clock: true}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, houseFaults(append(sound(), c.planted))); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a room without a package comment", func(t *testing.T) {
		silent := sound()
		for n := range silent {
			if silent[n].path == "templates/doc.go" {
				silent[n].comment = false
			}
		}
		if diff := cmp.Diff([]string{"templates: does not open with a package comment"}, houseFaults(silent)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestHouseMigrations: no two migrations may have one number, whoever wrote them.
func TestHouseMigrations(t *testing.T) {
	files, err := filepath.Glob("../../internal/store/migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	for n, file := range files {
		if want := fmt.Sprintf("%05d_", n+1); !strings.HasPrefix(filepath.Base(file), want) {
			t.Errorf("%s should begin with %s", filepath.Base(file), want)
		}
	}
}
