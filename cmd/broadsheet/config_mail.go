package main

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	outgoing "broadsheet/internal/mail"
)

// hookAddress is where a webhook is.
type hookAddress string

func (h *hookAddress) wants() string { return "an https address, or an http one on this machine" }

func (h *hookAddress) read(s string) (string, bool) {
	address, err := url.Parse(s)
	if err != nil || address.Host == "" {
		return "", false
	}
	*h = hookAddress(s)
	return "", address.Scheme == "https" || address.Scheme == "http" && isLocal(address.Hostname())
}

// mail finds what is wrong between the values of how mails leave.
func (c *checker) mail() {
	c.transport()
	password := c.config.Mail.SMTP.Password
	if c.has("mail.smtp.username") && !c.has("mail.smtp.password") {
		c.fault("mail.smtp", fault{Found: "missing key \"password\"", Want: "the password of \"username\""})
	}
	if password != "" && !c.has("mail.smtp.username") {
		c.fault("mail.smtp.password", fault{Found: "a password without \"username\""})
	}
	if c.has("mail.lmtp.socket") && c.has("mail.lmtp.host") {
		c.fault("mail.lmtp.host", fault{Found: "socket and host together", Want: "one of them"})
	}
	if c.has("mail.dkim") {
		c.signature()
	}
	if box := c.config.Mail.Bounces.Address; strings.LastIndexByte(box, '@') > outgoing.MostBox {
		c.fault("mail.bounces", fault{Found: quoteFound(box), Want: fmt.Sprintf("at most %d letters before the @, since a mark is added to them", outgoing.MostBox)})
	}
}

// transport demands what the chosen way out needs.
func (c *checker) transport() {
	for transport, example := range map[transport]string{
		"smtp": "{host: mail.example.org}", "lmtp": "{socket: /run/dovecot/lmtp}", "webhook": "{url: \"https://example.org/mails\", secret: \"${SECRET}\"}",
	} {
		if key := string(transport); c.config.Mail.Transport == transport && !c.has("mail."+key) {
			c.fault("mail", fault{Found: fmt.Sprintf("missing key %q", key), Want: "who takes the mails", Hint: "for example " + key + ": " + example})
		}
	}
	if c.has("mail.lmtp") && !c.has("mail.lmtp.socket") && !c.has("mail.lmtp.host") {
		c.fault("mail.lmtp", fault{Found: "missing key \"socket\"", Hint: "or \"host\" for a server with a port"})
	}
	if c.has("mail.sendmail") && len(c.config.Mail.Sendmail) == 0 && !c.faulty("mail.sendmail") {
		c.fault("mail.sendmail", fault{Found: "found an empty list", Want: "a program and its arguments, such as [/usr/sbin/sendmail, -i]"})
	}
}

// keyMaker makes a key that signs mails.
const keyMaker = "openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out dkim.pem"

// signature reads the key that signs the mails, and keeps it.
func (c *checker) signature() {
	d := c.config.Mail.DKIM
	if c.faulty("mail.dkim") || c.faulty("mail.from") {
		return
	}
	from := strings.ToLower(c.config.Mail.From.Address)
	if host := from[strings.LastIndexByte(from, '@')+1:]; host != string(d.Domain) && !strings.HasSuffix(host, "."+string(d.Domain)) {
		c.fault("mail.dkim.domain", fault{Found: quoteFound(string(d.Domain)), Want: "the domain of `from`, or one above it", Hint: "readers' servers want the two to agree (DMARC)"})
	}
	c.hide(pathIn(c.folder, string(d.Key)))
	text, err := os.ReadFile(pathIn(c.folder, string(d.Key)))
	if err != nil {
		c.fault("mail.dkim.key", fault{Found: "cannot read the key: " + err.Error(), Hint: keyMaker + " makes one"})
		return
	}
	key, err := outgoing.ReadKey(text)
	if err != nil {
		c.fault("mail.dkim.key", fault{Found: "cannot use the key: " + err.Error(), Want: "a file with a private key in PEM form", Hint: keyMaker + " makes one"})
		return
	}
	c.dkim = &outgoing.DKIM{Domain: string(d.Domain), Selector: string(d.Selector), Key: key}
}

// alerts demands somebody to tell.
func (c *checker) alerts() {
	if c.has("alerts") && !c.has("alerts.mail") && !c.has("alerts.webhook") && !c.faulty("alerts") {
		c.fault("alerts", fault{Found: "nobody to tell", Want: "mail or webhook", Hint: "for example mail: desk@example.org"})
	}
	if c.has("alerts.mail") && !c.has("mail.from") {
		c.fault("mail", fault{Found: "missing key \"from\"", Want: "the sender of the mails, since alerts has mail"})
	}
}
