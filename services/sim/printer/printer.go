// Package printersim is a receipt printer in the network that speaks ESC/POS as far as Paydesk asks it to, and has the troubles of one.
package printersim

import (
	"bytes"
	"io"
	"net"
	"sync"
	"time"

	"paydesk/services/clock"
)

// Ways are what a printer is like. The zero value is healthy.
type Ways struct {
	Mute    bool // it prints and answers nothing, as many do
	Deaf    bool // it takes bytes, prints nothing and answers nothing
	NoPaper bool
	Open    bool // its cover
	Faulty  bool
	Ends    bool // its paper ends within the next slip
	HangsUp int  // it breaks the connection after so many bytes of a slip; 0: never
}

// Printer listens until Close.
type Printer struct {
	// Visited gets a value for every connection that has ended.
	Visited chan struct{}

	listener net.Listener
	serving  sync.WaitGroup

	mu     sync.Mutex
	ways   Ways
	slips  [][]byte
	times  []time.Time // of the slips
	visits int
	open   map[net.Conn]bool
}

// Requests that it answers: DLE EOT 2 and 4 at once, GS r 1 in its turn (ESC/POS reference).
var (
	offline = []byte{0x10, 0x04, 2}
	paper   = []byte{0x10, 0x04, 4}
	inTurn  = []byte{0x1d, 'r', 1}
)

// Listen starts a healthy printer on a free port of this machine.
func Listen() (*Printer, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Printer{listener: l, Visited: make(chan struct{}, 1000), open: map[net.Conn]bool{}}
	p.serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.mu.Lock()
			p.visits++
			p.open[c] = true
			p.mu.Unlock()
			p.serving.Go(func() { p.serve(c) })
		}
	})
	return p, nil
}

// Address is where it listens.
func (p *Printer) Address() string { return p.listener.Addr().String() }

// Behave changes its ways.
func (p *Printer) Behave(w Ways) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ways = w
}

// Slips are the bytes of every visit that brought any, requests left out.
func (p *Printer) Slips() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([][]byte(nil), p.slips...)
}

// Times are when its slips came out.
func (p *Printer) Times() []time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]time.Time(nil), p.times...)
}

// Visits counts connections.
func (p *Printer) Visits() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.visits
}

// Close switches it off and waits until nothing of it runs.
func (p *Printer) Close() {
	_ = p.listener.Close() // it listens to nobody any more
	p.mu.Lock()
	for c := range p.open {
		_ = c.Close() // whoever reads there ends
	}
	p.mu.Unlock()
	p.serving.Wait()
}

func (p *Printer) now() Ways {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ways
}

func (p *Printer) serve(c net.Conn) {
	slip := p.listen(c)
	_ = c.Close() // it may have ended already
	p.mu.Lock()
	delete(p.open, c)
	if len(slip) > 0 {
		p.slips, p.times = append(p.slips, slip), append(p.times, clock.Real{}.Now())
	}
	p.mu.Unlock()
	select {
	case p.Visited <- struct{}{}:
	default: // nobody counts
	}
}

// listen reads one visit and returns what would be on paper.
func (p *Printer) listen(c net.Conn) (slip []byte) {
	var held []byte // the beginning of a request
	one := make([]byte, 1)
	for {
		if _, err := c.Read(one); err != nil {
			return slip
		}
		w := p.now()
		if w.Deaf {
			_, _ = io.Copy(io.Discard, c) // until the other end gives up
			return nil
		}
		held = append(held, one[0])
		begun := bytes.HasPrefix(offline, held) || bytes.HasPrefix(paper, held) || bytes.HasPrefix(inTurn, held)
		if begun && len(held) < len(offline) {
			continue
		}
		if !begun {
			slip, held = append(slip, held...), nil
			if w.HangsUp > 0 && len(slip) >= w.HangsUp {
				if tcp, ok := c.(*net.TCPConn); ok {
					_ = tcp.SetLinger(0) // a reset, not a polite end
				}
				return slip
			}
			continue
		}
		answer, speaks := w.answer(held)
		if w.Ends && held[0] == inTurn[0] {
			w.Ends, w.NoPaper, speaks = false, true, false
			p.Behave(w)
		}
		held = nil
		if speaks && !w.Mute {
			_, _ = c.Write([]byte{answer}) // whoever has gone does not hear it
		}
	}
}

// answer is one byte of the reference: fixed bits, and one for each trouble.
func (w Ways) answer(request []byte) (answer byte, speaks bool) {
	switch {
	case bytes.Equal(request, inTurn):
		return 0, true
	case bytes.Equal(request, paper):
		if w.NoPaper {
			return 0x72, true
		}
		return 0x12, true
	}
	answer = 0x12
	if w.Open {
		answer |= 0x04
	}
	if w.Faulty {
		answer |= 0x40
	}
	return answer, true
}
