package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	outgoing "broadsheet/internal/mail"
)

// lookAtMail goes the way out of the mails to its door, and sends nothing.
func (p *patient) lookAtMail(ctx context.Context) diagnosis {
	way := string(p.transport())
	found, err := "", error(nil)
	switch way {
	case "smtp":
		return p.lookAtServer(ctx, p.smtp())
	case "lmtp":
		return p.lookAtServer(ctx, p.lmtp())
	case "sendmail":
		found, err = exec.LookPath(p.sendmail()[0])
	case "webhook":
		found, err = p.knock(ctx)
	case "outbox":
		found, err = "every mail becomes a file in "+p.mailFolder()+"; nothing is sent", writable(p.mailFolder())
	default:
		found, err = p.mailFolder(), writable(p.mailFolder())
	}
	if err != nil {
		return diagnosis{Verdict: fails, Found: way + ": " + err.Error(), Next: hintForMail(err)}
	}
	return diagnosis{Verdict: fine, Found: way + ": " + found}
}

// expiring is how near the end of a certificate is told.
const expiring = 14 * 24 * time.Hour

func (p *patient) lookAtServer(ctx context.Context, server *outgoing.SMTP) diagnosis {
	terms, err := server.Try(ctx)
	if err != nil {
		return diagnosis{Verdict: fails, Found: err.Error(), Next: hintForMail(err)}
	}
	found := diagnosis{Verdict: fine, Found: fmt.Sprintf("%s: %s answers", p.transport(), server.Address())}
	if terms.TLS != "" {
		found.Found += ", encrypted by " + terms.TLS
	}
	switch {
	case server.Username != "":
		found.Found += ", and lets " + server.Username + " in"
	case terms.Auth != "":
		found.Found += "; it offers AUTH " + terms.Auth + ", nobody logs in"
	}
	if left := terms.Expires.Sub(p.now()); !terms.Expires.IsZero() && left < expiring {
		found.Verdict, found.Next = warns, fmt.Sprintf("its certificate ends in %s: whoever runs it should renew it", roughly(left))
	}
	return found
}

// mailHints are what can be done about a server that does not let us in, by what it is told by.
var mailHints = [][2]string{
	{"STARTTLS: the server does not offer it", "for TLS from the first byte write security: tls, with port 465"},
	{"first record does not look like a TLS", "the server begins in the clear: write security: starttls, with port 587"},
	{"x509: ", "the certificate is for another name, or by nobody whom this machine trusts: look at host"},
	{"AUTH: ", "look at username and password in mail.smtp"},
	{"connection refused", nobodyListens},
	{"not a directory", noFolder},
	{"fork/exec", noCommand},
	{"exec: ", noCommand},
}

func hintForMail(err error) string {
	for _, each := range mailHints {
		if strings.Contains(err.Error(), each[0]) {
			return each[1]
		}
	}
	return hintFor(err)
}

// knock asks who is at the webhook's address without posting anything.
func (p *patient) knock(ctx context.Context) (string, error) {
	response, err := p.ask(ctx, http.MethodHead, string(p.Mail.Webhook.URL))
	if err != nil {
		return "", err
	}
	_ = response.Body.Close()
	return response.Request.URL.Host + " answers " + response.Status + " to HEAD; mails are posted", nil
}

// writable says why no file can be made in a folder, or in the one in which it will be made.
func writable(folder string) error {
	file, err := os.CreateTemp(existing(folder), ".*.part")
	if err != nil {
		return err
	}
	_ = file.Close()
	return os.Remove(file.Name())
}
