package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

// noEnv is an environment with one variable.
func noEnv(name string) (string, bool) {
	if name == "SET" {
		return "from-the-environment", true
	}
	return "", false
}

// TestFaults reads each case of testdata/faults: a sentence, a config.yaml,
// and the faults that must be said, all of them and no other.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(strings.TrimSpace(string(archive.Comment)), ".") {
				t.Error("the case does not begin with a sentence that says what is expected")
			}
			folder := t.TempDir()
			for _, f := range archive.Files {
				if err := os.WriteFile(filepath.Join(folder, f.Name), f.Data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			said := sayFaults(archive.Files[0].Data, folder)
			said = strings.ReplaceAll(said, folder, "FOLDER")
			last := len(archive.Files) - 1
			if *update {
				archive.Files[last].Data = []byte(said)
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[last].Data), said); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if strings.Contains(said, "hunter2") {
				t.Error("a secret is told")
			}
		})
	}
}

// sayFaults is what a person sees of a config: faults, or else remarks.
func sayFaults(content []byte, folder string) string {
	s, err := parseConfig(content, "config.yaml", folder, noEnv)
	var lines strings.Builder
	if err != nil {
		lines.WriteString(err.Error() + "\n")
		return lines.String()
	}
	for _, remark := range s.remarks {
		lines.WriteString("remark: " + remark.Error() + "\n")
	}
	return lines.String()
}

func TestShippedConfigIsRight(t *testing.T) {
	s, err := loadConfig("../../config.yaml", noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.remarks) > 0 {
		t.Error("remarks:", s.remarks)
	}
}

// TestShippedConfigShowsEveryKey demands each key of the structs, live or as a
// comment, and that what is commented out would be read.
func TestShippedConfigShowsEveryKey(t *testing.T) {
	content := shippedConfig(t)
	for _, key := range allKeys(reflect.TypeFor[config]()) {
		if !regexp.MustCompile(`(?m)(^|[-#{,] *|  )` + key + `:`).MatchString(content) {
			t.Errorf("the key %q does not occur", key)
		}
	}
}

func allKeys(t reflect.Type) []string {
	var keys []string
	for _, f := range fieldsOf(t) {
		keys = append(keys, f.key)
		inner := t.Field(f.index).Type
		if inner.Kind() == reflect.Slice || inner.Kind() == reflect.Map {
			inner = inner.Elem()
		}
		if _, isValue := reflect.New(inner).Interface().(value); !isValue {
			keys = append(keys, allKeys(inner)...)
		}
	}
	return keys
}

func TestSchemaFileIsThatOfTheCommand(t *testing.T) {
	schema, err := configSchema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("config.schema.json", schema, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile("config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, schema) {
		t.Error("config.schema.json is old: run the test with -update")
	}
}

func TestSchemaDescribesEveryKey(t *testing.T) {
	comments, err := fieldComments()
	if err != nil {
		t.Fatal(err)
	}
	for name, comment := range comments {
		if comment == "" {
			t.Errorf("%s has no comment", name)
		}
	}
}

func TestZonesOfTheHintsExist(t *testing.T) {
	for _, name := range strings.Fields(zoneNames) {
		var z zone
		if _, ok := z.read(name); !ok {
			t.Errorf("zones.txt lists %q, which does not exist", name)
		}
	}
}

func TestNoConfigIsRefusedWithoutPanic(t *testing.T) {
	lines := strings.SplitAfter(shippedConfig(t), "\n")
	rapid.Check(t, func(t *rapid.T) {
		// The shipped file with some lines taken away and some letters changed
		// is read, or refused with the place of each fault.
		kept := rapid.SliceOfN(rapid.IntRange(0, len(lines)-1), 1, len(lines)).Draw(t, "lines")
		var text strings.Builder
		for _, n := range kept {
			text.WriteString(lines[n])
		}
		content := []byte(text.String())
		if len(content) > 0 {
			content[rapid.IntRange(0, len(content)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		_, err := parseConfig(content, "config.yaml", ".", noEnv)
		var bad *badConfig
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("not a list of faults: %v", err)
		}
	})
}
