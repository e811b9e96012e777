package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestBuildNotesWhatIsTakenBack builds on three days; on the second the page of a
// printed story is gone, and still is on the third, whose edition says so. The
// page of the first links to it, and its edition is as it was.
func TestBuildNotesWhatIsTakenBack(t *testing.T) {
	var day atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/feed":
			fmt.Fprint(w, `<rss version="2.0"><channel><title>The Harbour Post</title>`)
			for n, title := range []string{"A crane falls into the third basin", "Council keeps the night ferry", "Eels are back in the river", "Fog closes the port"}[:2+day.Load()] {
				fmt.Fprintf(w, `<item><guid isPermaLink="false">%d</guid><title>%s</title><link>http://%s/story/%d</link></item>`, n, title, r.Host, n)
			}
			fmt.Fprint(w, `</channel></rss>`)
		case r.URL.Path == "/robots.txt", r.URL.Path == "/story/1" && day.Load() > 0:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	folder := t.TempDir()
	config := `title: Paper
url: http://localhost:8080
timezone: UTC
files: {folder: public}
fetch: {allow_private: [127.0.0.1/32, "::1/128"], per_host: {gap: 1ms}}
sources: [{id: harbour, url: "` + server.URL + `/feed"}]
digests: [{id: m, title: M, schedule: "0 7 * * *", sections: [{title: News}]}]
`
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		day.Store(int64(n))
		var out, err strings.Builder
		at := time.Date(2026, 11, 23+n, 7, 0, 0, 0, time.UTC)
		program := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &err, env: os.LookupEnv, now: func() time.Time { return at }}
		if code := program.run(t.Context(), []string{"build", "--config", filepath.Join(folder, "config.yaml")}); code != exitDone {
			t.Fatalf("day %d ends with %d: %s%s", n, code, out.String(), err.String())
		}
	}
	for date, want := range map[string]string{
		"2026-11-23": "Withdrawn: see the edition of Wednesday", "2026-11-24": "", "2026-11-25": "Withdrawn by the paper since the edition of Monday",
	} {
		page, err := os.ReadFile(filepath.Join(folder, "public", "m", date, "index.html"))
		if said := strings.Contains(string(page), "Withdrawn"); err != nil || said != (want != "") || !strings.Contains(string(page), want) {
			t.Errorf("%s: %v, and it says of a withdrawal: %v; want %q", date, err, said, want)
		}
		if kept := strings.Contains(string(page), "Council keeps the night ferry"); kept != (date != "2026-11-24") {
			t.Errorf("%s: it names the story: %v", date, kept)
		}
	}
}
