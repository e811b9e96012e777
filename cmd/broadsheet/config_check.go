package main

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"broadsheet/digest"
	outgoing "broadsheet/internal/mail"
	"broadsheet/templates"
)

// checker finds what is wrong between the values of a config, each of which
// may be right by itself.
type checker struct {
	*reader
	config  *config
	remarks []fault
	// tls is what was read of the sources' certificates, by source.
	tls map[string]*tls.Config
	// rules are those of the config, made ready.
	rules []digest.Rule
	// dkim is what signs the mails; nil if nothing does.
	dkim *outgoing.DKIM
}

// fault notes a fault at the key with this path.
func (c *checker) fault(path string, f fault) { c.add(c.at(path), path, f) }

// remark notes what is not wrong, but perhaps not meant.
func (c *checker) remark(path string, f fault) {
	node := c.at(path)
	f.File, f.Path, f.Line, f.Column = c.file, path, node.Line, node.Column
	c.remarks = append(c.remarks, f)
}

func (c *checker) all() {
	c.database()
	c.fetch()
	for n := range c.config.Sources {
		c.source(n)
	}
	for n := range c.config.Digests {
		c.digest(n)
	}
	for n := range c.config.Rules {
		c.rule(n)
	}
	c.mail()
	c.alerts()
	c.unused()
	c.furniture("language", c.config.Language)
	for n, d := range c.config.Digests {
		c.furniture(fmt.Sprintf("digests[%d].language", n), d.Language)
	}
}

func (c *checker) database() {
	scheme, _, isURL := strings.Cut(string(c.config.Database), "://")
	if isURL && scheme != "postgres" && scheme != "postgresql" {
		c.fault("database", fault{Found: "found an address of another kind", Want: "the path of a SQLite file, or postgres://…"})
	}
	if _, err := url.Parse(string(c.config.Database)); isURL && err != nil {
		c.fault("database", fault{Found: "found an address that cannot be read", Want: "postgres://USER:PASSWORD@HOST/NAME", Hint: "signs such as / and # in a password are written %2F and %23"})
	}
}

// again complains of a name that is taken.
func (c *checker) again(path, first, name string) {
	c.fault(path, fault{Found: fmt.Sprintf("%q a second time", name), Hint: fmt.Sprintf("the first is on line %d", c.at(first).Line)})
}

// faulty says whether a fault was found at a key or below it.
func (c *checker) faulty(path string) bool {
	return slices.ContainsFunc(c.faults, func(f fault) bool { return strings.HasPrefix(f.Path, path) })
}

// has says whether a key stands in the file, whatever its value.
func (c *checker) has(path string) bool {
	_, here := c.places[path]
	return here
}

func (c *checker) digest(n int) {
	d := c.config.Digests[n]
	path := fmt.Sprintf("digests[%d]", n)
	for before, other := range c.config.Digests[:n] {
		if d.ID != "" && other.ID == d.ID {
			c.again(path+".id", fmt.Sprintf("digests[%d].id", before), string(d.ID))
			break
		}
	}
	c.reserved(path, string(d.ID))
	c.embargo(path, d)
	c.references(path+".sources", d.Sources, c.sourceIDs(), "id of a source")
	c.subscribers(path, d.Subscribers)
	taken := c.taken(d)
	for s, section := range d.Sections {
		at := fmt.Sprintf("%s.sections[%d]", path, s)
		c.references(at+".sources", section.Sources, c.sourceIDs(), "id of a source")
		c.labels(at, section.Labels)
		c.reach(path, s, d.Sections, taken)
	}
}

// reserved refuses ids that would hide a page of the program's own.
func (c *checker) reserved(path, id string) {
	if slices.Contains([]string{"feeds", "archive", "subscribe", "confirm", "unsubscribe", "websub", "healthz", "readyz", "status", "metrics", "static"}, id) {
		c.fault(path+".id", fault{Found: fmt.Sprintf("found %q", id), Want: "an id that is no page of the program's own"})
	}
}

// embargo complains when it leaves no edition at all.
func (c *checker) embargo(path string, d digestConfig) {
	if d.Schedule.Schedule == nil || len(d.Embargo) == 0 {
		return
	}
	days := digest.Digest{Schedule: d.Schedule.Schedule, Zone: time.UTC, Embargo: strs(d.Embargo)}
	if _, comes := digest.NextSlot(days, digest.Slot{Date: "2000-01-01"}); !comes {
		c.fault(path+".embargo", fault{Found: "an embargo on every day that the schedule names", Want: "some day on which the digest comes out"})
	}
}

// references complains of ids that name nothing.
func (c *checker) references(path string, ids []id, known []string, what string) {
	for n, id := range ids {
		if id != "" {
			c.reference(fmt.Sprintf("%s[%d]", path, n), string(id), known, what)
		}
	}
}

// reference complains of a name that names nothing.
func (c *checker) reference(path, name string, known []string, what string) {
	if !slices.Contains(known, name) {
		c.fault(path, fault{Found: fmt.Sprintf("found %q", name), Want: "the " + what, Hint: didYouMean(nearest(name, known))})
	}
}

func (c *checker) sourceIDs() []string {
	ids := make([]string, 0, len(c.config.Sources))
	for _, source := range c.config.Sources {
		if source.ID != "" {
			ids = append(ids, string(source.ID))
		}
	}
	return ids
}

// taken is the sources that a digest takes. Where rules say what items are, a
// source may bring any kind, whatever it says itself.
func (c *checker) taken(d digestConfig) []sourceConfig {
	taken := slices.DeleteFunc(slices.Clone(c.config.Sources), func(s sourceConfig) bool {
		return len(d.Sources) > 0 && !slices.Contains(d.Sources, s.ID)
	})
	if slices.ContainsFunc(c.config.Rules, func(r ruleConfig) bool { return r.Kind != "" }) {
		for n := range taken {
			taken[n].Kind = ""
		}
	}
	return taken
}

// labels remarks on a label that no source has but one much like it. It may
// still be a category of an item, so it cannot be called wrong.
func (c *checker) labels(path string, labels []text) {
	var known []string
	for _, source := range c.config.Sources {
		for _, label := range source.Labels {
			known = append(known, string(label))
		}
	}
	for n, label := range labels {
		same := func(other string) bool { return strings.EqualFold(other, string(label)) }
		if alike := nearest(string(label), known); alike != "" && !slices.ContainsFunc(known, same) {
			c.remark(fmt.Sprintf("%s.labels[%d]", path, n), fault{Found: fmt.Sprintf("no source has the label %q; only items with such a category are taken", label), Hint: didYouMean(alike)})
		}
	}
}

func (c *checker) subscribers(path string, subscribers []mailbox) {
	first := map[string]string{}
	for n, subscriber := range subscribers {
		at := fmt.Sprintf("%s.subscribers[%d]", path, n)
		key := strings.ToLower(subscriber.Address)
		if key == "" {
			continue
		}
		if before, again := first[key]; again {
			c.again(at, before, subscriber.Address)
			continue
		}
		first[key] = at
	}
	if len(first) > 0 && !c.has("mail.from") {
		c.fault("mail", fault{Found: "missing key \"from\"", Want: "the sender of the mails, since " + path + " has subscribers"})
	}
}

// furniture remarks on a language for which the pages and mails have no words.
func (c *checker) furniture(path string, l language) {
	if l != "" && !templates.HasWords(string(l)) {
		c.remark(path, fault{Found: fmt.Sprintf("the furniture has no words in %q", l), Hint: "dates, \"also in\" and the like will be in English"})
	}
}

// unused remarks on sources that no digest takes: they are visited for nothing.
func (c *checker) unused() {
	for n, source := range c.config.Sources {
		takes := func(d digestConfig) bool { return len(d.Sources) == 0 || slices.Contains(d.Sources, source.ID) }
		if source.ID != "" && len(c.config.Digests) > 0 && !slices.ContainsFunc(c.config.Digests, takes) {
			c.remark(fmt.Sprintf("sources[%d]", n), fault{Found: fmt.Sprintf("no digest takes the source %q", source.ID)})
		}
	}
}
