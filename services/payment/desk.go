package payment

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/reader"
	"paydesk/services/staff"
)

// Entry is one journaled fact of a payment.
type Entry struct {
	Payment string
	At      time.Time
	Kind    string
	Body    []byte
}

// Journal keeps facts for good.
type Journal interface {
	// Append returns when the entry is on disk. final says that the payment's life is over.
	Append(e Entry, final bool) error
	// Entries returns a payment's facts in order.
	Entries(payment string) ([]Entry, error)
	// Unfinished lists payments whose life is not over, oldest first.
	Unfinished() ([]string, error)
	// Ready says whether a payment could be recorded from beginning to end (PROTOCOLS H4: space, a probe write).
	Ready() error
}

// Mirror is the local copy of Odoo's documents, asked only while Odoo is away (PROTOCOLS C13).
type Mirror interface {
	// Mirrored returns the document as it was read last, and when.
	Mirrored(id int64) (d document.Document, readAt time.Time, ok bool)
}

// Shop is the identity that claims carry (PROTOCOLS G2).
type Shop interface {
	// ShopID returns the shop's id, or why charging must not go on.
	ShopID() (string, error)
}

// Config is what a desk needs. All fields are required but AwayLimit and Changed.
type Config struct {
	Stripe  Stripe
	Odoo    Odoo
	Journal Journal
	Mirror  Mirror
	Shop    Shop
	Clock   clock.Clock
	Runner  clock.Runner
	Rand    io.Reader
	Log     *slog.Logger
	// May is asked who may do what, by name, before anything is done.
	May staff.May
	// AwayLimit is the largest amount in minor units that this person's role may charge while Odoo is away; nil: nothing.
	AwayLimit func(o Order) int64
	// Counter is this counter's id: a claim that carries it and is not in the journal was made by another machine (PROTOCOLS G3).
	// Empty: nothing is known.
	Counter string
	// Complete is since when the journal holds every claim of this counter, by Stripe's clock.
	Complete time.Time
	// Copied says that a life came with a disk from another machine, which may still be running; nil: none did.
	Copied func(payment string) bool
	// Changed is told of every new fact, after it is on disk and applied; it must not block.
	Changed func(State)
}

// Errors of the desk's own.
var (
	ErrNoSuchPayment = errors.New("no such payment")
	ErrBusyDocument  = errors.New("this counter is taking this payment already")
	ErrStopped       = errors.New("the desk is stopped")
)

// Desk runs the payments of one counter.
type Desk struct {
	Config
	Index *Index

	ctx  context.Context
	stop context.CancelFunc

	mu    sync.Mutex
	lives map[string]*life
	out   outbox
	warm  map[string]reading // C1's reads kept fresh while a document is shown
}

const journalPause = 2 * time.Second // before a journal that refused a fact is tried again

// life is one payment in the desk's hands.
type life struct {
	state   State
	cancel  context.CancelFunc // ends the main activity
	turn    int                // generation of the main activity
	booking bool               // a booking of it runs or waits
	posting bool               // and talks to Odoo right now
	// clearing: the prompt of a dead intent is being taken off the reader (S7)
	clearing bool
	// unwritten: the journal refused a fact, and reawaken has not succeeded yet
	unwritten bool
	wake      func()         // ends a pause early
	gate      *reader.Reader // the reader as the gate read it, for the send right after
	gateAt    time.Time
}

// NewDesk returns a desk that has resumed nothing yet.
func NewDesk(ctx context.Context, c Config) (*Desk, error) {
	if c.Stripe == nil || c.Odoo == nil || c.Journal == nil || c.Mirror == nil || c.Shop == nil || c.Clock == nil || c.Runner == nil || c.Rand == nil || c.Log == nil || c.May == nil {
		return nil, errors.New("payment desk: a dependency is missing")
	}
	d := &Desk{Config: c, lives: map[string]*life{}, out: outbox{queue: map[string]func(){}}, warm: map[string]reading{}}
	d.Index = NewIndex(c.Stripe, c.Clock, func() string { id, _ := c.Shop.ShopID(); return id })
	d.ctx, d.stop = context.WithCancel(ctx)
	return d, nil
}

// Stop ends all activity. Payments go on at the next start, from the journal.
func (d *Desk) Stop() { d.stop() }

// Start begins a payment and returns its id. The journal must be able to hold it.
func (d *Desk) Start(o Order) (string, error) {
	if err := d.Journal.Ready(); err != nil {
		return "", fmt.Errorf("no charge starts that could not be recorded: %w", err)
	}
	if err := d.May(o.Person, staff.Ask{Act: staff.Charge}); err != nil {
		return "", err
	}
	o.Manager = o.Manager && d.May(o.Person, staff.Ask{Act: staff.Decide}) == nil // it may have been true when the screen was drawn
	if len(o.Parts) == 0 || len(o.Parts) > MaxParts {
		return "", fmt.Errorf("a payment covers 1 to %d documents, not %d", MaxParts, len(o.Parts))
	}
	if err := d.allowed(o); err != nil {
		return "", err
	}
	var sum int64
	for _, p := range o.Parts {
		sum += p.Minor
	}
	if sum != o.Amount.Minor {
		return "", fmt.Errorf("amount %s is not the sum of its documents (%d)", o.Amount, sum)
	}
	if o.Cash < 0 || o.Cash > 0 && len(o.Parts) != 1 {
		return "", fmt.Errorf("cash of %d beside %d documents", o.Cash, len(o.Parts))
	}
	id, err := d.token(16)
	if err != nil {
		return "", err
	}
	o.ID = id
	d.mu.Lock()
	for _, l := range d.lives {
		if !l.state.Phase.Final() && l.state.shares(o) {
			d.mu.Unlock()
			return l.state.ID, ErrBusyDocument
		}
	}
	d.lives[id] = &life{}
	d.mu.Unlock()
	if _, err := d.record(d.ctx, id, Opened{o}); err != nil {
		d.mu.Lock()
		delete(d.lives, id)
		d.mu.Unlock()
		return "", err
	}
	return id, nil
}

func (s State) shares(o Order) bool {
	return slices.ContainsFunc(s.Parts, func(a Part) bool {
		return slices.ContainsFunc(o.Parts, func(b Part) bool { return a.Document == b.Document })
	})
}

// Cancel asks for the payment to be cancelled. Only Stripe's word ends it.
func (d *Desk) Cancel(id, by string) error {
	if err := d.May(by, staff.Ask{Act: staff.CallOff}); err != nil {
		return err
	}
	_, err := d.record(d.ctx, id, CancelRequested{By: by})
	return err
}

// Retry asks for a card again, on this reader.
func (d *Desk) Retry(id string, r ReaderRef, by string) error {
	if err := d.May(by, staff.Ask{Act: staff.Charge}); err != nil {
		return err
	}
	_, err := d.record(d.ctx, id, RetryRequested{Reader: r, By: by})
	return err
}

// Rebook tries a held or waiting booking again now.
func (d *Desk) Rebook(id, by string) error {
	if err := d.May(by, staff.Ask{Act: staff.Book}); err != nil {
		return err
	}
	_, err := d.record(d.ctx, id, PostRequested{By: by})
	return err
}

// Ask ends a pause: Stripe, or Odoo, is asked now.
func (d *Desk) Ask(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hurry()
	if l, ok := d.lives[id]; ok && l.wake != nil {
		l.wake()
	}
}

// State returns a payment of this desk, finished ones of this run included.
func (d *Desk) State(id string) (State, error) {
	d.mu.Lock()
	if l, ok := d.lives[id]; ok {
		s := l.state
		d.mu.Unlock()
		return s, nil
	}
	d.mu.Unlock()
	return Load(d.Journal, id)
}

// Active lists the payments that are not over, oldest first.
func (d *Desk) Active() []State {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []State
	for _, l := range d.lives {
		if l.state.Phase != Draft && !l.state.Phase.Final() {
			out = append(out, l.state)
		}
	}
	slices.SortFunc(out, func(a, b State) int {
		if c := a.OpenedAt.Compare(b.OpenedAt); c != 0 {
			return c
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}

// record is the only way a fact enters: applied, on disk, then visible and acted upon. An answer whose payment has moved
// on returns ErrUnexpected and changes nothing.
func (d *Desk) record(ctx context.Context, id string, f Fact) (State, error) {
	if err := ctx.Err(); err != nil {
		return State{}, err
	}
	d.mu.Lock()
	l, ok := d.lives[id]
	if !ok {
		d.mu.Unlock()
		return State{}, fmt.Errorf("%w: %s", ErrNoSuchPayment, id)
	}
	e := Event{d.Clock.Now(), f}
	next, commands, err := Apply(l.state, e)
	if err != nil {
		s := l.state
		d.mu.Unlock()
		d.Log.Debug("fact not taken", "payment", id, "fact", KindName(f), "phase", s.Phase.String())
		return s, err
	}
	kind, body, err := Encode(f)
	if err == nil {
		err = d.Journal.Append(Entry{id, e.At, kind, body}, next.Phase.Final())
	}
	if err != nil {
		s := l.state
		waiting := l.unwritten
		l.unwritten = true
		d.mu.Unlock()
		if !waiting {
			d.Runner.Go(func() { d.reawaken(id) })
		}
		d.Log.Error("journal", "payment", id, "fact", KindName(f), "error", err)
		return s, fmt.Errorf("journal: %w", err)
	}
	l.state = next
	var start []func()
	for _, c := range commands {
		start = append(start, d.prepare(l, id, c))
	}
	d.mu.Unlock()
	d.Log.Info("payment", "id", id, "fact", kind, "phase", next.Phase.String(), "intent", next.Intent)
	if d.Changed != nil {
		d.Changed(next)
	}
	for _, f := range start {
		if f != nil {
			d.Runner.Go(f)
		}
	}
	return next, nil
}

// prepare turns a command into work. The caller holds mu.
func (d *Desk) prepare(l *life, id string, c Command) func() {
	if !c.main() {
		switch c {
		case DoBook:
			if l.booking {
				d.hurry()
				if l.wake != nil {
					l.wake()
				}
				return nil
			}
			l.booking = true
			return func() { d.book(d.ctx, id) }
		case DoRetire:
			s := l.state
			return func() { d.retire(d.ctx, s) }
		default:
			s := l.state
			l.clearing = true
			return func() {
				d.clear(d.ctx, s)
				d.mu.Lock()
				l.clearing = false
				d.mu.Unlock()
			}
		}
	}
	if l.cancel != nil {
		l.cancel()
		l.cancel = nil
	}
	l.turn++
	if c == DoStop {
		return nil
	}
	ctx, cancel := context.WithCancel(d.ctx)
	l.cancel = cancel
	step := map[Command]func(context.Context, string){
		DoCheck: d.check, DoClaim: d.claim, DoGate: d.gate, DoSend: d.send, DoWatch: d.watch, DoRetry: d.retry,
		DoAwait: d.await, DoCancel: d.cancelIntent, DoMind: d.mind, DoCapture: d.capture,
	}[c]
	return func() {
		defer cancel()
		step(ctx, id)
	}
}

// peek returns the state of a payment that the desk holds.
func (d *Desk) peek(id string) State {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l, ok := d.lives[id]; ok {
		return l.state
	}
	return State{}
}

// token draws n random bytes as hexadecimal text.
func (d *Desk) token(n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(d.Rand, b); err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	return hex.EncodeToString(b), nil
}
