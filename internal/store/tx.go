package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// read runs fn, which only reads, outside any transaction of its own.
func (s *Store) read(fn func(q querier) error) error {
	if s.rehearsal != nil {
		s.rehearsal.mu.Lock()
		defer s.rehearsal.mu.Unlock()
		return fn(s.rehearsal.tx)
	}
	return s.lost(fn(s.readers))
}

// write runs fn in a transaction, which holds if fn returns nil. Inside fn
// nothing but tx may be used.
func (s *Store) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	if s.rehearsal != nil {
		return s.rehearsal.write(ctx, fn)
	}
	return s.lost(s.writeOnce(ctx, fn))
}

func (s *Store) writeOnce(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// rehearsal is the one transaction of a store that will have done nothing.
type rehearsal struct {
	mu sync.Mutex // a transaction serves one at a time
	tx *sql.Tx
}

// Rehearse runs fn on a store that sees and does everything as this one would,
// inside one transaction that is always rolled back. The error is fn's.
//
// The transaction keeps other writers waiting, on SQLite all of them: what fn
// needs from the network must be fetched before.
func (s *Store) Rehearse(ctx context.Context, fn func(*Store) error) error {
	if s.rehearsal != nil {
		return errors.New("rehearse: this store is a rehearsal already")
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("rehearse: begin: %w", err)
	}
	defer tx.Rollback()
	stage := *s
	stage.rehearsal, stage.marks = &rehearsal{tx: tx}, &marks{}
	return fn(&stage)
}

// write is a transaction within the transaction: what fails inside it undoes
// itself only.
func (r *rehearsal) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.tx.ExecContext(ctx, "SAVEPOINT step"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := fn(r.tx); err != nil {
		_, undone := r.tx.ExecContext(context.WithoutCancel(ctx), "ROLLBACK TO SAVEPOINT step")
		return errors.Join(err, undone)
	}
	if _, err := r.tx.ExecContext(ctx, "RELEASE SAVEPOINT step"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
