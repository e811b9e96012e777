package main

import (
	"fmt"
	"reflect"
	"regexp"

	"broadsheet/digest"
)

// The scalars of rules.
type (
	pattern        struct{ digest.Pattern }
	addressPattern struct{ digest.Pattern }
	expression     struct{ *regexp.Regexp }
)

func (p *pattern) wants() string { return "words, or a regular expression as /…/" }

func (p *pattern) read(s string) (hint string, ok bool) {
	p.Pattern, hint, ok = readPattern(s, digest.ParsePattern)
	return hint, ok
}

func (p *addressPattern) wants() string {
	return "a part of an address such as /blogs/, or a regular expression as /…/"
}

func (p *addressPattern) read(s string) (hint string, ok bool) {
	p.Pattern, hint, ok = readPattern(s, digest.ParseAddressPattern)
	return hint, ok
}

func readPattern(s string, parse func(string) (digest.Pattern, error)) (digest.Pattern, string, bool) {
	found, err := parse(s)
	if err != nil {
		return found, err.Error(), false
	}
	return found, "", found != digest.Pattern{}
}

func (e *expression) wants() string { return "a regular expression such as \"^BREAKING: *\"" }

func (e *expression) read(s string) (string, bool) {
	form, err := regexp.Compile(s)
	if err != nil {
		return err.Error(), false
	}
	e.Regexp = form
	return "", s != ""
}

// ruleActions are the keys of a rule that do something.
var ruleActions = []string{"drop", "kind", "section", "label", "title"}

// rule finds what is wrong with a rule, and keeps what it says.
func (c *checker) rule(n int) {
	rule := c.config.Rules[n]
	path := fmt.Sprintf("rules[%d]", n)
	c.acts(path, bool(rule.Drop))
	c.matches(path)
	if rule.Match.Source != "" {
		c.reference(path+".match.source", string(rule.Match.Source), c.sourceIDs(), "id of a source")
	}
	if rule.Section != "" {
		c.reference(path+".section", string(rule.Section), c.sectionTitles(), "title of a section")
	}
	c.rules = append(c.rules, digest.Rule{
		Name: fmt.Sprintf("the rule on line %d", c.at(path).Line),
		Match: digest.Match{
			Source: string(rule.Match.Source), URL: rule.Match.URL.Pattern, Title: rule.Match.Title.Pattern,
			Category: rule.Match.Category.Pattern, Author: rule.Match.Author.Pattern, Text: rule.Match.Text.Pattern,
		},
		Drop: bool(rule.Drop), Kind: digest.Kind(rule.Kind), Section: string(rule.Section), Label: string(rule.Label),
		Replace: rule.Title.Replace.Regexp, With: string(rule.Title.With),
	})
}

// acts demands that a rule does something, and nothing in vain.
func (c *checker) acts(path string, drops bool) {
	var has []string
	for _, key := range ruleActions {
		if c.has(path + "." + key) {
			has = append(has, key)
		}
	}
	switch {
	case c.faulty(path + "."): // an action may be misspelt
	case len(has) == 0 || len(has) == 1 && has[0] == "drop" && !drops:
		c.fault(path, fault{Found: "a rule that does nothing", Want: oneOf(ruleActions)})
	case drops && len(has) > 1:
		c.fault(path+".drop", fault{Found: fmt.Sprintf("\"drop\" and %q together", has[1]), Hint: "what is dropped needs nothing else"})
	}
}

// matches demands a condition.
func (c *checker) matches(path string) {
	at := path + ".match"
	if !c.has(at) || c.faulty(at) {
		return
	}
	keys := keysOf(fieldsOf(reflect.TypeFor[matchConfig]()))
	for _, key := range keys {
		if c.has(at + "." + key) {
			return
		}
	}
	c.fault(at, fault{Found: "a rule that matches everything", Want: oneOf(keys)})
}

func (c *checker) sectionTitles() []string {
	var titles []string
	for _, d := range c.config.Digests {
		for _, section := range d.Sections {
			titles = append(titles, string(section.Title))
		}
	}
	return titles
}
