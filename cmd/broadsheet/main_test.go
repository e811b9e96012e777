package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// noon is when the tests begin, so that no midnight falls into one.
const noon = "2026-11-23T12:00:00+05:00"

// clock goes on from noon, or from what NOW names.
func clock() func() time.Time {
	text := os.Getenv("NOW")
	if text == "" {
		text = noon
	}
	begin, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	started := time.Now()
	return func() time.Time { return begin.Add(time.Since(started)) }
}

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"broadsheet": func() { os.Exit(start(clock(), nil)) },
	})
}

// TestScripts runs the program as a person types it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			for name, from := range map[string]string{"shipped.yaml": "../../config.yaml", "config.schema.json": "config.schema.json"} {
				content, err := os.ReadFile(from)
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), content, 0o600); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "hashes": hashes, "atleast": atLeast,
		},
	})
}

// exits CODE PROGRAM ARG… runs a program that must end with this code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("ends with %d, not %d:\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// hashes FILE PATH… writes the hash of every file below the paths.
func hashes(ts *testscript.TestScript, _ bool, args []string) {
	var lines strings.Builder
	for _, path := range args[1:] {
		ts.Check(filepath.WalkDir(ts.MkAbs(path), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(name)
			fmt.Fprintf(&lines, "%x %s\n", sha256.Sum256(content), name)
			return err
		}))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(lines.String()), 0o600))
}

// atleast N WORD FILE demands the word so many times.
func atLeast(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := strings.Count(ts.ReadFile(args[2]), args[1]); got < want {
		ts.Fatalf("%q is %d times in %s, not %d", args[1], got, args[2], want)
	}
}
