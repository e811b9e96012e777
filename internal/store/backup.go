package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrOnServer says that the database is a server's, which has tools of its own.
var ErrOnServer = errors.New("the database is on a PostgreSQL server")

// Backup writes the database as it is at one instant into a new SQLite file,
// while others go on to read and write. The file is there whole and looked
// through, or not at all; one that exists is not touched, and is fs.ErrExist.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("backup into %s: %w", path, err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string) error {
	if s.dialect != SQLite {
		return ErrOnServer
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fs.ErrExist)
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".*.part")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	if err := part.Close(); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "VACUUM INTO $1", part.Name()); err != nil {
		return err
	}
	if err := lookThrough(ctx, part.Name()); err != nil {
		return err
	}
	return settle(part.Name(), path)
}

// ErrDamaged says that a file is an SQLite database no part of which can be relied on.
var ErrDamaged = errors.New("the database is damaged")

// lookThrough has SQLite read all of a file and compare what belongs together.
func lookThrough(ctx context.Context, path string) error {
	address, err := fileAddress(path)
	if err != nil {
		return err
	}
	db, err := openSQLite(ctx, address, "_txlock=immediate")
	if err != nil {
		return explain(path, err)
	}
	said, err := collect(ctx, db, scanText, "PRAGMA integrity_check")
	if err == nil && strings.Join(said, "\n") != "ok" {
		err = fmt.Errorf("%w: %s", ErrDamaged, said[0])
	}
	if err == nil {
		var strays []string
		strays, err = collect(ctx, db, scanText, `SELECT "table" FROM pragma_foreign_key_check`)
		if len(strays) > 0 {
			err = fmt.Errorf("%w: a row of %s belongs to nothing", ErrDamaged, strays[0])
		}
	}
	return errors.Join(err, db.Close())
}

// settle puts a finished file in its place and sees to it that it is on the disk.
func settle(part, path string) error {
	for _, name := range []string{part, filepath.Dir(path)} {
		file, err := os.OpenFile(name, os.O_RDONLY, 0)
		if err != nil {
			return err
		}
		if err := errors.Join(file.Sync(), file.Close()); err != nil {
			return err
		}
		if name == part {
			if err := os.Rename(part, path); err != nil {
				return err
			}
		}
	}
	return nil
}
