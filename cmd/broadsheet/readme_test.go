package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is what stands between two fences of README.md, by its language.
var block = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

func readmeBlocks(t *testing.T, language string) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, match := range block.FindAllStringSubmatch(string(readme), -1) {
		if match[1] == language {
			blocks = append(blocks, match[2])
		}
	}
	if len(blocks) == 0 {
		t.Fatalf("README.md shows no %s", language)
	}
	return blocks
}

// shim stands in for go in the commands of the README: the program is built
// already, and to build it again for each of them would take a minute.
const shim = `#!/bin/sh
case "$*" in
"run ./cmd/broadsheet "*) shift 2; exec broadsheet "$@" ;;
"build -trimpath -o broadsheet ./cmd/broadsheet") printf '#!/bin/sh\nexec broadsheet "$@"\n' > broadsheet && chmod +x broadsheet ;;
*) echo "go $*: not known to the test" >&2; exit 99 ;;
esac
`

// TestReadmeCommands runs each line of the README's sh blocks; each block
// begins in a fresh folder with the shipped config.
func TestReadmeCommands(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(shim), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, text := range readmeBlocks(t, "sh") {
		folder := freshFolder(t)
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			command := exec.Command("sh", "-c", line)
			if strings.HasSuffix(line, " run") {
				command = exec.Command("sh", "-c", "exec "+line)
			}
			command.Dir = folder
			command.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "TMPDIR="+folder)
			if strings.HasSuffix(line, " run") {
				stopAtFirstEdition(t, command)
				continue
			}
			if said, err := command.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line, err, said)
			}
		}
	}
}

// stopAtFirstEdition is ^C once the mails of the first edition are out.
func stopAtFirstEdition(t *testing.T, command *exec.Cmd) {
	t.Helper()
	logs, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(logs)
	lineWith(t, lines, "msg=deliver")
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	drain(lines)
	if err := command.Wait(); err != nil {
		t.Errorf("%v: %v", command.Args, err)
	}
}

// TestReadmeFeeds puts the README's five lines in the place of the sources of a
// config, and its rules below the shipped one.
func TestReadmeFeeds(t *testing.T) {
	const around = `title: Paper
url: http://localhost:8080
digests:
  - {id: morning, title: Morning, schedule: "0 7 * * *", sections: [{title: News}]}
`
	for _, yaml := range readmeBlocks(t, "yaml") {
		config := around
		if strings.HasPrefix(yaml, "rules:") {
			config = shippedConfig(t) + "\n"
		} else if strings.Count(yaml, "\n") != 5 {
			t.Errorf("not five lines:\n%s", yaml)
		}
		if said := sayFaults([]byte(config+yaml), t.TempDir()); said != "" {
			t.Error(said)
		}
	}
}

// TestReadmeNamesEveryCommand so that nobody has to guess.
func TestReadmeNamesEveryCommand(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range newRoot(&app{}).Commands() {
		if !strings.Contains(string(readme), "`"+command.Name()+"`") {
			t.Errorf("README.md does not name %s", command.Name())
		}
	}
}
