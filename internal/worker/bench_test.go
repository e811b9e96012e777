package worker

import (
	"fmt"
	"net/http"
	"net/netip"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"broadsheet/digest"
	"broadsheet/internal/fetch"
)

// farmAtOnce is how many sources are asked at a time.
const farmAtOnce = 16

// meter counts what polls of the farm use of the processors.
type meter struct {
	used  time.Duration
	polls int
}

func (m *meter) count(b *testing.B, poll func()) {
	runtime.GC() // what others have left is not to be paid for
	began := processorTime(b)
	poll()
	m.used += processorTime(b) - began
	m.polls++
}

// report tells the CPU time for a source, and the most memory that this process
// has ever had: the poll's, where nothing else ran before it.
func (m *meter) report(b *testing.B) {
	b.ReportMetric(float64(m.used.Microseconds())/float64(m.polls*farmSize), "cpu-µs/source")
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(usage.Maxrss)/1024, "peak-MB")
}

// reader is a worker that has the farm as its sources, and its clock.
func reader(b *testing.B, farm string) (*Worker, *clock) {
	b.Helper()
	sources := make([]digest.Source, farmSize)
	for n := range sources {
		sources[n] = digest.Source{ID: fmt.Sprint("farm", n), URL: fmt.Sprintf("%s/%d", farm, n), Every: 15 * time.Minute}
	}
	w, at := newsroom(b, open(b, filepath.Join(b.TempDir(), "bench.db")), sources...)
	w.Fetch = fetch.New(fetch.Options{
		AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PerHost: fetch.PerHost{Connections: farmAtOnce},
	})
	b.Cleanup(w.Fetch.Close)
	return w, at
}

// poll visits all of the farm and expects that each source has so many new items.
func poll(b *testing.B, w *Worker, fresh int) {
	b.Helper()
	known, err := w.known(b.Context(), w.Sources)
	if err != nil {
		b.Fatal(err)
	}
	told, err := w.refresh(b.Context(), nil, visits{w.Sources, known}, nil)
	if err != nil || told.failed > 0 || told.fresh != fresh*len(w.Sources) {
		b.Fatalf("%+v, %v", told, err)
	}
}

// BenchmarkCold is the first visit to a thousand sources, and what it takes to
// download, read with gofeed and insert the same.
func BenchmarkCold(b *testing.B) {
	farm := startFarm(b)
	b.Run("ours", func(b *testing.B) {
		var m meter
		for b.Loop() {
			w, _ := reader(b, farm)
			m.count(b, func() { poll(b, w, farmIssue) })
		}
		m.report(b)
	})
	b.Run("plain", func(b *testing.B) {
		var m meter
		for b.Loop() {
			p := newPlain(b)
			m.count(b, func() { p.each(b, farm, p.read) })
		}
		m.report(b)
	})
}

// BenchmarkWarm is a visit that finds nothing new, and what it takes to ask.
func BenchmarkWarm(b *testing.B) {
	farm := startFarm(b)
	b.Run("ours", func(b *testing.B) {
		var m meter
		w, at := reader(b, farm)
		poll(b, w, farmIssue)
		for b.Loop() {
			at.add(time.Minute)
			m.count(b, func() { poll(b, w, 0) })
		}
		m.report(b)
	})
	b.Run("plain", func(b *testing.B) {
		var m meter
		p := newPlain(b)
		p.each(b, farm, p.ask)
		for b.Loop() {
			m.count(b, func() { p.each(b, farm, p.ask) })
		}
		m.report(b)
	})
}

// BenchmarkChanged is the usual visit: two items of the 25 are new.
func BenchmarkChanged(b *testing.B) {
	farm := startFarm(b)
	var m meter
	w, at := reader(b, farm)
	poll(b, w, farmIssue)
	for b.Loop() {
		response, err := http.Post(farm+"/print", "", nil)
		if err != nil || response.Body.Close() != nil {
			b.Fatal(err)
		}
		at.add(time.Minute)
		m.count(b, func() { poll(b, w, 2) })
	}
	m.report(b)
}
