package mail_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"broadsheet/internal/mail"
)

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestOutboxKeepsOneFilePerMessage(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "deep", "outbox")
	outbox := mail.Outbox{Folder: folder}
	for range 3 {
		if err := outbox.Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, folder); len(got) != 1 || got[0] != "morning.2026-11-23.5f2c9a.eml" {
		t.Fatalf("outbox holds %v", got)
	}
	got, err := os.ReadFile(filepath.Join(folder, "morning.2026-11-23.5f2c9a.eml"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(must(t, letter())) {
		t.Errorf("the file is not the message:\n%s", got)
	}
}

func TestOutboxNamesAreSafeAndDistinct(t *testing.T) {
	folder := t.TempDir()
	ids := []string{
		"../../etc/passwd@example.org", "a/b@example.org", "a_b@example.org", "A_B@example.org", `a\b@example.org`,
		".hidden@example.org", "con.2026@example.org", "nul@example.org", "a:b@example.org", "a_b%00@example.org",
		strings.Repeat("long", 100) + "1@example.org", strings.Repeat("long", 100) + "2@example.org",
	}
	for _, id := range ids {
		m := letter()
		m.MessageID = id
		if err := (mail.Outbox{Folder: folder}).Send(t.Context(), m); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	got := names(t, folder)
	if len(got) != len(ids) {
		t.Errorf("%d messages, %d files: %q", len(ids), len(got), got)
	}
	for _, name := range got {
		if strings.ToLower(name) != name || strings.ContainsAny(name, `/\:*?"<>|%`) || len(name) > 200 ||
			strings.HasPrefix(name, ".") || strings.HasPrefix(name, "con.") || strings.HasPrefix(name, "nul.") {
			t.Errorf("name %q", name)
		}
	}
}

func TestOutboxLeavesNothingHalfDone(t *testing.T) {
	folder := t.TempDir()
	m := letter()
	m.Subject = "a\nb"
	if err := (mail.Outbox{Folder: folder}).Send(t.Context(), m); err == nil {
		t.Error("a message that cannot be written was written")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (mail.Outbox{Folder: folder}).Send(ctx, letter()); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
	// A folder in the place of the file makes the last step fail.
	if err := os.MkdirAll(filepath.Join(folder, "morning.2026-11-23.5f2c9a.eml", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := (mail.Outbox{Folder: folder}).Send(t.Context(), letter()); err == nil {
		t.Error("wrote over a folder")
	}
	if got := names(t, folder); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}
