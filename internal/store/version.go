package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"broadsheet/digest"
)

// version is how an item read once.
type version struct{ item, body, text string }

// keepVersion keeps how an item reads that is about to be written anew, if it
// will be printed otherwise. So an item that never changes costs nothing.
func keepVersion(ctx context.Context, q querier, d draft, at time.Time) error {
	old, err := collect(ctx, q, scanVersion, `SELECT id, body, content FROM items WHERE id = $1`, d.item.ID)
	if err != nil || len(old) == 0 {
		return err
	}
	was, err := itemOf(old[0])
	if err != nil || digest.PrintsAlike(was, *d.item) {
		return err
	}
	_, err = exec(ctx, q, `INSERT INTO versions (item, until, body, text) VALUES ($1, $2, $3, $4) ON CONFLICT (item, until) DO NOTHING`,
		d.item.ID, millis(at), old[0].body, hashOf(old[0].text))
	return err
}

// AsOf gives items as they read at an instant, as far as that is kept. Where the
// whole text was another then, there is none.
func (s *Store) AsOf(ctx context.Context, items []digest.Item, at time.Time) ([]digest.Item, error) {
	versions, err := s.versionsAt(ctx, items, at)
	if err != nil || len(versions) == 0 {
		return items, err
	}
	then := slices.Clone(items)
	for n, now := range items {
		v, changed := versions[now.ID]
		if !changed {
			continue
		}
		was, err := itemOf(v)
		if err != nil {
			return nil, err
		}
		if was.Content == "" && v.text == hashOf(string(now.Content)) {
			was.Content = now.Content
		}
		was.FirstSeen, was.Position, was.Withdrawn = now.FirstSeen, now.Position, now.Withdrawn
		then[n] = was
	}
	return then, nil
}

// versionsAt are the versions in which items stood that have changed since, by
// item. Most are asked for as of now, after which nothing was seen.
func (s *Store) versionsAt(ctx context.Context, items []digest.Item, at time.Time) (map[string]version, error) {
	found := map[string]version{}
	err := s.read(func(q querier) error {
		later, err := collect(ctx, q, scanText, `SELECT item FROM versions WHERE until > $1 LIMIT 1`, millis(at))
		if err != nil || len(later) == 0 {
			return err
		}
		for chunk := range slices.Chunk(items, listLength) {
			args := []any{millis(at)}
			for _, item := range chunk {
				args = append(args, item.ID)
			}
			versions, err := collect(ctx, q, scanVersion, `
				SELECT item, body, text FROM versions AS v
				WHERE until > $1 AND item IN `+tuples(2, 1, len(chunk))+`
					AND NOT EXISTS (SELECT 1 FROM versions AS sooner WHERE sooner.item = v.item AND sooner.until > $1 AND sooner.until < v.until)`,
				args...)
			if err != nil {
				return err
			}
			for _, v := range versions {
				found[v.item] = v
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("how items read at %s: %w", at.UTC().Format(time.RFC3339), err)
	}
	return found, nil
}

// Forget forgets how items read that have changed before an instant, and how
// pages were found that were not asked for since.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `DELETE FROM versions WHERE until < $1`, millis(before))
		if err == nil {
			_, err = exec(ctx, tx, `DELETE FROM pages WHERE asked < $1`, millis(before))
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("forget what is long past: %w", err)
	}
	return nil
}

func scanVersion(rows *sql.Rows) (v version, err error) {
	err = rows.Scan(&v.item, &v.body, &v.text)
	return v, err
}

func itemOf(v version) (digest.Item, error) {
	var item digest.Item
	if err := json.Unmarshal([]byte(v.body), &item); err != nil {
		return digest.Item{}, fmt.Errorf("item %s: %w", v.item, err)
	}
	return item, nil
}

// hashOf names a text; that of none is empty.
func hashOf(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
