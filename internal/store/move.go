package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Moved is a table that has been copied and compared.
type Moved struct {
	Table string
	Rows  int
}

// ErrNotEmpty says that a database cannot be moved into, since it holds another.
var ErrNotEmpty = errors.New("there is another paper in it")

// ErrMoved says that a database was moved to another, which alone is to be used.
var ErrMoved = errors.New("it was moved")

// ErrHalfMoved says that a database is not whole yet.
var ErrHalfMoved = errors.New("a move into it has not come to its end")

// Move copies everything from one database into another, which is empty or
// half filled by a Move of the same that was broken off; told is called for
// every table that is the same in both. From then on Open refuses the first
// one. Nobody may work on either meanwhile: on SQLite the first is locked.
func Move(ctx context.Context, from, to string, told func(Moved)) (err error) {
	source, err := openAnyway(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := openAnyway(ctx, to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	m := move{source, target, displayName(from), displayName(to), told}
	if err := m.run(ctx); err != nil {
		return fmt.Errorf("move to %s: %w", m.to, err)
	}
	return nil
}

type move struct {
	source, target *Store
	from, to       string
	told           func(Moved)
}

func (m move) run(ctx context.Context) error {
	if err := m.claim(ctx); err != nil {
		return err
	}
	err := m.source.write(ctx, func(tx *sql.Tx) error {
		for _, table := range moved {
			if err := m.table(ctx, tx, table.name, table.key); err != nil {
				return fmt.Errorf("table %s: %w", table.name, err)
			}
		}
		_, err := exec(ctx, tx, `INSERT INTO moves (direction, place) VALUES ('to', $1) ON CONFLICT (direction) DO NOTHING`, m.to)
		return err
	})
	if err != nil {
		return err
	}
	// The old one is closed before the new one is opened: never are both.
	_, err = exec(ctx, m.target.db, `DELETE FROM moves WHERE direction = 'from'`)
	return err
}

// claim writes down that the target is being filled, if it is empty, and refuses
// one that holds something else.
func (m move) claim(ctx context.Context) error {
	if place, err := m.source.place(ctx, "to"); err != nil || place != "" && place != m.to {
		return errors.Join(err, movedTo(place))
	}
	return m.target.write(ctx, func(tx *sql.Tx) error {
		if place, err := placeOf(ctx, tx, "from"); err != nil || place == m.from {
			return err
		}
		for _, table := range moved {
			n, err := countRows(ctx, tx, table.name)
			if err != nil {
				return err
			}
			if n > 0 {
				return fmt.Errorf("%w: %d rows of %s", ErrNotEmpty, n, table.name)
			}
		}
		_, err := exec(ctx, tx, `INSERT INTO moves (direction, place) VALUES ('from', $1)`, m.from)
		return err
	})
}

// table copies what the target lacks of a table, and compares the two.
func (m move) table(ctx context.Context, source *sql.Tx, name string, key []string) error {
	columns, err := columnsOf(ctx, source, name)
	if err != nil {
		return err
	}
	if theirs, err := columnsOf(ctx, m.target.db, name); err != nil || !slices.Equal(columns, theirs) {
		return errors.Join(err, fmt.Errorf("its columns are %v here and %v there", columns, theirs))
	}
	// A broken-off move stopped within a table: those before it are whole.
	ours, err := digestRows(ctx, source, name, columns)
	if err != nil {
		return err
	}
	theirs, err := digestRows(ctx, m.target.db, name, columns)
	if err != nil {
		return err
	}
	if theirs != ours {
		if err := m.copy(ctx, source, name, columns, key); err != nil {
			return err
		}
		if theirs, err = digestRows(ctx, m.target.db, name, columns); err != nil {
			return err
		}
	}
	if theirs != ours {
		return fmt.Errorf("%d rows here, %d there, or they differ: empty the other database and move again", ours.rows, theirs.rows)
	}
	m.told(Moved{name, ours.rows})
	return nil
}

// copy walks through a table by its key, some rows at a time. What is there already stays.
func (m move) copy(ctx context.Context, source *sql.Tx, name string, columns, key []string) error {
	width := len(columns)
	var last []any
	for {
		where := ""
		if last != nil {
			where = " WHERE (" + strings.Join(key, ", ") + ") > " + tuples(1, 1, len(key))
		}
		rows, err := collect(ctx, source, scanRow(width), fmt.Sprintf("SELECT %s FROM %s%s ORDER BY %s LIMIT %d",
			strings.Join(columns, ", "), name, where, strings.Join(key, ", "), listLength), last...)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := m.insert(ctx, name, columns, rows); err != nil {
			return err
		}
		end := rows[len(rows)-1]
		last = last[:0]
		for _, column := range key {
			last = append(last, end[slices.Index(columns, column)])
		}
	}
}

func (m move) insert(ctx context.Context, name string, columns []string, rows [][]any) error {
	return m.target.write(ctx, func(tx *sql.Tx) error {
		for chunk := range slices.Chunk(rows, rowsAtOnce) {
			_, err := exec(ctx, tx, fmt.Sprintf("INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING",
				name, strings.Join(columns, ", "), tuples(1, len(chunk), len(columns))), slices.Concat(chunk...)...)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func scanRow(width int) func(*sql.Rows) ([]any, error) {
	return func(rows *sql.Rows) ([]any, error) {
		row, into := make([]any, width), make([]any, width)
		for i := range row {
			into[i] = &row[i]
		}
		err := rows.Scan(into...)
		return row, err
	}
}

func columnsOf(ctx context.Context, q querier, name string) ([]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT * FROM "+name+" LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	return columns, errors.Join(err, rows.Err())
}

// content is what a table holds, in whatever order: how many rows, and the sum
// of their hashes.
type content struct {
	rows int
	sum  [4]uint64
}

func digestRows(ctx context.Context, q querier, name string, columns []string) (c content, err error) {
	rows, err := q.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+name)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	scan := scanRow(len(columns))
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return c, err
		}
		c.add(row)
	}
	return c, rows.Err()
}

func (c *content) add(row []any) {
	hash := sha256.New()
	for _, value := range row {
		text := fmt.Sprint(value)
		fmt.Fprintf(hash, "%d:%s", len(text), text)
	}
	sum := hash.Sum(nil)
	c.rows++
	for i := range c.sum {
		c.sum[i] += binary.BigEndian.Uint64(sum[8*i:])
	}
}

func countRows(ctx context.Context, q querier, name string) (int, error) {
	counts, err := collect(ctx, q, func(rows *sql.Rows) (n int, err error) {
		err = rows.Scan(&n)
		return n, err
	}, "SELECT COUNT(*) FROM "+name)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

// place is where a move leads in a direction, empty if there is none.
func (s *Store) place(ctx context.Context, direction string) (place string, err error) {
	err = s.read(func(q querier) error {
		place, err = placeOf(ctx, q, direction)
		return err
	})
	return place, err
}

func placeOf(ctx context.Context, q querier, direction string) (string, error) {
	places, err := collect(ctx, q, scanText, `SELECT place FROM moves WHERE direction = $1`, direction)
	if err != nil || len(places) == 0 {
		return "", err
	}
	return places[0], nil
}

// refuseMoved refuses a database that is not whole yet or not to be used any more.
func (s *Store) refuseMoved(ctx context.Context) error {
	from, err := s.place(ctx, "from")
	if err == nil && from != "" {
		err = fmt.Errorf("%w: broadsheet move it again from %s", ErrHalfMoved, from)
	}
	if err != nil {
		return err
	}
	to, err := s.place(ctx, "to")
	return errors.Join(err, movedTo(to))
}

func movedTo(place string) error {
	if place == "" {
		return nil
	}
	return fmt.Errorf("%w to %s: name that one in `database:`, and keep this one as a backup", ErrMoved, place)
}
