package mail_test

import (
	"strings"
	"testing"

	"broadsheet/internal/mail"
)

func TestTryGoesAsFarAsTheLogin(t *testing.T) {
	for _, security := range []mail.Security{mail.StartTLS, mail.TLS, mail.Plaintext} {
		t.Run(string(security), func(t *testing.T) {
			var office post
			server := office.open(t, security)
			server.Username, server.Password = "press", "correct horse"
			terms, err := server.Try(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			mails, users := office.seen()
			if len(mails) != 0 || len(users) != 1 {
				t.Errorf("%d mails, users %v", len(mails), users)
			}
			if safe := security != mail.Plaintext; (terms.TLS == "TLS 1.3") != safe || terms.Expires.IsZero() == safe || !strings.Contains(terms.Auth, "PLAIN") {
				t.Errorf("%+v", terms)
			}
			server.Password = "battery staple"
			if _, err := server.Try(t.Context()); err == nil || !strings.Contains(err.Error(), "AUTH") {
				t.Errorf("a wrong password: %v", err)
			}
		})
	}
}

func TestTryLMTP(t *testing.T) {
	office := post{lmtp: true}
	server := office.open(t, mail.Plaintext)
	if terms, err := server.Try(t.Context()); err != nil || terms != (mail.Terms{}) {
		t.Errorf("%+v, %v", terms, err)
	}
}
