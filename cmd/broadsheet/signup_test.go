package main

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSignUp is a reader who comes by the form on the page: the running program
// writes to them, and they are a reader when they have said so there.
func TestSignUp(t *testing.T) {
	folder := freshFolder(t)
	rewrite(t, folder, "    # signup: true", "    signup: true")
	p := launch(t, folder, nil, "run")
	base := baseOf(t, p)
	says(t, p, "msg=deliver")
	if page := get(t, base+"/morning"); !strings.Contains(page, "/subscribe/morning") {
		t.Fatal("the page leads to no form")
	}
	post(t, base+"/subscribe/morning", url.Values{"address": {"new@reader.example"}})
	says(t, p, "readers were asked to confirm")
	mails, err := filepath.Glob(filepath.Join(folder, "outbox", "confirm.*.eml"))
	if err != nil || len(mails) != 1 {
		t.Fatalf("%v, %v; want one mail to confirm", mails, err)
	}
	text, err := os.ReadFile(mails[0])
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`/confirm/[a-z2-7]{26}`).Find(text)
	if listed := readers(t, folder); strings.Contains(listed, "new@reader.example") {
		t.Errorf("is a reader before the mail was read:\n%s", listed)
	}
	post(t, base+string(link), nil)
	if listed := readers(t, folder); !strings.Contains(listed, "new@reader.example") {
		t.Errorf("is no reader, with %s:\n%s", link, listed)
	}
	if err := p.stop(); err != nil {
		t.Errorf("%v\n%s", err, &p.said)
	}
}

func post(t *testing.T, address string, form url.Values) {
	t.Helper()
	answer, err := http.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("POST %s: %s", address, answer.Status)
	}
}

func readers(t *testing.T, folder string) string {
	t.Helper()
	list := exec.Command("broadsheet", "subscribers", "list")
	list.Dir = folder
	out, err := list.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
