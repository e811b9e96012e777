package fetch

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// Pace is the least that a body must bring: so many bytes over each such time.
type Pace struct {
	Bytes int64
	Over  time.Duration
}

// errSlow is a body that falls behind its Pace.
var errSlow = errors.New("the answer drips")

// paced is a body that is given up when it falls behind its pace. The clock
// starts with the first Read: a body that nobody reads is not late.
type paced struct {
	io.ReadCloser
	pace   Pace
	giveUp context.CancelFunc
	clock  *time.Timer
	came   atomic.Int64
	slow   atomic.Bool
}

func (p *paced) Read(b []byte) (int, error) {
	if p.clock == nil {
		// Stopped until the field is set: look reads it from elsewhere.
		p.clock = time.AfterFunc(1<<62, p.look)
		p.clock.Reset(p.pace.Over)
	}
	n, err := p.ReadCloser.Read(b)
	p.came.Add(int64(n))
	if err != nil && err != io.EOF && p.slow.Load() {
		err = errSlow
	}
	return n, err
}

// look ends the request at the end of a time that brought too little.
func (p *paced) look() {
	if p.came.Swap(0) < p.pace.Bytes {
		p.slow.Store(true)
		p.giveUp()
		return
	}
	p.clock.Reset(p.pace.Over)
}

func (p *paced) Close() error {
	if p.clock != nil {
		p.clock.Stop()
	}
	return p.ReadCloser.Close()
}
