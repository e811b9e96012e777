package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. Several programs may do so at once: on
// PostgreSQL a lock makes them take turns; on SQLite the one that comes too
// late fails, looks again, and finds the work done.
func migrate(ctx context.Context, dialect Dialect, db *sql.DB) error {
	provider, err := newProvider(dialect, db)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if done, err := upToDate(ctx, provider); done || err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		if done, _ := upToDate(ctx, provider); done {
			return nil
		}
		return fmt.Errorf("migrate: %w: the tables are as they were; start again", err)
	}
	return nil
}

func newProvider(dialect Dialect, db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if dialect == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db, files, options...)
	}
	// Ask each second, for five minutes.
	turns, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, append(options, goose.WithSessionLocker(turns))...)
}

// upToDate says whether nothing is left to migrate, and refuses a database
// whose tables we do not know.
func upToDate(ctx context.Context, provider *goose.Provider) (bool, error) {
	current, known, err := provider.GetVersions(ctx)
	if err != nil {
		return false, fmt.Errorf("read its version: %w", err)
	}
	if current > known {
		return false, fmt.Errorf("a newer broadsheet made it: its tables are of version %d, this program knows %d: "+
			"run the newer program, or name another database", current, known)
	}
	return current == known, nil
}
