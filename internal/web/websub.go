package web

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"broadsheet/internal/store"
)

const (
	// unnamedLease is what a lease is taken for that a hub does not name, and
	// longestLease how far one is believed.
	unnamedLease = 24 * time.Hour
	longestLease = 90 * 24 * time.Hour
	// maxPing is how much a hub may send along with a ping, in bytes.
	maxPing = 16 << 20
	// maxChallenge is how long a text a hub may have us repeat, in bytes.
	maxChallenge = 1 << 10
	// maxReason is how much is kept of why a hub refuses, in bytes.
	maxReason = 200
)

// hubAsks answers a hub that asks back whether we meant what we asked it
// (WebSub §5.3), or that says no (§5.2). Only what we asked for is confirmed.
func (s site) hubAsks(w http.ResponseWriter, r *http.Request) {
	token, query := r.PathValue("token"), r.URL.Query()
	topic, challenge := query.Get("hub.topic"), query.Get("hub.challenge")
	var known bool
	var err error
	switch mode := query.Get("hub.mode"); {
	case mode == "denied":
		known, err = s.Store.DenyHub(r.Context(), token, topic, reason(query))
	case !isRepeatable(challenge):
	case mode == "subscribe":
		known, err = s.Store.AgreeHub(r.Context(), token, topic, lease(query))
	case mode == "unsubscribe":
		known, err = s.Store.LeaveHub(r.Context(), token, topic)
	}
	switch {
	case err != nil:
		s.hubFailed(w, r, err)
	case known:
		say(w, http.StatusOK, challenge)
	default:
		say(w, http.StatusNotFound, "nobody here has asked for that\n")
	}
}

// isRepeatable says whether a challenge is a short text (WebSub §8): what we
// repeat must not be somebody's program.
func isRepeatable(challenge string) bool {
	isOdd := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	return challenge != "" && len(challenge) <= maxChallenge && !strings.ContainsFunc(challenge, isOdd)
}

// lease is for how long a hub says that it will announce.
func lease(query url.Values) time.Duration {
	seconds, err := strconv.ParseInt(query.Get("hub.lease_seconds"), 10, 64)
	if err != nil || seconds <= 0 {
		return unnamedLease
	}
	return time.Duration(min(seconds, int64(longestLease/time.Second))) * time.Second
}

// reason is why a hub says no, in its words.
func reason(query url.Values) string {
	text := query.Get("hub.reason")
	if len(text) > maxReason {
		text = text[:maxReason]
		for !utf8.ValidString(text) && len(text) > maxReason-utf8.UTFMax {
			text = text[:len(text)-1]
		}
	}
	if text == "" {
		return "denied"
	}
	return "denied: " + text
}

// hubTells takes a ping (WebSub §7). What is pushed along with it is only
// looked at to see who sent it: the source is visited for its news. A wrong
// signature gets the same answer as a right one (§7.1.2), so that nobody can try
// out secrets. A hub that we have left is told that nobody is here.
func (s site) hubTells(w http.ResponseWriter, r *http.Request) {
	hub, err := s.Store.Hub(r.Context(), r.PathValue("token"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		say(w, http.StatusGone, "nobody here has asked for that\n")
		return
	case err != nil:
		s.hubFailed(w, r, err)
		return
	}
	genuine, err := signed(http.MaxBytesReader(w, r.Body, maxPing), r.Header.Get("X-Hub-Signature"), hub.Secret)
	var limit *http.MaxBytesError
	switch {
	case errors.As(err, &limit):
		say(w, http.StatusRequestEntityTooLarge, "too large\n")
		return
	case err != nil:
		say(w, http.StatusBadRequest, "not received\n")
		return
	}
	if genuine && hub.State != store.HubLeaving {
		if err := s.Store.PingHub(r.Context(), hub.Token); err != nil {
			s.hubFailed(w, r, err)
			return
		}
	}
	w.Header().Set("Cache-Control", cacheNot)
	w.WriteHeader(http.StatusNoContent)
}

// signatures are the methods by which a hub may sign (WebSub §7.1).
var signatures = map[string]func() hash.Hash{
	"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
}

// signed reads the body to its end and says whether the signature is that of
// someone who knows the secret. The error is that of reading.
func signed(body io.Reader, signature, secret string) (bool, error) {
	name, digits, _ := strings.Cut(signature, "=")
	claimed, malformed := hex.DecodeString(strings.TrimSpace(digits))
	method, known := signatures[strings.ToLower(strings.TrimSpace(name))]
	if !known || malformed != nil || secret == "" {
		_, err := io.Copy(io.Discard, body)
		return false, err
	}
	mac := hmac.New(method, []byte(secret))
	_, err := io.Copy(mac, body)
	return err == nil && hmac.Equal(mac.Sum(nil), claimed), err
}

func (s site) hubFailed(w http.ResponseWriter, r *http.Request, err error) {
	s.failed(r, err)
	say(w, http.StatusInternalServerError, "out of order\n")
}
