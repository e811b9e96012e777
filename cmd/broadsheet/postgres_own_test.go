package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// ownPostgres is a server of the test's own, which it may stop as it likes.
type ownPostgres struct {
	t      *testing.T
	bin    string
	folder string
	port   string
}

// newOwnPostgres makes and starts a server. Where there are no programs for it
// the test is skipped, unless whoever runs it insists.
func newOwnPostgres(t *testing.T) *ownPostgres {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		const missing = "no initdb under /usr/lib/postgresql"
		if os.Getenv("BROADSHEET_REQUIRE_POSTGRES") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	// Not t.TempDir, in which nobody but its owner may look.
	folder, err := os.MkdirTemp("", "broadsheet-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	p := &ownPostgres{t: t, bin: filepath.Dir(slices.Max(found)), folder: folder, port: freePort(t)}
	if id := p.owner(); id != nil {
		if err := os.Chown(folder, int(id.Uid), int(id.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	p.must("initdb", "-D", p.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
	t.Cleanup(func() { p.must("pg_ctl", "stop", "-m", "immediate", "-s", "-D", p.data()) })
	p.start()
	return p
}

func (p *ownPostgres) data() string { return filepath.Join(p.folder, "data") }

func (p *ownPostgres) address() string {
	return "postgres://postgres@127.0.0.1:" + p.port + "/postgres"
}

func (p *ownPostgres) start() {
	p.must("pg_ctl", "start", "-w", "-s", "-D", p.data(), "-l", filepath.Join(p.folder, "log"), "-o",
		fmt.Sprintf("-c listen_addresses=127.0.0.1 -c port=%s -c unix_socket_directories=%s -c fsync=off -c max_connections=200", p.port, p.folder))
}

// crash ends the server as a fault of it would.
func (p *ownPostgres) crash() { p.must("pg_ctl", "stop", "-m", "immediate", "-s", "-D", p.data()) }

func (p *ownPostgres) must(program string, args ...string) {
	p.t.Helper()
	command := exec.Command(filepath.Join(p.bin, program), args...)
	command.Dir = "/"
	if id := p.owner(); id != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: id}
	}
	if err := command.Run(); err != nil {
		p.t.Fatalf("%s %v: %v", program, args, err)
	}
}

// owner is whom the server runs as when we are root, which it refuses.
func (p *ownPostgres) owner() *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		p.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}
