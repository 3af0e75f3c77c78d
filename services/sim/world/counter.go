package world

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"paydesk/services/document"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/stripe"
)

// counter is one machine with its desk. Journal and mirror are its disk; the rest is lost when it dies.
type counter struct {
	w      *world
	id     int
	name   string
	lots   chance
	boss   chance // what the manager does
	clock  *localClock
	disk   *journal
	mirror map[int64]mirrored

	dead        bool
	stopping    bool
	life        int // starts so far
	asleepUntil time.Duration
	lines       map[side]*line
	desk        *payment.Desk
	stripe      payment.Stripe
	odoo        payment.Odoo
	cancel      context.CancelFunc
	ctx         context.Context

	seen reads
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
		w: w, id: id, name: fmt.Sprintf("C%d", id), lots: newChance(w.seed, fmt.Sprint("counter", id)), boss: newChance(w.seed, fmt.Sprint("manager", id)),
		clock: &localClock{&w.scheduler, offset}, mirror: map[int64]mirrored{}, lines: map[side]*line{}, dead: true,
	}
	c.disk = newJournal(w, c)
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

// ShopID is the same for all counters.
func (c *counter) ShopID() (string, error) { return shopID, nil }

// start switches the machine on: gateways and desk anew, the journal as it was left.
func (c *counter) start() {
	w := c.w
	c.life++
	c.dead, c.stopping, c.asleepUntil = false, false, 0
	c.seen = reads{listSent: -time.Hour, listHeard: -time.Hour, odooHeard: -time.Hour, odooFailed: -time.Hour}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	tokens := bytesOf(w.seed, fmt.Sprint("tokens", c.id, c.life))
	gate, err := stripe.New(stripe.Config{
		Key: stripeKey, URL: "http://127.0.0.1", HTTP: c.lines[toStripe], Clock: c.clock, Rand: bytesOf(w.seed, fmt.Sprint("pauses", c.id, c.life)),
	})
	if err != nil {
		panic(err) // the configuration is ours
	}
	books, err := odoo.New(odoo.Config{
		URL: "http://127.0.0.1", Database: odooDatabase, User: odooUser, Key: odooKey, HTTP: c.lines[toOdoo], Clock: c.clock,
		ReadTimeout: time.Hour, WriteTimeout: time.Hour, // the line gives up in virtual time
	})
	if err != nil {
		panic(err) // the configuration is ours
	}
	c.stripe, c.odoo = gate, books
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
	c.desk, err = payment.NewDesk(c.ctx, payment.Config{
		Stripe: c.stripe, Odoo: c.odoo, Journal: disk, Mirror: c, Shop: c, Clock: c.clock, Runner: runner{&w.scheduler, c}, Rand: tokens,
		Log: slog.New(slog.DiscardHandler), AwayLimit: w.awayLimit, Changed: func(s payment.State) { w.check.shown(c, s) },
	})
	if err != nil {
		panic(err) // nothing is missing
	}
	w.trace.line(c.name, "starts")
	w.spawn(c.name, c, func() {
		if err := c.desk.Resume(); err != nil {
			w.trace.line(c.name, "resume: %v", err)
		}
		w.spawn(c.name+" cashier", c, c.cashier)
		w.spawn(c.name+" manager", c, c.manager)
	})
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
	if c.dead {
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
