package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
)

func newSystemd(a *app) *cobra.Command {
	account := "broadsheet"
	command := &cobra.Command{
		Use:   "systemd",
		Short: "Print a unit for systemd, with the least rights",
		Long: "systemd prints a unit that runs this program with this config as a user of its own: started again when it\n" +
			"fails or hangs, told of a new config by `systemctl reload`, and allowed to write in the folder of the\n" +
			"config and where the config has it write.",
		Example: "  useradd --system broadsheet && chown -R broadsheet /srv/paper\n" +
			"  cd /etc/systemd/system\n" +
			"  broadsheet systemd --config /srv/paper/config.yaml > broadsheet.service\n" +
			"  systemctl enable --now broadsheet",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !accountName.MatchString(account) {
				return wrongUse(fmt.Errorf("--user: %q is no name of an account", account))
			}
			return a.writeUnit(account)
		},
	}
	command.Flags().StringVar(&account, "user", account, "the `ACCOUNT` that it runs as; the folder of the config must be its own")
	return command
}

func (a *app) writeUnit(account string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	config, err := filepath.Abs(a.configFile)
	if err != nil {
		return err
	}
	folder := escaped.Replace(filepath.Dir(config))
	writable := []string{quoted(folder)}
	if s, err := a.load(); err != nil {
		fmt.Fprintf(a.stderr, "remark: where else than in its folder a config has the program write is not known:\n%v\n", err)
	} else {
		for _, place := range s.written() {
			if !isWithin(s.folder, place) {
				writable = append(writable, quoted(escaped.Replace(place)))
			}
		}
	}
	return unit.Execute(a.stdout, map[string]string{
		"Program": commandWord(program), "Config": commandWord(config), "Folder": folder, "Writable": strings.Join(writable, " "), "User": account,
	})
}

// isWithin says whether a folder is another, or below it.
func isWithin(folder, other string) bool {
	way, err := filepath.Rel(folder, other)
	return err == nil && filepath.IsLocal(way)
}

// accountName is what useradd takes, or a number.
var accountName = regexp.MustCompile(`^([a-z_][a-z0-9_-]*\$?|[0-9]+)$`)

// escaped is a path as systemd reads it where a setting is one path, quotes and
// all (systemd.unit(5), "Specifiers").
var escaped = strings.NewReplacer(`%`, `%%`)

// quoted is an escaped path where a setting has several (systemd.syntax(7)).
func quoted(path string) string {
	if !strings.ContainsAny(path, " '\"\\") {
		return path
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}

// commandWord is a path as a word of a command line (systemd.service(5)).
func commandWord(path string) string {
	return quoted(strings.ReplaceAll(escaped.Replace(path), `$`, `$$`))
}

var unit = template.Must(template.New("").Parse(`[Unit]
Description=Broadsheet, the feeds as a daily paper
Documentation=man:systemd.service(5)
Wants=network-online.target
After=network-online.target time-sync.target

[Service]
Type=notify
ExecStart={{.Program}} run --config {{.Config}}
ExecReload=/bin/kill -HUP $MAINPID
User={{.User}}
WorkingDirectory={{.Folder}}
WatchdogSec=60
TimeoutStopSec=15
Restart=on-failure
RestartSec=2
# A config with faults is not cured by starting again.
RestartPreventExitStatus=2

# The least rights. Ports below 1024: AmbientCapabilities=CAP_NET_BIND_SERVICE.
# A sendmail command that takes on rights of its own fails: use smtp to localhost.
CapabilityBoundingSet=
NoNewPrivileges=yes
UMask=0027
ProtectSystem=strict
ReadWritePaths={{.Writable}}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`))
