//go:build linux

package e2e

import (
	"net"
	"sync"
	"testing"
	"time"
)

// oneWay is how long a message takes through a wire: without it a loopback shop rushes through most states faster than
// a kill can aim.
const oneWay = 12 * time.Millisecond

// wire stands between the program and one simulator. It can be cut.
type wire struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]bool
	wg    sync.WaitGroup
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: to, conns: map[net.Conn]bool{}}
	w.wg.Go(w.serve)
	t.Cleanup(func() {
		_ = l.Close()
		w.set(true)
		w.wg.Wait()
	})
	return w
}

// url is where the program finds the simulator.
func (w *wire) url() string { return "http://" + w.listener.Addr().String() }

// set cuts the wire, and every connection through it, or mends it.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut = cut; cut {
		for c := range w.conns {
			_ = c.Close()
		}
	}
}

// keep remembers a connection so that it can be cut; false while the wire is.
func (w *wire) keep(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return false
	}
	w.conns[c] = true
	return true
}

func (w *wire) drop(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, c)
	_ = c.Close()
}

func (w *wire) serve() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		if !w.keep(near) {
			_ = near.Close()
			continue
		}
		far, err := net.Dial("tcp", w.to)
		if err != nil || !w.keep(far) {
			w.drop(near)
			if far != nil {
				_ = far.Close()
			}
			continue
		}
		w.wg.Go(func() { w.carry(near, far) })
		w.wg.Go(func() { w.carry(far, near) })
	}
}

// carry moves bytes one way, late.
func (w *wire) carry(from, to net.Conn) {
	defer w.drop(from)
	defer w.drop(to)
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if n > 0 {
			<-time.After(oneWay)
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
