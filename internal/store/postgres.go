package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// connectPostgres opens a pool. Its size is pgx's own choice, or the dsn's
// pool_max_conns.
func connectPostgres(ctx context.Context, dsn string) (*Store, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("%w: write it as postgres://user@host:5432/database", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("%w: is the server running there, and may this user enter?", onOneLine{err})
	}
	db := stdlib.OpenDBFromPool(pool)
	return &Store{dialect: Postgres, db: db, readers: db, pool: pool}, nil
}

// ErrLost says that the server was gone in the middle. Nothing of what failed was
// kept, unless it was the last word of it that did not come back.
var ErrLost = errors.New("the database's server has hung up")

// lost is err, which says no more than that something ended too early when a
// server is gone without a word.
func (s *Store) lost(err error) error {
	if s.dialect == Postgres && errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", ErrLost, err)
	}
	return err
}

// onOneLine is an error without the lines that pgx breaks it into, one for each
// address and way that it tried; what another line ends with is said already.
type onOneLine struct{ error }

func (o onOneLine) Unwrap() error { return o.error }

func (o onOneLine) Error() string {
	var said []string
	for line := range strings.Lines(o.error.Error()) {
		line = strings.TrimSpace(line)
		if !slices.ContainsFunc(said, func(earlier string) bool { return strings.HasSuffix(earlier, line) }) {
			said = append(said, line)
		}
	}
	return strings.Join(said, " ")
}

// displayName is dsn as an error may show it: the address of a server without
// its user, password and options.
func displayName(dsn string) string {
	if !isPostgres(dsn) {
		return dsn
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "postgres://…"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
