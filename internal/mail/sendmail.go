package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Sendmail gives messages to a program that takes them as sendmail does: the
// message on its standard input, the addresses as arguments, and how it went in
// the way it ends (sysexits.h).
type Sendmail struct {
	// Command is the program and its first arguments, as in /usr/sbin/sendmail -i.
	Command []string
}

// How such a program ends.
const (
	exDataErr     = 65
	exNoUser      = 67
	exNoHost      = 68
	exUsage       = 64
	exUnavailable = 69
	exNoPerm      = 77
	exConfig      = 78
	notExecutable = 126
	notFound      = 127
)

// Send runs the program for one message. Beside what a Sender says, an Outage
// is that it cannot be run, or says that it cannot serve.
func (s Sendmail) Send(ctx context.Context, m Message) error {
	e, err := m.envelope()
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	message, err := m.append(nil, e)
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	command := exec.CommandContext(ctx, s.Command[0], append(slices.Clone(s.Command[1:]), "-f", e.back, "--", e.to.Address)...)
	command.Stdin = bytes.NewReader(bytes.ReplaceAll(message, []byte("\r\n"), []byte("\n")))
	command.WaitDelay = time.Second
	said, err := command.CombinedOutput()
	return s.judge(ctx, firstLine(said), err)
}

func (s Sendmail) judge(ctx context.Context, said string, err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &exit):
		return outage(ctx, fmt.Errorf("run %s: %w", s.Command[0], err))
	}
	err = fmt.Errorf("run %s: %w: %s", s.Command[0], err, said)
	switch exit.ExitCode() {
	case exDataErr, exNoUser, exNoHost:
		return &Refusal{Stage: s.Command[0], Code: exit.ExitCode(), Text: said}
	case exUsage, exUnavailable, exNoPerm, exConfig, notExecutable, notFound:
		return outage(ctx, err)
	}
	return err
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return strings.ToValidUTF8(line[:min(len(line), 300)], "\uFFFD")
}
