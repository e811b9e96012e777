package worker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/store"
)

// ErrNothingToPrint says that an edition would hold no item. It does not come
// out; it stays due until there is something to print.
var ErrNothingToPrint = errors.New("nothing to print")

// blockSize is how many deliveries one job sends: few enough to be done in
// seconds, enough that the job costs little beside them.
const blockSize = 500

// Compose makes the edition for a slot of d from what the store knows, and
// changes nothing. What was seen after slot.At is not in it.
func (w *Worker) Compose(ctx context.Context, d digest.Digest, slot digest.Slot) (digest.Edition, []digest.Decision, error) {
	return w.compose(ctx, d, slot, wait{})
}

// wait is how an edition was waited for: in vain for some sources, and for so
// long if it was held for more than that.
type wait struct {
	late []string
	held time.Duration
}

func (w *Worker) compose(ctx context.Context, d digest.Digest, slot digest.Slot, waited wait) (digest.Edition, []digest.Decision, error) {
	since, err := w.since(ctx, d, slot)
	if err != nil {
		return digest.Edition{}, nil, err
	}
	items, err := w.Store.Candidates(ctx, d.ID, ids(w.sourcesOf(d)), since, slot.At)
	if err != nil {
		return digest.Edition{}, nil, err
	}
	if items, err = w.asOf(ctx, items, slot.At); err != nil {
		return digest.Edition{}, nil, err
	}
	states, err := w.Store.States(ctx, ids(w.sourcesOf(d)))
	if err != nil {
		return digest.Edition{}, nil, err
	}
	past, err := w.past(ctx, d, slot)
	if err != nil {
		return digest.Edition{}, nil, err
	}
	edition, decisions := digest.Compose(d, slot.Date, slot.At, Titled(w.Sources, states), items, w.reports(d, states, slot.At, waited.late), past)
	edition.Due, edition.Rule = slot.Due, slot.Rule
	edition.Waited = int(waited.held.Round(time.Minute) / time.Minute)
	if err := w.giveContent(ctx, edition); err != nil {
		return digest.Edition{}, nil, err
	}
	return edition, decisions, nil
}

// giveContent gives the leads of an edition their whole texts, without which
// the candidates came, and summaries to those whose teasers break off.
func (w *Worker) giveContent(ctx context.Context, e digest.Edition) error {
	var wanted []string
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			for n, entry := range cluster.Entries() {
				if n == 0 || cluster.NeedsSummary() {
					wanted = append(wanted, entry.ID)
				}
			}
		}
	}
	items, err := w.Store.Items(ctx, wanted)
	if err != nil {
		return err
	}
	if items, err = w.asOf(ctx, items, e.At); err != nil {
		return err
	}
	content := make(map[string]digest.HTML, len(items))
	for _, item := range items {
		content[item.ID] = item.Content
	}
	e.GiveTexts(content)
	return nil
}

// BringOut composes and publishes the edition for a slot. If there is one of
// that date already, it returns that one, unchanged, and false. A new edition's
// mails lie ready in the store; Deliver sends them. A thin day's is skipped for
// good: it says why, and holds nothing. ErrNothingToPrint comes with the empty
// edition.
func (w *Worker) BringOut(ctx context.Context, d digest.Digest, slot digest.Slot) (digest.Edition, bool, error) {
	return w.bringOut(ctx, d, slot, wait{}, func(context.Context, *sql.Tx, int) error { return nil })
}

// bringOut does also what then does, or neither.
func (w *Worker) bringOut(ctx context.Context, d digest.Digest, slot digest.Slot, waited wait,
	then func(ctx context.Context, tx *sql.Tx, blocks int) error,
) (digest.Edition, bool, error) {
	edition, err := w.Store.Edition(ctx, d.ID, slot.Date)
	if !errors.Is(err, store.ErrNotFound) {
		return edition, false, err
	}
	err = w.Store.MetBy(ctx, w.Now())
	if err == nil {
		err = w.settle(ctx, w.Now())
	}
	if err != nil {
		return digest.Edition{}, false, fmt.Errorf("compose %s/%s: %w", d.ID, slot.Date, err)
	}
	edition, decisions, err := w.compose(ctx, d, slot, waited)
	if err != nil {
		return digest.Edition{}, false, fmt.Errorf("compose %s/%s: %w", d.ID, slot.Date, err)
	}
	if !d.Skip(&edition, decisions) && len(edition.Sections) == 0 {
		return edition, false, fmt.Errorf("compose %s: %w", edition.ID(), ErrNothingToPrint)
	}
	published, err := w.Store.Publish(ctx, edition, w.mailing(d, slot), blockSize, func(ctx context.Context, tx *sql.Tx, blocks int) error {
		if err := w.Store.KeepLeftOut(ctx, tx, edition, decisions); err != nil {
			return err
		}
		return then(ctx, tx, blocks)
	})
	if err != nil {
		return digest.Edition{}, false, err
	}
	if err := w.Store.Forget(ctx, w.Now().Add(-versionsKept)); err != nil {
		return digest.Edition{}, false, err
	}
	// What was published is what the store holds: ours, or another's who was first.
	edition, err = w.Store.Edition(ctx, d.ID, slot.Date)
	return edition, published, err
}

// mailing says whether an edition that comes out now goes out by mail.
func (w *Worker) mailing(d digest.Digest, slot digest.Slot) store.Mailing {
	now := w.Now()
	if !d.TooLate(slot, now) {
		return store.Mailing{}
	}
	late := now.Sub(slot.Due).Round(time.Minute)
	return store.Mailing{Refusal: fmt.Sprintf("the edition came out %s after its hour, and max_lateness is %s", digest.Brief(late), digest.Brief(d.MaxLateness))}
}
