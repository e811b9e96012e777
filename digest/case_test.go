package digest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// caseSource reads "id weight=2 kind=editorial".
func caseSource(t *testing.T, line string) Source {
	t.Helper()
	var s Source
	s.ID = words(line, func(name, value string) {
		switch name {
		case "weight":
			if _, err := fmt.Sscan(value, &s.Weight); err != nil {
				t.Fatal(err)
			}
		case "kind":
			s.Kind = Kind(value)
		default:
			t.Fatalf("unknown word %s in %q", name, line)
		}
	})
	return s
}

// caseDigest reads "pin NAME", "kill NAME", "language TAG" or "max-per-source N".
func caseDigest(t *testing.T, d *Digest, line string) {
	t.Helper()
	switch key, value, _ := strings.Cut(line, " "); key {
	case "pin":
		d.Pin = append(d.Pin, value)
	case "language":
		d.Language = value
	case "kill":
		d.Kill = append(d.Kill, value)
	case "max-per-source":
		if _, err := fmt.Sscan(value, &d.MaxPerSource); err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatalf("unknown word %s", key)
	}
}

// scores is the score of each cluster, by its lead.
func scores(e Edition) string {
	var lines strings.Builder
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			fmt.Fprintln(&lines, cluster.Lead.ID, cluster.Score)
		}
	}
	return lines.String()
}

// rewrite writes a part of a case anew if it was asked to.
func rewrite(t *testing.T, archive *txtar.Archive, file, name, text string) bool {
	t.Helper()
	for n := range archive.Files {
		if *update && archive.Files[n].Name == name {
			archive.Files[n].Data = []byte(text)
			if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
				t.Fatal(err)
			}
			return true
		}
	}
	return false
}

// caseSection reads "Title words kinds=a,b labels=c languages=ur max=2 max-per-source=1".
func caseSection(t *testing.T, line string) Section {
	t.Helper()
	var s Section
	s.Title = words(line, func(name, value string) {
		switch name {
		case "kinds":
			for k := range strings.SplitSeq(value, ",") {
				s.Kinds = append(s.Kinds, Kind(k))
			}
		case "sources":
			s.Sources = strings.Split(value, ",")
		case "labels":
			s.Labels = strings.Split(value, ",")
		case "languages":
			s.Languages = strings.Split(value, ",")
		case "max":
			if _, err := fmt.Sscan(value, &s.Max); err != nil {
				t.Fatal(err)
			}
		case "max-per-source":
			if _, err := fmt.Sscan(value, &s.MaxPerSource); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("unknown word %s in %q", name, line)
		}
	})
	return s
}

// caseItem reads "id source when Title words link=… guid=… categories=… language=… seen=… place=…".
func caseItem(t *testing.T, line string) Item {
	t.Helper()
	fields := strings.SplitN(line, " ", 4)
	item := Item{ID: fields[0], Source: fields[1], Published: caseTime(t, fields[2]), FirstSeen: hour.Add(-time.Hour)}
	if !item.Published.After(hour) && item.Published.After(item.FirstSeen) {
		item.FirstSeen = item.Published
	}
	item.Title = words(fields[3], func(name, value string) {
		switch name {
		case "link":
			item.Link = value
		case "categories":
			item.Categories = strings.Split(value, ",")
		case "language":
			item.Language = value
		case "seen":
			item.FirstSeen = caseTime(t, value)
		case "guid":
			item.GUID = value
		case "place":
			if _, err := fmt.Sscan(value, &item.Position); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("unknown word %s in %q", name, line)
		}
	})
	return item
}

// caseTime reads an hour of the day, a distance from the edition, or "none".
func caseTime(t *testing.T, text string) time.Time {
	t.Helper()
	if text == "none" {
		return time.Time{}
	}
	if d, err := time.ParseDuration(text); err == nil {
		return hour.Add(d)
	}
	clock, err := time.Parse("15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 23, clock.Hour(), clock.Minute(), 0, 0, time.UTC)
}

// words gives the plain words of a line and hands over those of the form a=b.
func words(line string, take func(name, value string)) string {
	var plain []string
	for word := range strings.FieldsSeq(line) {
		if name, value, found := strings.Cut(word, "="); found {
			take(name, value)
			continue
		}
		plain = append(plain, word)
	}
	return strings.Join(plain, " ")
}

func outline(e Edition, decisions []Decision) string {
	var out strings.Builder
	for _, section := range e.Sections {
		fmt.Fprintln(&out, section.Title)
		for _, cluster := range section.Clusters {
			fmt.Fprint(&out, "  ", cluster.Lead.ID)
			for _, also := range cluster.AlsoIn {
				fmt.Fprint(&out, " + ", also.ID)
			}
			fmt.Fprintln(&out)
		}
	}
	for _, d := range decisions {
		fmt.Fprintf(&out, "%s %s %s: %s\n", d.Item, d.Kind, d.Outcome, d.Reason)
	}
	return out.String()
}
