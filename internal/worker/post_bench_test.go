package worker

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

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
// second, and how much memory the heap took for it.
func BenchmarkDeliver(b *testing.B) {
	for _, readers := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(readers), func(b *testing.B) {
			var taken int64
			for b.Loop() {
				b.StopTimer()
				w, out := posted(b, filepath.Join(b.TempDir(), "bench.db"), readers)
				runtime.GC()
				b.StartTimer()
				deliverAll(b, w, readers)
				taken += out.messages.Load()
			}
			if taken != int64(b.N*readers) {
				b.Fatalf("%d messages arrived", taken)
			}
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			b.ReportMetric(float64(taken)/b.Elapsed().Seconds(), "mails/s")
			b.ReportMetric(float64(memory.HeapSys)/1e6, "MB")
		})
	}
}
