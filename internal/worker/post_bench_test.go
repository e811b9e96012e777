//go:build unix

package worker

import (
	"bufio"
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"database/sql"
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"broadsheet/digest"
	"broadsheet/internal/mail"
	"broadsheet/internal/store"
)

// sink is an SMTP server that counts messages and forgets them.
type sink struct {
	listener net.Listener
	messages atomic.Int64
}

func newSink(b *testing.B) *sink {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &sink{listener: listener}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	b.Cleanup(func() { _ = listener.Close() })
	return s
}

func (s *sink) serve(conn net.Conn) {
	defer conn.Close()
	r, w := bufio.NewReaderSize(conn, 64<<10), bufio.NewWriter(conn)
	say := func(text string) {
		_, _ = w.WriteString(text + "\r\n")
		if r.Buffered() == 0 {
			_ = w.Flush()
		}
	}
	say("220 sink")
	for {
		line, err := r.ReadSlice('\n')
		switch {
		case err != nil:
			return
		case bytes.HasPrefix(line, []byte("EHLO")):
			say("250-sink\r\n250 PIPELINING")
		case bytes.HasPrefix(line, []byte("DATA")):
			say("354 go on")
			if s.swallow(r) != nil {
				return
			}
			say("250 taken")
		case bytes.HasPrefix(line, []byte("QUIT")):
			say("221 bye")
			_ = w.Flush()
			return
		default:
			say("250 fine")
		}
	}
}

// swallow reads a message to its end.
func (s *sink) swallow(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
		if string(line) == ".\r\n" {
			s.messages.Add(1)
			return nil
		}
	}
}

// heavy is an edition whose mail has some 40 KB.
func heavy() digest.Edition {
	e := digest.Edition{Digest: "morning", Date: "2026-11-23", Title: "The Morning Digest", Language: "en", Zone: "Asia/Karachi", At: seven}
	section := digest.PrintedSection{Title: "News"}
	for i := range 23 {
		item := digest.Item{
			ID: fmt.Sprintf("item%d", i), Source: "wire", Title: fmt.Sprintf("The council has met for the %dth time, and voted", i),
			Link: fmt.Sprintf("https://wire.example/%d", i), Language: "en", Published: seven, FirstSeen: seven,
			Summary: digest.HTML("<p>" + strings.Repeat("At last, its chairman said, the canal is to be measured. ", 6) + "</p>"),
		}
		section.Clusters = append(section.Clusters, digest.Cluster{Lead: digest.Entry{Item: item, Kind: digest.Story, Paper: "The Wire"}})
	}
	e.Sections = []digest.PrintedSection{section}
	return e
}

// posted is a worker whose edition is out to so many readers, and where its
// mails go.
func posted(b *testing.B, dsn string, readers int) (*Worker, *sink) {
	b.Helper()
	s := open(b, dsn)
	people := make([]digest.Subscriber, readers)
	for i := range people {
		people[i] = digest.Subscriber{Digest: "morning", Address: fmt.Sprintf("reader.%d@reader.example", i), Name: "Amina Farooqi"}
	}
	if err := s.Roster(b.Context(), "morning", people); err != nil {
		b.Fatal(err)
	}
	nothing := func(context.Context, *sql.Tx, int) error { return nil }
	if _, err := s.Publish(b.Context(), heavy(), store.Mailing{}, blockSize, nothing); err != nil {
		b.Fatal(err)
	}
	out := newSink(b)
	w, _ := newsroom(b, s)
	server := &mail.SMTP{Host: "127.0.0.1", Port: out.listener.Addr().(*net.TCPAddr).Port, Security: mail.Plaintext}
	b.Cleanup(func() { _ = server.Close() })
	w.Sender = server
	return w, out
}

// deliverAll delivers two blocks at a time, as Run does.
func deliverAll(b *testing.B, w *Worker, readers int) {
	var group errgroup.Group
	group.SetLimit(2)
	for block := range (readers + blockSize - 1) / blockSize {
		group.Go(func() error { return w.Deliver(b.Context(), "morning", "2026-11-23", block) })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDeliver delivers editions of mails of some 40 KB to an SMTP server in
// the same process that counts them, ledger included. It tells how many a
// second, what CPU each took in both, and the most that was in use of the heap.
func BenchmarkDeliver(b *testing.B) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		readers int
		key     crypto.Signer
	}{{"10000", 10_000, nil}, {"100000", 100_000, nil}, {"10000_Ed25519", 10_000, ed}, {"10000_RSA", 10_000, long}} {
		b.Run(c.name, func(b *testing.B) { benchmarkDeliver(b, c.readers, c.key) })
	}
}

func benchmarkDeliver(b *testing.B, readers int, key crypto.Signer) {
	var taken int64
	var used time.Duration
	var most uint64
	for b.Loop() {
		b.StopTimer()
		w, out := posted(b, filepath.Join(b.TempDir(), "bench.db"), readers)
		if key != nil {
			w.DKIM = &mail.DKIM{Domain: "paper.example", Selector: "a", Key: key}
		}
		runtime.GC()
		before := processorTime(b)
		b.StartTimer()
		heap := watchHeap()
		deliverAll(b, w, readers)
		most = max(most, heap())
		used += processorTime(b) - before
		taken += out.messages.Load()
	}
	if taken != int64(b.N*readers) {
		b.Fatalf("%d messages arrived", taken)
	}
	b.ReportMetric(float64(taken)/b.Elapsed().Seconds(), "mails/s")
	b.ReportMetric(float64(used.Microseconds())/float64(taken), "µs-cpu/mail")
	b.ReportMetric(float64(most)/1e6, "MB")
}

// watchHeap looks at the heap until the function that it returns is called, which
// tells the most that was in use.
func watchHeap() func() uint64 {
	stop, told := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			most = max(most, memory.HeapInuse)
			select {
			case <-stop:
				told <- most
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); return <-told }
}

// processorTime is what this process has used of the processors.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
