package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics answers in the form of Prometheus. All figures are the store's, so
// that any process tells those of all.
func (s site) metrics() http.Handler {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(gauges{s})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.HTTPErrorOnError})
}

// askedWithin is how long a scrape may take: less than Prometheus waits.
const askedWithin = 8 * time.Second

// gauges reads the store at each scrape.
type gauges struct{ site }

func metric(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("broadsheet_"+name, help, labels, nil)
}

var (
	visitsTotal    = metric("visits_total", "Visits to sources.", "outcome")
	itemsTotal     = metric("items_total", "Items that visits brought.", "outcome")
	itemsKept      = metric("items", "Items in the store.")
	sourcesBy      = metric("sources", "Sources by how they fare.", "condition")
	sourcesDue     = metric("sources_due", "Sources whose time to be visited has come.")
	editionsTotal  = metric("editions_total", "Editions that came out.", "digest")
	latenessOf     = metric("edition_lateness_seconds", "How long after its hour the newest edition came out.", "digest")
	overdueBy      = metric("edition_overdue_seconds", "For how long an edition is not there that should be; 0 if none is.", "digest")
	nextEdition    = metric("edition_next_timestamp_seconds", "When the next edition is to come out.", "digest")
	deliveriesBy   = metric("deliveries_total", "Deliveries that have ended.", "digest", "outcome")
	deliveriesOpen = metric("deliveries_open", "Deliveries that are not sent yet.", "digest")
	deliveriesDue  = metric("deliveries_due", "Deliveries that somebody could take now.")
	processesBy    = metric("processes", "Processes that work on the database.", "roles")
	clockSkew      = metric("clock_skew_seconds", "How far this machine's clock is ahead of the database's.")
)

func (g gauges) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{
		visitsTotal, itemsTotal, itemsKept, sourcesBy, sourcesDue, editionsTotal, latenessOf, overdueBy, nextEdition,
		deliveriesBy, deliveriesOpen, deliveriesDue, processesBy, clockSkew,
	} {
		to <- desc
	}
}

func (g gauges) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), askedWithin)
	defer cancel()
	for _, collect := range []func(context.Context, chan<- prometheus.Metric) error{g.standing, g.sources, g.hours, g.processes} {
		if err := collect(ctx, to); err != nil {
			g.Log.Error("request failed", "path", "/metrics", "error", err)
			to <- prometheus.NewInvalidMetric(visitsTotal, err)
			return
		}
	}
}

func gauge(to chan<- prometheus.Metric, desc *prometheus.Desc, value float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}

func counter(to chan<- prometheus.Metric, desc *prometheus.Desc, value int, labels ...string) {
	to <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(value), labels...)
}

func (g gauges) standing(ctx context.Context, to chan<- prometheus.Metric) error {
	st, err := g.Store.Standing(ctx, g.Now())
	if err != nil {
		return err
	}
	gauge(to, itemsKept, float64(st.Items))
	gauge(to, deliveriesDue, float64(st.Due))
	for name, n := range st.Tallies {
		switch what, outcome, _ := strings.Cut(name, " "); what {
		case "visits":
			counter(to, visitsTotal, n, outcome)
		case "items":
			counter(to, itemsTotal, n, outcome)
		}
	}
	for _, d := range g.Digests {
		counter(to, editionsTotal, st.Editions[d.ID], d.ID)
		mails := st.Mails[d.ID]
		counter(to, deliveriesBy, mails.Sent+mails.Bounced, d.ID, "sent")
		counter(to, deliveriesBy, mails.Refused, d.ID, "refused")
		counter(to, deliveriesBy, mails.Bounced, d.ID, "bounced")
		gauge(to, deliveriesOpen, float64(mails.Open), d.ID)
	}
	return nil
}

func (g gauges) sources(ctx context.Context, to chan<- prometheus.Metric) error {
	states, err := g.states(ctx)
	if err != nil {
		return err
	}
	now, due, by := g.Now(), 0, map[string]int{"read": 0, "failed": 0, "waiting": 0, "gone": 0, "new": 0}
	for _, source := range g.Sources {
		state := states[source.ID]
		by[condition(state, now)]++
		if !state.Gone && !state.NextVisit.After(now) {
			due++
		}
	}
	gauge(to, sourcesDue, float64(due))
	for condition, n := range by {
		gauge(to, sourcesBy, float64(n), condition)
	}
	return nil
}

func (g gauges) hours(ctx context.Context, to chan<- prometheus.Metric) error {
	all, err := g.hoursOf(ctx)
	if err != nil {
		return err
	}
	for _, h := range all {
		gauge(to, overdueBy, h.overdue.Seconds(), h.digest.ID)
		if !h.last.Due.IsZero() {
			gauge(to, latenessOf, h.last.At.Sub(h.last.Due).Seconds(), h.digest.ID)
		}
		if !h.next.IsZero() {
			gauge(to, nextEdition, float64(h.next.Unix()), h.digest.ID)
		}
	}
	return nil
}

func (g gauges) processes(ctx context.Context, to chan<- prometheus.Metric) error {
	processes, err := g.Store.Processes(ctx)
	if err != nil {
		return err
	}
	by := map[string]int{}
	for _, p := range processes {
		by[p.Roles]++
	}
	for roles, n := range by {
		gauge(to, processesBy, float64(n), roles)
	}
	clock, shared, err := g.Store.Clock(ctx)
	if err == nil && shared {
		gauge(to, clockSkew, g.Now().Sub(clock).Seconds())
	}
	return err
}
