package feedgen

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"broadsheet/digest"
	"broadsheet/templates"
)

var (
	site    = templates.Site{Title: "The Daily Broadsheet", URL: "https://paper.example", Language: "en"}
	morning = digest.Digest{ID: "morning", Title: "The Morning Digest", Description: "At seven.", Language: "en", Zone: time.UTC}
	seven   = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
)

// edition is one with an overlapping story, an editorial without date or
// author, and an Urdu item whose date lies ahead.
func edition() digest.Edition {
	wire := digest.Entry{Kind: digest.Story, Paper: "The Wire", Item: digest.Item{
		ID: "b2", Source: "wire", Title: "Harbour plan approved", Link: "https://wire.example/2", FirstSeen: seven.Add(-time.Hour),
	}}
	return digest.Edition{
		Digest: "morning", Date: "2026-11-23", Title: "The Morning Digest", Language: "en", Zone: "UTC", At: seven,
		Sections: []digest.PrintedSection{
			{Title: "Top stories", Clusters: []digest.Cluster{
				{AlsoIn: []digest.Entry{wire}, Lead: digest.Entry{Kind: digest.Story, Paper: "The Metropolitan", Item: digest.Item{
					ID: "a1", Source: "metropolitan", Title: "Harbour plan passes", Link: "https://metropolitan.example/1", Language: "en",
					Summary: "<p>The <b>harbour</b> plan passed.</p><p>By 7&nbsp;votes &amp; one.</p>", Content: "<p>The harbour plan passed after a night of talks.</p>",
					Authors: []digest.Author{{Name: "Amina Qureshi"}}, Categories: []string{"Harbour", "Story"},
					Published: seven.Add(-5 * time.Hour), Updated: seven.Add(-2 * time.Hour), FirstSeen: seven.Add(-time.Hour),
					Image: &digest.Image{URL: "https://metropolitan.example/1.jpg"},
				}}},
				{Lead: digest.Entry{Kind: digest.Story, Paper: "صبح", Item: digest.Item{
					ID: "c3", Source: "subah", Title: "نیا منصوبہ", Link: "https://subah.example/3", Language: "ur",
					Published: seven.Add(48 * time.Hour), Updated: seven.Add(48 * time.Hour), FirstSeen: seven.Add(-3 * time.Hour),
				}}},
			}},
			{Title: "Editorials", Clusters: []digest.Cluster{{Lead: digest.Entry{Kind: digest.Editorial, Item: digest.Item{
				ID: "d4", Source: "rail", Title: "On harbours", FirstSeen: seven.Add(-4 * time.Hour),
			}}}}},
		},
		Sources: []digest.Report{
			{Source: "metropolitan", Title: "The Metropolitan", Link: "https://metropolitan.example/", Condition: digest.Read},
			{Source: "subah", Title: "صبح", Condition: digest.Read},
			{Source: "gone", Title: "Gone", Link: "https://gone.example/", Condition: digest.Failed, Reason: "503"},
		},
	}
}

var withoutContent = cmpopts.IgnoreFields(Entry{}, "Content")

func TestSeries(t *testing.T) {
	yesterday := digest.Edition{Digest: "morning", Date: "2026-11-22", Title: "The Morning Digest", Language: "en", Zone: "UTC", At: seven.AddDate(0, 0, -1)}
	got, err := Series(site, morning, []digest.Edition{edition(), yesterday})
	if err != nil {
		t.Fatal(err)
	}
	want := Feed{
		ID: "tag:paper.example,2026:broadsheet/morning", Title: "The Morning Digest", Description: "At seven.", Language: "en",
		Link: "https://paper.example/morning", Self: "https://paper.example/feeds/morning", Updated: seven,
		Authors: []digest.Author{{Name: "The Daily Broadsheet", URL: "https://paper.example"}},
		Entries: []Entry{
			{
				ID: "tag:paper.example,2026:broadsheet/morning/2026-11-23", Link: "https://paper.example/morning/2026-11-23", Title: "Harbour plan passes · Editorial: On harbours",
				Language: "en", Categories: []string{"Top stories", "Editorials"}, Published: seven, Updated: seven,
			},
			{
				ID: "tag:paper.example,2026:broadsheet/morning/2026-11-22", Link: "https://paper.example/morning/2026-11-22", Title: "The Morning Digest · Sunday, 22 November 2026",
				Language: "en", Published: yesterday.At, Updated: yesterday.At,
			},
		},
	}
	if diff := cmp.Diff(want, got, withoutContent); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if content := got.Entries[0].Content; !strings.Contains(content, "Harbour plan passes") || !strings.Contains(content, "نیا منصوبہ") {
		t.Errorf("the content is not the edition:\n%s", content)
	}
}

func TestItems(t *testing.T) {
	got, err := Items(site, morning, []digest.Edition{edition()})
	if err != nil {
		t.Fatal(err)
	}
	want := Feed{
		ID: "tag:paper.example,2026:broadsheet/morning/items", Title: "The Morning Digest", Description: "At seven.", Language: "en",
		Link: "https://paper.example/morning", Self: "https://paper.example/feeds/morning/items", Updated: seven,
		Authors: []digest.Author{{Name: "The Daily Broadsheet", URL: "https://paper.example"}},
		Entries: []Entry{
			{
				ID: "tag:paper.example,2026:broadsheet/item/a1", Link: "https://metropolitan.example/1", Title: "Harbour plan passes",
				Summary: "The harbour plan passed. By 7 votes & one.", Language: "en", Authors: []digest.Author{{Name: "Amina Qureshi"}},
				Categories: []string{"story", "Top stories", "Harbour"}, Published: seven.Add(-5 * time.Hour), Updated: seven.Add(-2 * time.Hour),
				Source: &Source{ID: "https://metropolitan.example/", Title: "The Metropolitan", Link: "https://metropolitan.example/", Updated: seven},
				Image:  &digest.Image{URL: "https://metropolitan.example/1.jpg"},
			},
			{
				ID: "tag:paper.example,2026:broadsheet/item/c3", Link: "https://subah.example/3", Title: "نیا منصوبہ", Language: "ur",
				Authors: []digest.Author{{Name: "صبح"}}, Categories: []string{"story", "Top stories"}, Published: seven.Add(-3 * time.Hour), Updated: seven.Add(-3 * time.Hour),
				Source: &Source{ID: "tag:paper.example,2026:broadsheet/source/subah", Title: "صبح", Updated: seven},
			},
			{
				ID: "tag:paper.example,2026:broadsheet/item/d4", Link: "https://paper.example/morning/2026-11-23", Title: "On harbours",
				Authors: []digest.Author{{Name: "rail"}}, Categories: []string{"editorial", "Editorials"}, Published: seven.Add(-4 * time.Hour), Updated: seven.Add(-4 * time.Hour),
				Source: &Source{ID: "tag:paper.example,2026:broadsheet/source/rail", Title: "rail", Updated: seven},
			},
		},
	}
	if diff := cmp.Diff(want.clean(), got.clean(), withoutContent); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if content := got.Entries[0].Content; !strings.Contains(content, "night of talks") || !strings.Contains(content, "https://wire.example/2") {
		t.Errorf("the content lacks the text or the other paper:\n%s", content)
	}
}

// A publisher's date that lies after the edition gives way, the more so where
// nobody knows when the item was first seen.
func TestDates(t *testing.T) {
	early, late, ahead := seven.Add(-2*time.Hour), seven.Add(-time.Hour), seven.Add(48*time.Hour)
	for _, test := range []struct {
		name string
		item digest.Item
		want [2]time.Time
	}{
		{"both are known", digest.Item{Published: early, Updated: late, FirstSeen: late}, [2]time.Time{early, late}},
		{"only the update is known", digest.Item{Updated: early, FirstSeen: late}, [2]time.Time{early, early}},
		{"none is known", digest.Item{FirstSeen: early}, [2]time.Time{early, early}},
		{"the publication lies ahead", digest.Item{Published: ahead, FirstSeen: early}, [2]time.Time{early, early}},
		{"the update lies ahead", digest.Item{Published: early, Updated: ahead, FirstSeen: late}, [2]time.Time{early, early}},
		{"the publication lies ahead of an item never seen", digest.Item{Published: ahead}, [2]time.Time{seven, seven}},
		{"nothing is known at all", digest.Item{}, [2]time.Time{seven, seven}},
		{"an update before the publication", digest.Item{Published: late, Updated: early, FirstSeen: late}, [2]time.Time{late, late}},
	} {
		published, updated := dates(test.item, seven)
		if diff := cmp.Diff(test.want, [2]time.Time{published, updated}); diff != "" {
			t.Errorf("%s: -want +got:\n%s", test.name, diff)
		}
	}
}

// An edition that has left the feed, or a new one, changes no other entry.
func TestEntriesStay(t *testing.T) {
	older := edition()
	older.Date, older.At = "2026-11-20", seven.AddDate(0, 0, -3)
	for name, make := range map[string]func(templates.Site, digest.Digest, []digest.Edition) (Feed, error){"series": Series, "items": Items} {
		alone, err := make(site, morning, []digest.Edition{older})
		if err != nil {
			t.Fatal(err)
		}
		both, err := make(site, morning, []digest.Edition{edition(), older})
		if err != nil {
			t.Fatal(err)
		}
		tail := both.clean().Entries[len(both.Entries)-len(alone.Entries):]
		if diff := cmp.Diff(alone.clean().Entries, slices.Clone(tail)); diff != "" {
			t.Errorf("%s: -alone +with a newer edition:\n%s", name, diff)
		}
	}
}

func TestNoEditions(t *testing.T) {
	for _, make := range []func(templates.Site, digest.Digest, []digest.Edition) (Feed, error){Series, Items} {
		f, err := make(site, morning, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range formats {
			readBack(t, format, f)
		}
	}
}

// month is thirty editions of 1,000 clusters in all, with full texts.
func month() []digest.Edition {
	text := digest.HTML("<p>" + strings.Repeat("The council met &amp; the harbour plan passed after a night of talks. ", 30) + "</p>")
	var editions []digest.Edition
	for day := range 30 {
		e := edition()
		e.At = seven.AddDate(0, 0, -day)
		e.Date = e.At.Format(time.DateOnly)
		for n := range 33 {
			c := e.Sections[0].Clusters[n%2]
			c.Lead.ID = fmt.Sprintf("%d-%d", day, n)
			c.Lead.Content = text
			e.Sections[0].Clusters = append(e.Sections[0].Clusters, c)
		}
		e.Sections[0].Clusters = e.Sections[0].Clusters[2:]
		editions = append(editions, e)
	}
	return editions
}

func BenchmarkWrite(b *testing.B) {
	for name, make := range map[string]func(templates.Site, digest.Digest, []digest.Edition) (Feed, error){"series": Series, "items": Items} {
		f, err := make(site, morning, month())
		if err != nil {
			b.Fatal(err)
		}
		for _, format := range formats {
			b.Run(name+"/"+format.name, func(b *testing.B) {
				b.ReportAllocs()
				size := len(write(b, format, f))
				b.SetBytes(int64(size))
				for b.Loop() {
					write(b, format, f)
				}
			})
		}
	}
}

// A summary stands for a teaser that breaks off, and names the paper it is of.
func TestItemsSummary(t *testing.T) {
	e := edition()
	e.Sections[0].Clusters[0].Summary = &digest.Summary{Item: "another", Paper: "The Wire", Text: "It passed by one vote."}
	got, err := Items(site, morning, []digest.Edition{e})
	if err != nil {
		t.Fatal(err)
	}
	if want := "It passed by one vote. (The Wire)"; got.Entries[0].Summary != want {
		t.Errorf("got %q, want %q", got.Entries[0].Summary, want)
	}
}
