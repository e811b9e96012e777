package main

import (
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// progress tells how far long work has come: by a bar on a terminal, which the
// result replaces, else by a line a step.
type progress struct {
	lines io.Writer
	bar   *progressbar.ProgressBar
}

// newProgress begins with work of so many steps.
func (a *app) newProgress(what string, steps int) *progress {
	if !isTerminal(a.stderr) {
		return &progress{lines: a.stderr}
	}
	return &progress{bar: progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))}
}

// step says that one more is done, and what.
func (p *progress) step(format string, args ...any) {
	if p.bar == nil {
		fmt.Fprintln(p.lines, plain(fmt.Sprintf(format, args...)))
		return
	}
	_ = p.bar.Add(1) // a bar that cannot be drawn is no reason to stop
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
