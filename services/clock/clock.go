// Package clock is where time enters Paydesk. Nothing else in the domain calls time.Now, time.Sleep or time.After,
// so that the simulation can run a whole day at the counter in a second, and the same way every time.
package clock

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time and waits. Sleep returns early with the context's error.
// Safe for concurrent use.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// Runner starts and joins work. The real one uses goroutines; the simulation runs the same work one step at a time.
type Runner interface {
	// Go starts f; f ends when its context does. The starter owns f: Wait joins it.
	Go(f func())
	// Parallel runs all fs and returns when the last one has returned.
	Parallel(fs ...func())
}

// Real is the machine's clock.
type Real struct{}

// Now returns the wall clock with its monotonic reading.
func (Real) Now() time.Time { return time.Now() }

// Sleep waits d or until ctx ends.
func (Real) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Goroutines is the Runner of the real program. The zero value is ready.
type Goroutines struct{ wg sync.WaitGroup }

// Go starts f on a goroutine of its own.
func (g *Goroutines) Go(f func()) { g.wg.Go(f) }

// Wait returns when everything started by Go has returned.
func (g *Goroutines) Wait() { g.wg.Wait() }

// Parallel runs fs on goroutines and waits for all.
func (g *Goroutines) Parallel(fs ...func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Go(f)
	}
	wg.Wait()
}
