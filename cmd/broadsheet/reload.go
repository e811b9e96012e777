package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settleTime is how long a file must have been left alone before it is read:
// editors write in several steps.
const settleTime = 300 * time.Millisecond

// errClosed ends a program whose terminal was closed.
var errClosed = errors.New("the terminal was closed")

// watchConfig calls changed when SIGHUP comes, and when the config file reads
// otherwise than before, until ctx ends. A terminal that closes says SIGHUP, too:
// who closes it does not mean that the program goes on where nobody sees it.
func (a *app) watchConfig(ctx context.Context, changed func()) error {
	attended := hasTerminal() && !signal.Ignored(syscall.SIGHUP) // as nohup has it
	hangUp := make(chan os.Signal, 1)
	signal.Notify(hangUp, syscall.SIGHUP)
	defer signal.Stop(hangUp)
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the config: %w", err)
	}
	defer watcher.Close()
	// The folder, since editors put a new file in the place of the old one.
	if err := watcher.Add(filepath.Dir(a.configFile)); err != nil {
		return fmt.Errorf("watch the config: %w", err)
	}
	known, _ := os.ReadFile(a.configFile)
	settled := time.NewTimer(0)
	defer settled.Stop()
	for {
		select {
		case <-hangUp:
			if attended && !hasTerminal() {
				return errClosed
			}
			changed()
		case event := <-watcher.Events:
			// ..data is what Kubernetes exchanges in place of the files.
			if name := filepath.Base(event.Name); name == filepath.Base(a.configFile) || name == "..data" {
				settled.Reset(settleTime)
			}
		case <-watcher.Errors:
			settled.Reset(settleTime) // something may have been missed
		case <-settled.C:
			if now, err := os.ReadFile(a.configFile); err == nil && !bytes.Equal(now, known) {
				known = now
				changed()
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// hasTerminal says whether this process belongs to a terminal that is open.
func hasTerminal() bool {
	terminal, err := os.Open("/dev/tty")
	return err == nil && terminal.Close() == nil
}
