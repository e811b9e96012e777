package mail

import (
	"sync"
	"time"
)

// leisure is how long a connection is kept without a message: less than the
// servers that we know wait.
const leisure = 10 * time.Second

// kept is connections that wait for their next message.
type kept struct {
	mu      sync.Mutex
	waiting []*waiting
}

// waiting is a connection, and the timer that will end it.
type waiting struct {
	session *session
	end     *time.Timer
}

// take is the connection used last, which is the surest to be alive; nil if
// there is none.
func (k *kept) take() *session {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.waiting) > 0 {
		last := k.waiting[len(k.waiting)-1]
		k.waiting = k.waiting[:len(k.waiting)-1]
		if last.end.Stop() {
			return last.session
		}
	}
	return nil
}

func (k *kept) put(n *session) {
	k.mu.Lock()
	defer k.mu.Unlock()
	w := &waiting{session: n}
	w.end = time.AfterFunc(leisure, func() { k.end(w) })
	k.waiting = append(k.waiting, w)
}

// end closes a connection that nobody has taken in time.
func (k *kept) end(w *waiting) {
	k.mu.Lock()
	for i, other := range k.waiting {
		if other == w {
			k.waiting = append(k.waiting[:i], k.waiting[i+1:]...)
			break
		}
	}
	k.mu.Unlock()
	w.session.close()
}
