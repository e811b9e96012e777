package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. Several programs may do so at once: on
// PostgreSQL a lock makes them take turns; on SQLite the one that comes too
// late fails, looks again, and goes on from where the other has come.
func migrate(ctx context.Context, dialect Dialect, db *sql.DB) error {
	provider, err := newProvider(dialect, db)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	var failure error
	for before := int64(-1); ; {
		current, known, err := versions(ctx, provider)
		if before >= 0 {
			forgetTexts()
		}
		if err != nil || current == known {
			return err
		}
		if failure != nil && current == before {
			return fmt.Errorf("migrate: %w: the tables are as they were; start again", failure)
		}
		before = current
		if failure = onlyOnce(ctx, dialect, db); failure == nil {
			_, failure = provider.Up(ctx)
		}
	}
}

// onlyOnce has each migration fail that comes too late: one that adds a column
// which a later one has dropped again would succeed.
func onlyOnce(ctx context.Context, dialect Dialect, db *sql.DB) error {
	if dialect != SQLite {
		return nil
	}
	_, err := db.ExecContext(ctx, `CREATE UNIQUE INDEX IF NOT EXISTS migrations_once ON goose_db_version (version_id) WHERE version_id > 0`)
	return err
}

// forgetTexts gives back what the migrations were read into, 12 MB that goose
// keeps for more: while they live, the collector lets the heap grow by as much.
// What lies in a sync.Pool goes with the second collection.
func forgetTexts() {
	runtime.GC()
	runtime.GC()
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

// versions are that of the tables and that of this program, which must not be
// the older one.
func versions(ctx context.Context, provider *goose.Provider) (current, known int64, err error) {
	current, known, err = provider.GetVersions(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("migrate: read the version: %w", err)
	}
	if current > known {
		return 0, 0, fmt.Errorf("a newer broadsheet made it: its tables are of version %d, this program knows %d: "+
			"run the newer program, or name another database", current, known)
	}
	return current, known, nil
}

// newestMigration is the number of the newest migration that this program knows.
func newestMigration() (int64, error) {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(files[len(files)-1].Name())
}
