package main

import (
	"context"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"
)

// notifier speaks to systemd (sd_notify(3)): a datagram to the socket that it
// names. Where there is none, nobody listens.
type notifier struct {
	socket string
	// pulse is how often systemd wants to hear that we live, 0 for never.
	pulse time.Duration
	log   *slog.Logger
}

func (a *app) notifier(log *slog.Logger) notifier {
	socket, _ := a.env("NOTIFY_SOCKET")
	n := notifier{socket: strings.Replace(socket, "@", "\x00", 1), log: log}
	text, _ := a.env("WATCHDOG_USEC")
	if limit, err := strconv.Atoi(text); err == nil && limit > 0 {
		n.pulse = time.Duration(limit) * time.Microsecond / 3
	}
	return n
}

// say says one or several lines, such as READY=1.
func (n notifier) say(words string) {
	if n.socket == "" {
		return
	}
	conn, err := net.Dial("unixgram", n.socket)
	if err == nil {
		_, err = conn.Write([]byte(words))
		_ = conn.Close()
	}
	if err != nil {
		n.log.Warn("notify systemd", "error", err)
	}
}

// live says that we live for as long as we do.
func (n notifier) live(ctx context.Context) {
	if n.pulse == 0 {
		return
	}
	tick := time.NewTicker(n.pulse)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			n.say("WATCHDOG=1")
		case <-ctx.Done():
			return
		}
	}
}
