package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// accept asks for feeds before pages, but refuses nothing: many servers call
// their feed text/html or worse.
const accept = "application/atom+xml, application/rss+xml, application/feed+json, " +
	"application/rdf+xml;q=0.9, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"

// question is the request: who asks, for what, and what is known already.
func (v *visit) question(ctx context.Context, u *url.URL) *http.Request {
	header := http.Header{
		"User-Agent":      {orDefault(v.request.UserAgent, v.userAgent)},
		"Accept":          {accept},
		"Accept-Encoding": {acceptEncoding},
	}
	if v.request.ETag != "" {
		header["If-None-Match"] = []string{v.request.ETag}
	}
	if v.request.LastModified != "" {
		header["If-Modified-Since"] = []string{v.request.LastModified}
	}
	question := new(http.Request).WithContext(ctx)
	question.Method, question.URL, question.Header, question.Host = v.method, u, header, u.Host
	if v.isHome(u) {
		v.introduce(question)
	}
	if v.cookies != nil {
		for _, cookie := range v.cookies.Cookies(u) {
			question.AddCookie(cookie)
		}
	}
	return question
}

// introduce adds what is for the origin's eyes only.
func (v *visit) introduce(question *http.Request) {
	for name, values := range v.request.Header {
		question.Header[http.CanonicalHeaderKey(name)] = append([]string(nil), values...)
	}
	if host := question.Header.Get("Host"); host != "" {
		question.Host = host
		question.Header.Del("Host")
	}
	switch {
	case v.request.Bearer != "":
		question.Header.Set("Authorization", "Bearer "+v.request.Bearer)
	case v.request.Username != "" || v.request.Password != "":
		question.SetBasicAuth(v.request.Username, v.request.Password)
	case v.origin.User != nil:
		password, _ := v.origin.User.Password()
		question.SetBasicAuth(v.origin.User.Username(), password)
	}
}

// isHome says whether an address is of the origin that was asked for, and may
// see what is meant for it. The same host behind TLS may, too.
func (v *visit) isHome(u *url.URL) bool {
	if u == v.origin {
		return true
	}
	if !strings.EqualFold(u.Host, v.origin.Host) {
		return false
	}
	return u.Scheme == v.origin.Scheme || v.origin.Scheme == "http" && u.Port() == ""
}

// namesHost refuses an address without a host, and a host in one of the old
// notations of IPv4 (octal, hexadecimal, short): who resolves it decides what
// it means, and that may be this machine.
func namesHost(u *url.URL) error {
	host := strings.TrimSuffix(u.Hostname(), ".")
	if host == "" {
		return errors.New("the address names no host")
	}
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	isNumber := last != "" && strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x") && strings.Trim(last[2:], "0123456789abcdef") == ""
	if _, err := netip.ParseAddr(host); err != nil && isNumber {
		return fmt.Errorf("the host %q is a number and no address: an IPv4 address has four decimal parts", brief(host))
	}
	return nil
}

// mark tells apart what is asked: the same address with another cookie is
// another question, and many a gate asks it.
func (v *visit) mark(u *url.URL) string {
	mark := bare(u)
	if v.cookies != nil {
		for _, cookie := range v.cookies.Cookies(u) {
			mark += "\n" + cookie.Name + "=" + cookie.Value
		}
	}
	return mark
}
