package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"time"
)

// Terms are those on which a server would take messages.
type Terms struct {
	// TLS is how the connection is encrypted ("TLS 1.3"); empty if it is not.
	TLS string
	// Expires is when the server's certificate does; zero without one.
	Expires time.Time
	// Auth is the ways to log in that the server offers, as in "PLAIN LOGIN".
	Auth string
}

// Try goes as far as Send does before the first message: it connects, encrypts
// and logs in. Then it parts. Nobody is sent anything.
func (s *SMTP) Try(ctx context.Context) (Terms, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.Timeout, time.Minute))
	defer cancel()
	n, err := s.open(ctx)
	if err != nil {
		return Terms{}, wrap("smtp "+s.Address(), err)
	}
	defer n.close()
	var terms Terms
	if !s.LMTP { // whose greeting the library does not know
		_, terms.Auth = n.client.Extension("AUTH")
	}
	if state, encrypted := n.client.TLSConnectionState(); encrypted {
		terms.TLS = tls.VersionName(state.Version)
		terms.Expires = state.PeerCertificates[0].NotAfter
	}
	return terms, nil
}
