package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"broadsheet/digest"
)

// draft is an item made ready to be written.
type draft struct {
	item    *digest.Item
	body    string // the item as JSON, without its first sight, withdrawal, position and content, which are columns
	content string
	hash    string // of body and content
}

// itemColumns are those of scanItem; lightColumns leave the content out.
const (
	itemColumns  = `id, first_seen, withdrawn, position, body, content`
	lightColumns = `id, first_seen, withdrawn, position, body, ''`
)

// byID is the items in the order of their IDs, so that two writers never wait
// for each other crosswise. Of an item told twice the first counts.
func byID(items []digest.Item) []*digest.Item {
	order := make([]*digest.Item, len(items))
	for i := range items {
		order[i] = &items[i]
	}
	slices.SortStableFunc(order, func(a, b *digest.Item) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(order, func(a, b *digest.Item) bool { return a.ID == b.ID })
}

// draftItems makes items ready, by ID.
func draftItems(items []digest.Item) ([]draft, error) {
	drafts := make([]draft, 0, len(items))
	var bare digest.Item
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	for _, item := range byID(items) {
		bare = *item
		bare.FirstSeen, bare.Withdrawn, bare.Position = time.Time{}, time.Time{}, 0
		content := ""
		if item.Title != "" || item.Link != "" || item.Summary != "" { // else it is all there is
			content, bare.Content = string(item.Content), ""
		}
		b.Reset()
		if err := encoder.Encode(&bare); err != nil {
			return nil, fmt.Errorf("item %s: %w", item.ID, err)
		}
		b.Truncate(b.Len() - len("\n"))
		body := b.String()
		b.WriteString(content)
		sum := sha256.Sum256(b.Bytes())
		drafts = append(drafts, draft{item, body, content, hex.EncodeToString(sum[:16])})
	}
	return drafts, nil
}

// saveItems writes the drafts that are new or read otherwise than before. Most
// that come are new, so that it is tried first to write them as such.
func (s *Store) saveItems(ctx context.Context, tx *sql.Tx, drafts []draft, at time.Time) (Saved, error) {
	written, err := s.insertItems(ctx, tx, drafts, at)
	if err != nil {
		return Saved{}, fmt.Errorf("insert items: %w", err)
	}
	saved := Saved{New: written}
	if written == len(drafts) {
		return saved, nil
	}
	known, err := knownHashes(ctx, tx, drafts)
	if err != nil {
		return Saved{}, fmt.Errorf("read known items: %w", err)
	}
	for _, d := range drafts {
		if known[d.item.ID] == d.hash {
			continue
		}
		if err := keepVersion(ctx, tx, d, at); err != nil {
			return Saved{}, fmt.Errorf("keep the version of item %s: %w", d.item.ID, err)
		}
		if err := updateItem(ctx, tx, d, at); err != nil {
			return Saved{}, fmt.Errorf("update item %s: %w", d.item.ID, err)
		}
		saved.Changed++
	}
	return saved, nil
}

func knownHashes(ctx context.Context, q querier, drafts []draft) (map[string]string, error) {
	known := make(map[string]string, len(drafts))
	for chunk := range slices.Chunk(drafts, listLength) {
		ids := make([]any, len(chunk))
		for i, d := range chunk {
			ids[i] = d.item.ID
		}
		pairs, err := collect(ctx, q, func(rows *sql.Rows) (pair [2]string, err error) {
			err = rows.Scan(&pair[0], &pair[1])
			return pair, err
		}, `SELECT id, hash FROM items WHERE id IN `+tuples(1, 1, len(chunk)), ids...)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			known[pair[0]] = pair[1]
		}
	}
	return known, nil
}

// insertItems writes those of the drafts that we have not met, and says how many.
func (s *Store) insertItems(ctx context.Context, tx *sql.Tx, drafts []draft, at time.Time) (int, error) {
	if s.dialect == SQLite {
		return s.insertEach(ctx, tx, drafts, at)
	}
	written := 0
	for chunk := range slices.Chunk(drafts, rowsAtOnce) {
		args := make([]any, 0, itemWidth*len(chunk))
		for _, d := range chunk {
			args = append(args, d.values(at)...)
		}
		n, err := exec(ctx, tx, putItems(len(chunk)), args...)
		if err != nil {
			return 0, err
		}
		written += n
	}
	return written, nil
}

// insertEach writes them one by one: to SQLite a row costs less alone, for of a
// statement of several it has to be able to undo those before the one that fails.
func (s *Store) insertEach(ctx context.Context, tx *sql.Tx, drafts []draft, at time.Time) (int, error) {
	put, written := tx.StmtContext(ctx, s.putItem), 0
	defer put.Close()
	for _, d := range drafts {
		n, err := rowsOf(put.ExecContext(s.quick(ctx), clean(d.values(at))...))
		if err != nil {
			return 0, err
		}
		written += n
	}
	return written, nil
}

const itemWidth = 10

// putItems is the statement that writes so many rows.
func putItems(rows int) string {
	return `
		INSERT INTO items (id, source, guid, link, first_seen, position, changed_at, hash, body, content)
		VALUES ` + tuples(1, rows, itemWidth) + ` ON CONFLICT (id) DO NOTHING`
}

func (d *draft) values(at time.Time) []any {
	return []any{
		d.item.ID, d.item.Source, d.item.GUID, d.item.Link, millis(d.item.FirstSeen), d.item.Position,
		millis(at), d.hash, d.body, d.content,
	}
}

func updateItem(ctx context.Context, q querier, d draft, at time.Time) error {
	_, err := exec(ctx, q, `
		UPDATE items SET source = $2, guid = $3, link = $4, changed_at = $5, hash = $6, body = $7, content = $8
		WHERE id = $1`,
		d.item.ID, d.item.Source, d.item.GUID, d.item.Link, millis(at), d.hash, d.body, d.content)
	return err
}

// Met says which of these IDs are those of items that we have met.
func (s *Store) Met(ctx context.Context, ids []string) (map[string]bool, error) {
	met := map[string]bool{}
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(ids, listLength) {
			found, err := collect(ctx, q, scanText, `SELECT id FROM items WHERE id IN `+tuples(1, 1, len(chunk)), list(chunk)...)
			if err != nil {
				return err
			}
			for _, id := range found {
				met[id] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what is met: %w", err)
	}
	return met, nil
}

// Items is those items of the IDs that we have met, by ID.
func (s *Store) Items(ctx context.Context, ids []string) ([]digest.Item, error) {
	var items []digest.Item
	err := s.read(func(q querier) error {
		for chunk := range slices.Chunk(ids, listLength) {
			found, err := collect(ctx, q, scanItem,
				`SELECT `+itemColumns+` FROM items WHERE id IN `+tuples(1, 1, len(chunk)), list(chunk)...)
			if err != nil {
				return err
			}
			items = append(items, found...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	sortItems(items)
	return items, nil
}

// Titles is the titles of the items that we first met before an instant, the
// newest first and at most so many.
func (s *Store) Titles(ctx context.Context, before time.Time, most int) ([]string, error) {
	var titles []string
	err := s.read(func(q querier) (err error) {
		titles, err = collect(ctx, q, scanTitle,
			`SELECT body FROM items WHERE first_seen < $1 ORDER BY first_seen DESC, id DESC LIMIT $2`, millis(before), most)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read titles: %w", err)
	}
	return titles, nil
}

func scanTitle(rows *sql.Rows) (string, error) {
	var body sql.RawBytes
	if err := rows.Scan(&body); err != nil {
		return "", err
	}
	var item struct {
		Title string `json:"title"`
	}
	err := json.Unmarshal(body, &item)
	return item.Title, err
}

// find asks for an item by the beginning of its ID, by its guid, or by its link.
const find = `
	SELECT ` + itemColumns + ` FROM items
	WHERE id IN (
		SELECT id FROM items WHERE id = $1
		UNION SELECT id FROM items WHERE $2 >= 6 AND substr(id, 1, $2) = $1
		UNION SELECT id FROM items WHERE substr(guid, 1, 200) = substr($1, 1, 200) AND guid = $1 AND guid <> link
		UNION SELECT id FROM items WHERE substr(link, 1, 200) = substr($1, 1, 200) AND link = $1)`

// Find is the items that a person may mean by query: that of this ID, those
// whose ID begins so (if it is six characters or more), and those with exactly
// this guid or link; by ID.
func (s *Store) Find(ctx context.Context, query string) ([]digest.Item, error) {
	if query == "" {
		return nil, nil
	}
	var items []digest.Item
	err := s.read(func(q querier) (err error) {
		items, err = collect(ctx, q, scanItem, find, query, utf8.RuneCountInString(query))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find %q: %w", query, err)
	}
	sortItems(items)
	return items, nil
}
