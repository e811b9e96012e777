package digest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// The cases of testdata/days are days in the life of a digest: what came in on
// each, and what its edition made of it.
func TestDays(t *testing.T) {
	files, err := filepath.Glob("testdata/days/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			p := paper{items: map[string]Item{}, ledger: map[string]bool{}}
			want := ""
			for _, f := range archive.Files {
				lines := strings.Split(strings.TrimSpace(string(f.Data)), "\n")
				switch f.Name {
				case "want":
					want = strings.Join(lines, "\n") + "\n"
				case "sections":
					p.digest = Digest{ID: "morning", Title: "Morning", Zone: time.UTC, Lookback: 48 * time.Hour}
					for _, line := range lines {
						p.digest.Sections = append(p.digest.Sections, caseSection(t, line))
					}
				case "titles":
					p.titles = lines
				case "sources":
					p.sources = nil
					for _, line := range lines {
						p.sources = append(p.sources, Source{ID: line})
					}
				default:
					date, noEdition := strings.CutPrefix(f.Name, "no edition ")
					at := p.seven(t, date, lines)
					if !noEdition {
						got.WriteString(p.bringOut(date, at))
					}
				}
			}
			if *update {
				last := &archive.Files[len(archive.Files)-1]
				last.Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got.String()); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", archive.Comment, diff)
			}
		})
	}
}

// paper is a digest with its ledger, kept as the store keeps it.
type paper struct {
	digest   Digest
	sources  []Source
	items    map[string]Item
	ledger   map[string]bool
	editions []Edition
	titles   []string // of the days before
}

// seven takes in what came before the seventh hour of a date, the hour of its edition.
func (p *paper) seven(t *testing.T, date string, lines []string) time.Time {
	t.Helper()
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		t.Fatal(err)
	}
	at := day.Add(7 * time.Hour)
	for _, line := range lines {
		if line != "" {
			p.take(t, line, at)
		}
	}
	return at
}

// bringOut brings the edition of a date out, at an instant.
func (p *paper) bringOut(date string, at time.Time) string {
	candidates := slices.DeleteFunc(slices.Collect(maps.Values(p.items)), func(i Item) bool {
		return p.ledger[i.ID] || i.FirstSeen.After(at)
	})
	edition, decisions := Compose(p.digest, date, at, p.sources, candidates, nil, p.past(at))
	for _, entry := range edition.Entries() {
		p.ledger[entry.ID] = true
	}
	if len(edition.Sections) > 0 {
		p.editions = slices.Insert(p.editions, 0, edition)
	}
	return "== " + date + "\n" + dayOutline(edition, decisions)
}

func (p *paper) past(at time.Time) Past {
	past := Past{Titles: p.titles, Changed: slices.Collect(maps.Values(p.items))}
	for _, e := range p.editions {
		if !e.At.Before(at.Add(-Remembered)) {
			past.Editions = append(past.Editions, e)
		}
	}
	return past
}

// take reads "id source when Title words link=… seen=…": times are hours before
// the edition ("-3h"), or "none". An id that was met keeps its first sight.
func (p *paper) take(t *testing.T, line string, at time.Time) {
	t.Helper()
	fields := strings.SplitN(line, " ", 4)
	if len(fields) < 4 {
		t.Fatalf("%q: want id source when title", line)
	}
	when := func(text string) time.Time {
		if text == "none" {
			return time.Time{}
		}
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		return at.Add(d)
	}
	item := Item{ID: fields[0], Source: fields[1], Published: when(fields[2]), FirstSeen: at.Add(-time.Minute)}
	item.Title = words(fields[3], func(name, value string) {
		switch name {
		case "link":
			item.Link = value
		case "categories":
			item.Categories = strings.Split(value, ",")
		case "updated":
			item.Updated = when(value)
		case "withdrawn":
			item.Withdrawn = when(value)
		case "seen":
			item.FirstSeen = when(value)
		case "text":
			item.Summary = HTML("<p>" + strings.ReplaceAll(value, "_", " ") + "</p>")
		default:
			t.Fatalf("unknown word %s in %q", name, line)
		}
	})
	if met, known := p.items[item.ID]; known {
		item.FirstSeen = met.FirstSeen
	}
	p.items[item.ID] = item
}

// dayOutline is what was printed, and why the rest was not.
func dayOutline(e Edition, decisions []Decision) string {
	var out strings.Builder
	for _, section := range e.Sections {
		fmt.Fprintln(&out, section.Title)
		for _, cluster := range section.Clusters {
			fmt.Fprint(&out, "  ", cluster.Lead.ID)
			for _, also := range cluster.AlsoIn {
				fmt.Fprint(&out, " + ", also.ID)
			}
			fmt.Fprint(&out, "  ", strconv.Quote(cluster.Lead.Title))
			if c := cluster.Continues; c != nil {
				fmt.Fprintf(&out, ", continued from %s: %q", c.Date, c.Title)
			}
			fmt.Fprintln(&out)
		}
	}
	for _, c := range e.Corrections {
		fmt.Fprintf(&out, "%s of %s, %s: %q, now %q\n", c.Entry.ID, c.Date, c.Change, c.Was, c.Entry.Title)
	}
	for _, d := range decisions {
		if d.Outcome == Waits || d.Outcome == LeftOut {
			fmt.Fprintf(&out, "%s %s: %s\n", d.Item, d.Outcome, d.Reason)
		}
	}
	return out.String()
}
