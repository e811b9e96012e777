package main

import (
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// fetchSecret reads the first line of the file that a secret names by file:.
func (r *reader) fetchSecret(node *yaml.Node, text, path string) (string, bool) {
	name, isFile := strings.CutPrefix(text, "file:")
	if !isFile {
		if !reference.MatchString(node.Value) && (path != "database" || userinfo.MatchString(text)) {
			r.hide(r.file)
		}
		return text, true
	}
	name = pathIn(r.folder, name)
	r.hide(name)
	content, err := os.ReadFile(name)
	if err != nil {
		r.add(node, path, fault{Found: "cannot read the secret: " + err.Error()})
		return "", false
	}
	line, _, _ := strings.Cut(string(content), "\n")
	if line = strings.TrimSpace(line); line == "" {
		r.add(node, path, fault{Found: "the first line of " + name + " is empty", Want: "the secret"})
		return "", false
	}
	return line, true
}

// hide notes that there is a secret in a file.
func (r *reader) hide(name string) {
	if !slices.Contains(r.secrets, name) {
		r.secrets = append(r.secrets, name)
	}
}
