package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// source finds what is wrong between the values of a source.
func (c *checker) source(n int) {
	source := c.config.Sources[n]
	path := fmt.Sprintf("sources[%d]", n)
	for before, other := range c.config.Sources[:n] {
		if source.ID != "" && other.ID == source.ID {
			c.again(path+".id", fmt.Sprintf("sources[%d].id", before), string(source.ID))
			break
		}
	}
	c.addresses(path)
	c.web(path, source)
	c.login(path, source)
	c.certificates(path, source)
	for name, content := range source.Headers {
		if !httpguts.ValidHeaderFieldValue(string(content)) {
			c.fault(path+".headers", fault{Found: fmt.Sprintf("the value of %s holds a line break or another control character", name)})
		}
	}
	if !httpguts.ValidHeaderFieldValue(string(source.Cookies)) {
		c.fault(path+".cookies", fault{Found: "found a line break or another control character", Want: "name=value; other=value"})
	}
}

// addresses demands exactly one address.
func (c *checker) addresses(path string) {
	var has []string
	for _, key := range []string{"url", "page", "sitemap"} {
		if c.has(path + "." + key) {
			has = append(has, key)
		}
	}
	const differ = "url is a feed, page a web page without one, sitemap a news sitemap"
	switch {
	case len(has) > 1:
		c.fault(path+"."+has[1], fault{Found: strings.Join(has, " and ") + " together", Want: "one of them", Hint: differ})
	case len(has) == 0 && c.has(path):
		c.fault(path, fault{Found: "missing key \"url\"", Hint: "or \"page\" for a web page without a feed, or \"sitemap\""})
	}
	if c.has(path+".select") && !c.has(path+".page") {
		c.fault(path+".select", fault{Found: "\"select\" without \"page\"", Hint: "a feed needs no selectors; for a web page write page: in the place of url:"})
	}
}

// web refuses what only a web server can be told for an address that is none.
func (c *checker) web(path string, source sourceConfig) {
	address := source.address()
	if address == "" || strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:") {
		return
	}
	for _, key := range []string{"auth", "cookies", "headers", "user_agent", "proxy", "client_certificate", "ca_file"} {
		if c.has(path + "." + key) {
			c.fault(path+"."+key, fault{Found: fmt.Sprintf("%q for an address that is not on the web", key)})
		}
	}
}

func (c *checker) login(path string, source sourceConfig) {
	at := path + ".auth"
	name, password, token := c.has(at+".username"), c.has(at+".password"), c.has(at+".bearer")
	switch {
	case !c.has(at):
		return
	case token && (name || password):
		c.fault(at+".bearer", fault{Found: "both a token and a name with a password", Want: "one of them"})
	case name && !password:
		c.fault(at, fault{Found: "missing key \"password\"", Want: "the password of \"username\""})
	case password && !name:
		c.fault(at+".password", fault{Found: "a password without \"username\""})
	case !name && !token:
		c.fault(at, fault{Found: "found no login", Want: "username and password, or bearer"})
	case strings.HasPrefix(source.address(), "http:"):
		c.remark(at, fault{Found: "the login crosses the net unencrypted", Hint: "does the server know https: too?"})
	}
}

// certificates reads the files of a source's TLS settings, and keeps those.
func (c *checker) certificates(path string, source sourceConfig) {
	settings := &tls.Config{MinVersion: tls.VersionTLS12}
	cert, key := source.ClientCertificate.Cert, source.ClientCertificate.Key
	if cert != "" && key != "" {
		c.hide(pathIn(c.folder, string(key)))
		pair, err := tls.LoadX509KeyPair(pathIn(c.folder, string(cert)), pathIn(c.folder, string(key)))
		if err != nil {
			c.fault(path+".client_certificate", fault{
				Found: "cannot use the certificate: " + err.Error(), Want: "two files in PEM form that belong together", Hint: keyHint(err),
			})
		}
		settings.Certificates = []tls.Certificate{pair}
	}
	if source.CAFile != "" {
		pool, err := trusted(pathIn(c.folder, string(source.CAFile)))
		if err != nil {
			c.fault(path+".ca_file", fault{Found: "cannot use the authorities: " + err.Error(), Want: "a file with certificates in PEM form"})
		}
		settings.RootCAs = pool
	}
	if settings.Certificates != nil || settings.RootCAs != nil {
		c.tls[string(source.ID)] = settings
	}
}

// keyHint is for keys that are locked; crypto/tls calls them broken.
func keyHint(err error) string {
	if !strings.Contains(err.Error(), "parse private key") {
		return ""
	}
	return "a key with a passphrase is unlocked by: openssl pkey -in locked.key -out client.key"
}

// trusted is the authorities of this machine and those of a file.
func trusted(file string) (*x509.CertPool, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // a machine without any of its own
	}
	if !pool.AppendCertsFromPEM(content) {
		return nil, errors.New("no certificate in " + file)
	}
	return pool, nil
}

// mostPatience is the longest limit of a visit: the job that makes it is cut
// off soon after, and what it brought would be lost.
const mostPatience = time.Minute

func (c *checker) fetch() {
	if timeout := time.Duration(c.config.Fetch.Timeout); timeout > mostPatience {
		c.fault("fetch.timeout", fault{
			Found: "found " + timeout.String(), Want: "at most 60s",
			Hint: "visits are made in jobs that are cut off after little more than a minute, and a visit cut off is lost",
		})
	}
}
