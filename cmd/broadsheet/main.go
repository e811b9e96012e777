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

func main() { os.Exit(start(now)) }

// start runs the program in the world of this process.
func start(now func() time.Time) int {
	// The first ^C asks for a clean end. After it the signals are let go, so
	// that the second ends the process at once.
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()
	context.AfterFunc(ctx, release)
	program := &app{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		env: os.LookupEnv, now: now,
	}
	return program.run(ctx, os.Args[1:])
}
