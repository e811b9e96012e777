package main

import "errors"

// misuse is an error of the person at the command line, found by a command.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

func wrongUse(err error) error { return misuse{err} }

// advised is an error with a hint of its own.
type advised struct {
	error
	hint string
}

func (a advised) Unwrap() error { return a.error }

func hinted(err error, hint string) error { return advised{err, hint} }

// isMisuse says whether the person should ask for help.
func isMisuse(err error) bool {
	var m misuse
	return errors.As(err, &m)
}
