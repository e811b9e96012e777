package templates

import (
	"strings"
	"testing"
	"time"

	"broadsheet/digest"
)

// forms is every document that the room makes of the two editions, by name.
func forms(t testing.TB) map[string]string {
	t.Helper()
	documents := map[string]string{}
	keep := func(name string, out []byte, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		documents[name] = string(out)
	}
	for name, e := range map[string]digest.Edition{"": morning(t), "-urdu": sabah(t)} {
		documents["page"+name+".html"] = mustPage(t, e)
		documents["mail"+name+".html"], documents["mail"+name+".txt"] = mustEmail(t, e, toAmna)
	}
	e := morning(t)
	content, err := EditionContent(e, site)
	keep("edition-content.html", []byte(content), err)
	first := e.Sections[0].Clusters[0]
	content, err = EntryContent(first.Lead, first.AlsoIn)
	keep("entry-content.html", []byte(content), err)
	out, err := ArchivePage("The Morning Digest", []ArchiveLine{
		{Link: Link{Title: "2026-11-23", URL: "https://broadsheet.example/morning/2026-11-23"}, Date: "2026-11-23", Stories: 56, Missing: 2},
		{Link: Link{Title: "Night express to Lahore", URL: "https://broadsheet.example/morning/2026-11-22"}, Date: "2026-11-22", Stories: 1},
		{Link: Link{URL: "https://broadsheet.example/morning/2026-10-31"}, Date: "2026-10-31", Stories: 44, Missing: 1},
	}, time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC), around)
	keep("archive.html", out, err)
	out, err = NotFoundPage(Frame{Site: site})
	keep("message.html", out, err)
	out, err = DeadLinkPage(Frame{Site: site})
	keep("dead-link.html", out, err)
	out, err = UnsubscribePage(digest.Subscriber{Address: "amna@example.org"}, "The Morning Digest", toAmna.Unsubscribe, around)
	keep("unsubscribe.html", out, err)
	inUrdu := Frame{Site: Site{Title: site.Title, URL: site.URL, Language: "ur"}}
	out, err = UnsubscribedPage(digest.Subscriber{Address: "amna@example.org"}, "شام کا اخبار", inUrdu)
	keep("unsubscribed-urdu.html", out, err)
	subscribing(keep, inUrdu)
	return documents
}

// subscribing keeps what a reader sees on the way to a subscription.
func subscribing(keep func(name string, out []byte, err error), inUrdu Frame) {
	const action = "https://broadsheet.example/subscribe/morning"
	out, err := SubscribePage("The Morning Digest", action, "", around)
	keep("subscribe.html", out, err)
	out, err = SubscribePage("شام کا اخبار", action, `amna@"><b>`, inUrdu)
	keep("subscribe-urdu.html", out, err)
	out, err = AskedPage("amna@example.org", "The Morning Digest", around)
	keep("asked.html", out, err)
	const confirm = "https://broadsheet.example/confirm/k3v9"
	out, err = ConfirmPage("amna@example.org", "The Morning Digest", confirm, around)
	keep("confirm.html", out, err)
	out, err = ConfirmedPage("amna@example.org", "شام کا اخبار", inUrdu)
	keep("confirmed-urdu.html", out, err)
	for name, language := range map[string]string{"": "en", "-urdu": "ur-PK"} {
		subject, html, text, err := ConfirmMail("The Morning Digest", language, confirm, site)
		keep("mail-confirm"+name+".html", []byte(html), err)
		keep("mail-confirm"+name+".txt", []byte(subject+"\n\n"+text), err)
	}
}

// TestGolden shows where page.css stands, and not again what stands in it.
func TestGolden(t *testing.T) {
	for name, document := range forms(t) {
		document = strings.Replace(document, string(style), "/* page.css */", 1)
		t.Run(name, func(t *testing.T) { golden(t, name, document) })
	}
}

// What is rendered twice is the same, byte for byte.
func TestRenderedTwice(t *testing.T) {
	second := forms(t)
	for name, first := range forms(t) {
		if first != second[name] {
			t.Errorf("%s differs between two renderings", name)
		}
	}
}

func BenchmarkEmail(b *testing.B) {
	e := morning(b)
	b.ReportAllocs()
	for b.Loop() {
		markup, _ := mustEmail(b, e, toAmna)
		b.SetBytes(int64(len(markup)))
	}
}

func BenchmarkEditionPage(b *testing.B) {
	e := morning(b)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(mustPage(b, e))))
	}
}

// BenchmarkLadder is a mail that has to go down the whole ladder but its end.
func BenchmarkLadder(b *testing.B) {
	e := long(20, 100)
	b.ReportAllocs()
	for b.Loop() {
		mustEmail(b, e, toAmna)
	}
}
