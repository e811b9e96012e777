package main

import (
	"cmp"
	"net/http"
	"net/mail"
	"time"

	outgoing "broadsheet/internal/mail"
	"broadsheet/internal/worker"
)

func (s *settings) from() string {
	return cmp.Or(s.Mail.From, mailbox(mail.Address{Name: string(s.Title), Address: "broadsheet@localhost"})).String()
}

func (s *settings) transport() transport { return cmp.Or(s.Mail.Transport, "outbox") }

func (s *settings) mailFolder() string { return s.path(cmp.Or(string(s.Mail.Folder), "outbox")) }

// outbox is the folder of the mails, empty if they are sent.
func (s *settings) outbox() string {
	if s.transport() != "outbox" {
		return ""
	}
	return s.mailFolder()
}

func (s *settings) sender(now func() time.Time) worker.Sender {
	switch s.transport() {
	case "smtp":
		return s.smtp()
	case "lmtp":
		return s.lmtp()
	case "maildir":
		return outgoing.Maildir{Folder: s.mailFolder()}
	case "sendmail":
		return outgoing.Sendmail{Command: s.sendmail()}
	case "webhook":
		return s.webhook(now)
	}
	return outgoing.Outbox{Folder: s.mailFolder()}
}

// sendmail is the command that takes the mails.
func (s *settings) sendmail() []string {
	if command := strs(s.Mail.Sendmail); command != nil {
		return command
	}
	return []string{"/usr/sbin/sendmail", "-i"}
}

func (s *settings) smtp() *outgoing.SMTP {
	c := s.Mail.SMTP
	security := outgoing.Security(cmp.Or(c.Security, "starttls"))
	defaultPort := port(587)
	if security == outgoing.TLS {
		defaultPort = 465
	}
	return &outgoing.SMTP{
		Host: string(c.Host), Port: int(cmp.Or(c.Port, defaultPort)), Security: security,
		Username: string(c.Username), Password: string(c.Password), MessagesPerConnection: int(s.Mail.MessagesPerConnection),
	}
}

func (s *settings) lmtp() *outgoing.SMTP {
	c := s.Mail.LMTP
	server := &outgoing.SMTP{
		LMTP: true, Security: outgoing.Plaintext, Host: string(c.Host), Port: int(cmp.Or(c.Port, 24)),
		MessagesPerConnection: int(s.Mail.MessagesPerConnection),
	}
	if c.Socket != "" {
		server.Host = s.path(string(c.Socket))
	}
	return server
}

// webhook leads no further than its address, and through no proxy.
func (s *settings) webhook(now func() time.Time) *outgoing.Webhook {
	return hook(s.Mail.Webhook, s.connections(), now)
}

func hook(c webhookConfig, connections int, now func() time.Time) *outgoing.Webhook {
	return &outgoing.Webhook{
		URL: string(c.URL), Secret: string(c.Secret), Now: now,
		Client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: connections, IdleConnTimeout: 10 * time.Second},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// alerts are what the operator is told.
func (s *settings) alerts(now func() time.Time) worker.Alerts {
	c := s.Alerts
	alerts := worker.Alerts{Late: time.Duration(c.Late), Dead: time.Duration(c.Dead), Stuck: time.Duration(c.Stuck), Refused: float64(c.Refused) / 100}
	if c.Mail.Address != "" {
		alerts.Mail = c.Mail.String()
	}
	if c.Webhook.URL != "" {
		alerts.Hook = hook(c.Webhook, 1, now)
	}
	return alerts
}

func (s *settings) connections() int { return int(cmp.Or(s.Mail.MaxConnections, 8)) }

func (s *settings) posting() worker.Posting {
	p := worker.Posting{
		Connections: s.connections(), PerSecond: int(s.Mail.PerSecond), PerHour: map[string]int{},
		GiveUpAfter: time.Duration(s.Mail.GiveUpAfter), Bounces: s.Mail.Bounces.Address, DKIM: s.dkim,
	}
	for host, n := range s.Mail.PerHour {
		p.PerHour[string(host)] = int(n)
	}
	return p
}
