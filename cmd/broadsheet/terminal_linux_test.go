package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// newTerminal is a terminal, and its end at which a program sits.
func newTerminal(t *testing.T) (window, seat *os.File) {
	t.Helper()
	window, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminals on this system: %v", err)
	}
	t.Cleanup(func() { _ = window.Close() })
	number, err := unix.IoctlGetInt(int(window.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(window.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		seat, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return window, seat
}

// launchAt starts a program that belongs to a terminal.
func launchAt(t *testing.T, seat *os.File, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(args[0], args[1:]...), ended: make(chan error, 1)}
	p.Dir, p.Stdin, p.Stdout, p.Stderr = freshFolder(t), seat, &p.said, &p.said
	p.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	_ = seat.Close()
	go func() { p.ended <- p.Wait() }()
	t.Cleanup(func() { _ = p.kill() })
	return p
}

// TestHangUp: while its terminal is open SIGHUP has run read the config again,
// and when that is closed it ends.
func TestHangUp(t *testing.T) {
	window, seat := newTerminal(t)
	p := launchAt(t, seat, "broadsheet", "run")
	says(t, p, "msg=deliver")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	says(t, p, `msg="config reloaded"`)
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	if err := p.wait(); err == nil || !strings.Contains(p.said.String(), errClosed.Error()) {
		t.Errorf("ended with %v:\n%s", err, &p.said)
	}
}

// TestNoHangUp: who starts it under nohup wants it to go on.
func TestNoHangUp(t *testing.T) {
	window, seat := newTerminal(t)
	p := launchAt(t, seat, "sh", "-c", "trap '' HUP; exec broadsheet run")
	says(t, p, "msg=deliver")
	if err := window.Close(); err != nil {
		t.Fatal(err)
	}
	says(t, p, `msg="config reloaded"`)
	if err := p.stop(); err != nil {
		t.Errorf("ended with %v:\n%s", err, &p.said)
	}
}

// TestInput: who is to type something is told what.
func TestInput(t *testing.T) {
	for command, waits := range map[string]string{"parse": "the names of files", "group": "items"} {
		window, seat := newTerminal(t)
		p := launchAt(t, seat, "broadsheet", command)
		says(t, p, "waiting for "+waits)
		if _, err := window.WriteString("\x04"); err != nil {
			t.Fatal(err)
		}
		if err := p.wait(); err != nil {
			t.Errorf("%s ended with %v:\n%s", command, err, &p.said)
		}
	}
}
