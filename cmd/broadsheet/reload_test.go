package main

import (
	"bufio"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// rewrite changes a word of a config, as an editor does: a new file in the place of the old.
func rewrite(t *testing.T, folder, old, new string) {
	t.Helper()
	name := filepath.Join(folder, "config.yaml")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), old, new, 1)
	if changed == string(text) {
		t.Fatalf("%q is not in the config", old)
	}
	if err := os.WriteFile(name+"~", []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
}

func says(t *testing.T, p *process, words string) {
	t.Helper()
	until(t, "it says "+words, func() bool {
		if p.isOver() {
			t.Fatalf("it has ended:\n%s", &p.said)
		}
		return strings.Contains(p.said.String(), words)
	})
}

func baseOf(t *testing.T, p *process) string {
	t.Helper()
	says(t, p, "stop   with ^C")
	return "http://" + lastWord(lineWith(t, bufio.NewScanner(strings.NewReader(p.said.String())), "is served at"))
}

// TestReload changes the config of a running program: what is right is heeded,
// what has faults is told and leaves the old one in force.
func TestReload(t *testing.T) {
	folder := freshFolder(t)
	p := launch(t, folder, nil, "run")
	base := baseOf(t, p)
	says(t, p, "msg=deliver")

	rewrite(t, folder, "title: The Daily Broadsheet", "title: The Weekly Sheet")
	says(t, p, `msg="config reloaded"`)
	if page := get(t, base+"/"); !strings.Contains(page, "The Weekly Sheet") {
		t.Error("the page has the old title")
	}

	rewrite(t, folder, "title: The Weekly Sheet", "titel: The Yearly Sheet")
	says(t, p, `msg="config not reloaded, the old one holds"`)
	says(t, p, `did you mean \"title\"?`)
	if page := get(t, base+"/"); !strings.Contains(page, "The Weekly Sheet") {
		t.Error("the page has not the title of the config that holds")
	}
	if page := get(t, base+"/status"); !strings.Contains(page, "has faults; the one before it holds") {
		t.Error("the status page does not say that the config has faults")
	}

	rewrite(t, folder, "titel: The Yearly Sheet", "title: The Yearly Sheet")
	until(t, "the new title is there", func() bool { return strings.Contains(get(t, base+"/"), "The Yearly Sheet") })
	if page := get(t, base+"/status"); strings.Contains(page, "has faults") {
		t.Error("the status page still complains")
	}
	before := strings.Count(p.said.String(), "config reloaded")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	until(t, "SIGHUP reloads", func() bool { return strings.Count(p.said.String(), "config reloaded") > before })
	if err := p.stop(); err != nil {
		t.Errorf("%v\n%s", err, &p.said)
	}
	if said := p.said.String(); strings.Count(said, "came out") != 1 {
		t.Errorf("the edition did not come out once:\n%s", said)
	}
}

// TestSystemd is systemd for a program: it hears when it is ready, that it
// lives, and that it stops.
func TestSystemd(t *testing.T) {
	folder := freshFolder(t)
	socket := filepath.Join(folder, "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Skipf("no datagrams on this system: %v", err)
	}
	defer conn.Close()
	hear := func(want string) {
		t.Helper()
		for buffer := make([]byte, 4096); ; {
			n, err := conn.Read(buffer)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(buffer[:n]), want) {
				return
			}
		}
	}
	p := launch(t, folder, []string{"NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=300000"}, "run")
	hear("READY=1")
	hear("WATCHDOG=1")
	hear("WATCHDOG=1")
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	hear("STOPPING=1")
	if err := p.wait(); err != nil {
		t.Error(err)
	}
}
