package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"paydesk/assets"
	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/services/stripe"
	"paydesk/storage"
)

// Settings are everything a counter needs to know from outside. Secrets are in them: never print one.
type Settings struct {
	Name     string // "Counter 1"
	DataDir  string
	Demo     bool
	Odoo     odoo.Config
	Stripe   stripe.Config
	Phone    bool    // card numbers may be keyed in on the readers
	Diagonal float64 // of the screen, in inches
	Receipt  ReceiptConfig
	Printer  PrinterConfig
	Rights   staff.Rights // what each role may do by itself; nil: what is usual
	// MaxPayment is the most that one payment charges; nil: what Stripe takes.
	MaxPayment *money.Amount
	Log        *slog.Logger
}

// Counter is one till: its store, its gateways, its desk and the loops that keep its lists fresh.
type Counter struct {
	Settings
	ID        string
	Store     *storage.Store
	Odoo      *odoo.Gateway
	Stripe    *stripe.Gateway
	Desk      *payment.Desk
	Attention *recovery.Attention
	Healer    *recovery.Healer
	Refunds   *refund.Desk
	Mirror    *document.Mirror
	Readers   *reader.Registry
	Staff     *staff.Register
	History   *history.Book
	Copied    bool // the store came from another machine
	Clock     clock.Clock
	slips     slips
	attached  map[string]bool // payments whose receipt hangs in Odoo; of the one loop that sees to it
	identity  *recovery.Identity
	me        storage.Counter
	run       *clock.Goroutines
	ctx       context.Context
	stop      context.CancelFunc

	mu        sync.Mutex
	reviewed  time.Time // all refunds, by the one loop that does it
	listeners []func()
	facts     odoo.Facts
	checks    checks
	cash      string                  // Odoo's journal for it; empty: none
	cameBack  map[string]refund.State // by id
}

// storeName is the file of a counter in its data folder. Test and live keys have stores of their own.
func storeName(live bool) string {
	if live {
		return "paydesk-live.db"
	}
	return "paydesk-test.db"
}

// NewCounter opens the store and puts the parts together. It sends nothing. Errors of the store are storage's.
func NewCounter(ctx context.Context, s Settings) (*Counter, error) {
	c := &Counter{Settings: s, Clock: clock.Real{}, run: &clock.Goroutines{}}
	s.Odoo.Clock, s.Stripe.Clock, s.Stripe.Rand = c.Clock, c.Clock, cryptoRand
	var err error
	if c.Stripe, err = stripe.New(s.Stripe); err != nil {
		return nil, err
	}
	if c.Odoo, err = odoo.New(s.Odoo); err != nil {
		return nil, err
	}
	path := filepath.Join(s.DataDir, storeName(c.Stripe.Mode().Live))
	if c.Store, err = storage.Open(path, storage.Options{Clock: c.Clock, Rand: cryptoRand}); err != nil {
		return nil, err
	}
	if err := c.assemble(ctx); err != nil {
		return nil, errors.Join(err, c.Store.Close())
	}
	return c, nil
}

func (c *Counter) assemble(ctx context.Context) error {
	c.ctx, c.stop = context.WithCancel(ctx)
	err := c.identify()
	if err != nil {
		return err
	}
	if c.Name == "" {
		c.Name = assets.T("counter.name", "number", strings.ToUpper(c.ID[:4])) // others must be able to name this one
	}
	if err := c.openSlips(); err != nil {
		return err
	}
	c.attached = map[string]bool{}
	c.identity = c.newIdentity()
	if c.Mirror, err = document.NewMirror(c.Odoo, keeper{c.Store}, c.Clock, c.changed); err != nil {
		return err
	}
	if c.Rights == nil {
		c.Rights = staff.UsualRights()
	}
	c.Readers = reader.NewRegistry(c.Stripe, c.Store, c.Clock, c.Settings.Stripe.Location, c.changed)
	if c.Staff, err = staff.New(staff.Params{Store: c.Store, Clock: c.Clock, Rand: cryptoRand, Rights: c.Rights, Policy: staff.Policy{AllowTrivial: c.Demo}}); err != nil {
		return err
	}
	c.History = history.New(journal{store: c.Store}, c.changed)
	if c.Attention, err = recovery.NewAttention(records{journal{store: c.Store}}, c.Clock, c.changed); err != nil {
		return err
	}
	c.Desk, err = payment.NewDesk(c.ctx, payment.Config{
		Stripe: c.Stripe, Odoo: c.Odoo, Journal: journal{store: c.Store}, Mirror: c.Mirror, Shop: c.identity, Clock: c.Clock,
		Runner: c.run, Rand: cryptoRand, Log: c.Log,
		Counter: c.ID, Complete: c.complete(), Copied: c.inherited,
		May: c.Staff.May, AwayLimit: c.awayLimit, Changed: c.paymentChanged,
	})
	if err != nil {
		return err
	}
	c.Refunds, err = refund.NewDesk(c.ctx, refund.Config{
		Stripe: c.Stripe, Odoo: c.Odoo, Journal: journal{store: c.Store, refunds: true}, Shop: c.identity, Clock: c.Clock, Runner: c.run,
		Rand: cryptoRand, Log: c.Log, May: c.Staff.May, Charges: c.chargesOf, Words: c.chatter, Changed: c.refundChanged,
	})
	if err != nil {
		return err
	}
	return c.heal()
}

// Start checks who we are, takes up unfinished payments and keeps the lists fresh until Close.
func (c *Counter) Start() error {
	err := errors.Join(c.Desk.Resume(), c.Refunds.Resume())
	c.run.Go(func() {
		if err := errors.Join(c.loadRefunds(), c.History.Load()); err != nil {
			c.Log.Error("history", "error", err)
		}
	})
	c.run.Go(func() { c.loop(time.Second, time.Hour, c.checkIdentity) })
	c.run.Go(func() { c.loop(2*time.Second, time.Hour, c.findCash) })
	c.run.Go(func() { c.loop(2*time.Second, 15*time.Second, c.refreshDocuments) })
	c.run.Go(func() {
		c.loop(2*time.Second, 5*time.Second, c.refreshReaders)
	})
	c.run.Go(func() {
		c.loop(2*time.Second, time.Hour, func(ctx context.Context) error { return c.Readers.RefreshPlaces(payment.Background(ctx)) })
	})
	c.run.Go(func() { c.loop(2*time.Second, 30*time.Second, c.Desk.Index.Refresh) })
	c.run.Go(func() { c.loop(2*time.Second, time.Minute, c.Desk.Index.Deepen) })
	c.run.Go(func() {
		c.loop(10*time.Second, 5*time.Minute, func(ctx context.Context) error { return c.reviewRefunds(payment.Background(ctx)) })
	})
	if c.slips.printer != nil {
		c.run.Go(func() { c.slips.printer.Run(c.ctx) })
	}
	if c.Receipt.Attach {
		c.run.Go(func() { c.loop(5*time.Second, time.Minute, c.attachReceipts) })
	}
	c.run.Go(func() {
		c.loop(10*time.Second, 5*time.Minute, func(ctx context.Context) error { return c.followUsers(payment.Background(ctx)) })
	})
	c.run.Go(func() { c.loop(time.Minute, time.Hour, c.keepStore) })
	c.run.Go(func() { c.Healer.Run(payment.Background(c.ctx)) })
	return err
}

// banner names a shop whose money is not real, empty for live money.
func (c *Counter) banner() string {
	switch {
	case c.Demo:
		return assets.T("band.demo")
	case !c.Stripe.Mode().Live:
		return assets.T("band.test")
	}
	return ""
}

// Prepare does once, in the foreground, what Start keeps doing: for the command line.
func (c *Counter) Prepare(ctx context.Context) error {
	if err := c.checkIdentity(ctx); err != nil {
		return err
	}
	if err := c.Readers.Refresh(ctx); err != nil {
		return err
	}
	return c.Desk.Index.Refresh(ctx)
}

// loop repeats f: after a failure soon, with growing pauses, else every so often.
func (c *Counter) loop(again, every time.Duration, f func(context.Context) error) {
	pause, failing := again, false
	for {
		err := f(c.ctx)
		if c.ctx.Err() != nil {
			return
		}
		next := every
		if err != nil {
			if !failing { // once per outage
				c.Log.Warn("background reading fails", "error", err)
			}
			failing = true
			next, pause = pause, min(pause*2, 10*time.Second) // a list that is back too late looks like Odoo still away
		} else {
			pause, failing = again, false
		}
		if c.Clock.Sleep(c.ctx, next) != nil {
			return
		}
	}
}

func (c *Counter) checkIdentity(ctx context.Context) error {
	err := c.identity.Check(ctx)
	if facts, ferr := c.Odoo.Facts(ctx); ferr == nil {
		c.mu.Lock()
		c.facts = facts
		c.mu.Unlock()
		c.noteCompany(facts)
	}
	c.changed()
	return err
}

func (c *Counter) refreshReaders(ctx context.Context) error {
	ctx = payment.Background(ctx)
	if err := c.Readers.Refresh(ctx); err != nil {
		return err
	}
	if err := c.Readers.NoteLetters(ctx, c.Stripe); err != nil {
		c.Log.Warn("a reader's letter was not written to Stripe", "error", err)
	}
	return nil
}

func (c *Counter) refreshDocuments(ctx context.Context) error { return c.Mirror.Refresh(ctx) }

// refreshQuietly reads the documents anew; a failure is in the list's own state.
func (c *Counter) refreshQuietly() {
	if err := c.Mirror.Refresh(c.ctx); err != nil {
		c.Log.Warn("refresh", "error", err)
	}
}

// Facts returns what Odoo said about the shop, as far as known.
func (c *Counter) Facts() odoo.Facts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.facts
}

// IdentityProblem says why charging is stopped, nil if it is not.
func (c *Counter) IdentityProblem() error {
	return c.identity.Problem()
}

// OnChange calls f after anything a screen may show has changed; f must not block.
func (c *Counter) OnChange(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listeners = append(c.listeners, f)
}

func (c *Counter) changed() {
	c.mu.Lock()
	fs := c.listeners
	c.mu.Unlock()
	for _, f := range fs {
		f()
	}
}

// paymentChanged lets a booked invoice leave the list with its payment.
func (c *Counter) paymentChanged(s payment.State) {
	if !s.Adopted { // another counter took it
		c.History.Note(s)
	}
	c.attend(s)
	if s.Phase != payment.Done {
		return
	}
	c.run.Go(func() {
		if c.Mirror.Snapshot().Err != nil {
			c.refreshQuietly() // the booking went in: Odoo is back
			return
		}
		docs, err := c.Odoo.Documents(c.ctx, s.Documents())
		if err != nil {
			return // the next refresh brings it
		}
		for _, d := range docs {
			c.Mirror.Note(d.Document)
		}
	})
}

// Close stops all work, waits for it and lets go of the store.
func (c *Counter) Close() error {
	c.Desk.Stop()
	c.Refunds.Stop()
	c.stop()
	c.run.Wait()
	if err := c.Store.Stamp(); err != nil {
		c.Log.Warn("stamp of the store", "error", err) // an older one recognises less, and harms nothing
	}
	return c.Store.Close()
}

// quiet is a logger for the command line: nothing but what the verbs print.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
