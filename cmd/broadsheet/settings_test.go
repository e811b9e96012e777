package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	outgoing "broadsheet/internal/mail"
)

// small is a config with one source and one digest, and further lines.
func small(t *testing.T, lines string) *settings {
	t.Helper()
	const text = `title: Paper
sources: [{id: a, url: "sample:wire"}]
digests: [{id: m, title: M, schedule: "0 7 * * *", sections: [{title: News}]}]
`
	if !strings.Contains(lines, "url:") {
		lines += "\nurl: http://localhost:8080\n"
	}
	s, err := parseConfig([]byte(text+lines), "config.yaml", "/etc/paper", noEnv)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestListenFollowsThePublicAddress(t *testing.T) {
	for lines, want := range map[string]string{
		"url: http://localhost:8080":               "localhost:8080",
		"url: http://127.0.0.1:90/":                "127.0.0.1:90",
		"url: http://[::1]:90":                     "[::1]:90",
		"url: http://localhost":                    "localhost:http",
		"url: https://paper.example":               ":8080",
		"url: https://paper.example\nlisten: :443": ":443",
	} {
		if got := small(t, lines).listen(); got != want {
			t.Errorf("%q listens at %s, want %s", lines, got, want)
		}
	}
}

func TestDefaults(t *testing.T) {
	s := small(t, "")
	source, d := s.sources()[0], s.digests()[0]
	if source.Every != 15*time.Minute || source.Zone != time.UTC {
		t.Errorf("source: %+v", source)
	}
	if d.CatchUp != "latest" || d.Lookback != 48*time.Hour || d.Language != "en" || d.Zone != time.UTC {
		t.Errorf("digest: %+v", d)
	}
	if s.database() != "/etc/paper/broadsheet.db" || s.outbox() != "/etc/paper/outbox" {
		t.Errorf("paths: %s, %s", s.database(), s.outbox())
	}
	if agent := s.fetchOptions(nil).UserAgent; agent != "Broadsheet (+http://localhost:8080)" {
		t.Errorf("user agent: %s", agent)
	}
}

func TestWhatIsNearerWins(t *testing.T) {
	s := small(t, "timezone: Asia/Karachi\nlanguage: ur\nfetch: {every: 1h}\ndatabase: postgres://db/paper\ncontact: mailto:a@b.example")
	if source := s.sources()[0]; source.Every != time.Hour || source.Zone.String() != "Asia/Karachi" {
		t.Errorf("source: %+v", source)
	}
	if d := s.digests()[0]; d.Language != "ur" || d.Zone.String() != "Asia/Karachi" {
		t.Errorf("digest: %+v", d)
	}
	if s.database() != "postgres://db/paper" {
		t.Errorf("database: %s", s.database())
	}
	if agent := s.fetchOptions(nil).UserAgent; agent != "Broadsheet (+mailto:a@b.example)" {
		t.Errorf("user agent: %s", agent)
	}
}

func TestSMTPPortFollowsSecurity(t *testing.T) {
	for security, want := range map[string]int{"starttls": 587, "none": 587, "tls": 465} {
		s := small(t, "mail: {transport: smtp, smtp: {host: h, security: "+security+"}}")
		if smtp, ok := s.sender(nil).(*outgoing.SMTP); !ok || smtp.Port != want || string(smtp.Security) != security {
			t.Errorf("%s: %+v", security, s.sender(nil))
		}
	}
}

func TestSecretsDoNotPrintThemselves(t *testing.T) {
	s := small(t, "mail: {transport: smtp, smtp: {host: h, username: u, password: hunter2}}")
	for _, said := range []string{s.Mail.SMTP.Password.String(), fmt.Sprintf("%v %+v %#v", s.Mail.SMTP, s.Mail.SMTP, s.Mail.SMTP)} {
		if strings.Contains(said, "hunter2") {
			t.Error(said)
		}
	}
}

func TestDurationsAreWrittenAsTheyAreRead(t *testing.T) {
	for _, want := range []string{"15m", "30s", "2h", "1h30m", "72h", "1m30s", "1h0m5s"} {
		var d duration
		if _, ok := d.read(want); !ok || d.String() != want {
			t.Errorf("%s became %s", want, d)
		}
	}
}
