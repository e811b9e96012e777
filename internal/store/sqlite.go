package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const memory = ":memory:"

// readConnections is how many queries may run at once beside the writer.
const readConnections = 4

// logPages is how many pages (16 MB) the log holds before they are copied to
// where they belong: one that is written again and again, as those of an index
// are whose order is not that in which items come, is copied once.
const logPages = 4000

// writerCache is how many KiB of pages the writer may hold: all that one
// transaction changes. A page that has to give way before the commit is written
// twice, and the checksums of all that was written after it are made anew.
const writerCache = 4000

// connectFile opens a file twice. Writers queue for one connection, which is
// fairer and surer than letting SQLite refuse them with SQLITE_BUSY; readers
// have connections of their own, so that a long visit does not hold up a page.
func connectFile(ctx context.Context, path string) (*Store, error) {
	address, err := fileAddress(path)
	if err != nil {
		return nil, err
	}
	closeToOthers(path)
	db, err := openSQLite(ctx, address, fmt.Sprintf("_txlock=immediate&_pragma=cache_size(-%d)&_pragma=wal_autocheckpoint(%d)", writerCache, logPages))
	if err != nil {
		return nil, explain(path, err)
	}
	db.SetMaxOpenConns(1)
	readers, err := openSQLite(ctx, address, "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(explain(path, err), db.Close())
	}
	readers.SetMaxOpenConns(readConnections)
	readers.SetMaxIdleConns(readConnections)
	return &Store{dialect: SQLite, db: db, readers: readers}, nil
}

// closeToOthers makes the file, if there is none, so that nobody else on the
// machine reads it: readers' addresses stand in it, and the keys of their links.
// Where that cannot be, SQLite says why when it tries.
func closeToOthers(path string) {
	if file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		_ = file.Close()
	}
}

// connectMemory opens a database that is its connection: there must be one.
func connectMemory(ctx context.Context) (*Store, error) {
	db, err := openSQLite(ctx, "file::memory:", "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &Store{dialect: SQLite, db: db, readers: db}, nil
}

// fileAddress is path as SQLite's URI, in which ?, # and % would mean something.
func fileAddress(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	slashed := filepath.ToSlash(absolute)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String(), nil
}

func openSQLite(ctx context.Context, address, option string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address+
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)&"+option)
	if err != nil {
		return nil, err
	}
	err = db.PingContext(ctx)
	// Of several that turn a new file to WAL at once SQLite refuses all but one,
	// without the patience that it has otherwise.
	patience, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	for isBusy(err) && patience.Err() == nil {
		time.Sleep(openPause)
		err = db.PingContext(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// How long, and after what pause each time, a file that is locked is tried to be opened.
const (
	openPatience = 5 * time.Second
	openPause    = 50 * time.Millisecond
)

func isBusy(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_BUSY
}

// explain puts into words why SQLite could not open path, and what to do.
func explain(path string, err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("the file is not an SQLite database: name another, or move it away (%w)", err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("the file may be read but not written: let this user write to it and to its folder (%w)", err)
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("another program keeps the file locked: end that program and start again (%w)", err)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%s (%w)", explainPlace(path), err)
	}
	return err
}

func explainPlace(path string) string {
	folder := filepath.Dir(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return "this is a folder: name a file in it"
	}
	if file, err := os.Open(path); err == nil {
		_ = file.Close()
	} else if errors.Is(err, os.ErrPermission) {
		return "this user may not read the file: run this as the user to whom it belongs"
	}
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return fmt.Sprintf("the folder %s does not exist: make it, or name a file elsewhere", folder)
	}
	return fmt.Sprintf("this user may not write in the folder %s: allow it, or name a file elsewhere", folder)
}
