package mail

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// DKIM signs messages for a domain (RFC 6376), so that their readers' servers
// know who answers for them. The public key stands in the DNS, under
// SELECTOR._domainkey.DOMAIN.
type DKIM struct {
	Domain, Selector string
	// Key is an RSA key of at least 1024 bits (RFC 8301) or an Ed25519 key (RFC 8463).
	Key crypto.Signer
}

// ReadKey reads a private key for DKIM from PEM: PKCS #8 or, for RSA, PKCS #1.
func ReadKey(text []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("there is no PEM in it")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return fit(key)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	return fit(key)
}

// fit refuses keys that no reader's server would believe.
func fit(key any) (crypto.Signer, error) {
	switch key := key.(type) {
	case ed25519.PrivateKey:
		return key, nil
	case *rsa.PrivateKey:
		if key.N.BitLen() < 1024 {
			return nil, fmt.Errorf("an RSA key of %d bits is too short: make one of 2048", key.N.BitLen())
		}
		return key, nil
	}
	return nil, fmt.Errorf("a key of the type %T: want RSA or Ed25519", key)
}

// Record is the text that has to stand in the DNS for the key.
func (d *DKIM) Record() (string, error) {
	if key, isEd := d.Key.Public().(ed25519.PublicKey); isEd {
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(key), nil
	}
	der, err := x509.MarshalPKIXPublicKey(d.Key.Public())
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der), err
}

// oversigned are signed once more than they are there, so that nobody can add another.
var oversigned = []string{"From", "To", "Subject"}

// signature is the DKIM-Signature field for a header and a body. The header is
// canonicalised in the relaxed way, which for fields that are one line means
// little; the body is taken as it is, since nothing on its way has a reason to
// change seven-bit lines without blanks at their ends.
func (d *DKIM) signature(header []namedValue, body []byte, at int64) ([]byte, error) {
	bodyHash := sha256.Sum256(body)
	algorithm := "rsa-sha256"
	if _, isEd := d.Key.(ed25519.PrivateKey); isEd {
		algorithm = "ed25519-sha256"
	}
	names := strings.ToLower(strings.Join(namesOf(header), ": ")) // so that it can be folded
	value := "v=1; a=" + algorithm + "; c=relaxed/simple; d=" + d.Domain + "; s=" + d.Selector +
		"; t=" + strconv.FormatInt(at, 10) + "; h=" + names +
		"; bh=" + base64.StdEncoding.EncodeToString(bodyHash[:]) + "; b="
	var signed []byte
	for _, f := range header {
		signed = append(relaxed(signed, f), "\r\n"...)
	}
	hash := sha256.Sum256(relaxed(signed, namedValue{"DKIM-Signature", value}))
	signature, err := d.sign(hash[:])
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	text := base64.StdEncoding.EncodeToString(signature)
	for chunk := range slices.Chunk([]byte(text), 72) {
		value += " " + string(chunk)
	}
	return field(nil, "DKIM-Signature", strings.Replace(value, "b= ", "b=", 1)), nil
}

func (d *DKIM) sign(hash []byte) ([]byte, error) {
	if key, isEd := d.Key.(ed25519.PrivateKey); isEd {
		return ed25519.Sign(key, hash), nil
	}
	return d.Key.Sign(nil, hash, crypto.SHA256)
}

// namesOf is the fields to sign by name, the oversigned at the end.
func namesOf(header []namedValue) []string {
	names := make([]string, 0, len(header)+len(oversigned))
	for _, f := range header {
		names = append(names, f.name)
	}
	return append(names, oversigned...)
}

// relaxed appends a field in the form of RFC 6376 §3.4.2, without its end.
func relaxed(to []byte, f namedValue) []byte {
	to = append(append(to, strings.ToLower(f.name)...), ':')
	for i, word := range strings.Fields(f.value) {
		if i > 0 {
			to = append(to, ' ')
		}
		to = append(to, word...)
	}
	return to
}
