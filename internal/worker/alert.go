package worker

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"time"

	"github.com/riverqueue/river"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

// Alerts say of what the operator is told, and how. The zero value tells nothing.
type Alerts struct {
	// Mail is the mailbox that is written to (RFC 5322), by the Worker's own
	// Sender; empty for none. Hook is told besides, unless it is nil.
	Mail string
	Hook Sender
	// Late is after how long an edition that is not there, nor held, is called
	// late, 0 for 15 minutes; Dead how long a source has not been read, 0 for three days;
	// Stuck how long no mail was taken while many wait, 0 for an hour; Refused the
	// share of an edition's mails that were refused, 0 for 0.05, which is also that
	// of those that wait.
	Late, Dead, Stuck time.Duration
	Refused           float64
}

func (a Alerts) ways() []string {
	var ways []string
	if a.Mail != "" {
		ways = append(ways, "mail")
	}
	if a.Hook != nil {
		ways = append(ways, "webhook")
	}
	return ways
}

const (
	// alertLease is how long one process has to tell what it has claimed, and
	// when it is tried again.
	alertLease = 5 * time.Minute
	alertSend  = 20 * time.Second
	// fewMails is how many an edition must have for a share of them to mean anything.
	fewMails = 20
)

type alertArgs struct{}

func (alertArgs) Kind() string { return "alert" }

func (alertArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: planning, MaxAttempts: 1, UniqueOpts: once}
}

// alert tells the operator what is wrong, once.
func (j *jobs) alert(ctx context.Context, _ *river.Job[alertArgs]) (line, error) {
	told, err := j.Alert(ctx)
	if told == 0 {
		return nil, err
	}
	return line{"told", told}, err
}

// Alert looks what is wrong, and tells by each way what it has not been told.
// What cannot be told now is told later, while it lasts.
func (w *Worker) Alert(ctx context.Context) (told int, err error) {
	now := w.Now().UTC()
	wrong, err := w.wrong(ctx, now)
	if err == nil {
		err = w.Store.Incidents(ctx, now, wrong, w.Alerts.ways())
	}
	for _, way := range w.Alerts.ways() {
		if err != nil {
			return told, err
		}
		var claimed []store.Incident
		claimed, err = w.Store.ClaimIncidents(ctx, way, now, alertLease)
		for _, i := range claimed {
			if failure := w.tell(ctx, way, i); failure != nil {
				w.Log.WarnContext(ctx, "alert", "way", way, "incident", i.ID, "error", failure)
				continue
			}
			told++
			err = errors.Join(err, w.Store.IncidentTold(context.WithoutCancel(ctx), i.ID, way, w.Now()))
		}
	}
	return told, err
}

// wrong is what the operator should know.
func (w *Worker) wrong(ctx context.Context, now time.Time) ([]store.Incident, error) {
	states, err := w.Store.BriefStates(ctx, ids(w.Sources))
	if err != nil {
		return nil, err
	}
	var wrong []store.Incident
	for _, source := range w.Sources {
		if i, dead := w.isDead(source, states[source.ID], now); dead {
			wrong = append(wrong, i)
		}
	}
	for _, d := range w.Digests {
		last, err := w.lastSlot(ctx, d, now)
		if err != nil {
			return nil, err
		}
		if next, ok := digest.NextDue(d, last, now); ok && last.Date != "" && now.Sub(next.At) > d.MayBeHeld()+cmp.Or(w.Alerts.Late, 15*time.Minute) {
			wrong = append(wrong, store.Incident{
				ID: "late/" + d.ID + "/" + next.Date, Text: fmt.Sprintf("The edition %s/%s should have come out at %s and is not there.",
					d.ID, next.Date, next.At.In(d.Zone).Format("15:04 on 2 January 2006")),
			})
		}
		mails, err := w.mailsOf(ctx, d, now)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, mails...)
	}
	return wrong, nil
}

func (w *Worker) isDead(source digest.Source, state store.State, now time.Time) (store.Incident, bool) {
	ill := state.Failures > 0 || state.Gone
	if !ill || state.LastGood.IsZero() && state.Failures < tooOften || !state.LastGood.IsZero() && now.Sub(state.LastGood) < cmp.Or(w.Alerts.Dead, 3*24*time.Hour) {
		return store.Incident{}, false
	}
	since := "It was never read."
	if !state.LastGood.IsZero() {
		since = "It was read last on " + state.LastGood.In(cmp.Or(source.Zone, time.UTC)).Format("2 January 2006 at 15:04") + "."
	}
	return store.Incident{
		ID: "dead/" + source.ID, Text: fmt.Sprintf("The source %s fails: %s. %s %s", source.ID, state.Error, since, state.Advice),
	}, true
}

// mailsOf looks at the mails of a digest's newest edition.
func (w *Worker) mailsOf(ctx context.Context, d digest.Digest, now time.Time) (wrong []store.Incident, err error) {
	patience := cmp.Or(w.Alerts.Stuck, time.Hour)
	p, err := w.Store.NewestMails(ctx, d.ID, now.Add(-patience))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	edition, all := d.ID+"/"+p.Date, p.Sent+p.Open+p.Refused+p.Bounced
	if n := p.Refused + p.Bounced; all >= fewMails && w.isMany(n, all) {
		wrong = append(wrong, store.Incident{
			ID: "refused/" + edition, Text: fmt.Sprintf("Of the %d mails of %s %d were refused for ever.", all, edition, n),
		})
	}
	if p.Stuck > 0 && now.Sub(p.Last) >= patience && (p.Sent == 0 || all >= fewMails && w.isMany(p.Stuck, all)) {
		wrong = append(wrong, store.Incident{
			ID: "stuck/" + edition, Text: fmt.Sprintf("Of the %d mails of %s %d wait, and none has left since %s. %s", all, edition, p.Open,
				p.Last.In(d.Zone).Format("15:04 on 2 January 2006"), cmp.Or(p.Why, "No process has tried to send them.")),
		})
	}
	return wrong, nil
}

func (w *Worker) isMany(some, all int) bool {
	return float64(some) >= cmp.Or(w.Alerts.Refused, 0.05)*float64(all)
}

// tell tells an incident. Told twice, it has the same Message-ID.
func (w *Worker) tell(ctx context.Context, way string, i store.Incident) error {
	sum := sha256.Sum256([]byte(i.ID + i.Since.String()))
	text := i.Text + "\r\n\r\n" + w.Site.URL + "/status\r\n"
	m := mail.Message{
		From: w.From, To: cmp.Or(w.Alerts.Mail, w.From), Subject: fmt.Sprintf("[%s] %s", w.Site.Title, i.ID),
		MessageID: "alert." + hex.EncodeToString(sum[:12]) + "@" + w.host(), Date: i.Since, DKIM: w.DKIM,
		Body: mail.NewBody(
			mail.Part{Document: "<p>" + html.EscapeString(i.Text) + "</p>\n<p>" + html.EscapeString(w.Site.URL) + "/status</p>\n"}, mail.Part{Document: text}),
	}
	limit, cancel := context.WithTimeout(ctx, alertSend)
	defer cancel()
	if way == "webhook" {
		return w.Alerts.Hook.Send(limit, m)
	}
	return w.Sender.Send(limit, m)
}
