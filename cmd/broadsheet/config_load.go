package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"

	"go.yaml.in/yaml/v4"

	"broadsheet/digest"

	outgoing "broadsheet/internal/mail"
)

// errNoConfig says that there is no config file where one was sought.
var errNoConfig = errors.New("no such config file")

// settings is a config.yaml without a fault, ready to be turned into the
// values of the other rooms (see settings.go).
type settings struct {
	config
	// folder is where the file lies: what its relative paths are relative to.
	folder string
	env    func(name string) (value string, set bool)
	// tls is the TLS settings of the sources that have any.
	tls map[string]*tls.Config
	// dkim is what signs the mails; nil if nothing does.
	dkim *outgoing.DKIM
	// rules are those of the config, made ready.
	rules []digest.Rule
	// remarks is what is not wrong, but perhaps not meant.
	remarks []fault
	// secrets are the files in which secrets stand.
	secrets []string
}

// loadConfig reads and checks the config file. Its error is a *badConfig with
// every fault, or says why the file cannot be read.
func loadConfig(file string, env func(string) (string, bool)) (*settings, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", file, errNoConfig)
	}
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	return parseConfig(content, file, folder, env)
}

// parseConfig is loadConfig for a text; file is what faults call it.
func parseConfig(content []byte, file, folder string, env func(string) (string, bool)) (*settings, error) {
	root, bad := parseYAML(content, file)
	if root == nil {
		return nil, newBadConfig(bad)
	}
	r := &reader{file: file, folder: folder, env: env, places: map[string]*yaml.Node{}, faults: bad}
	s := &settings{folder: folder, env: env, tls: map[string]*tls.Config{}}
	r.read(root, reflect.ValueOf(&s.config).Elem(), "")
	check := &checker{reader: r, config: &s.config, tls: s.tls}
	check.all()
	s.remarks, s.dkim, s.rules, s.secrets = check.remarks, check.dkim, check.rules, r.secrets
	if err := newBadConfig(r.faults); err != nil {
		return nil, err
	}
	return s, nil
}

// parseYAML answers the root of the one document of the file, and the faults of its form.
func parseYAML(content []byte, file string) (*yaml.Node, []fault) {
	loader, err := yaml.NewLoader(bytes.NewReader(content))
	if err != nil {
		return nil, []fault{syntaxFault(file, err)}
	}
	var document, second yaml.Node
	err = loader.Load(&document)
	if errors.Is(err, io.EOF) || err == nil && len(document.Content) == 0 || err == nil && document.Content[0].Tag == "!!null" {
		return nil, []fault{{File: file, Line: 1, Column: 1, Found: "the file is empty", Want: "title, url, sources and digests", Hint: "broadsheet init writes one to begin with, where there is none"}}
	}
	if err != nil {
		return nil, []fault{syntaxFault(file, err)}
	}
	root := document.Content[0]
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
		return root, nil
	case err != nil:
		return root, []fault{syntaxFault(file, err)}
	}
	return root, []fault{{File: file, Line: second.Line, Column: max(1, second.Column), Found: "a second document", Want: "one", Hint: "take away the line ---"}}
}
