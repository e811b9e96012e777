package templates

import (
	"testing"

	"broadsheet/digest"
)

// A reader is told why a paper is missing, and nothing of the machine that failed to read it.
func TestWhyMissing(t *testing.T) {
	for _, c := range []struct {
		name, lang string
		report     digest.Report
		want       string
	}{
		{"its server refuses", "en", failed("503 Service Unavailable"), "could not be read: 503 Service Unavailable"},
		{"the same in Urdu", "ur", failed("404 Not Found"), "پڑھا نہیں جا سکا: \u2068404 Not Found\u2069"},
		{"a folder of ours", "en", failed("stat /srv/paper/feeds/a.xml: no such file or directory"), "could not be read"},
		{"an address of ours", "ur", failed("10.1.2.3 is a private address, and fetch.allow_private does not name it"), "پڑھا نہیں جا سکا"},
		{"where a login was led to", "en", failed("redirected to https://paper.example/in?token=1234: 403 Forbidden"), "could not be read"},
		{"a cause after a status", "en", failed("403 Forbidden: by order of https://paper.example/?key=1"), "could not be read"},
		{"silent", "en", digest.Report{Condition: digest.Stale, Reason: "nothing new since 2 May 2026"}, "nothing new since 2 May 2026"},
		{"silent, in Urdu", "ur", digest.Report{Condition: digest.Stale, Reason: "nothing new since 2 May 2026"}, "کچھ نیا نہیں"},
		{"late", "en", digest.Report{Condition: digest.Late, Reason: "not visited yet"}, "not reached in time"},
	} {
		p := printer{words: wordsIn(c.lang)}
		if got := p.note(c.report); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func failed(reason string) digest.Report {
	return digest.Report{Condition: digest.Failed, Reason: reason}
}
