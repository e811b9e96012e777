package store

import (
	"sync"
	"time"

	"broadsheet/digest"
)

// mark is a delivery that the server took, and when.
type mark struct {
	delivery digest.Delivery
	at       time.Time
}

// marks gathers marks while others are being written, so that a transaction
// holds as many as there are senders, and each sender waits for one transaction.
type marks struct {
	writing sync.Mutex // held while a batch is being written
	mu      sync.Mutex
	next    *batch // of those that will be written together; nil if there is none
}

// batch is marks that are written together.
type batch struct {
	marks   []mark
	written chan struct{}
	err     error
}

// add has write called with m and what else has come, and returns what it said.
func (w *marks) add(m mark, write func([]mark) error) error {
	b, first := w.join(m)
	if !first {
		<-b.written
		return b.err
	}
	w.writing.Lock()
	defer w.writing.Unlock()
	w.mu.Lock()
	w.next = nil // what comes from now on is of another batch
	w.mu.Unlock()
	b.err = write(b.marks)
	close(b.written)
	return b.err
}

// join adds m to the batch that is being gathered. The first of a batch has to
// have it written.
func (w *marks) join(m mark) (b *batch, first bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next, first = &batch{written: make(chan struct{})}, true
	}
	w.next.marks = append(w.next.marks, m)
	return w.next, first
}
