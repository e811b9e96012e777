package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
)

// Visit is what one visit to a source brought.
type Visit struct {
	State State
	// Quiet is IsQuiet of the state before the visit and State: only the times
	// are written, and what somebody else has found meanwhile stays.
	Quiet bool
	// Items is nil when the visit failed or brought nothing new to read.
	Items []digest.Item
	// Missed are the IDs of items that should stand in what came, and do not.
	Missed []string
}

// Saved says what a visit brought that the store had not: items never met
// before, and items that now read otherwise.
type Saved struct{ New, Changed int }

// SaveVisit keeps what a visit brought. A known item keeps its FirstSeen and
// Position and, if it reads as before, is not written at all. LastNew becomes LastVisit when
// an item is new, and else stays as it was whatever the state says.
//
// The state is saved in one transaction with the last of the items, never
// before one of them; so where it is, they all are.
func (s *Store) SaveVisit(ctx context.Context, v Visit) (Saved, error) {
	saved, err := s.SaveVisits(ctx, []*Visit{&v})
	if err != nil {
		return Saved{}, fmt.Errorf("save visit of %s: %w", v.State.Source, err)
	}
	return saved[0], nil
}

// SaveVisits keeps what visits to different sources brought as SaveVisit does,
// in one transaction: for one that brought nothing most of the work is the
// transaction. What was saved is in the visits' order.
func (s *Store) SaveVisits(ctx context.Context, visits []*Visit) ([]Saved, error) {
	drafts := make([][]draft, len(visits))
	saved := make([]Saved, len(visits))
	for i, v := range visits {
		if len(v.Items) == 0 {
			continue
		}
		var err error
		if drafts[i], err = draftItems(v.Items); err != nil {
			return nil, err
		}
		if drafts[i], saved[i], err = s.saveAhead(ctx, drafts[i], v.State.LastVisit); err != nil {
			return nil, err
		}
	}
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		pen, quick := s.take(ctx, tx), s.quick(ctx)
		for _, i := range inOrder(visits) {
			if len(drafts[i]) > 0 {
				rest, err := s.saveItems(ctx, tx, drafts[i], visits[i].State.LastVisit)
				if err != nil {
					return err
				}
				saved[i].add(rest)
			}
			if err := miss(ctx, tx, visits[i].Missed, visits[i].State.LastVisit); err != nil {
				return err
			}
			if err := pen.write(quick, visits[i], saved[i].New > 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// saveAhead saves all but the last of very many items, some at a time: in one
// transaction a document of ten thousand would keep every other writer waiting.
func (s *Store) saveAhead(ctx context.Context, drafts []draft, at time.Time) ([]draft, Saved, error) {
	var saved Saved
	for len(drafts) > itemsAtOnce {
		err := s.write(ctx, func(tx *sql.Tx) error {
			some, err := s.saveItems(ctx, tx, drafts[:itemsAtOnce], at)
			saved.add(some)
			return err
		})
		if err != nil {
			return nil, Saved{}, err
		}
		drafts = drafts[itemsAtOnce:]
	}
	return drafts, saved, nil
}

func (s *Saved) add(more Saved) {
	s.New += more.New
	s.Changed += more.Changed
}

// inOrder is the visits' places by source, so that two writers never wait for
// each other crosswise.
func inOrder(visits []*Visit) []int {
	order := make([]int, len(visits))
	for i := range visits {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(visits[a].State.Source, visits[b].State.Source) })
	return order
}
