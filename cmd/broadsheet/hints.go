package main

import (
	"errors"
	"io/fs"
	"syscall"

	"broadsheet/internal/store"
)

const (
	nobodyListens = "nothing listens there; is the server running, and is the address right?"
	makeFolder    = "make the folder first"
	noCommand     = "is the command of mail.sendmail there, and may it be run?"
	noFolder      = "a file stands there: name a folder, or move the file away"
)

// hintFor is what a person can do about an error, where that is known.
func hintFor(err error) string {
	var pathError *fs.PathError
	var own advised
	switch {
	case errors.As(err, &own):
		return own.hint
	case errors.Is(err, errNoConfig):
		return "run it in the folder of your config.yaml, or name the file: --config FILE; broadsheet init writes one to begin with"
	case errors.Is(err, errNoDatabase):
		return "broadsheet build makes it, and brings out the first edition"
	case errors.Is(err, store.ErrNewer):
		return "this process has stopped and nothing is lost; start the newer program here too"
	case store.Hint(err) != "":
		return store.Hint(err)
	case errors.Is(err, syscall.EADDRINUSE):
		return "another program listens there, perhaps another broadsheet; choose another port with `listen:`"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "this machine has no such address; `listen:` takes one of its own, as localhost:8080, or :8080 for all of them"
	case errors.Is(err, syscall.ENOTDIR):
		return noFolder
	case errors.Is(err, syscall.EROFS):
		return "what is there may only be read; under systemd print the unit again, by broadsheet systemd"
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: make room on it; what failed is done again"
	case errors.Is(err, syscall.EACCES) && !errors.As(err, &pathError):
		return "ports below 1024 need a permission; choose another with `listen:`"
	case errors.Is(err, syscall.ECONNREFUSED):
		return nobodyListens
	case errors.Is(err, fs.ErrPermission):
		return "look at the owner of the file and of its folder, and run this as that user"
	}
	return ""
}
