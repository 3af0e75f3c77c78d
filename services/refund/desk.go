package refund

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/staff"
)

// Config is what a desk needs. All fields are required but Charges and Changed.
type Config struct {
	Stripe  Stripe
	Odoo    Odoo
	Journal payment.Journal // holds refunds' lives alone: their ids begin with IDPrefix
	Shop    payment.Shop
	Clock   clock.Clock
	Runner  clock.Runner
	Rand    io.Reader
	Log     *slog.Logger
	// May is asked who may do what, by name, before anything is done.
	May staff.May
	// Charges lists the intents of this shop that name a document, by number too, whether Odoo knows them or not.
	Charges func(document.Document) []string
	// Words puts what the chatter says into the shop's language.
	Words func(key string, s State, share ShareState) string
	// Changed is told of every new fact, after it is on disk and applied; it must not block.
	Changed func(State)
}

// IDPrefix begins the id of every refund's life.
const IDPrefix = "rf"

// Errors of the desk's own.
var (
	ErrNoDocument = errors.New("no such credit note or invoice")
	ErrNoRefund   = errors.New("no such refund")
	ErrBusyNote   = errors.New("this counter is refunding on this document already")
	ErrAmount     = errors.New("more than may be given back")
)

// Desk runs the refunds of one counter. Each life is driven by one goroutine that does what Next says.
type Desk struct {
	Config

	ctx  context.Context
	stop context.CancelFunc

	mu    sync.Mutex
	lives map[string]*life
}

type life struct {
	state    State
	driven   bool
	again    bool   // asked for while driven: look once more
	wake     func() // ends a pause early
	unwanted string // who wants the reader's prompt away
	delayed  bool   // a booking did not go through since this program started
}

// NewDesk returns a desk that has resumed nothing yet.
func NewDesk(ctx context.Context, c Config) (*Desk, error) {
	if c.Stripe == nil || c.Odoo == nil || c.Journal == nil || c.Shop == nil || c.Clock == nil || c.Runner == nil || c.Rand == nil || c.Log == nil || c.Words == nil || c.May == nil {
		return nil, errors.New("refund desk: a dependency is missing")
	}
	d := &Desk{Config: c, lives: map[string]*life{}}
	d.ctx, d.stop = context.WithCancel(ctx)
	return d, nil
}

// Stop ends all activity. Refunds go on at the next start, from the journal.
func (d *Desk) Stop() { d.stop() }

// Start begins an approved refund and returns its id. A *staff.Denial says that the approver may not approve this amount. What may be given back is read again before anything is sent.
func (d *Desk) Start(o Order) (string, error) {
	if err := d.Journal.Ready(); err != nil {
		return "", fmt.Errorf("no refund starts that could not be recorded: %w", err)
	}
	if o.Approver == "" || o.Reason == "" {
		return "", errors.New("a refund needs an approval and a reason")
	}
	if err := d.May(o.Person, staff.Ask{Act: staff.AskRefund}); err != nil {
		return "", err
	}
	ask := staff.Ask{Act: staff.Refund, Amount: o.Amount, Part: o.Part}
	if o.Transfer || o.Loose {
		ask = staff.Ask{Act: staff.Decide} // that money goes back by hand, or without a credit note, is a manager's statement
	}
	if err := d.May(o.Approver, ask); err != nil {
		return "", err
	}
	o.Reason = explain.Masked(o.Reason) // somebody may have typed the card's number there
	var sum int64
	for _, sh := range o.Shares {
		if sh.Minor <= 0 {
			return "", fmt.Errorf("%w: a share of %d", ErrAmount, sh.Minor)
		}
		sum += sh.Minor
	}
	if o.Transfer && (len(o.Shares) != 1 || o.Shares[0].Intent != "") {
		return "", errors.New("a transfer has one share, of no charge")
	}
	if sum != o.Amount.Minor || sum <= 0 {
		return "", fmt.Errorf("%w: the shares make %d, the refund is %s", ErrAmount, sum, o.Amount)
	}
	id, err := d.token()
	if err != nil {
		return "", err
	}
	o.ID = IDPrefix + id
	d.mu.Lock()
	for _, l := range d.lives {
		if s := l.state; !s.Phase.Final() && s.Phase != Held && s.Phase != AtBank && sameDocument(s.Order, o) {
			d.mu.Unlock()
			return s.ID, ErrBusyNote
		}
	}
	d.lives[o.ID] = &life{}
	d.mu.Unlock()
	if _, err := d.record(d.ctx, o.ID, RefundOpened{Order: o}); err != nil {
		d.mu.Lock()
		delete(d.lives, o.ID)
		d.mu.Unlock()
		return "", err
	}
	return o.ID, nil
}

func sameDocument(a, b Order) bool {
	return a.Note.ID != 0 && a.Note.ID == b.Note.ID || a.Original.ID != 0 && a.Original.ID == b.Original.ID ||
		a.Loose && b.Loose && a.Shares[0].Intent == b.Shares[0].Intent
}

// GiveUp ends a refund of which nothing has been sent, or takes its prompt off the reader. What Stripe has stays.
func (d *Desk) GiveUp(id, by string) error {
	if err := d.May(by, staff.Ask{Act: staff.CallOff}); err != nil {
		return err
	}
	d.mu.Lock()
	if l, ok := d.lives[id]; ok && l.state.Phase == AtReader {
		l.unwanted = by
		if l.wake != nil {
			l.wake()
		}
		d.mu.Unlock()
		return nil
	}
	d.mu.Unlock()
	_, err := d.record(d.ctx, id, RefundGivenUp{By: by})
	return err
}

// Rebook tries a held or waiting booking again now.
func (d *Desk) Rebook(id, by string) error {
	if err := d.May(by, staff.Ask{Act: staff.Book}); err != nil {
		return err
	}
	_, err := d.record(d.ctx, id, RefundPostRequested{By: by})
	d.Ask(id)
	return err
}

// Ask ends a pause: Stripe, or Odoo, is asked now.
func (d *Desk) Ask(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l, ok := d.lives[id]; ok && l.wake != nil {
		l.wake()
	}
}

// State returns a refund, from memory or from the journal.
func (d *Desk) State(id string) (State, error) {
	d.mu.Lock()
	l, ok := d.lives[id]
	if ok && l.state.Phase != Draft {
		defer d.mu.Unlock()
		return l.state, nil
	}
	d.mu.Unlock()
	return Load(d.Journal, id)
}

// Active lists the refunds that are not over, oldest first.
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
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// Resume takes up every unfinished refund of the journal. It returns what could not be read; the rest goes on.
func (d *Desk) Resume() error {
	ids, err := d.Journal.Unfinished()
	if err != nil {
		return fmt.Errorf("unfinished refunds: %w", err)
	}
	var bad error
	for _, id := range ids {
		s, err := Load(d.Journal, id)
		if err != nil {
			bad = errors.Join(bad, fmt.Errorf("refund %s: %w", id, err))
			continue
		}
		d.mu.Lock()
		d.lives[id] = &life{state: s}
		d.mu.Unlock()
		d.drive(id)
	}
	return bad
}

// record is the only way a fact enters: applied, on disk, then visible and acted upon.
func (d *Desk) record(ctx context.Context, id string, f Fact) (State, error) {
	if err := ctx.Err(); err != nil {
		return State{}, err
	}
	d.mu.Lock()
	l, ok := d.lives[id]
	if !ok {
		d.mu.Unlock()
		return State{}, fmt.Errorf("%w: %s", ErrNoRefund, id)
	}
	e := Event{d.Clock.Now(), f}
	next, err := Apply(l.state, e)
	if err != nil {
		s := l.state
		d.mu.Unlock()
		return s, err
	}
	body, err := json.Marshal(f)
	if err == nil {
		err = d.Journal.Append(payment.Entry{Payment: id, At: e.At, Kind: KindName(f), Body: body}, next.Phase.Final())
	}
	if err != nil {
		s := l.state
		d.mu.Unlock()
		d.Log.Error("journal", "refund", id, "fact", KindName(f), "error", err)
		return s, fmt.Errorf("journal: %w", err)
	}
	l.state = next
	d.mu.Unlock()
	d.Log.Info("refund", "id", id, "fact", KindName(f), "phase", next.Phase.String())
	if d.Changed != nil {
		d.Changed(next)
	}
	d.drive(id)
	return next, nil
}

func (d *Desk) peek(id string) State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lives[id].state
}

// token draws 16 random bytes as hexadecimal text.
func (d *Desk) token() (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(d.Rand, b); err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// pause waits; Ask and Rebook end it early.
func (d *Desk) pause(ctx context.Context, id string, wait time.Duration) {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	d.lives[id].wake = cancel
	d.mu.Unlock()
	_ = d.Clock.Sleep(inner, wait) // waking early is no failure
	d.mu.Lock()
	d.lives[id].wake = nil
	d.mu.Unlock()
}
