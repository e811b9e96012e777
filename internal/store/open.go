package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Dialect is which of the two databases a store stands on.
type Dialect string

// The databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// ErrNotFound is returned, wrapped, by the methods that look up one thing.
var ErrNotFound = errors.New("not found")

// Store is an open database. Its methods may be called from several goroutines.
type Store struct {
	dialect    Dialect
	db         *sql.DB // on SQLite one connection, because there is one writer
	readers    *sql.DB // the same as db, but on an SQLite file
	pool       *pgxpool.Pool
	putState   *sql.Stmt
	putTimes   *sql.Stmt
	putReading *sql.Stmt
	getReading *sql.Stmt // of readers
	putItem    *sql.Stmt
	claim      string // the statement of Claim
	marks      *marks
	rehearsal  *rehearsal
}

// Open opens the database that dsn names and brings its tables up to date.
// A dsn that begins with postgres:// or postgresql:// is a PostgreSQL
// database, ":memory:" an SQLite database that lives as long as the store, and
// anything else the path of an SQLite file, made for this user alone if there is
// none.
//
// An error says in words what to do next. It never holds a password.
func Open(ctx context.Context, dsn string) (*Store, error) {
	s, err := openAnyway(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := s.refuseMoved(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", displayName(dsn), err), s.Close())
	}
	return s, nil
}

// openAnyway is Open for those who move, too.
func openAnyway(ctx context.Context, dsn string) (*Store, error) {
	s, err := connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", displayName(dsn), err)
	}
	if err := migrate(ctx, s.dialect, s.db); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", displayName(dsn), err), s.Close())
	}
	s.claim, s.marks = claimIn(s.dialect), &marks{}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", displayName(dsn), err), s.Close())
	}
	return s, nil
}

// prepare prepares what is said at every visit.
func (s *Store) prepare(ctx context.Context) (err error) {
	for _, statement := range []struct {
		to   **sql.Stmt
		text string
	}{{&s.putState, putState}, {&s.putTimes, putTimes}, {&s.putReading, putReading}, {&s.putItem, putItems(1)}} {
		if *statement.to, err = s.db.PrepareContext(ctx, statement.text); err != nil {
			return err
		}
	}
	s.getReading, err = s.readers.PrepareContext(ctx, getReading)
	return err
}

func connect(ctx context.Context, dsn string) (*Store, error) {
	switch {
	case isPostgres(dsn):
		return connectPostgres(ctx, dsn)
	case dsn == memory:
		return connectMemory(ctx)
	case dsn == "":
		return nil, errors.New("no name is given: name a file or a postgres:// address")
	default:
		return connectFile(ctx, dsn)
	}
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Dialect says which database this is.
func (s *Store) Dialect() Dialect { return s.dialect }

// DB is the pool for those who keep tables of their own beside ours, and who
// write. On SQLite it has a single connection: whoever holds a transaction and
// asks the pool for another connection waits for itself. Inside Rehearse it is
// nil, because there everything belongs to one transaction.
func (s *Store) DB() *sql.DB {
	if s.rehearsal != nil {
		return nil
	}
	return s.db
}

// Pool is the pgx pool under DB, for LISTEN; nil on SQLite and inside Rehearse.
func (s *Store) Pool() *pgxpool.Pool {
	if s.rehearsal != nil {
		return nil
	}
	return s.pool
}

// Close closes every connection. It waits for the queries that are under way.
func (s *Store) Close() error {
	var err error
	for _, prepared := range []*sql.Stmt{s.putState, s.putTimes, s.putReading, s.putItem, s.getReading} {
		if prepared != nil {
			err = errors.Join(err, prepared.Close())
		}
	}
	if s.readers != s.db {
		err = errors.Join(err, s.readers.Close())
	}
	err = errors.Join(err, s.db.Close())
	if s.pool != nil {
		s.pool.Close()
	}
	return err
}
