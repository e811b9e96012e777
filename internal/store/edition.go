package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"broadsheet/digest"
)

// Printing says that an edition holds an item, and whether as a lead.
type Printing struct {
	Digest string
	Date   string
	Lead   bool
}

// Publish brings an edition out: in one transaction its row, a ledger row for
// each of its items and corrections, a pending delivery for each confirmed subscriber of the
// digest in blocks of blockSize numbered from 0, and whatever then does with
// the same transaction. Where the mailing is refused, so is each delivery, and
// there is no block; one that is skipped has no deliveries. It says false, and
// has done nothing, if the edition is
// out already. If an item of it is in another edition of the digest, or if then
// fails, that is an error and nothing has happened.
func (s *Store) Publish(ctx context.Context, e digest.Edition, m Mailing, blockSize int,
	then func(ctx context.Context, tx *sql.Tx, blocks int) error,
) (bool, error) {
	published := false
	body, err := editionBody(e, blockSize)
	if err == nil {
		err = s.write(ctx, func(tx *sql.Tx) error {
			published, err = insertEdition(ctx, tx, e, body)
			if err != nil || !published {
				return err
			}
			if err := insertPrinted(ctx, tx, e); err != nil {
				return err
			}
			if err := insertCorrections(ctx, tx, e); err != nil {
				return err
			}
			deliveries := 0
			if e.Skipped == "" {
				if deliveries, err = insertDeliveries(ctx, tx, e, m, blockSize); err != nil {
					return err
				}
			}
			return then(ctx, tx, (deliveries+blockSize-1)/blockSize)
		})
	}
	if err != nil {
		return false, fmt.Errorf("publish %s: %w", e.ID(), err)
	}
	return published, nil
}

// editionBody is the edition's JSON as it will stand for ever. If it had bytes that
// are not UTF-8, which JSON writes as \ufffd and reads as a letter, it is read back
// once, since these change on their first way through JSON.
func editionBody(e digest.Edition, blockSize int) (string, error) {
	if _, _, err := digest.ParseKey(e.Date); err != nil {
		return "", err
	}
	if blockSize < 1 {
		return "", fmt.Errorf("a block of %d deliveries", blockSize)
	}
	first, err := json.Marshal(e)
	if err != nil || !bytes.Contains(first, []byte(`\ufffd`)) {
		return string(first), err
	}
	var settled digest.Edition
	if err := json.Unmarshal(first, &settled); err != nil {
		return "", err
	}
	body, err := json.Marshal(settled)
	return string(body), err
}

// headline is the title of what leads an edition.
func headline(e digest.Edition) string {
	if e.Items() == 0 {
		return ""
	}
	return e.Sections[0].Clusters[0].Lead.Title
}

func insertEdition(ctx context.Context, q querier, e digest.Edition, body string) (bool, error) {
	clusters := 0
	for _, section := range e.Sections {
		clusters += len(section.Clusters)
	}
	n, err := exec(ctx, q, `
		INSERT INTO editions (digest, date, title, composed_at, due, rule, sections, clusters, items, missing, body, skipped, headline)
		VALUES `+tuples(1, 1, 13)+` ON CONFLICT (digest, date) DO NOTHING`,
		e.Digest, e.Date, e.Title, millis(e.At), millis(e.Due), e.Rule, len(e.Sections), clusters, e.Items(), len(e.Missing()), body, e.Skipped, headline(e))
	return n == 1, err
}

// insertPrinted writes the ledger in the order of the items' IDs, so that two
// publishers never wait for each other crosswise.
func insertPrinted(ctx context.Context, q querier, e digest.Edition) error {
	lines := ledgerLines(e)
	for chunk := range slices.Chunk(lines, rowsAtOnce) {
		args := make([]any, 0, 4*len(chunk))
		for _, line := range chunk {
			args = append(args, e.Digest, line.item, e.Date, line.lead)
		}
		written, err := collect(ctx, q, scanText, `
			INSERT INTO printed (digest, item, date, lead)
			VALUES `+tuples(1, len(chunk), 4)+` ON CONFLICT (digest, item) DO NOTHING RETURNING item`, args...)
		if err != nil {
			return fmt.Errorf("write the ledger: %w", err)
		}
		slices.Sort(written)
		for i, line := range chunk {
			if i == len(written) || written[i] != line.item {
				return fmt.Errorf("write the ledger: item %s is printed in this digest already", line.item)
			}
		}
	}
	return nil
}

type ledgerLine struct {
	item string
	lead int64
}

func ledgerLines(e digest.Edition) []ledgerLine {
	var lines []ledgerLine
	for _, section := range e.Sections {
		for _, cluster := range section.Clusters {
			lines = append(lines, ledgerLine{cluster.Lead.ID, 1})
			for _, also := range cluster.AlsoIn {
				lines = append(lines, ledgerLine{also.ID, 0})
			}
		}
	}
	slices.SortFunc(lines, func(a, b ledgerLine) int { return strings.Compare(a.item, b.item) })
	return lines
}

// insertDeliveries answers how many there are to send.
func insertDeliveries(ctx context.Context, q querier, e digest.Edition, m Mailing, blockSize int) (int, error) {
	state := digest.Pending
	if m.Refusal != "" {
		state = digest.Refused
	}
	n, err := exec(ctx, q, `
		INSERT INTO deliveries (digest, date, subscriber, block, state, attempts, due, error, sent_at)
		SELECT $1, $2, id, (ROW_NUMBER() OVER (ORDER BY id) - 1) / $3, $4, 0, 0, $5, 0
		FROM subscribers WHERE digest = $1 AND state = 'confirmed'`,
		e.Digest, e.Date, blockSize, string(state), m.Refusal)
	if err != nil {
		return 0, fmt.Errorf("write the deliveries: %w", err)
	}
	if state == digest.Refused {
		return 0, nil
	}
	return n, nil
}

// Edition is the edition of that date, also one that was skipped, or ErrNotFound.
func (s *Store) Edition(ctx context.Context, digestID, date string) (digest.Edition, error) {
	return s.oneEdition(ctx, "edition "+digestID+"/"+date,
		`SELECT body FROM editions WHERE digest = $1 AND date = $2`, digestID, date)
}

// Latest is the digest's edition with the latest date that came out, or ErrNotFound.
func (s *Store) Latest(ctx context.Context, digestID string) (digest.Edition, error) {
	return s.oneEdition(ctx, "latest edition of "+digestID,
		`SELECT body FROM editions WHERE digest = $1 AND skipped = '' ORDER BY date DESC LIMIT 1`, digestID)
}

func (s *Store) oneEdition(ctx context.Context, name, query string, args ...any) (digest.Edition, error) {
	editions, err := s.editions(ctx, query, args...)
	if err == nil && len(editions) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return digest.Edition{}, fmt.Errorf("%s: %w", name, err)
	}
	return editions[0], nil
}

// Editions is the digest's last editions that came out, newest first; all of
// them if limit is 0.
func (s *Store) Editions(ctx context.Context, digestID string, limit int) ([]digest.Edition, error) {
	if limit == 0 {
		limit = math.MaxInt
	}
	editions, err := s.editions(ctx, `
		SELECT body FROM editions WHERE digest = $1 AND skipped = '' ORDER BY date DESC LIMIT $2`, digestID, limit)
	if err != nil {
		return nil, fmt.Errorf("editions of %s: %w", digestID, err)
	}
	return editions, nil
}

func (s *Store) editions(ctx context.Context, query string, args ...any) (editions []digest.Edition, err error) {
	err = s.read(func(q querier) error {
		editions, err = collect(ctx, q, scanEdition, query, args...)
		return err
	})
	return editions, err
}

func scanEdition(rows *sql.Rows) (e digest.Edition, err error) {
	var body string
	if err := rows.Scan(&body); err != nil {
		return e, err
	}
	err = json.Unmarshal([]byte(body), &e)
	return e, err
}

// Neighbours is the dates of the digest's editions that came out next before and after a
// date, "" where there is none.
func (s *Store) Neighbours(ctx context.Context, digestID, date string) (before, after string, err error) {
	var found [][2]string
	err = s.read(func(q querier) (err error) {
		found, err = collect(ctx, q, func(rows *sql.Rows) (pair [2]string, err error) {
			err = rows.Scan(&pair[0], &pair[1])
			return pair, err
		}, `SELECT
				COALESCE((SELECT MAX(date) FROM editions WHERE digest = $1 AND date < $2 AND skipped = ''), ''),
				COALESCE((SELECT MIN(date) FROM editions WHERE digest = $1 AND date > $2 AND skipped = ''), '')`, digestID, date)
		return err
	})
	if err != nil {
		return "", "", fmt.Errorf("neighbours of %s/%s: %w", digestID, date, err)
	}
	return found[0][0], found[0][1], nil
}

// Printings is the editions that hold the item, by digest.
func (s *Store) Printings(ctx context.Context, itemID string) ([]Printing, error) {
	var printings []Printing
	err := s.read(func(q querier) (err error) {
		printings, err = collect(ctx, q, func(rows *sql.Rows) (Printing, error) {
			var p Printing
			var lead int
			err := rows.Scan(&p.Digest, &p.Date, &lead)
			p.Lead = lead == 1
			return p, err
		}, `SELECT digest, date, lead FROM printed WHERE item = $1`, itemID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("printings of %s: %w", itemID, err)
	}
	slices.SortFunc(printings, func(a, b Printing) int { return cmp.Compare(a.Digest, b.Digest) })
	return printings, nil
}
