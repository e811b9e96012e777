package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"broadsheet/internal/store"
)

func (p *patient) lookAtDatabase(context.Context) diagnosis {
	name, found := displayed(p.settings.database()), p.database
	switch {
	case errors.Is(p.fault, errNoDatabase):
		return p.lookForPlace(name)
	case p.fault != nil:
		return diagnosis{Verdict: fails, Found: p.fault.Error(), Next: hintFor(p.fault)}
	case found.Version == 0:
		return diagnosis{Verdict: warns, Found: name + " is empty yet", Next: "broadsheet build makes its tables, and brings out the first edition"}
	case found.Version > found.Known:
		return diagnosis{
			Verdict: fails, Found: fmt.Sprintf("%s: its tables are of version %d, this program knows %d", name, found.Version, found.Known),
			Next: "run the newer program, which made them",
		}
	case found.Version < found.Known:
		return diagnosis{
			Verdict: warns, Found: fmt.Sprintf("%s: its tables are of version %d, this program brings them to %d", name, found.Version, found.Known),
			Next: "take a backup with the older program first, if you want a way back",
		}
	case found.Dialect == store.SQLite:
		return diagnosis{Verdict: fine, Found: fmt.Sprintf("%s is whole; tables of version %d", name, found.Version)}
	}
	return diagnosis{Verdict: fine, Found: fmt.Sprintf("%s answers; tables of version %d", name, found.Version)}
}

// lookForPlace looks whether the database can be made.
func (p *patient) lookForPlace(name string) diagnosis {
	folder := filepath.Dir(p.settings.database())
	if _, err := os.Stat(folder); err != nil {
		return diagnosis{Verdict: fails, Found: name + " is not there, nor is its folder " + folder, Next: makeFolder}
	}
	if err := writable(folder); err != nil {
		return diagnosis{Verdict: fails, Found: name + " is not there yet, and cannot be made: " + err.Error(), Next: hintFor(err)}
	}
	return diagnosis{Verdict: warns, Found: name + " is not there yet", Next: hintFor(p.fault)}
}

// displayed is a database as it may be shown: a server's address may hold a password.
func displayed(database string) string {
	if isServer(database) {
		return redact(database)
	}
	return filepath.Base(database)
}

// isFile says whether the database is a file that is there.
func (p *patient) isFile() bool {
	return p.fault == nil && p.database.Dialect == store.SQLite && filepath.Base(p.settings.database()) != ":memory:"
}

// stale is how old the last copy of a database may be.
const stale = 7 * 24 * time.Hour

// lookForBackup looks for copies where backup puts them if it is told no other
// folder: beside the database, under names that begin as its own does.
func (p *patient) lookForBackup(context.Context) diagnosis {
	if !p.isFile() {
		return diagnosis{}
	}
	file := p.settings.database()
	end := filepath.Ext(file)
	stem := strings.TrimSuffix(filepath.Base(file), end)
	next := "broadsheet backup " + stem + "-$(date +%F)" + end
	name, at := newestBeside(file, stem, end)
	switch age := p.now().Sub(at); {
	case name == "":
		return diagnosis{Verdict: warns, Found: "no copy lies beside the database; others are not looked for", Next: next}
	case age > stale:
		return diagnosis{Verdict: warns, Found: fmt.Sprintf("the newest copy, %s, is %s old", name, roughly(age)), Next: next}
	default:
		return diagnosis{Verdict: fine, Found: fmt.Sprintf("%s is %s old", name, roughly(age))}
	}
}

// newestBeside is the newest file beside another whose name begins and ends so.
func newestBeside(file, stem, end string) (name string, at time.Time) {
	entries, _ := os.ReadDir(filepath.Dir(file))
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || entry.Name() == filepath.Base(file) ||
			!strings.HasPrefix(entry.Name(), stem) || !strings.HasSuffix(entry.Name(), end) {
			continue
		}
		if info.ModTime().After(at) {
			name, at = entry.Name(), info.ModTime()
		}
	}
	return name, at
}

// The room on a disk below which there is reason to worry, and to stop.
const (
	littleRoom = 1 << 30
	noRoom     = 64 << 20
)

// lookAtDisk looks where the program writes, and tells of the fullest place.
func (p *patient) lookAtDisk(context.Context) diagnosis {
	least, at := uint64(math.MaxUint64), ""
	for _, place := range p.written() {
		place = existing(place)
		if room, err := roomAt(place); err == nil && room < least {
			least, at = room, place
		}
	}
	found := diagnosis{Verdict: fine, Found: bytesOf(least) + " free at " + at}
	switch {
	case at == "":
		return diagnosis{}
	case least < noRoom:
		found.Verdict, found.Next = fails, "make room: a full disk loses nothing, but nothing comes out either"
	case least < littleRoom:
		found.Verdict, found.Next = warns, "make room before it is full"
	}
	return found
}

// lookAtFiles looks whether what is published can be written as files.
func (p *patient) lookAtFiles(context.Context) diagnosis {
	if p.Files.Folder == "" {
		return diagnosis{}
	}
	folder := p.path(string(p.Files.Folder))
	if err := writable(folder); err != nil {
		return diagnosis{Verdict: fails, Found: err.Error(), Next: hintFor(err)}
	}
	return diagnosis{Verdict: fine, Found: "pages and feeds are written into " + folder}
}

// written are the folders in which the program writes.
func (s *settings) written() []string {
	var folders []string
	if name := s.database(); !isServer(name) && name != ":memory:" {
		folders = append(folders, filepath.Dir(name))
	}
	if slices.Contains([]transport{"outbox", "maildir"}, s.transport()) {
		folders = append(folders, s.mailFolder())
	}
	if s.Files.Folder != "" {
		folders = append(folders, s.path(string(s.Files.Folder)))
	}
	return folders
}

// existing is a folder, or the nearest above it that is there.
func existing(folder string) string {
	for {
		if _, err := os.Stat(folder); err == nil || folder == filepath.Dir(folder) {
			return folder
		}
		folder = filepath.Dir(folder)
	}
}

// bytesOf is a number of bytes in words.
func bytesOf(n uint64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d kB", n>>10)
}

// How far a clock may be off before readers' servers, certificates and a
// schedule suffer by it.
const (
	littleSkew = 30 * time.Second
	muchSkew   = 5 * time.Minute
)

// lookAtClock compares this machine's clock with what was last written down, and
// with that of another machine.
func (p *patient) lookAtClock(ctx context.Context) diagnosis {
	now := p.now()
	shown := now.In(p.zone()).Format("2006-01-02 15:04 -0700") + ", " + p.zone().String()
	if ahead := p.database.Newest.Sub(now); ahead > littleSkew {
		return wrongClock(fails, fmt.Sprintf("%s; the database holds a time %s later", shown, roughly(ahead)))
	}
	other, whose := p.otherClock(ctx)
	switch off := other.Sub(now).Abs(); {
	case other.IsZero():
		return diagnosis{Verdict: fine, Found: shown + "; nobody on the net could be asked the time"}
	case off > muchSkew:
		return wrongClock(fails, fmt.Sprintf("%s; %s away from that of %s", shown, roughly(off), whose))
	case off > littleSkew:
		return wrongClock(warns, fmt.Sprintf("%s; %s away from that of %s", shown, roughly(off), whose))
	}
	return diagnosis{Verdict: fine, Found: shown + "; so says " + whose}
}

func wrongClock(verdict grade, found string) diagnosis {
	return diagnosis{Verdict: verdict, Found: found, Next: "set the clock, and let it be kept right (timedatectl set-ntp true)"}
}

// otherClock is what another machine's clock shows, and whose: the database's
// server's, or that of the first source on the web. Zero if nobody says.
func (p *patient) otherClock(ctx context.Context) (time.Time, string) {
	if !p.database.Clock.IsZero() {
		return p.database.Clock, "the database's server"
	}
	return p.askTheTime(ctx)
}

// askTheTime is what the server of the first source on the web writes on its answers.
func (p *patient) askTheTime(ctx context.Context) (time.Time, string) {
	for _, c := range p.Sources {
		if !strings.HasPrefix(c.address(), "http") {
			continue
		}
		response, err := p.ask(ctx, http.MethodHead, c.address())
		if err != nil {
			return time.Time{}, ""
		}
		_ = response.Body.Close()
		at, _ := http.ParseTime(response.Header.Get("Date"))
		return at, response.Request.URL.Hostname()
	}
	return time.Time{}, ""
}

// lookAtSecrets looks who may read the files in which secrets are.
func (p *patient) lookAtSecrets(context.Context) diagnosis {
	if len(p.secrets) == 0 || runtime.GOOS == "windows" {
		return diagnosis{}
	}
	var open []string
	for _, name := range p.secrets {
		if info, err := os.Stat(name); err == nil && info.Mode()&0o007 != 0 {
			open = append(open, name)
		}
	}
	if len(open) > 0 {
		names := strings.Join(open, " ")
		return diagnosis{Verdict: warns, Found: "everybody on this machine may read " + names, Next: "chmod o= " + names}
	}
	return diagnosis{Verdict: fine, Found: counted(len(p.secrets), "file", "files") + " with secrets, closed to others"}
}

// roughly is a time in its greatest units.
func roughly(d time.Duration) string {
	switch whole := d.Round(time.Minute); {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	case whole >= time.Hour && whole%time.Hour == 0:
		return counted(int(whole.Hours()), "hour", "hours")
	case whole >= time.Hour:
		return fmt.Sprintf("%d h %d min", int(whole.Hours()), int(whole.Minutes())%60)
	case whole >= time.Minute:
		return counted(int(whole.Minutes()), "minute", "minutes")
	}
	return counted(int(d.Seconds()), "second", "seconds")
}
