package mail_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"broadsheet/internal/mail"
)

// report is what Postfix writes; the tests change what they are about.
const report = `Return-Path: <>
Delivered-To: bounces+x-20261123-abc@example.org
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces+x-20261123-abc@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4F/mx.example.net"

--4F/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4F/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Sender: rfc822; bounces+x-20261123-abc@example.org
Arrival-Date: Mon, 23 Nov 2026 02:00:00 +0000 (UTC)

Final-Recipient: rfc822; reader@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 5.1.1 <reader@example.com>: Recipient
    address rejected: User unknown

--4F/mx.example.net
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Message-ID: <morning.2026-11-23.x@example.org>

--4F/mx.example.net--
`

func TestReports(t *testing.T) {
	for name, c := range map[string]struct {
		old, new             string
		action, status, text string
	}{
		"Postfix":                  {"", "", "failed", "5.1.1", "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"},
		"late":                     {"Action: failed\nStatus: 5.1.1", "Action: delayed\nStatus: 4.4.1", "delayed", "4.4.1", "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"},
		"a code only in the words": {"Status: 5.1.1", "Status: 5.0.0", "failed", "5.1.1", "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"},
		"capitals and comments":    {"Action: failed\nStatus: 5.1.1", "ACTION: Failed \nSTATUS: 5.2.1 (mailbox disabled)", "failed", "5.2.1", "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"},
		"no diagnostic":            {"Diagnostic-Code: smtp; 550 5.1.1 <reader@example.com>: Recipient\n    address rejected: User unknown\n", "", "failed", "5.1.1", ""},
		"cut off":                  {"\n--4F/mx.example.net--\n", "", "failed", "5.1.1", "550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown"},
	} {
		got, err := mail.ReadReport(strings.NewReader(strings.ReplaceAll(report, c.old, c.new)))
		if c.old == "" {
			got, err = mail.ReadReport(strings.NewReader(strings.ReplaceAll(report, "\n", "\r\n")))
		}
		if err != nil || got.Action != c.action || got.Status != c.status || got.Text != c.text {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if len(got.To) == 0 || got.To[0] != "bounces+x-20261123-abc@example.org" {
			t.Errorf("%s: to %v", name, got.To)
		}
	}
}

func TestNoReports(t *testing.T) {
	for name, text := range map[string]string{
		"a mail":          "From: a@b.example\nTo: c@d.example\n\nI am on holiday.\n",
		"a read receipt":  strings.ReplaceAll(report, "report-type=delivery-status", "report-type=disposition-notification"),
		"no status":       strings.ReplaceAll(strings.ReplaceAll(report, "Status: 5.1.1", ""), "550 5.1.1", "550"),
		"no such part":    strings.ReplaceAll(report, "message/delivery-status", "text/plain"),
		"nothing":         "",
		"another boundry": strings.Replace(report, `boundary="4F`, `boundary="5F`, 1),
	} {
		if got, err := mail.ReadReport(strings.NewReader(text)); !errors.Is(err, mail.ErrNoReport) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func FuzzReadReport(f *testing.F) {
	f.Add(report)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := mail.ReadReport(strings.NewReader(text))
		if err == nil && (got.Action == "" || got.Status == "") {
			t.Errorf("%+v without an error", got)
		}
	})
}

// What Address makes, Read reads, in capitals too; what anybody else makes it does not.
func TestMarks(t *testing.T) {
	box := mail.Bounces{Box: "bounces@example.org", Key: []byte("key")}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z0-9]{1,26}(-[a-z0-9]{1,3})?`).Draw(t, "id")
		date := rapid.SampledFrom([]string{"2026-11-23", "2026-11-23T18"}).Draw(t, "date")
		address := box.Address(id, date)
		for _, form := range []string{address, strings.ToUpper(address), "<" + address + ">"} {
			if gotID, gotDate, ok := box.Read(form); !ok || gotID != id || gotDate != date {
				t.Fatalf("%s: %s, %s, %v", form, gotID, gotDate, ok)
			}
		}
		at := rapid.IntRange(len("bounces+"), strings.IndexByte(address, '@')-1).Draw(t, "at")
		letter := rapid.SampledFrom([]byte("abcxyz0279-")).Draw(t, "letter")
		forged := address[:at] + string(letter) + address[at+1:]
		if _, _, ok := box.Read(forged); ok && forged != address {
			t.Fatalf("%s in the place of %s was believed", forged, address)
		}
		if _, _, ok := (mail.Bounces{Box: box.Box, Key: []byte("another")}).Read(address); ok {
			t.Fatal("another key fits")
		}
	})
	long := box.Address(strings.Repeat("a", 26), "2026-11-23T18")
	if left := strings.IndexByte(long, '@') - len("bounces"); left+mail.MostBox > 64 {
		t.Errorf("a mark has %d letters", left)
	}
	for _, address := range []string{"", "bounces@example.org", "bounces+@example.org", "bounces+a-b@example.org", "digest@example.org", "@", "+-@"} {
		if _, _, ok := box.Read(address); ok {
			t.Errorf("%q was believed", address)
		}
	}
	if _, _, ok := (mail.Bounces{}).Read("a+b@example.org"); ok {
		t.Error("no box, and something was read")
	}
}
