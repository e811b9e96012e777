package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"broadsheet/internal/fetch"
)

// gauge is a handler that counts the requests under way and lets none go
// before it is told to.
type gauge struct {
	now, most atomic.Int64
	arrived   chan string
	release   chan struct{}
}

func newGauge() *gauge { return &gauge{arrived: make(chan string), release: make(chan struct{})} }

func (g *gauge) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	now := g.now.Add(1)
	for most := g.most.Load(); now > most && !g.most.CompareAndSwap(most, now); most = g.most.Load() {
	}
	g.arrived <- r.Host
	<-g.release
	g.now.Add(-1)
}

// visitAll starts a visit to every address and returns how to wait for them.
func visitAll(t *testing.T, client *fetch.Client, addresses ...string) *sync.WaitGroup {
	var visits sync.WaitGroup
	for _, address := range addresses {
		visits.Go(func() {
			if _, err := client.Get(t.Context(), fetch.Request{URL: address}); err != nil {
				t.Error(err)
			}
		})
	}
	return &visits
}

func TestAHostIsAskedOneThingAtATimeAndOthersMeanwhile(t *testing.T) {
	one, other := newGauge(), newGauge()
	busy := serve(t, one.ServeHTTP)
	port := mustParse(t, serve(t, other.ServeHTTP)).Port()
	client := newClient(t, fetch.Options{})

	visits := visitAll(t, client, busy+"/1", busy+"/2", busy+"/3", busy+"/4", busy+"/5")
	<-one.arrived
	// While that host is held up another one answers, under another name.
	meanwhile := visitAll(t, client, "http://LOCALHOST:"+port+"/")
	<-other.arrived
	other.release <- struct{}{}
	meanwhile.Wait()
	for range 4 {
		one.release <- struct{}{}
		<-one.arrived
	}
	one.release <- struct{}{}
	visits.Wait()
	if most := one.most.Load(); most != 1 {
		t.Errorf("%d requests at once, want 1", most)
	}
}

func TestNoMoreConnectionsThanAllowedAtOnce(t *testing.T) {
	g := newGauge()
	port := mustParse(t, serve(t, g.ServeHTTP)).Port()
	client := newClient(t, fetch.Options{Connections: 2})
	visits := visitAll(t, client, "http://127.0.0.1:"+port, "http://localhost:"+port, "http://[::ffff:127.0.0.1]:"+port)
	<-g.arrived
	<-g.arrived // two are under way at once
	g.release <- struct{}{}
	<-g.arrived
	g.release <- struct{}{}
	g.release <- struct{}{}
	visits.Wait()
	if most := g.most.Load(); most != 2 {
		t.Errorf("%d requests at once, want 2", most)
	}
}

func TestAHostThatBearsMoreIsAskedMoreAtOnce(t *testing.T) {
	g := newGauge()
	address := serve(t, g.ServeHTTP)
	client := newClient(t, fetch.Options{
		PerHost: fetch.PerHost{Connections: 1},
		Hosts:   map[string]fetch.PerHost{"LocalHost.": {Connections: 2}},
	})
	farm := strings.Replace(address, "127.0.0.1", "localhost", 1)
	visits := visitAll(t, client, farm+"/1", farm+"/2", farm+"/3", address+"/1", address+"/2")
	for range 3 {
		<-g.arrived // two of the farm and one of the other are under way at once
	}
	close(g.release)
	for range 2 {
		<-g.arrived
	}
	visits.Wait()
	if most := g.most.Load(); most != 3 {
		t.Errorf("%d requests at once, want 3", most)
	}
}

func TestAHostIsLeftAloneForTheGap(t *testing.T) {
	address := serve(t, func(http.ResponseWriter, *http.Request) {})
	client := newClient(t, fetch.Options{PerHost: fetch.PerHost{Gap: time.Hour}})
	get(t, client, fetch.Request{URL: address})
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	if _, err := client.Get(ctx, fetch.Request{URL: address}); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "wait for a turn") {
		t.Errorf("within the gap: %v", err)
	}
	get(t, client, fetch.Request{URL: strings.Replace(address, "127.0.0.1", "localhost", 1)}) // nobody else waits

	short := newClient(t, fetch.Options{PerHost: fetch.PerHost{Gap: soon}})
	get(t, short, fetch.Request{URL: address})
	get(t, short, fetch.Request{URL: address}) // the gap ends by itself
}

func mustParse(t testing.TB, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
