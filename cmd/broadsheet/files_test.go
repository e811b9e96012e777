package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestRunKeepsFiles: what a process that was killed has not written, the next
// one does, and then follows the editions.
func TestRunKeepsFiles(t *testing.T) {
	folder := freshFolder(t)
	file, err := os.OpenFile(filepath.Join(folder, "config.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = file.WriteString("\nfiles: {folder: public}\n")
		_ = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(folder, "public", "morning", "2026-11-23", "index.html")
	for range 2 {
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
		for there := false; !there; {
			lineWith(t, lines, `msg="files written"`)
			_, err := os.Stat(page)
			there = err == nil
		}
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		drain(lines)
		_ = command.Wait()
		if err := os.RemoveAll(filepath.Join(folder, "public")); err != nil {
			t.Fatal(err)
		}
	}
}
