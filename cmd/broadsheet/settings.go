package main

import (
	"cmp"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/web"
	"broadsheet/templates"
)

// The values of the other rooms, as the config has them. Defaults live here.

func (s *settings) site() templates.Site {
	return templates.Site{Title: string(s.Title), URL: string(s.URL), Language: s.language(), Imprint: string(s.Imprint)}
}

func (s *settings) language() string { return cmp.Or(string(s.Language), "en") }

func (s *settings) zone() *time.Location { return cmp.Or(s.Timezone.Location, time.UTC) }

func (s *settings) sources() []digest.Source {
	sources := make([]digest.Source, len(s.Sources))
	for n, c := range s.Sources {
		sources[n] = digest.Source{
			ID: string(c.ID), Title: string(c.Title), URL: string(c.URL), Page: string(c.Page), Sitemap: string(c.Sitemap),
			Select: digest.Selectors{
				Item: string(c.Select.Item), Title: string(c.Select.Title), Link: string(c.Select.Link),
				Published: string(c.Select.Published), Summary: string(c.Select.Summary),
				Author: string(c.Select.Author), Image: string(c.Select.Image),
			},
			FullText: bool(c.FullText),
			Kind:     digest.Kind(c.Kind), Labels: strs(c.Labels), Family: string(c.Family), Weight: float64(c.Weight),
			Language: string(c.Language),
			Zone:     cmp.Or(c.Timezone.Location, s.zone()),
			Every:    time.Duration(cmp.Or(c.Every, s.Fetch.Every, duration(15*time.Minute))),
		}
	}
	return sources
}

func (s *settings) digests() []digest.Digest {
	digests := make([]digest.Digest, len(s.Digests))
	for n, c := range s.Digests {
		digests[n] = digest.Digest{
			ID: string(c.ID), Title: string(c.Title), Description: string(c.Description),
			Language:    cmp.Or(string(c.Language), s.language()),
			Zone:        cmp.Or(c.Timezone.Location, s.zone()),
			Schedule:    c.Schedule.Schedule,
			CatchUp:     digest.CatchUp(cmp.Or(string(c.CatchUp), string(digest.CatchUpLatest))),
			MaxLateness: time.Duration(c.MaxLateness), NotBefore: time.Duration(c.NotBefore), Embargo: strs(c.Embargo),
			Lookback: time.Duration(cmp.Or(c.Lookback, duration(48*time.Hour))),
			Sources:  strs(c.Sources),
			Sections: sections(c.Sections), Rules: s.rules,
			Pin: strs(c.Pin), Kill: strs(c.Kill), MaxPerSource: int(c.MaxPerSource),
			HoldIfMissing: float64(c.HoldIfMissing) / 100,
			HoldFor:       time.Duration(cmp.Or(c.HoldFor, duration(30*time.Minute))),
			MinItems:      int(c.MinItems), SignUp: bool(c.SignUp),
		}
	}
	return digests
}

func sections(from []sectionConfig) []digest.Section {
	sections := make([]digest.Section, len(from))
	for n, c := range from {
		sections[n] = digest.Section{
			Title: string(c.Title), Sources: strs(c.Sources), Labels: strs(c.Labels), Languages: strs(c.Languages), Max: int(c.Max), MaxPerSource: int(c.MaxPerSource),
		}
		for _, k := range c.Kinds {
			sections[n].Kinds = append(sections[n].Kinds, digest.Kind(k))
		}
	}
	return sections
}

// subscribers are those that config.yaml names, as of now.
func (s *settings) subscribers(now time.Time) []digest.Subscriber {
	var subscribers []digest.Subscriber
	for _, c := range s.Digests {
		for _, m := range c.Subscribers {
			subscribers = append(subscribers, digest.Subscriber{
				Digest: string(c.ID), Address: m.Address, Name: m.Name, State: digest.Confirmed, Since: now,
			})
		}
	}
	return subscribers
}

// database is what store.Open takes.
func (s *settings) database() string {
	name := cmp.Or(string(s.Database), "broadsheet.db")
	if isServer(name) || name == ":memory:" {
		return name
	}
	return s.path(name)
}

// isServer says whether a database is on a server rather than in a file.
func isServer(name string) bool { return strings.Contains(name, "://") }

// path is a path of the config, relative to its folder.
func (s *settings) path(name string) string { return pathIn(s.folder, name) }

func pathIn(folder, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(folder, name)
}

// listen is where the web listens: what the config says, else this machine
// alone when the public address is on it, else everywhere.
func (s *settings) listen() string {
	if s.Listen != "" {
		return string(s.Listen)
	}
	address, err := url.Parse(string(s.URL))
	if err != nil || !isLocal(address.Hostname()) {
		return ":8080"
	}
	return net.JoinHostPort(address.Hostname(), cmp.Or(address.Port(), address.Scheme))
}

func isLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// strs turns the config's texts into plain strings.
func strs[T ~string](from []T) []string {
	if len(from) == 0 {
		return nil
	}
	list := make([]string, len(from))
	for n, s := range from {
		list[n] = string(s)
	}
	return list
}

// operators are the networks from which the program may be looked into.
func (s *settings) operators() []netip.Prefix {
	if len(s.Operators) == 0 {
		return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	networks := make([]netip.Prefix, len(s.Operators))
	for n, network := range s.Operators {
		networks[n] = netip.Prefix(network)
	}
	return networks
}

// webOptions are what the web stands on.
func (p *press) webOptions(log *slog.Logger) web.Options {
	return web.Options{
		Store: p.store, Digests: p.digests, Sources: p.sources, Site: p.site(), Operators: p.operators(), Now: p.now, Log: log,
	}
}
