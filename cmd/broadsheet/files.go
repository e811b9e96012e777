package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"broadsheet/internal/store"
	"broadsheet/internal/web"
)

const (
	// filesAnew is how many editions of a digest are written again after one has
	// come out; at the start all are.
	filesAnew = 8
	// filesRest is how long is waited after they could not be written.
	filesRest = time.Minute
	// forgotten is how old a half-written file must be that nobody finishes.
	forgotten = time.Hour
)

// keepFiles writes what is published into the folder of `files`: all of it at
// first, and the newest whenever an edition has come out, until ctx ends.
func (p *press) keepFiles(ctx context.Context, log *slog.Logger) error {
	if p.Files.Folder == "" {
		return nil
	}
	known, newest := "", 0
	for wait := time.Duration(0); sleep(ctx, wait); wait = time.Second {
		out, err := p.editionsOut(ctx)
		if err == nil && out != known {
			if err = p.writeFiles(ctx, newest); err == nil {
				log.Info("files written", "folder", p.path(string(p.Files.Folder)))
				known, newest = out, filesAnew
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("files not written", "error", err, "next_try", filesRest)
			sleep(ctx, filesRest)
		}
	}
	return nil
}

// sleep says whether ctx lasted as long.
func sleep(ctx context.Context, wait time.Duration) bool {
	select {
	case <-time.After(wait):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// editionsOut is the last edition of each digest, in one text; never empty.
func (p *press) editionsOut(ctx context.Context) (string, error) {
	var out strings.Builder
	for _, d := range p.digests {
		last, err := p.store.Latest(ctx, d.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
		fmt.Fprintf(&out, "%s/%s\n", d.ID, last.Date)
	}
	return out.String(), nil
}

// writeFiles writes what is published, of each digest the newest editions; 0 are all.
func (p *press) writeFiles(ctx context.Context, newest int) error {
	folder := p.path(string(p.Files.Folder))
	if newest == 0 {
		if err := sweep(folder, p.now().Add(-forgotten)); err != nil {
			return fmt.Errorf("files: %w", err)
		}
	}
	err := web.Files(ctx, p.webOptions(slog.New(slog.DiscardHandler)), newest, func(name string, body []byte) error {
		return putFile(filepath.Join(folder, filepath.FromSlash(name)), body)
	})
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// putFile writes a file whole or not at all, and not if it is there already.
func putFile(path string, body []byte) (err error) {
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, body) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".*"+halfWritten)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if _, err = file.Write(body); err != nil {
		return err
	}
	if err = errors.Join(file.Chmod(0o644), file.Sync()); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// halfWritten ends the name of a file that is being written.
const halfWritten = ".part"

// sweep takes away what processes that were killed have left half-written.
func sweep(folder string, before time.Time) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasPrefix(entry.Name(), ".") || !strings.HasSuffix(entry.Name(), halfWritten) {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		if info, err := entry.Info(); err != nil || info.ModTime().After(before) {
			return nil
		}
		return os.Remove(path)
	})
}
