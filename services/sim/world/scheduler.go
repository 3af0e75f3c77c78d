package world

import (
	"container/heap"
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"time"
)

// event is something that happens at a moment. Lots decide between equal moments, then the order of making.
type event struct {
	at  time.Duration // since the world began
	lot uint64
	seq uint64
	run func()
}

type events []*event

func (q events) Len() int { return len(q) }
func (q events) Less(i, j int) bool {
	a, b := q[i], q[j]
	if a.at != b.at {
		return a.at < b.at
	}
	if a.lot != b.lot {
		return a.lot < b.lot
	}
	return a.seq < b.seq
}
func (q events) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *events) Push(x any)   { *q = append(*q, x.(*event)) }
func (q *events) Pop() any {
	old := *q
	e := old[len(old)-1]
	*q = old[:len(old)-1]
	return e
}

// scheduler owns virtual time. It is not safe for concurrent use: that is its point.
type scheduler struct {
	began   time.Time
	now     time.Duration
	queue   events
	seq     uint64
	lots    *rand.Rand
	current *process
	waiting []*process // in a sleep that a context may end
	alive   []*process
	steps   int
}

// mostSteps ends a world in which something repeats itself without rest.
const mostSteps = 400_000

var errRunsAway = errors.New("something repeats itself without rest")

// errKilled unwinds a process whose machine lost its power. It never leaves this file.
var errKilled = errors.New("killed")

// process is one activity, run as a coroutine.
type process struct {
	name   string
	owner  *counter // nil: Stripe, Odoo and people are never killed
	next   func() (struct{}, bool)
	stop   func()
	yield  func(struct{}) bool
	turn   int // counts its waits, so that a wake-up for an earlier one is ignored
	parked bool
	called bool // woken by the end of its context already
	ended  bool
	ctx    context.Context // what may end the present wait
}

func (s *scheduler) time() time.Time { return s.began.Add(s.now) }

// at runs f at a moment, or now if that is past.
func (s *scheduler) at(when time.Duration, f func()) {
	s.seq++
	heap.Push(&s.queue, &event{max(when, s.now), s.lots.Uint64(), s.seq, f})
}

func (s *scheduler) after(d time.Duration, f func()) { s.at(s.now+d, f) }

// spawn starts a process; its first step is an event of its own.
func (s *scheduler) spawn(name string, owner *counter, f func()) *process {
	p := &process{name: name, owner: owner}
	p.next, p.stop = iter.Pull(func(yield func(struct{}) bool) {
		p.yield = yield
		defer func() {
			p.ended = true
			if r := recover(); r != nil && r != any(errKilled) {
				panic(r)
			}
		}()
		f()
	})
	s.alive = append(s.alive, p)
	s.after(0, func() { s.step(p) })
	return p
}

// step lets a process run until its next wait.
func (s *scheduler) step(p *process) {
	if p.ended {
		return
	}
	if p.owner != nil && p.owner.dead {
		s.end(p)
		return
	}
	before := s.current
	s.current, p.parked = p, false
	_, more := p.next()
	s.current = before
	if !more {
		s.forget(p)
	}
}

// end unwinds a process where it waits.
func (s *scheduler) end(p *process) {
	if !p.ended {
		before := s.current
		s.current, p.parked = p, false
		p.stop()
		s.current = before
		p.ended = true
	}
	s.forget(p)
}

func (s *scheduler) forget(p *process) {
	s.alive = slices.DeleteFunc(s.alive, func(o *process) bool { return o == p })
	s.waiting = slices.DeleteFunc(s.waiting, func(o *process) bool { return o == p })
}

// park yields until somebody calls wake with the turn that begun returned.
func (s *scheduler) park(p *process) {
	p.parked = true
	if !p.yield(struct{}{}) || p.owner != nil && p.owner.dead {
		panic(errKilled)
	}
}

// wake lets a process go on at a moment, if it is still in the same wait then.
func (s *scheduler) wake(p *process, turn int, when time.Duration) {
	s.at(when, func() {
		if !p.parked || p.turn != turn {
			return
		}
		if c := p.owner; c != nil && c.asleepUntil > s.now { // the machine sleeps
			s.wake(p, turn, c.asleepUntil)
			return
		}
		p.turn++
		s.step(p)
	})
}

// wait parks the current process until ready (called with the function that wakes it) or until the deadline or the end
// of ctx. It returns the error of ctx.
func (s *scheduler) wait(ctx context.Context, until time.Duration, ready func(wake func())) error {
	p := s.current
	if p.owner != nil && p.owner.dead {
		panic(errKilled)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	turn := p.turn
	if until >= 0 {
		s.wake(p, turn, until)
	}
	if d, ok := deadlineOf(ctx); ok && (until < 0 || d < until) {
		s.wake(p, turn, d)
	}
	if ready != nil {
		ready(func() { s.wake(p, turn, s.now) })
	}
	p.ctx, p.called = ctx, false
	s.waiting = append(s.waiting, p)
	s.park(p)
	p.ctx = nil
	s.waiting = slices.DeleteFunc(s.waiting, func(o *process) bool { return o == p })
	return ctx.Err()
}

// run handles events up to a moment. after is called after each one.
func (s *scheduler) run(until time.Duration, after func()) {
	for len(s.queue) > 0 && s.queue[0].at <= until {
		e := heap.Pop(&s.queue).(*event)
		s.now = e.at
		if s.steps++; s.steps > mostSteps {
			panic(errRunsAway)
		}
		e.run()
		for _, p := range s.waiting {
			if p.ctx.Err() != nil && p.parked && !p.called {
				p.called = true
				s.wake(p, p.turn, s.now)
			}
		}
		after()
	}
	s.now = max(s.now, until)
}

// close unwinds everything that still waits.
func (s *scheduler) close() {
	for len(s.alive) > 0 {
		s.end(s.alive[len(s.alive)-1])
	}
	s.queue = nil
}
