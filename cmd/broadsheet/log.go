package main

import (
	"fmt"
	"log/slog"

	"github.com/lmittmann/tint"
)

// log writes for a person on a terminal, plainly into a file, or as JSON.
func (a *app) log(format string, level slog.Level) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: level}
	switch {
	case format == "json":
		return slog.New(slog.NewJSONHandler(a.stderr, options)), nil
	case format != "text":
		return nil, wrongUse(fmt.Errorf("--log-format %q: want text or json", format))
	case isTerminal(a.stderr):
		return slog.New(tint.NewTextHandler(a.stderr, &tint.Options{Level: level, TimeFormat: "15:04:05", NoColor: a.isColourless()})), nil
	}
	return slog.New(slog.NewTextHandler(a.stderr, options)), nil
}

// isColourless says that no colour is wanted (no-color.org), or that the terminal has none.
func (a *app) isColourless() bool {
	unwanted, _ := a.env("NO_COLOR")
	terminal, _ := a.env("TERM")
	return unwanted != "" || terminal == "dumb"
}

// quietLog is for commands that speak for themselves: warnings and errors only.
func (a *app) quietLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
