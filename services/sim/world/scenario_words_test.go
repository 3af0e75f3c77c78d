package world

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/reader"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/ui/present"
)

// ear hears every failure that the gateway to Stripe gives the desk.
type ear struct {
	payment.Stripe
	s *shop
}

func (e ear) CreateIntent(ctx context.Context, key string, p payment.IntentParams) (payment.Intent, error) {
	in, err := e.Stripe.CreateIntent(ctx, key, p)
	return in, e.s.hear(err)
}

func (e ear) Intent(ctx context.Context, id string) (payment.Intent, error) {
	in, err := e.Stripe.Intent(ctx, id)
	return in, e.s.hear(err)
}

func (e ear) CancelIntent(ctx context.Context, key, id string) (payment.Intent, error) {
	in, err := e.Stripe.CancelIntent(ctx, key, id)
	return in, e.s.hear(err)
}

func (e ear) Intents(ctx context.Context, since time.Time) ([]payment.Intent, error) {
	all, err := e.Stripe.Intents(ctx, since)
	return all, e.s.hear(err)
}

func (e ear) Watch(ctx context.Context, readerID, intentID string) (reader.Reader, payment.Intent, error) {
	r, in, err := e.Stripe.Watch(ctx, readerID, intentID)
	return r, in, e.s.hear(err)
}

func (e ear) Process(ctx context.Context, key, readerID, intentID string, m payment.Method) (reader.Reader, error) {
	r, err := e.Stripe.Process(ctx, key, readerID, intentID, m)
	return r, e.s.hear(err)
}

func (e ear) MoveSlot(ctx context.Context, key, readerID string, slot reader.Slot) (reader.Reader, error) {
	r, err := e.Stripe.MoveSlot(ctx, key, readerID, slot)
	return r, e.s.hear(err)
}

func (e ear) CancelAction(ctx context.Context, readerID string) (reader.Reader, error) {
	r, err := e.Stripe.CancelAction(ctx, readerID)
	return r, e.s.hear(err)
}

// witness holds what is said at the first counter against Stripe's ledger.
type witness struct {
	*shop
	last     payment.State
	provoked map[string]bool // entries of the catalogue that came up
}

// attend opens a shop in which every word is checked.
func attend(t *testing.T, provoked map[string]bool) *witness {
	w := &witness{shop: newShop(t), provoked: provoked}
	w.heard = w.failed
	w.hooks = append(w.hooks, &hook{"", false, func(c *counter, st payment.State) {
		if c == w.counters[0] && st.ID != "" {
			w.last = st
			w.shown(st)
		}
	}})
	return w
}

// newsAge is how old a charge may be that a waiting screen does not know of yet: the answer that carries it is on its way.
const newsAge = 3 * time.Second

// charged is what Stripe holds of the first invoice, in cents, and whether that is news.
func (w *witness) charged() (sum int64, news bool) {
	now := (&localClock{&w.scheduler, 0}).Now()
	for _, in := range w.intents(0) {
		if in.Status == "succeeded" {
			sum += in.Received
			news = now.Sub(in.ChargedAt) < newsAge
		}
	}
	return sum, news
}

// sentence finds which of all that may be said about the money a text is.
func sentence(text, amount string) explain.MoneyLine {
	for _, key := range []explain.MoneyLine{"money.none", "money.none_here", "money.none_confirmed", "money.none_yet", "money.bank", "money.unknown", "money.cancelling", "money.too_late", "money.charged"} {
		if key.Text(amount) == text {
			return key
		}
	}
	return ""
}

// shown compares the overlay's money line with the ledger, and with what the failure beside it says.
func (w *witness) shown(st payment.State) {
	amount := st.Received
	if amount.Currency == "" {
		amount = st.Amount
	}
	said := present.Overlay(st, present.Scene{Now: st.Since, Own: "EUR"}).Money.Text
	line := sentence(said, amount.Format("EUR"))
	if line == "" {
		w.fail("%s says %q, which is none of the fixed sentences", st.Phase, said)
	}
	w.agrees(line, amount.Minor, st.Phase.String())
	situation := st.Phase.Situation()
	if p := st.Problem; p != nil && p.Failure != "" {
		e := explain.For(p.Failed(), situation)
		w.provoked[e.ID] = true
		if e.Contradicts(line, situation) {
			w.fail("%s: %s (%s) contradicts %q", st.Phase, e.ID, e.Alone, said)
		}
	}
	if st.Delay != "" {
		w.provoked[explain.For(&explain.Failure{Side: explain.Odoo, Kind: st.Delay}, situation).ID] = true
	}
	if d := st.Decline; d != nil && (st.Phase == payment.Declined || st.Phase == payment.DeclinedAgain) {
		e := explain.ForDecline(d.Decline, d.Code)
		w.provoked[e.ID] = true
		if e.Contradicts(line, situation) {
			w.fail("%s contradicts %q", e.ID, said)
		}
	}
}

// failed compares what a failure alone says with the ledger. What was refused or never sent says nothing of what went before.
func (w *witness) failed(f *explain.Failure) {
	situation := w.last.Phase.Situation()
	e := explain.For(f, situation)
	w.provoked[e.ID] = true
	if !slices.Contains(e.When, situation) {
		w.fail("%s came up %s, which the catalogue does not know: %v", e.ID, situation, f)
	}
	if e.Alone == explain.Untouched && (situation == explain.Waiting || situation == explain.Authorising) {
		return
	}
	w.agrees(explain.Money(e.Alone, situation), w.last.Received.Minor, e.ID)
}

func (w *witness) agrees(line explain.MoneyLine, minor int64, what string) {
	charged, not := line.Claims()
	sum, news := w.charged()
	switch {
	case news && line == explain.MoneyNoneYet:
	case charged && !not && (sum != minor || sum == 0):
		w.fail("%s says %s of %d; Stripe's ledger holds %d", what, line, minor, sum)
	case not && !charged && sum != 0:
		w.fail("%s says %s; Stripe's ledger holds %d", what, line, sum)
	}
}

// story is one payment during which something is broken at one moment, mended after half a minute, and brought to its end.
func (w *witness) story(moment string, breaks func()) {
	w.t.Helper()
	c := w.counters[0]
	if moment == "before" {
		breaks()
	}
	id := w.charge(c, w.order(c, 0))
	if moment == "before" {
		w.pass(40 * time.Second)
		w.mend()
	}
	if st := w.states[id]; !st.Phase.Final() {
		if st.Phase == payment.NeedReader {
			w.retry(c, id, 0)
		}
		w.reach(id, time.Minute, payment.Waiting, payment.Done, payment.Stopped)
	}
	switch {
	case w.states[id].Phase.Final():
	case moment == "cancel":
		breaks()
		w.cancel(c, id)
	default:
		if moment == "waiting" {
			breaks()
		}
		if moment == "booking" {
			w.on(payment.Observed{}, func(*counter, payment.State) { breaks() })
		}
		w.pass(3 * time.Second)
		if err := w.stripe.Gesture(stripesim.Gesture{Reader: w.readers[0], Kind: stripesim.GestureTap}); err != nil {
			w.trace.line("customer", "%v", err) // the reader asks for nothing any more
		}
	}
	w.pass(40 * time.Second)
	w.mend()
	w.pass(30 * time.Second)
	if st := w.states[id]; st.Phase == payment.Declined || st.Phase == payment.NeedReader || st.Phase == payment.Waiting {
		w.cancel(c, id)
	}
	if w.states[id].Phase == payment.PostingHeld {
		w.do(c, func() { w.must(c.desk.Rebook(id, "Kim")) })
	}
	w.until("the payment is over", 10*time.Minute, func() bool { return w.states[id].Phase.Final() })
	w.shown(w.states[id])
}

// Lost if it fails: a screen that says "nothing was charged" over a charged card, or "charged" over nothing. Every failure that the
// simulators can produce is produced before a reader is asked, while it asks, at the cancel and at the booking.
func TestWhatIsSaidOfTheMoneyIsInTheLedger(t *testing.T) {
	provoked := map[string]bool{}
	for _, name := range stripesim.FaultNames() {
		for _, moment := range []string{"before", "waiting", "cancel", "booking"} {
			for _, often := range []int{1, 0} {
				t.Run(name+" "+moment, func(t *testing.T) {
					w := attend(t, provoked)
					w.story(moment, func() { w.stripeFault(stripesim.Fault{Name: name, Count: often, On: often == 0}) })
				})
			}
		}
	}
	for _, name := range odoosim.FaultNames() {
		for _, moment := range []string{"before", "waiting", "booking"} {
			t.Run("Odoo "+name+" "+moment, func(t *testing.T) {
				w := attend(t, provoked)
				w.story(moment, func() { w.odooFault(odoosim.Fault{Name: name, Delay: 5 * time.Second}) })
			})
		}
	}
	for _, code := range stripesim.DeclineCodes() {
		t.Run(code, func(t *testing.T) {
			w := attend(t, provoked)
			c, id := w.asked()
			for range 4 {
				w.hand(0, stripesim.GestureDeclined, code)
				w.pass(15 * time.Second)
				if w.states[id].Phase != payment.Waiting {
					break
				}
			}
			if w.states[id].Phase == payment.Declined {
				w.cancel(c, id)
			}
			w.until("the payment is over", 5*time.Minute, func() bool { return w.states[id].Phase.Final() })
		})
	}
	for _, kind := range []string{stripesim.GestureCancel, stripesim.GestureWalkAway, stripesim.GestureUnplug, stripesim.GestureReboot, stripesim.GestureOtherCounter, stripesim.GestureLeaveCardIn} {
		for _, moment := range []string{"waiting", "cancel"} {
			t.Run("customer "+kind+" "+moment, func(t *testing.T) {
				w := attend(t, provoked)
				w.story(moment, func() { w.hand(0, kind, "") })
			})
		}
	}
	refusals(t, provoked)
	refundRefusals(t, provoked)
	if t.Failed() {
		return
	}
	reasons := map[string]string{}
	for _, u := range unprovoked {
		for _, id := range strings.Fields(u.ids) {
			reasons[id] = u.why
		}
	}
	for _, e := range explain.Entries() {
		why, listed := reasons[e.ID]
		delete(reasons, e.ID)
		switch {
		case provoked[e.ID] && listed:
			t.Errorf("%s came up; it is listed as what cannot: %s", e.ID, why)
		case !provoked[e.ID] && !listed:
			t.Errorf("%s never came up, and nobody says why", e.ID)
		}
	}
	if len(reasons) > 0 {
		t.Errorf("not in the catalogue: %v", reasons)
	}
	t.Logf("%d of %d entries came up", len(provoked), len(explain.Entries()))
	for _, id := range []string{
		"terminal.terminal_reader_offline", "terminal.terminal_reader_busy", "terminal.terminal_reader_timeout", "terminal.cancel_action_terminal_reader_busy",
		"api.rate_limit", "api.lock_timeout", "api.http_401_invalid_key", "api.http_403_missing_permission", "api.http_500_api_error", "api.http_503_unavailable",
		"odoo.unreachable", "odoo.key_refused", "odoo.forbidden", "odoo.server_error", "decline.insufficient_funds", "decline.lost_card",
	} {
		if !provoked[id] {
			t.Errorf("%s never came up: the proof has lost a part", id)
		}
	}
}
