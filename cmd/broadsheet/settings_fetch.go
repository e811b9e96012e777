package main

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"

	"broadsheet/internal/fetch"
	"broadsheet/internal/sample"
)

// address is what is fetched.
func (c sourceConfig) address() string { return string(cmp.Or(c.URL, c.Page, c.Sitemap)) }

func (s *settings) fetchOptions(now func() time.Time) fetch.Options {
	var private []netip.Prefix
	for _, n := range s.Fetch.AllowPrivate {
		private = append(private, netip.Prefix(n))
	}
	hosts := make(map[string]fetch.PerHost, len(s.Fetch.Hosts))
	for name, c := range s.Fetch.Hosts {
		hosts[string(name)] = c.perHost()
	}
	return fetch.Options{
		UserAgent:    "Broadsheet (+" + cmp.Or(string(s.Contact), string(s.URL)) + ")",
		Timeout:      time.Duration(s.Fetch.Timeout),
		MaxBody:      int64(s.Fetch.MaxBody),
		Connections:  int(s.Fetch.Connections),
		PerHost:      s.Fetch.PerHost.perHost(),
		Hosts:        hosts,
		AllowPrivate: private,
		Proxy:        s.proxy().ProxyFunc(),
		Folder:       s.folder,
		Openers:      map[string]fetch.Opener{"sample": samplePress(now)},
		Now:          now,
	}
}

func (s *settings) watchPrinted() time.Duration {
	return max(0, time.Duration(cmp.Or(s.Fetch.WatchPrinted, watch(72*time.Hour))))
}

func (c hostConfig) perHost() fetch.PerHost {
	rest := time.Duration(c.Gap)
	if rest == 0 && c.Connections <= 1 {
		rest = 250 * time.Millisecond
	}
	return fetch.PerHost{Connections: int(c.Connections), Gap: max(0, rest)}
}

// proxy is the way out of the network: that of the config, else that which the
// environment names. NO_PROXY holds for both, and no proxy leads to this machine.
func (s *settings) proxy() *httpproxy.Config {
	if own := string(s.Fetch.Proxy); own != "" {
		return &httpproxy.Config{HTTPProxy: own, HTTPSProxy: own, NoProxy: s.variable("NO_PROXY", "no_proxy")}
	}
	return proxyOf(s.env)
}

// proxyOf is the proxy that an environment names.
func proxyOf(env func(string) (string, bool)) *httpproxy.Config {
	s := settings{env: env}
	return &httpproxy.Config{
		HTTPProxy:  s.variable("HTTP_PROXY", "http_proxy"),
		HTTPSProxy: s.variable("HTTPS_PROXY", "https_proxy"),
		NoProxy:    s.variable("NO_PROXY", "no_proxy"),
	}
}

// variable is the first of the environment's variables that has a value.
func (s *settings) variable(names ...string) string {
	for _, name := range names {
		if value, _ := s.env(name); value != "" {
			return value
		}
	}
	return ""
}

// wayOut says in words which proxy is used, and who decided it; empty for none.
func (s *settings) wayOut() string {
	if s.Fetch.Proxy != "" {
		return s.Fetch.Proxy.String() + ", as fetch.proxy says"
	}
	proxy := s.proxy()
	switch {
	case proxy.HTTPSProxy != "" && proxy.HTTPProxy != "" && proxy.HTTPProxy != proxy.HTTPSProxy:
		return redact(proxy.HTTPSProxy) + " for https, " + redact(proxy.HTTPProxy) + " for http, as the environment says"
	case proxy.HTTPSProxy != "":
		return redact(proxy.HTTPSProxy) + ", as HTTPS_PROXY of the environment says"
	case proxy.HTTPProxy != "":
		return redact(proxy.HTTPProxy) + " for http, as HTTP_PROXY of the environment says"
	}
	return ""
}

// requests is how each source is asked, by its id: all but what the last visit
// left behind.
func (s *settings) requests() map[string]fetch.Request {
	requests := make(map[string]fetch.Request, len(s.Sources))
	for _, c := range s.Sources {
		r := fetch.Request{
			URL: c.address(), UserAgent: string(c.UserAgent), Proxy: c.Proxy.url(), TLS: s.tls[string(c.ID)],
			Username: string(c.Auth.Username), Password: string(c.Auth.Password), Bearer: string(c.Auth.Bearer),
			Robots: c.Page != "",
		}
		if len(c.Headers) > 0 || c.Cookies != "" {
			r.Header = http.Header{}
		}
		for name, content := range c.Headers {
			r.Header.Set(string(name), string(content))
		}
		if c.Cookies != "" {
			r.Header.Set("Cookie", string(c.Cookies))
		}
		requests[string(c.ID)] = r
	}
	return requests
}

// samplePress answers for sample:NAME?seed=SEED.
func samplePress(now func() time.Time) fetch.Opener {
	return func(_ context.Context, u *url.URL) ([]byte, string, error) {
		return sample.Document(u.Opaque, u.Query().Get("seed"), now())
	}
}
