package world

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"paydesk/services/customer"
	"paydesk/services/document"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
	"paydesk/services/staff"
	"paydesk/services/stripe"
)

// counter is one machine with its desk. Journal and mirror are its disk; the rest is lost when it dies.
type counter struct {
	w      *world
	id     int
	name   string
	lots   chance
	boss   chance // what the manager does
	bills  chance // what a customer pays of what is asked for, and how
	till   chance // what he does about refunds
	holds  chance // what is held, and what becomes of it
	clock  *localClock
	disk   *journal
	mirror map[int64]mirrored

	dead        bool
	stopping    bool
	life        int // starts so far
	asleepUntil time.Duration
	lines       map[side]*line
	desk        *payment.Desk
	refunds     *refund.Desk
	attention   *recovery.Attention
	healer      *recovery.Healer
	stripe      payment.Stripe
	odoo        payment.Odoo
	books       *odoo.Gateway // what the picker reads
	cancel      context.CancelFunc
	ctx         context.Context

	seen reads

	at       place              // where it finds Odoo and the shop's location
	ident    string             // its id; two machines have one where a disk was copied
	inherits func(string) bool  // lives that came with a copied disk
	shop     *recovery.Identity // nil: everybody knows the shop
}

// place is a counter's configuration where it differs from the others'.
type place struct {
	url, database, location string
	books                   *odoosim.Server // nil: the shop's
}

func (p place) serve(w *world, req *http.Request) (*http.Response, error) {
	if p.books != nil {
		return serve(p.books, req)
	}
	return w.serveOdoo(req)
}

// reads is what the checker knows of a counter's last readings (I3).
type reads struct {
	listSent, listHeard   time.Duration
	listing               time.Duration // when the first page of the present listing was sent
	odooHeard, odooFailed time.Duration
}

type mirrored struct {
	doc document.Document
	at  time.Time
}

func newCounter(w *world, id int, offset time.Duration) *counter {
	c := &counter{
		w: w, id: id, name: fmt.Sprintf("C%d", id), lots: newChance(w.seed, fmt.Sprint("counter", id)), boss: newChance(w.seed, fmt.Sprint("manager", id)), holds: newChance(w.seed, fmt.Sprint("holds", id)), bills: newChance(w.seed, fmt.Sprint("bills", id)),
		till:  newChance(w.seed, fmt.Sprint("refunds", id)),
		clock: &localClock{&w.scheduler, offset}, mirror: map[int64]mirrored{}, lines: map[side]*line{}, dead: true,
	}
	c.disk = newJournal(w, c)
	c.ident, c.at = "id-"+c.name, place{url: "http://127.0.0.1", database: odooDatabase}
	for _, s := range []side{toStripe, toOdoo} {
		c.lines[s] = &line{w: w, c: c, to: s, lots: newChance(w.seed, fmt.Sprint("line", id, s))}
	}
	return c
}

// Mirrored is the counter's copy of a document as it read it last.
func (c *counter) Mirrored(id int64) (document.Document, time.Time, bool) {
	m, ok := c.mirror[id]
	return m.doc, m.at, ok
}

// ShopID is the same for all counters, or what the counter finds at both sides.
func (c *counter) ShopID() (string, error) {
	if c.shop != nil {
		return c.shop.ShopID()
	}
	return shopID, nil
}

// start switches the machine on: gateways and desk anew, the journal as it was left.
func (c *counter) start() {
	w := c.w
	c.life++
	c.dead, c.stopping, c.asleepUntil = false, false, 0
	c.seen = reads{listSent: -time.Hour, listHeard: -time.Hour, odooHeard: -time.Hour, odooFailed: -time.Hour}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	tokens := bytesOf(w.seed, fmt.Sprint("tokens", c.id, c.life))
	gate, err := stripe.New(stripe.Config{
		Key: stripeKey, URL: "http://127.0.0.1", HTTP: c.lines[toStripe], Location: c.at.location, Clock: c.clock, Rand: bytesOf(w.seed, fmt.Sprint("pauses", c.id, c.life)),
	})
	if err != nil {
		panic(err) // the configuration is ours
	}
	books, err := odoo.New(odoo.Config{
		URL: c.at.url, Database: c.at.database, User: odooUser, Key: odooKey, HTTP: c.lines[toOdoo], Clock: c.clock,
		ReadTimeout: time.Hour, WriteTimeout: time.Hour, // the line gives up in virtual time
		Runner: runner{&w.scheduler, c},
	})
	if err != nil {
		panic(err) // the configuration is ours
	}
	c.stripe, c.odoo, c.books = gate, books, books
	var disk payment.Journal = c.disk
	if w.sabotage.Stripe != nil {
		c.stripe = w.sabotage.Stripe(c.stripe)
	}
	if w.sabotage.Odoo != nil {
		c.odoo = w.sabotage.Odoo(c.odoo)
	}
	if w.sabotage.Journal != nil {
		disk = w.sabotage.Journal(disk)
	}
	if c.at.location != "" {
		c.identify(gate, books)
	}
	list := records{disk, c.disk}
	c.attention, err = recovery.NewAttention(list, c.clock, nil)
	if err != nil {
		panic(err) // the disk can be read
	}
	c.desk, err = payment.NewDesk(c.ctx, payment.Config{
		Stripe: c.stripe, Odoo: c.odoo, Journal: disk, Mirror: c, Shop: c, Clock: c.clock, Runner: runner{&w.scheduler, c}, Rand: tokens,
		Log: slog.New(slog.DiscardHandler), AwayLimit: w.awayLimit, May: anybody, Counter: c.ident, Copied: c.inherits, Changed: func(s payment.State) {
			if err := c.attention.Watch(s); err != nil {
				w.trace.line(c.name, "attention: %v", err)
			}
			w.check.shown(c, s)
		},
	})
	if err != nil {
		panic(err) // nothing is missing
	}
	c.healer, err = recovery.New(recovery.Config{
		Name:   c.name,
		Stripe: healersStripe{c.stripe, gate}, Odoo: healersOdoo{c.odoo, books}, Desk: c.desk, Shop: c, Attention: c.attention, Journal: list, Cursors: c.disk,
		Clock: c.clock, Rand: bytesOf(w.seed, fmt.Sprint("healer", c.id, c.life)), Log: slog.New(slog.DiscardHandler), Counter: c.ident, May: anybody,
	})
	if err != nil {
		panic(err) // nothing is missing
	}
	c.openRefunds(gate, books, bytesOf(w.seed, fmt.Sprint("refund tokens", c.id, c.life)))
	w.trace.line(c.name, "starts")
	w.spawn(c.name, c, func() {
		if c.shop != nil {
			if err := c.shop.Check(c.ctx); err != nil {
				w.trace.line(c.name, "identity: %v", err)
			}
		}
		if err := c.desk.Resume(); err != nil {
			w.trace.line(c.name, "resume: %v", err)
		}
		c.tradeRefunds()
		w.spawn(c.name+" cashier", c, c.cashier)
		w.spawn(c.name+" manager", c, c.manager)
		w.spawn(c.name+" holder", c, c.holder)
		w.spawn(c.name+" healer", c, func() { c.healer.Run(c.ctx) })
		w.spawn(c.name+" identity", c, func() {
			for c.shop != nil && c.clock.Sleep(c.ctx, time.Hour) == nil {
				if err := c.shop.Check(c.ctx); err != nil {
					w.trace.line(c.name, "identity: %v", err)
				}
			}
		})
	})
}

// identify lets a counter find out for itself which shop it belongs to (G2). The first id that is drawn is the shop's, so that
// the checker knows its claims.
func (c *counter) identify(gate *stripe.Gateway, books *odoo.Gateway) {
	id, err := hex.DecodeString(shopID)
	if err != nil {
		panic(err) // it is ours
	}
	c.shop = recovery.NewIdentity(recovery.IdentityConfig{
		Odoo: books, Location: gate, Rand: io.MultiReader(bytes.NewReader(id), bytesOf(c.w.seed, fmt.Sprint("shop", c.id, c.life))),
		Keep:   func(shop string) error { c.disk.shop = shop; return nil },
		Recall: func() (string, error) { return c.disk.shop, nil },
		Pinned: func(_, id string) error { c.disk.wrote["pin "+id] = true; return nil },
	})
}

// healersStripe is what the desk sees of Stripe, with what the healer alone asks for.
type healersStripe struct {
	payment.Stripe
	gate *stripe.Gateway
}

func (h healersStripe) Charged(ctx context.Context, since time.Time) ([]payment.Intent, error) {
	return h.gate.Charged(ctx, since)
}

func (h healersStripe) Refunds(ctx context.Context, since time.Time) ([]recovery.RefundSeen, error) {
	return h.gate.Refunds(ctx, since)
}

func (h healersStripe) NoteClosed(ctx context.Context, intent, kinds string) error {
	return h.gate.NoteClosed(ctx, intent, kinds)
}

func (h healersStripe) Customer(ctx context.Context, id string) (customer.Customer, error) {
	return h.gate.Customer(ctx, id)
}

func (h healersStripe) DisputeDue(ctx context.Context, intent string) (time.Time, error) {
	return h.gate.DisputeDue(ctx, intent)
}

type healersOdoo struct {
	payment.Odoo
	books *odoo.Gateway
}

func (h healersOdoo) Marked(ctx context.Context, since time.Time) ([]payment.Booking, error) {
	return h.books.Marked(ctx, since)
}

// kill cuts the power: nothing of the counter runs again until it is started.
func (c *counter) kill() {
	if c.dead {
		return
	}
	w := c.w
	c.dead = true
	c.cancel()
	w.after(0, func() { // what runs now unwinds at its next wait
		c.unwind()
		w.after(c.lots.spread(time.Second, 8*time.Minute), c.restart)
	})
}

// unwind ends the processes that still belong to the dead counter.
func (c *counter) unwind() {
	for again := true; again; {
		again = false
		for _, p := range c.w.alive {
			if p.owner == c {
				c.w.end(p)
				again = true
				break
			}
		}
	}
}

func (c *counter) restart() {
	if c.dead && !c.w.shut {
		c.start()
	}
}

// stop closes the program as a person does; it is given time to end by itself.
func (c *counter) stop() {
	if c.dead || c.stopping {
		return
	}
	w, life := c.w, c.life
	c.stopping = true
	c.desk.Stop()
	c.refunds.Stop()
	c.cancel()
	w.after(30*time.Second, func() {
		if c.dead || c.life != life {
			return
		}
		for _, p := range w.alive {
			if p.owner == c && c.asleepUntil < w.now-time.Minute {
				w.check.fail("I16", "%s was stopped and %s still runs 30 s later", c.name, p.name)
				break
			}
		}
		c.dead = true
		c.unwind()
		c.restart()
	})
}

// anybody may do everything: who may do what is no matter of money.
func anybody(string, staff.Ask) error { return nil }
