package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// shippedConfig is the config.yaml that comes with the program.
func shippedConfig(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// freshFolder is a folder with the shipped config, on a port of its own.
func freshFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	text := strings.Replace(shippedConfig(t), "# listen: localhost:8080", "listen: localhost:0", 1)
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// lineWith reads lines until one holds the word, and answers it.
func lineWith(t *testing.T, lines *bufio.Scanner, word string) string {
	t.Helper()
	for lines.Scan() {
		if strings.Contains(lines.Text(), word) {
			return lines.Text()
		}
	}
	t.Fatalf("the program never says %q", word)
	return ""
}

func get(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", url, response.Status, err)
	}
	return string(body)
}

// drain reads on, so that the program never waits for its reader.
func drain(lines *bufio.Scanner) {
	for lines.Scan() {
	}
}

// TestRunLeavesNothingBehind runs the program in this process, reads the first
// edition, stops it, and looks for goroutines.
func TestRunLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	defer http.DefaultClient.CloseIdleConnections()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, stdout := io.Pipe()
	logs, stderr := io.Pipe()
	program := &app{stdin: strings.NewReader(""), stdout: stdout, stderr: stderr, env: os.LookupEnv, now: clock()}
	ended := make(chan int, 1)
	go func() {
		ended <- program.run(ctx, []string{"run", "--config", filepath.Join(freshFolder(t), "config.yaml")})
		stdout.Close()
		stderr.Close()
	}()
	said, logged := bufio.NewScanner(out), bufio.NewScanner(logs)
	base := "http://" + lastWord(lineWith(t, said, "is served at"))
	go drain(said)
	lineWith(t, logged, "msg=deliver")
	drained := make(chan struct{})
	go func() { drain(logged); close(drained) }()
	if page := get(t, base+"/morning/2026-11-23"); !strings.Contains(page, `dir="rtl"`) || strings.Count(page, "<article") < 60 {
		t.Errorf("the page holds %d stories, or none from right to left", strings.Count(page, "<article"))
	}
	if feed := get(t, base+"/feeds/morning.atom"); !strings.Contains(feed, "<feed") {
		t.Errorf("not a feed: %.100s", feed)
	}
	stop()
	if code := <-ended; code != exitDone {
		t.Errorf("ends with %d", code)
	}
	<-drained
}

func lastWord(line string) string { return line[strings.LastIndexByte(line, ' ')+1:] }

// TestRunEndsOnInterrupt runs the program as a process, twice on one database:
// ^C ends it with 0, and the second brings out nothing.
func TestRunEndsOnInterrupt(t *testing.T) {
	folder := freshFolder(t)
	for _, awaited := range []string{"msg=deliver", "editions=0"} {
		t.Run(awaited, func(t *testing.T) {
			command := exec.Command("broadsheet", "run")
			command.Dir = folder
			logs, err := command.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(logs)
			lineWith(t, lines, awaited)
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			drain(lines)
			if err := command.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
	mails, err := filepath.Glob(filepath.Join(folder, "outbox", "*.eml"))
	if err != nil || len(mails) != 3 {
		t.Errorf("%d mails %v", len(mails), err)
	}
}

// TestRunSaysThatItsPortIsTaken is what a second start on one machine meets.
func TestRunSaysThatItsPortIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	folder := t.TempDir()
	text := "title: P\nurl: http://localhost\nlisten: " + taken.Addr().String() + `
sources: [{id: a, url: "sample:wire"}]
digests: [{id: m, title: M, schedule: "0 7 * * *", sections: [{title: News}]}]
`
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	program := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr, env: os.LookupEnv, now: clock()}
	code := program.run(t.Context(), []string{"run", "--config", filepath.Join(folder, "config.yaml")})
	if code != exitFailed || !strings.Contains(stderr.String(), "address already in use\nhint: another program listens there") {
		t.Errorf("ends with %d: %s", code, stderr.String())
	}
	if _, err := os.Stat(filepath.Join(folder, "broadsheet.db")); err == nil {
		t.Error("a database was made")
	}
}
