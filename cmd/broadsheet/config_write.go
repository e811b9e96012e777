package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"github.com/rogpeppe/go-internal/diff"
)

// amend adds sources to the config file, or shows what it would change. The
// result is read before it takes the file's place; if it would have a fault,
// or say anything else than the sources that were asked for, nothing changes.
// It answers what the file is then.
func (a *app) amend(before *settings, additions []addition, dryRun bool) (*settings, error) {
	if len(additions) == 0 {
		return before, nil
	}
	content, err := os.ReadFile(a.configFile)
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	amended, err := appendSources(content, additions)
	if err != nil {
		return nil, err
	}
	after, err := parseConfig(amended, a.configFile, before.folder, a.env)
	if err != nil {
		return nil, hinted(fmt.Errorf("%s is left as it is; with the new sources it would be at fault:\n%w", a.configFile, unlisted(err)), "add them by hand")
	}
	if !onlyAdds(before.config, after.config, additions) {
		return nil, fmt.Errorf("%s is left as it is: %w", a.configFile, errByHand)
	}
	if dryRun {
		if a.asJSON {
			return after, nil
		}
		_, err := a.stdout.Write(diff.Diff(a.configFile, content, a.configFile, amended))
		return after, err
	}
	return after, replaceFile(a.configFile, amended)
}

// unlisted is an error that is no longer a list of faults of the file itself.
func unlisted(err error) error { return errors.New(err.Error()) }

// onlyAdds says whether a config is another one and these sources.
func onlyAdds(before, after config, additions []addition) bool {
	kept := len(before.Sources)
	if len(after.Sources) != kept+len(additions) {
		return false
	}
	for n, d := range additions {
		if added := after.Sources[kept+n]; string(added.ID) != d.ID || sameAddress(added.address()) != sameAddress(d.address()) {
			return false
		}
	}
	after.Sources = after.Sources[:kept]
	return reflect.DeepEqual(before, after)
}

// replaceFile puts a new content in the place of a file's.
func replaceFile(name string, content []byte) error {
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return writeFile(target, content, info.Mode().Perm())
}

// writeFile writes a file whole, or not at all.
func writeFile(name string, content []byte, mode os.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".broadsheet-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}
