package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBuildInterrupted sends ^C while a server keeps a build waiting: it ends
// at once, brings nothing out, and the next build does its work.
func TestBuildInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ctx.Err() != nil { // the second build
			fmt.Fprint(w, `<rss version="2.0"><channel><title>S</title><item><title>A story at last</title><guid>1</guid></item></channel></rss>`)
			return
		}
		interrupt()
		<-r.Context().Done()
	}))
	defer server.Close()
	folder := t.TempDir()
	config := `title: Paper
url: http://localhost:8080
fetch: {allow_private: [127.0.0.1/32, "::1/128"]}
sources: [{id: slow, url: "` + server.URL + `"}]
digests: [{id: m, title: M, schedule: "0 7 * * *", sections: [{title: News}]}]
`
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	build := func(ctx context.Context) (code int, stdout, stderr string) {
		var out, err strings.Builder
		program := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &err, env: os.LookupEnv, now: clock()}
		code = program.run(ctx, []string{"build", "--config", filepath.Join(folder, "config.yaml")})
		return code, out.String(), err.String()
	}
	if code, stdout, stderr := build(ctx); code != exitFailed || stdout != "" || stderr != "broadsheet: interrupted\n" {
		t.Errorf("ends with %d: %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr := build(t.Context()); code != exitDone || !strings.Contains(stdout, "is out: 1 story") {
		t.Errorf("the next ends with %d: %s%s", code, stdout, stderr)
	}
}
