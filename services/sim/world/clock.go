package world

import (
	"context"
	"time"
)

// localClock is the clock of one machine: world time, wrong by an offset. It is a clock.Clock.
type localClock struct {
	s      *scheduler
	offset time.Duration
}

// Now is the machine's wall clock.
func (c *localClock) Now() time.Time { return c.s.time().Add(c.offset) }

// Sleep lets others run for d.
func (c *localClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	return c.s.wait(ctx, c.s.now+d, nil)
}

// WithTimeout is context.WithTimeout in the world's seconds.
func (c *localClock) WithTimeout(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	inner, cancel := context.WithCancel(parent)
	return &deadlineContext{inner, cancel, c.s, c.s.now + d}, cancel
}

// deadlineContext ends at a moment of the world. It needs no timer: whoever waits asks for the deadline, whoever asks
// later finds it passed.
type deadlineContext struct {
	context.Context
	cancel context.CancelFunc
	s      *scheduler
	until  time.Duration
}

// Err is DeadlineExceeded once the moment has come.
func (c *deadlineContext) Err() error {
	err := c.Context.Err()
	if err == nil && c.s.now >= c.until {
		return context.DeadlineExceeded
	}
	return err
}

type deadlineKey struct{}

// Value knows the deadline for deadlineOf.
func (c *deadlineContext) Value(key any) any {
	if key == (deadlineKey{}) {
		return c.until
	}
	return c.Context.Value(key)
}

func deadlineOf(ctx context.Context) (time.Duration, bool) {
	d, ok := ctx.Value(deadlineKey{}).(time.Duration)
	return d, ok
}

// runner starts a counter's work as processes. It is a clock.Runner.
type runner struct {
	s *scheduler
	c *counter
}

// Go starts f as a process of the counter's.
func (r runner) Go(f func()) {
	if r.c.dead {
		return
	}
	r.s.spawn(r.c.name, r.c, f)
}

// Parallel interleaves fs and returns when all have ended.
func (r runner) Parallel(fs ...func()) {
	left := len(fs)
	if left == 0 || r.c.dead {
		return
	}
	var wake func()
	for _, f := range fs {
		r.s.spawn(r.c.name, r.c, func() {
			f()
			if left--; left == 0 && wake != nil {
				wake()
			}
		})
	}
	for left > 0 {
		_ = r.s.wait(context.Background(), -1, func(w func()) { wake = w }) // the functions end with their own contexts
	}
}
