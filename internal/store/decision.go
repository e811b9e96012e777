package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"broadsheet/digest"
)

// verdict is what was decided alike of many items: most of ten thousand
// candidates are left out for a handful of reasons.
type verdict struct {
	Of digest.Decision `json:"of"`
	// Own says that each leads its own cluster.
	Own   bool     `json:"own,omitempty"`
	Items []string `json:"items"`
}

// KeepLeftOut writes down why each candidate that an edition does not hold is
// not in it, in the transaction that publishes it.
func (s *Store) KeepLeftOut(ctx context.Context, tx *sql.Tx, e digest.Edition, decisions []digest.Decision) error {
	all, err := verdicts(decisions)
	var body []byte
	if err == nil {
		body, err = json.Marshal(all)
	}
	if err == nil {
		_, err = exec(ctx, tx, `UPDATE editions SET left_out = $3 WHERE digest = $1 AND date = $2`, e.Digest, e.Date, string(body))
	}
	if err != nil {
		return fmt.Errorf("keep what is left out of %s: %w", e.ID(), err)
	}
	return nil
}

// verdicts puts together what was decided alike, in the order of the first of each.
func verdicts(decisions []digest.Decision) ([]verdict, error) {
	place := map[string]int{}
	all := []verdict{}
	for _, d := range decisions {
		if d.Outcome == digest.Leads || d.Outcome == digest.AlsoIn {
			continue
		}
		v := verdict{Of: d, Own: d.Lead == d.Item}
		v.Of.Item = ""
		if v.Own {
			v.Of.Lead = ""
		}
		alike, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		n, known := place[string(alike)]
		if !known {
			n = len(all)
			place[string(alike)] = n
			all = append(all, v)
		}
		all[n].Items = append(all[n].Items, d.Item)
	}
	return all, nil
}

// LeftOut is why each candidate that the edition of that date does not hold is
// not in it, by item. It says false if the edition came out before this was
// kept, and ErrNotFound if it did not come out.
func (s *Store) LeftOut(ctx context.Context, digestID, date string) ([]digest.Decision, bool, error) {
	var bodies []string
	err := s.read(func(q querier) (err error) {
		bodies, err = collect(ctx, q, scanText, `SELECT left_out FROM editions WHERE digest = $1 AND date = $2`, digestID, date)
		return err
	})
	if err == nil && len(bodies) == 0 {
		err = ErrNotFound
	}
	var all []verdict
	kept := err == nil && bodies[0] != ""
	if kept {
		err = json.Unmarshal([]byte(bodies[0]), &all)
	}
	if err != nil {
		return nil, false, fmt.Errorf("what is left out of %s/%s: %w", digestID, date, err)
	}
	return single(all), kept, nil
}

// single is the decision of each item.
func single(all []verdict) []digest.Decision {
	var decisions []digest.Decision
	for _, v := range all {
		for _, item := range v.Items {
			d := v.Of
			d.Item = item
			if v.Own {
				d.Lead = item
			}
			decisions = append(decisions, d)
		}
	}
	slices.SortFunc(decisions, func(a, b digest.Decision) int { return strings.Compare(a.Item, b.Item) })
	return decisions
}
