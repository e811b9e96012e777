package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// journal is what a process says, and may be read while it speaks.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// process is the program, running.
type process struct {
	*exec.Cmd
	// said is what it wrote to both streams.
	said  journal
	ended chan error
}

// launch starts the program in a folder. It is killed when the test ends.
func launch(t *testing.T, folder string, env []string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("broadsheet", args...), ended: make(chan error, 1)}
	p.Dir, p.Env = folder, append(os.Environ(), env...)
	p.Stdout, p.Stderr = &p.said, &p.said
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.Wait() }()
	t.Cleanup(func() { _ = p.kill() })
	return p
}

// kill ends the process at once, as a power cut would.
func (p *process) kill() error {
	_ = p.Process.Kill()
	return p.wait()
}

// stop asks the process to end.
func (p *process) stop() error {
	_ = p.Process.Signal(syscall.SIGTERM)
	return p.wait()
}

// isOver says whether the process has ended.
func (p *process) isOver() bool { return len(p.ended) > 0 }

// wait may be called again.
func (p *process) wait() error {
	err := <-p.ended
	p.ended <- err
	return err
}

// until waits for something to become true, as long as the test has.
func until(t *testing.T, what string, true func() bool) {
	t.Helper()
	end, limited := t.Deadline()
	for !true() {
		if limited && time.Until(end) < 10*time.Second {
			t.Fatalf("waited in vain until %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// TestRolesDivideTheWork is one process for each role on one database.
func TestRolesDivideTheWork(t *testing.T) {
	folder := freshFolder(t)
	kinds := map[string]string{"fetch": "refresh", "compose": "compose", "deliver": "deliver"}
	processes := map[string]*process{}
	for _, role := range roleNames() {
		processes[role] = launch(t, folder, nil, "run", "--roles", role)
	}
	until(t, "the mails are there", func() bool {
		for role, p := range processes {
			if p.isOver() {
				t.Fatalf("%s has ended:\n%s", role, &p.said)
			}
		}
		mails, _ := filepath.Glob(filepath.Join(folder, "outbox", "*.eml"))
		served := strings.Contains(processes[serving].said.String(), "is served at")
		return served && len(mails) == 3 && strings.Contains(processes["deliver"].said.String(), "msg=deliver")
	})
	served := bufio.NewScanner(strings.NewReader(processes[serving].said.String()))
	base := "http://" + lastWord(lineWith(t, served, "is served at"))
	if page := get(t, base+"/morning/2026-11-23"); strings.Count(page, "<article") < 60 {
		t.Errorf("the page holds %d stories", strings.Count(page, "<article"))
	}
	for role, p := range processes {
		if err := p.stop(); err != nil {
			t.Errorf("%s: %v", role, err)
		}
		for other, kind := range kinds {
			if did := strings.Contains(p.said.String(), "msg="+kind); did != (role == other) {
				t.Errorf("%s logs %s: %v\n%s", role, kind, did, &p.said)
			}
		}
		if strings.Contains(p.said.String(), "is served") != (role == serving) {
			t.Errorf("%s:\n%s", role, &p.said)
		}
	}
}
