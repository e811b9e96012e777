package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

//go:embed first.yaml
var firstConfig []byte

func newInit(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a config.yaml to begin with",
		Long: "init writes a short config.yaml that works as it is: it reads the sample press, invented papers that need\n" +
			"no network, and sends nothing. It takes the time zone of this machine. A file that is there is never\n" +
			"overwritten.",
		Example: "  broadsheet init\n  broadsheet init --config /srv/paper/config.yaml",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.writeFirstConfig() },
	}
}

func (a *app) writeFirstConfig() error {
	file, err := os.OpenFile(a.configFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return hinted(fmt.Errorf("init: %s is there already", a.configFile), "broadsheet check looks at it")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return hinted(fmt.Errorf("init: %w", err), makeFolder)
	}
	if err != nil {
		return fmt.Errorf("init: %w", err)
	}
	inZone := func(name string) []byte { return fmt.Appendf(nil, "timezone: %-25s #", name) }
	content := bytes.Replace(firstConfig, inZone("UTC"), inZone(a.localZone()), 1)
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("init: %w", errors.Join(err, os.Remove(a.configFile)))
	}
	a.say("%s is written; it reads the sample press", a.configFile)
	a.say("next   broadsheet build              brings out a first edition")
	a.say("       broadsheet sources add URL    adds a paper of your own")
	return nil
}

// localZone is the IANA name of the zone in which this machine tells the time, else UTC.
func (a *app) localZone() string {
	name, _ := a.env("TZ")
	if name == "" {
		link, _ := os.Readlink("/etc/localtime")
		_, name, _ = strings.Cut(link, "/zoneinfo/")
	}
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return "UTC"
	}
	return name
}
