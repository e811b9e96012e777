package worker

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
	"broadsheet/internal/store"
)

// believed is how long validators are: some servers would answer "not
// modified" for ever.
const believed = 8 * 24 * time.Hour

// recall is what is known of a source from its last visit. What was learned at
// another address holds no more, only what the source was to its readers; and
// what was read by another recipe must be read again.
func recall(source digest.Source, last store.State) store.State {
	state, address, recipe := last, source.Address(), recipe(source)
	if last.Address != address {
		state = store.State{
			Format: last.Format, Feed: last.Feed, Oddities: last.Oddities, Items: last.Items,
			LastVisit: last.LastVisit, LastGood: last.LastGood, LastNew: last.LastNew, NewsDays: last.NewsDays, Brief: last.Brief,
		}
	}
	if last.Recipe != recipe {
		forget(&state)
	}
	state.Source, state.Address, state.Recipe = source.ID, address, recipe
	return state
}

// recipe names everything in the config that decides how a body is read.
func recipe(source digest.Source) string {
	zone := ""
	if source.Zone != nil {
		zone = source.Zone.String()
	}
	text := make([]byte, 0, 256)
	for _, word := range []string{source.URL, source.Page, source.Sitemap} {
		text = append(strconv.AppendQuote(text, word), ' ')
	}
	if source.Select == (digest.Selectors{}) {
		text = append(text, `{"" "" "" "" "" "" ""}`...) // as below, and sooner
	} else {
		text = fmt.Appendf(text, "%q", source.Select)
	}
	for _, word := range []string{source.Language, zone} {
		text = strconv.AppendQuote(append(text, ' '), word)
	}
	hash := fnv.New64a()
	hash.Write(text)
	return strconv.FormatUint(hash.Sum64(), 36)
}

// isNew says that the config gives the source another address or recipe than
// at its last visit.
func isNew(source digest.Source, state store.State) bool {
	return state.Address != source.Address() || state.Recipe != recipe(source)
}

func forget(state *store.State) {
	state.ETag, state.LastModified, state.BodyHash, state.Memory = "", "", "", ""
}

// request is what we ask: where the source is now, with what is known of it.
func (w *Worker) request(source digest.Source, state store.State) fetch.Request {
	request := w.Requests[source.ID]
	request.URL = source.Address()
	if kept := KeptMove(state); kept != "" && !w.keepsSecrets(source) {
		request.URL = kept
	}
	if state.LastVisit.Sub(state.ValidatorsSince) < believed {
		request.ETag, request.LastModified, request.BodyHash = state.ETag, state.LastModified, state.BodyHash
	}
	return request
}

// keepsSecrets says that something is shown to this source's origin and may be
// shown to no other.
func (w *Worker) keepsSecrets(source digest.Source) bool {
	r := w.Requests[source.ID]
	if len(r.Header) > 0 || r.Username != "" || r.Password != "" || r.Bearer != "" || r.TLS != nil {
		return true
	}
	address := source.Address()
	if !strings.Contains(address, "@") {
		return false
	}
	u, err := url.Parse(address)
	return err != nil || u.User != nil
}

// remember keeps what the next request will show. What came of a body that
// broke off is nothing: the whole is asked for again.
func remember(state *store.State, asked fetch.Request, r fetch.Response) {
	if asked.ETag == "" && asked.LastModified == "" && asked.BodyHash == "" {
		state.ValidatorsSince = state.LastVisit
	}
	state.ETag, state.LastModified, state.BodyHash = r.ETag, r.LastModified, r.BodyHash
}
