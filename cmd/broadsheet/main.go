package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones must be known wherever the binary runs
)

// now is the only clock of the program; every room is handed it.
var now = time.Now

func main() {
	began := now()
	os.Exit(start(now, func() time.Duration { return time.Since(began) }))
}

// start runs the program in the world of this process: by its clock, and by
// one that nobody sets, if there is one.
func start(now func() time.Time, steady func() time.Duration) int {
	// The first ^C asks for a clean end. After it the signals are let go, so
	// that the second ends the process at once.
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()
	context.AfterFunc(ctx, release)
	program := &app{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		env: os.LookupEnv, now: now, steady: steady,
	}
	return program.run(ctx, os.Args[1:])
}
