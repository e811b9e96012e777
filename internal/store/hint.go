package store

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Hint is what a person can do about an error of a Store, where that is known.
func Hint(err error) string {
	var file *sqlite.Error
	var server *pgconn.PgError
	switch {
	case errors.Is(err, ErrOnServer):
		return "take the backup with pg_dump"
	case errors.Is(err, ErrNotEmpty):
		return "name an empty database"
	case errors.Is(err, ErrDamaged):
		return damagedHint
	case errors.Is(err, ErrLost):
		return stoppedHint
	case errors.As(err, &file):
		return fileHint(file.Code() & 0xff)
	case errors.As(err, &server):
		return serverHint(server.Code)
	}
	return ""
}

const stoppedHint = "the server was stopped or starts: what failed is done again when it is there"

const damagedHint = "stop every broadsheet, keep the file, and put the last backup in its place"

func fileHint(code int) string {
	switch code {
	case sqlite3.SQLITE_FULL:
		return "the disk is full: make room on it; nothing was lost, and what failed is done again"
	case sqlite3.SQLITE_IOERR:
		return "the disk failed or is full: look into the system's log; what failed is done again"
	case sqlite3.SQLITE_CORRUPT:
		return damagedHint
	case sqlite3.SQLITE_NOTADB:
		return "if it was the paper's database: " + damagedHint
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program keeps the file locked: end that program; what failed is done again"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return "let this user write to the file and to its folder"
	}
	return ""
}

// serverHint goes by the classes and codes of PostgreSQL (its appendix A).
func serverHint(code string) string {
	switch {
	case code == "53100":
		return "the server's disk is full: make room on it; nothing was lost, and what failed is done again"
	case code == "53300":
		return "the server has too many connections: raise its max_connections, or set pool_max_conns in `database:`"
	case code == "3D000":
		return "make the database first: CREATE DATABASE"
	case code == "42501":
		return "let this user make tables there: GRANT CREATE ON SCHEMA"
	case strings.HasPrefix(code, "28"):
		return "look at the user and the password in `database:`"
	case strings.HasPrefix(code, "57P"):
		return stoppedHint
	}
	return ""
}
