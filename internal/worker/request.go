package worker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"slices"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
	"broadsheet/templates"
)

const (
	// doorstep is how often we look whether somebody has asked for a digest: they
	// wait for the mail.
	doorstep = 2 * time.Second
	// requestLease is how long one process has to write to those whom it has
	// claimed, and when it is tried again.
	requestLease = 5 * time.Minute
	requestSend  = 20 * time.Second
)

// attend writes to readers who ask, until the returned function is called.
func (w *Worker) attend(ctx context.Context) (stop func()) {
	if !w.does(Deliver) || !slices.ContainsFunc(w.Digests, func(d digest.Digest) bool { return d.SignUp }) {
		return func() {}
	}
	return every(ctx, doorstep, func(ctx context.Context) {
		mailed, err := w.AskBack(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			w.Log.WarnContext(ctx, "ask readers back", "error", err)
		case mailed > 0:
			w.Log.InfoContext(ctx, "readers were asked to confirm", "mails", mailed)
		}
	})
}

// AskBack sends each address that has asked for a digest the mail in which it is
// confirmed. What a server does not take now is tried again in five minutes, as
// long as the request lasts.
func (w *Worker) AskBack(ctx context.Context) (mailed int, err error) {
	claimed, err := w.Store.ClaimRequests(ctx, w.Now(), requestLease)
	if err != nil {
		return 0, err
	}
	for _, r := range claimed {
		failure := w.askBack(ctx, r)
		var refused *mail.Refusal
		if failure != nil {
			err = errors.Join(err, fmt.Errorf("mail to a reader who asks for %s: %w", r.Digest, failure))
		} else {
			mailed++
		}
		if failure == nil || errors.As(failure, &refused) {
			err = errors.Join(err, w.Store.RequestMailed(context.WithoutCancel(ctx), r.Token, w.Now()))
		}
	}
	return mailed, err
}

// askBack writes to one. Sent twice, the mail has the same Message-ID.
func (w *Worker) askBack(ctx context.Context, r store.Request) error {
	d, known := w.digest(r.Digest)
	if !known {
		return &mail.Refusal{Stage: "To", Code: 500, Text: "the digest has left config.yaml"}
	}
	subject, html, text, err := templates.ConfirmMail(d.Title, d.Language, w.Site.URL+"/confirm/"+r.Token, w.Site)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(r.Token + r.Asked.String()))
	limit, cancel := context.WithTimeout(ctx, requestSend)
	defer cancel()
	return w.Sender.Send(limit, mail.Message{
		From: w.From, To: (&netmail.Address{Address: r.Address}).String(), Subject: subject,
		MessageID: "confirm." + hex.EncodeToString(sum[:12]) + "@" + w.host(), Date: r.Asked.In(d.Zone),
		Language: d.Language, DKIM: w.DKIM, Body: mail.NewBody(mail.Part{Document: html}, mail.Part{Document: text}),
	})
}
