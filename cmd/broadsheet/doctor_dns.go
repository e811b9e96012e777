package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/dmarc"
	"golang.org/x/net/publicsuffix"
)

// isSent says whether mails leave for other machines by a server that is asked
// for nothing but to carry them: what the DNS says of us matters then.
func (p *patient) isSent() bool {
	return slices.Contains([]transport{"smtp", "sendmail"}, p.transport())
}

// domainOf is what stands after the @ of an address.
func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// lookForSPF looks whether the domain of the return path says who may send for it (RFC 7208).
func (p *patient) lookForSPF(ctx context.Context) diagnosis {
	if !p.isSent() {
		return diagnosis{}
	}
	domain := domainOf(p.Mail.From.Address)
	if back := p.Mail.Bounces.Address; back != "" {
		domain = domainOf(back)
	}
	texts, err := textsAt(ctx, domain)
	if err != nil {
		return unheard(err)
	}
	texts = slices.DeleteFunc(texts, func(text string) bool {
		version, _, _ := strings.Cut(text, " ")
		return !strings.EqualFold(version, "v=spf1")
	})
	switch {
	case len(texts) == 0:
		return diagnosis{
			Verdict: warns, Found: domain + " does not say who may send for it",
			Next: fmt.Sprintf("put into the DNS for %s: TXT \"v=spf1 … ~all\", with what your mail server's manual says in the middle", domain),
		}
	case len(texts) > 1:
		return diagnosis{Verdict: fails, Found: fmt.Sprintf("%s has %d records, so that none counts", domain, len(texts)), Next: "make one of them"}
	case strings.Contains(strings.ToLower(texts[0]), "+all"):
		return diagnosis{Verdict: warns, Found: domain + ": " + texts[0], Next: "end it with ~all: +all lets everybody send in its name"}
	}
	return diagnosis{Verdict: fine, Found: domain + ": " + texts[0]}
}

// lookForDKIM looks whether the public key in the DNS is that of our own (RFC 6376).
func (p *patient) lookForDKIM(ctx context.Context) diagnosis {
	if !p.isSent() {
		return diagnosis{}
	}
	if p.dkim == nil {
		return diagnosis{
			Verdict: warns, Found: "the mails are not signed",
			Next: keyMaker + ", and name it in mail.dkim",
		}
	}
	record, err := p.dkim.Record()
	if err != nil {
		return diagnosis{Verdict: fails, Found: err.Error()}
	}
	name := p.dkim.Selector + "._domainkey." + p.dkim.Domain
	texts, err := textsAt(ctx, name)
	if err != nil {
		return unheard(err)
	}
	put := fmt.Sprintf("put into the DNS for %s: TXT %q", name, record)
	switch {
	case len(texts) == 0:
		return diagnosis{Verdict: fails, Found: "there is no key at " + name, Next: put}
	case keyIn(texts[0]) == "":
		return diagnosis{Verdict: fails, Found: "the key at " + name + " was withdrawn", Next: put}
	case keyIn(texts[0]) != keyIn(record):
		return diagnosis{Verdict: fails, Found: "the key at " + name + " is another than mail.dkim.key", Next: put}
	}
	return diagnosis{Verdict: fine, Found: "the key at " + name + " is that of mail.dkim.key"}
}

// keyIn is the public key in a DKIM record.
func keyIn(record string) string {
	for tag := range strings.SplitSeq(record, ";") {
		if name, value, _ := strings.Cut(tag, "="); strings.TrimSpace(name) == "p" {
			return strings.Join(strings.Fields(value), "")
		}
	}
	return ""
}

// lookForDMARC looks for what readers' servers are asked to do with mails that
// only seem to be ours: at the domain, then at the one that was registered (RFC 7489 §6.6.3).
func (p *patient) lookForDMARC(ctx context.Context) diagnosis {
	if !p.isSent() {
		return diagnosis{}
	}
	domain := domainOf(p.Mail.From.Address)
	asked := []string{domain}
	if above, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil && above != domain {
		asked = append(asked, above)
	}
	ask := &dmarc.LookupOptions{LookupTXT: func(name string) ([]string, error) { return textsAt(ctx, name) }}
	for _, name := range asked {
		record, err := dmarc.LookupWithOptions(name, ask)
		switch {
		case err == nil:
			return diagnosis{Verdict: fine, Found: fmt.Sprintf("%s asks for %s", name, record.Policy)}
		case !errors.Is(err, dmarc.ErrNoPolicy):
			return unheard(err)
		}
	}
	return diagnosis{
		Verdict: warns, Found: domain + " has no policy",
		Next: fmt.Sprintf("put into the DNS for _dmarc.%s: TXT \"v=DMARC1; p=none\"; great mail hosts demand one of those who send much", asked[len(asked)-1]),
	}
}

// textsAt is what the DNS says at a name; nothing is no error.
func textsAt(ctx context.Context, name string) ([]string, error) {
	texts, err := net.DefaultResolver.LookupTXT(ctx, name+".")
	var failure *net.DNSError
	if errors.As(err, &failure) && failure.IsNotFound {
		return nil, nil
	}
	return texts, err
}

// unheard is that the DNS did not say.
func unheard(err error) diagnosis {
	return diagnosis{Verdict: warns, Found: "not known: " + err.Error(), Next: "ask again where the DNS can be reached"}
}
