package print

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"paydesk/services/clock"
	"paydesk/services/receipt"
)

func polite(err error) bool { return errors.Is(err, io.EOF) }

// Phase is where a slip stands.
type Phase int

// Phases of a slip.
const (
	None     Phase = iota // never asked for, or long ago
	Waiting               // others come first
	Printing              // the printer has it, or is being reached
	Printed               // the printer says so
	Handed                // the printer took it and does not say more
	Failed                // see Why
)

// UnderWay says that the slip's end is not known yet.
func (p Phase) UnderWay() bool { return p == Waiting || p == Printing }

// Status is how far a slip is.
type Status struct {
	Phase Phase
	Why   Trouble   // of Failed
	Sent  bool      // of Failed: some of it may be on paper
	Since time.Time // of the phase
}

// Config is what a Queue needs; all but Changed and Waits are required.
type Config struct {
	Place   Place
	Paper   Paper
	Clock   clock.Clock
	Log     *slog.Logger
	Waits   Waits  // zero: DefaultWaits
	Changed func() // something moved on; must not block
}

// Limits: a printer that was away all day is not handed the whole day at once, and yesterday's slips are forgotten.
const (
	mostWaiting = 20
	mostKept    = 200
)

// Why a slip is not taken.
var (
	ErrUnderWay = errors.New("this slip is being printed")
	ErrFull     = errors.New("too many slips wait for the printer")
)

// Queue is one printer. Print and Status may be called from anywhere; Run owns the printer.
type Queue struct {
	Config
	mu     sync.Mutex
	states map[string]Status
	order  []string // ids by age of their last order
	queue  []job
	wake   chan struct{}
	heard  bool // it has ever answered; Run's alone
}

type job struct {
	id   string
	body []byte
}

// New returns a queue that prints nothing before Run.
func New(c Config) *Queue {
	if c.Waits == (Waits{}) {
		c.Waits = DefaultWaits
	}
	return &Queue{Config: c, states: map[string]Status{}, wake: make(chan struct{}, 1)}
}

// Print takes a slip and returns at once. One slip with an id is under way at a time: a second tap is ErrUnderWay and prints nothing.
func (q *Queue) Print(id string, s receipt.Slip) error {
	body := Encode(s, q.Paper)
	q.mu.Lock()
	switch {
	case q.states[id].Phase.UnderWay():
		q.mu.Unlock()
		return ErrUnderWay
	case len(q.queue) >= mostWaiting:
		q.mu.Unlock()
		return ErrFull
	}
	q.queue = append(q.queue, job{id, body})
	q.set(id, Status{Phase: Waiting})
	q.forget()
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
	q.tell()
	return nil
}

// Status returns how far a slip is.
func (q *Queue) Status(id string) Status {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.states[id]
}

// set notes a status; the caller holds mu.
func (q *Queue) set(id string, s Status) {
	s.Since = q.Clock.Now()
	if _, known := q.states[id]; !known {
		q.order = append(q.order, id)
	}
	q.states[id] = s
}

// forget drops the oldest that are over; the caller holds mu.
func (q *Queue) forget() {
	for i := 0; len(q.order) > mostKept && i < len(q.order); {
		if q.states[q.order[i]].Phase.UnderWay() {
			i++
			continue
		}
		delete(q.states, q.order[i])
		q.order = append(q.order[:i], q.order[i+1:]...)
	}
}

func (q *Queue) tell() {
	if q.Changed != nil {
		q.Changed()
	}
}

// Run prints until ctx ends. A slip that fails is not tried again.
func (q *Queue) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.wake:
		}
		for ctx.Err() == nil {
			j, ok := q.next()
			if !ok {
				break
			}
			q.end(j.id, q.visit(ctx, j.body))
		}
	}
}

func (q *Queue) next() (job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.queue) == 0 {
		return job{}, false
	}
	j := q.queue[0]
	q.queue = q.queue[1:]
	q.set(j.id, Status{Phase: Printing})
	return j, true
}

func (q *Queue) end(id string, s Status) {
	q.mu.Lock()
	q.set(id, s)
	q.mu.Unlock()
	q.tell()
}

// visit prints one slip. An end of ctx drops the connection: the program does not wait for a printer.
func (q *Queue) visit(ctx context.Context, body []byte) Status {
	q.tell()
	confirmed, err := q.deliver(ctx, body)
	var f *Failure
	switch {
	case errors.As(err, &f):
		q.Log.Warn("not printed", "printer", q.Place.String(), "trouble", f.Trouble, "sent", f.Sent, "error", f.Err)
		return Status{Phase: Failed, Why: f.Trouble, Sent: f.Sent}
	case err != nil:
		return Status{Phase: Failed, Why: Broken, Sent: true}
	case confirmed:
		return Status{Phase: Printed}
	}
	return Status{Phase: Handed}
}

func (q *Queue) deliver(ctx context.Context, body []byte) (confirmed bool, err error) {
	s, err := open(ctx, q.Place, q.Clock, q.Waits)
	if err != nil {
		return false, err
	}
	stop := context.AfterFunc(ctx, s.drop)
	defer stop()
	speaks, confirmed, err := s.deliver(ctx, body, q.heard)
	q.heard = q.heard || speaks
	if err != nil {
		s.drop()
		return false, err
	}
	if err := s.w.Close(); err != nil {
		return confirmed, &Failure{Trouble: Broken, Sent: true, Err: err}
	}
	return confirmed, nil
}

// Look asks a printer how it is and prints nothing. spoke is false where it can be reached and does not answer.
func Look(ctx context.Context, p Place, c clock.Clock, w Waits) (spoke bool, err error) {
	s, err := open(ctx, p, c, w)
	if err != nil {
		return false, err
	}
	defer s.drop()
	return s.health(ctx)
}
