package mail_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"broadsheet/internal/mail"
)

func TestMaildir(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "Maildir")
	for range 2 {
		if err := (mail.Maildir{Folder: folder}).Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(folder, "new", "morning.2026-11-23.5f2c9a"))
	if err != nil || !bytes.Equal(got, must(t, letter())) {
		t.Errorf("%v\n%s", err, got)
	}
	for name, want := range map[string]int{"new": 1, "cur": 0, "tmp": 0} {
		if got := names(t, filepath.Join(folder, name)); len(got) != want {
			t.Errorf("%s holds %v", name, got)
		}
	}
}

// A disk that takes nothing is nobody's fault: nothing goes out for now.
func TestFoldersThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var outage *mail.Outage
	if err := (mail.Maildir{Folder: file}).Send(t.Context(), letter()); !errors.As(err, &outage) {
		t.Errorf("maildir: %v", err)
	}
	if err := (mail.Outbox{Folder: file}).Send(t.Context(), letter()); !errors.As(err, &outage) {
		t.Errorf("outbox: %v", err)
	}
}

func TestSendmail(t *testing.T) {
	folder := t.TempDir()
	program := filepath.Join(folder, "sendmail")
	text := "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + folder + "/args'\ncat > '" + folder + "/message'\necho \"the word of $CODE\" >&2\nexit $CODE\n"
	if err := os.WriteFile(program, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	var refusal *mail.Refusal
	var outage *mail.Outage
	for code, want := range map[int]any{0: nil, 67: &refusal, 75: nil, 69: &outage, 78: &outage, 1: nil} {
		t.Setenv("CODE", fmt.Sprint(code))
		m := letter()
		m.ReturnPath = "bounces+x@example.org"
		err := mail.Sendmail{Command: []string{program, "-i"}}.Send(t.Context(), m)
		switch {
		case want != nil && !errors.As(err, want), (err == nil) != (code == 0), code != 0 && !strings.Contains(err.Error(), "the word of"):
			t.Errorf("%d: %v", code, err)
		case want == nil && (errors.As(err, &refusal) || errors.As(err, &outage)):
			t.Errorf("%d: %v", code, err)
		}
	}
	args, _ := os.ReadFile(filepath.Join(folder, "args"))
	if string(args) != "-i\n-f\nbounces+x@example.org\n--\nreader.one@example.net\n" {
		t.Errorf("arguments %q", args)
	}
	message, _ := os.ReadFile(filepath.Join(folder, "message"))
	if string(message) != strings.ReplaceAll(string(must(t, letter())), "\r\n", "\n") {
		t.Errorf("message\n%s", message)
	}
	if err := (mail.Sendmail{Command: []string{filepath.Join(folder, "nothing")}}).Send(t.Context(), letter()); !errors.As(err, &outage) {
		t.Errorf("no program: %v", err)
	}
}

func TestWebhook(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 0, 5, 0, time.UTC)
	status, body := http.StatusNoContent, []byte(nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte("a secret"))
		fmt.Fprintf(mac, "morning.2026-11-23.5f2c9a@example.org.%d.%s", at.Unix(), body)
		if r.Header.Get("Webhook-Signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) ||
			r.Header.Get("Webhook-Id") != "morning.2026-11-23.5f2c9a@example.org" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("headers %v", r.Header)
		}
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("because"))
	}))
	defer server.Close()
	hook := &mail.Webhook{
		URL: server.URL, Secret: "whsec_" + base64.StdEncoding.EncodeToString([]byte("a secret")),
		Now: func() time.Time { return at }, Client: server.Client(),
	}
	if err := hook.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	var got map[string]string
	if err := json.Unmarshal(body, &got); err != nil || got["to"] != letter().To || got["html"] != letter().HTML() || got["unsubscribe"] != letter().ListUnsubscribe {
		t.Errorf("%v, %v", got, err)
	}
	var refusal *mail.Refusal
	var outage *mail.Outage
	for code, want := range map[int]any{422: &refusal, 410: &refusal, 401: &outage, 404: &outage, 429: &outage, 503: &outage, 302: &outage, 500: nil} {
		status = code
		err := hook.Send(t.Context(), letter())
		if err == nil || want != nil && !errors.As(err, want) || want == nil && (errors.As(err, &refusal) || errors.As(err, &outage)) {
			t.Errorf("%d: %v", code, err)
		}
		if want == &outage && outage.Wait != 90*time.Second {
			t.Errorf("%d: wait %v", code, outage.Wait)
		}
	}
	server.Close()
	hook.URL += "/?token=hunter2"
	if err := hook.Send(t.Context(), letter()); !errors.As(err, &outage) || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("nobody there: %v", err)
	}
}
