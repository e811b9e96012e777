package main

import (
	_ "embed"
	"net/url"
	"slices"
	"strings"
	"time"

	"broadsheet/internal/sample"
)

// The scalars that are addresses, and the zones.
type (
	siteAddress string // without a slash at its end
	contact     string
	feedAddress string
)

func (a *siteAddress) wants() string {
	return "a web address without a path, such as https://paper.example"
}

func (a *siteAddress) read(s string) (string, bool) {
	address, err := url.Parse(s)
	if err != nil || !isWeb(address) {
		return withScheme(s), false
	}
	if strings.Trim(address.Path, "/") != "" || address.RawQuery != "" || address.Fragment != "" || address.User != nil {
		return "give the paper a host name of its own", false
	}
	*a = siteAddress(address.Scheme + "://" + address.Host)
	return "", true
}

func (c *contact) wants() string { return "a mailto: or a web address" }

func (c *contact) read(s string) (string, bool) {
	address, err := url.Parse(s)
	if err != nil || !isWeb(address) && (address.Scheme != "mailto" || !strings.Contains(address.Opaque, "@")) {
		if strings.Contains(s, "@") && !strings.Contains(s, ":") {
			return "write mailto:" + s, false
		}
		return withScheme(s), false
	}
	*c = contact(s)
	return "", true
}

func (a *feedAddress) wants() string {
	return "an address that begins with http:, https:, file: or sample:"
}

func (a *feedAddress) read(s string) (string, bool) {
	address, err := url.Parse(s)
	if err != nil {
		return withScheme(s), false
	}
	switch address.Scheme {
	case "http", "https":
		if !isWeb(address) {
			return "the address has no host", false
		}
	case "file":
		if address.Opaque == "" && address.Path == "" {
			return "after file: comes the path", false
		}
	case "sample":
		if !slices.Contains(sample.Names(), address.Opaque) {
			if name := nearest(address.Opaque, sample.Names()); name != "" {
				return didYouMean(name), false
			}
			return "the sample papers are " + strings.Join(sample.Names(), ", "), false
		}
	case "feed":
		return "write https: in the place of feed:", false
	default:
		return withScheme(s), false
	}
	*a = feedAddress(s)
	return "", true
}

// isWeb says whether an address is one that a browser can open.
func isWeb(address *url.URL) bool {
	return (address.Scheme == "http" || address.Scheme == "https") && address.Hostname() != ""
}

// withScheme is the hint for an address that has only lost its beginning.
func withScheme(s string) string {
	host, _, _ := strings.Cut(s, "/")
	if strings.Contains(host, ".") && !strings.ContainsAny(host, ": ") {
		return "write https://" + s
	}
	return ""
}

// zones.txt is the names of the IANA database, for hints only: what it does
// not list is still accepted.
//
//go:embed zones.txt
var zoneNames string

func (z *zone) wants() string { return "an IANA time zone such as Asia/Karachi or UTC" }

func (z *zone) read(s string) (string, bool) {
	if s == "Local" || s == "" {
		return "name the zone, so that it is the same on every machine", false
	}
	location, err := time.LoadLocation(s)
	if err != nil {
		return nearestZone(s), false
	}
	z.Location = location
	return "", true
}

// nearestZone finds a zone by its city, or by a name that is alike.
func nearestZone(name string) string {
	names := strings.Fields(zoneNames)
	city := strings.ReplaceAll(strings.TrimSpace(name), " ", "_")
	for _, known := range names {
		if strings.EqualFold(known[strings.LastIndexByte(known, '/')+1:], city) {
			return didYouMean(known)
		}
	}
	return didYouMean(nearest(city, names))
}
