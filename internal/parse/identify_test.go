package parse

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"broadsheet/digest"
)

// TestVow holds the recipe of the IDs against the file of those that were ever
// given. A difference here means that every paper prints its news again.
func TestVow(t *testing.T) {
	items := []digest.Item{
		{GUID: "tag:paper.example,2026:1", Link: "https://paper.example/1", Title: "By guid"},
		{GUID: "same", Link: "https://paper.example/2", Title: "By link, for the guid is shared"},
		{GUID: "same", Link: "https://paper.example/3", Title: "By link, for the guid is shared"},
		{Link: "http://www.Paper.example:80/4/?utm_source=feed&id=4#top", Title: "By link"},
		{Link: "https://paper.example/", Title: "By text, for the link is shared", Content: "<p>One &amp; two</p>"},
		{Link: "https://paper.example/", Title: "By text, for the link is shared", Summary: "three"},
		{Title: "By text", Content: "<p>Content</p>", Summary: "Summary"},
		{Title: "خبر", Summary: "متن"},
		{Enclosures: []digest.Enclosure{{URL: "https://paper.example/5.mp3"}}},
	}
	var got bytes.Buffer
	for _, source := range []string{"dawn", "tribune"} {
		for _, item := range identify(source, append([]digest.Item(nil), items...), &oddities{}) {
			fmt.Fprintf(&got, "%s %s %s\n", item.ID, source, either(item.Title, "By enclosure"))
		}
	}
	const golden = "testdata/ids.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the vow is broken (-want +got):\n%s", diff)
	}
}

// TestIDsOutliveChange: what an editor changes of a story leaves its ID alone.
func TestIDsOutliveChange(t *testing.T) {
	id := func(item digest.Item) string {
		return identify("dawn", []digest.Item{item}, &oddities{})[0].ID
	}
	story := digest.Item{GUID: "1", Link: "https://paper.example/1", Title: "Flood", Content: "Text"}
	changed := digest.Item{GUID: "1", Link: "https://paper.example/1?x", Title: "Floods", Content: "More text", Updated: noon}
	if id(story) != id(changed) {
		t.Error("a changed story with the same guid has another ID")
	}
	story.GUID, changed.GUID, changed.Link = "", "", "http://www.paper.example/1/?utm_medium=rss"
	if id(story) != id(changed) {
		t.Error("another spelling of the same link gives another ID")
	}
	changed.Link = "https://paper.example/2"
	if id(story) == id(changed) {
		t.Error("two links have one ID")
	}
}
