package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"strings"
)

// Bounces makes the address to which reports of failure about one message go,
// and reads it again: the box, a +, and what names the edition and its reader
// (VERP). It ends in a code that only we can make, so that a report that somebody
// invents has no address to go to.
type Bounces struct {
	// Box is a bare address whose left side has at most MostBox letters.
	Box string
	Key []byte
}

// MostBox is how long the left side of a box may be: RFC 5321 §4.5.3.1.1 allows
// 64 letters, and a mark has up to 51.
const MostBox = 12

// Address is where the reports about an edition to a subscriber go.
func (b Bounces) Address(subscriber, date string) string {
	at := strings.LastIndexByte(b.Box, '@')
	mark := subscriber + "-" + strings.NewReplacer("-", "", "T", "").Replace(date)
	return b.Box[:at] + "+" + mark + "-" + b.code(mark) + b.Box[at:]
}

// marked is a date within a mark: of a day, or of one of its hours.
var marked = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})?$`)

// Read is the subscriber and the date of an address that Address made. Without a
// box it reads none.
func (b Bounces) Read(address string) (subscriber, date string, ok bool) {
	box, address := strings.ToLower(b.Box), strings.ToLower(strings.Trim(address, "<> \t"))
	at := max(0, strings.LastIndexByte(box, '@'))
	rest, begins := strings.CutPrefix(address, box[:at]+"+")
	rest, ends := strings.CutSuffix(rest, box[at:])
	last := strings.LastIndexByte(rest, '-')
	if at == 0 || !begins || !ends || last < 0 || !hmac.Equal([]byte(rest[last+1:]), []byte(b.code(rest[:last]))) {
		return "", "", false
	}
	mark := rest[:last]
	last = strings.LastIndexByte(mark, '-')
	d := marked.FindStringSubmatch(mark[last+1:])
	if last < 0 || d == nil {
		return "", "", false
	}
	date = d[1] + "-" + d[2] + "-" + d[3]
	if d[4] != "" {
		date += "T" + d[4]
	}
	return mark[:last], date, true
}

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func (b Bounces) code(mark string) string {
	mac := hmac.New(sha256.New, b.Key)
	mac.Write([]byte(mark))
	return base32Lower.EncodeToString(mac.Sum(nil)[:8])
}
