package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// querier is what a pool and a transaction have in common.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// exec runs a statement and says how many rows it touched.
func exec(ctx context.Context, q querier, statement string, args ...any) (int, error) {
	return rowsOf(q.ExecContext(ctx, statement, clean(args)...))
}

func rowsOf(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// collect runs a query and reads all of its rows, because on a transaction the
// next query may begin only after the last row of this one.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, clean(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

func scanText(rows *sql.Rows) (text string, err error) {
	err = rows.Scan(&text)
	return text, err
}

// clean is the door for text. PostgreSQL takes neither NUL nor bytes that are
// not UTF-8, and what one database takes the other must give back the same.
func clean(args []any) []any {
	for i, arg := range args {
		if s, ok := arg.(string); ok && (strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s)) {
			args[i] = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "\uFFFD"), "\uFFFD")
		}
	}
	return args
}

// tuples writes "($1, $2), ($3, $4)": rows of so many columns each, from the
// parameter numbered first on.
func tuples(first, rows, columns int) string {
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	b.WriteByte(')')
	return b.String()
}

// millis is t as the tables hold it; instant is the way back.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// SQLite finds the number of a parameter by walking through those before it,
// so that one long statement costs more than several short ones.
const (
	listLength = 500 // of an IN list
	// statesAtOnce is its length where every source is asked for, time and again.
	statesAtOnce = 100
	rowsAtOnce   = 50 // of a multi-row INSERT
	// itemsAtOnce is how many items one transaction may hold.
	itemsAtOnce = 500
)

// list is ids as arguments.
func list(ids []string) []any {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return args
}
