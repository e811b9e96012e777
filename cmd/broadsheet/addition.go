package main

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// addition is a source that is to be written into config.yaml.
type addition struct {
	ID, Title          string
	URL, Page, Sitemap string // one of them
	Select             [][2]string
	Kind               string
	Labels             []string
	Language, Timezone string
	Every              string
	FullText           bool
}

func (d addition) address() string { return d.URL + d.Page + d.Sitemap }

// keys are the lines of the source, each a key and its YAML.
func (d addition) keys(flow bool) [][2]string {
	var keys [][2]string
	add := func(key, value string) {
		if value != "" {
			keys = append(keys, [2]string{key, yamlText(value, flow)})
		}
	}
	add("id", d.ID)
	add("url", d.URL)
	add("page", d.Page)
	add("sitemap", d.Sitemap)
	add("title", d.Title)
	add("kind", d.Kind)
	if len(d.Labels) > 0 {
		labels := make([]string, len(d.Labels))
		for n, label := range d.Labels {
			labels[n] = yamlText(label, true)
		}
		keys = append(keys, [2]string{"labels", "[" + strings.Join(labels, ", ") + "]"})
	}
	add("language", d.Language)
	add("timezone", d.Timezone)
	add("every", d.Every)
	if d.FullText {
		keys = append(keys, [2]string{"full_text", "true"})
	}
	if len(d.Select) > 0 {
		var pairs []string
		for _, each := range d.Select {
			pairs = append(pairs, each[0]+": "+yamlText(each[1], true))
		}
		keys = append(keys, [2]string{"select", "{" + strings.Join(pairs, ", ") + "}"})
	}
	return keys
}

// flow is the source on one line, in braces.
func (d addition) flow() string {
	var pairs []string
	for _, key := range d.keys(true) {
		pairs = append(pairs, key[0]+": "+key[1])
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

var (
	// plainText is what YAML takes for a text without quotes, whatever stands
	// around it; plainAddress is so at the end of a line.
	plainText    = regexp.MustCompile(`^\p{L}[\p{L}\p{M}\p{N}'./_-]*( [\p{L}\p{N}][\p{L}\p{M}\p{N}'./_-]*)*$`)
	plainAddress = regexp.MustCompile(`^[a-z]+:[A-Za-z0-9/._~?=&%+;@!$()*,-][A-Za-z0-9/._~?=&%+;@!$()*,:-]*[A-Za-z0-9/=]$`)
	// yamlWord is what YAML takes for something else than a text.
	yamlWord = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null|nan|inf)$`)
)

// yamlText writes a text as YAML, in quotes where it needs them.
func yamlText(s string, flow bool) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "${", "$ {") // it is not to be a variable of our environment
	if plainText.MatchString(s) && !yamlWord.MatchString(s) || !flow && plainAddress.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

// sameAddress is what addresses of the same feed have in common: not the
// scheme, www, the login, the case of the host, a slash at the end.
func sameAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return address
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443")
	same := host + strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		same += "?" + u.RawQuery
	}
	return same
}
