package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Examination is what a look at a database found.
type Examination struct {
	Dialect Dialect
	// Version is that of the tables, 0 if there are none, and Known that which
	// this program makes.
	Version, Known int64
	// Newest is the last visit or edition that was written down; zero if there is none.
	Newest time.Time
	// Clock is what a server's clock shows; zero for a file, which has none.
	Clock time.Time
}

// Examine looks at a database and leaves its tables as they are. A file is read
// whole and its pages are compared with each other: ErrDamaged is that they do
// not agree.
func Examine(ctx context.Context, dsn string) (found Examination, err error) {
	s, err := connect(ctx, dsn)
	if err == nil {
		found, err = s.examine(ctx)
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		return found, fmt.Errorf("examine database %s: %w", displayName(dsn), err)
	}
	return found, nil
}

func (s *Store) examine(ctx context.Context) (found Examination, err error) {
	found.Dialect = s.dialect
	if found.Known, err = newestMigration(); err != nil {
		return found, err
	}
	if found.Clock, _, err = s.Clock(ctx); err != nil {
		return found, err
	}
	if s.dialect == SQLite {
		if err := s.quickCheck(ctx); err != nil {
			return found, err
		}
	}
	if found.Version, err = s.version(ctx); err != nil || found.Version == 0 {
		return found, err
	}
	newest, err := s.number(ctx, `SELECT COALESCE(MAX(at), 0) FROM (
		SELECT MAX(last_visit) AS at FROM sources UNION ALL SELECT MAX(composed_at) FROM editions) AS times`)
	found.Newest = instant(newest)
	return found, err
}

func (s *Store) quickCheck(ctx context.Context) error {
	said, err := collect(ctx, s.readers, scanText, "PRAGMA quick_check")
	if err == nil && strings.Join(said, "\n") != "ok" {
		err = fmt.Errorf("%w: %s", ErrDamaged, said[0])
	}
	return err
}

// version is that of the tables, which each database lists in its own way.
func (s *Store) version(ctx context.Context) (int64, error) {
	listed := `SELECT COUNT(*) FROM sqlite_master WHERE name = 'goose_db_version'`
	if s.dialect == Postgres {
		listed = `SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'goose_db_version'`
	}
	if tables, err := s.number(ctx, listed); err != nil || tables == 0 {
		return 0, err
	}
	return s.number(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`)
}

func (s *Store) number(ctx context.Context, query string) (n int64, err error) {
	err = s.readers.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}
