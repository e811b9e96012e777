package main

import (
	"slices"
	"strings"

	"broadsheet/digest"
)

// The scalars that are one of a few words.
type (
	kind      string
	catchUp   string
	transport string
	security  string
)

func (k *kind) choices() []string {
	words := make([]string, len(digest.Kinds))
	for n, kind := range digest.Kinds {
		words[n] = string(kind)
	}
	return words
}

func (c *catchUp) choices() []string {
	return []string{string(digest.CatchUpSkip), string(digest.CatchUpLatest), string(digest.CatchUpAll)}
}

func (t *transport) choices() []string {
	return []string{"outbox", "smtp", "lmtp", "maildir", "sendmail", "webhook"}
}

func (s *security) choices() []string { return []string{"starttls", "tls", "none"} }

func (k *kind) wants() string      { return oneOf(k.choices()) }
func (c *catchUp) wants() string   { return oneOf(c.choices()) }
func (t *transport) wants() string { return oneOf(t.choices()) }
func (s *security) wants() string  { return oneOf(s.choices()) }

func (k *kind) read(s string) (string, bool)      { return choose(k, s, k.choices()) }
func (c *catchUp) read(s string) (string, bool)   { return choose(c, s, c.choices()) }
func (t *transport) read(s string) (string, bool) { return choose(t, s, t.choices()) }
func (s *security) read(w string) (string, bool)  { return choose(s, w, s.choices()) }

func oneOf(words []string) string { return "one of " + strings.Join(words, ", ") }

// choose sets a word that is one of the choices.
func choose[T ~string](into *T, word string, choices []string) (string, bool) {
	if slices.Contains(choices, word) {
		*into = T(word)
		return "", true
	}
	return didYouMean(nearest(word, choices)), false
}
