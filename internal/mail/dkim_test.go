package mail_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"broadsheet/internal/mail"
)

// keys is a key of each kind, through PEM as a person keeps it.
func keys(t testing.TB) map[string]crypto.Signer {
	t.Helper()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	read := func(kind string, der []byte) crypto.Signer {
		key, err := mail.ReadKey(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	pkcs8 := func(key any) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	return map[string]crypto.Signer{
		"rsa":         read("PRIVATE KEY", pkcs8(rsaKey)),
		"rsa, PKCS 1": read("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey)),
		"ed25519":     read("PRIVATE KEY", pkcs8(edKey)),
	}
}

// verify asks another implementation, with the record that Record makes.
func verify(t *testing.T, d *mail.DKIM, body []byte) *dkim.Verification {
	t.Helper()
	record, err := d.Record()
	if err != nil {
		t.Fatal(err)
	}
	asked := ""
	found, err := dkim.VerifyWithOptions(bytes.NewReader(body), &dkim.VerifyOptions{
		LookupTXT: func(name string) ([]string, error) { asked = name; return []string{record}, nil },
	})
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	if asked != d.Selector+"._domainkey."+d.Domain {
		t.Errorf("asked for %s", asked)
	}
	return found[0]
}

func TestAnotherProgramVerifiesTheSignature(t *testing.T) {
	for name, key := range keys(t) {
		t.Run(name, func(t *testing.T) {
			m := letter()
			m.Subject = strings.Repeat("صبح کا خلاصہ ", 12)
			m.DKIM = &mail.DKIM{Domain: "example.org", Selector: "paper", Key: key}
			body := must(t, m)
			v := verify(t, m.DKIM, body)
			if v.Err != nil || v.Domain != "example.org" {
				t.Errorf("%v\n%s", v.Err, body)
			}
			for _, name := range []string{"from", "list-unsubscribe", "list-unsubscribe-post", "message-id", "content-type"} {
				if !strings.Contains(strings.Join(v.HeaderKeys, " ")+" ", name+" ") {
					t.Errorf("%s is not signed: %v", name, v.HeaderKeys)
				}
			}
			if again := must(t, m); !bytes.Equal(again, body) {
				t.Error("the same message was signed in two ways")
			}
			for line := range strings.SplitSeq(string(body), "\r\n") {
				if len(line) > 78 {
					t.Errorf("line of %d bytes: %s", len(line), line)
				}
			}
			for _, forged := range [][2]string{
				{"Rain at last", "Sun at last."},
				{"example.org/unsubscribe/5f2c9a", "example.com/unsubscribe/5f2c9a"},
				{"List-Unsubscribe=One-Click", "List-Unsubscribe=Twoclick"},
				{"\r\nTo:", "\r\nSubject: another\r\nTo:"},
			} {
				if v := verify(t, m.DKIM, bytes.Replace(body, []byte(forged[0]), []byte(forged[1]), 1)); v.Err == nil {
					t.Errorf("%q in the place of %q went unseen", forged[1], forged[0])
				}
			}
		})
	}
}

func TestKeysThatNobodyBelieves(t *testing.T) {
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(curve)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"no PEM":       []byte("hunter2"),
		"garbage":      pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("hunter2")}),
		"another kind": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
	} {
		if _, err := mail.ReadKey(text); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkDKIM(b *testing.B) {
	for name, key := range keys(b) {
		b.Run(name, func(b *testing.B) {
			m := heavy()
			m.DKIM = &mail.DKIM{Domain: "example.org", Selector: "paper", Key: key}
			for b.Loop() {
				if _, err := m.Bytes(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
