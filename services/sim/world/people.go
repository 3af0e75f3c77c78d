package world

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// cashier works at a counter until the shop closes.
func (c *counter) cashier() {
	w := c.w
	takeOver := ""
	for w.now < w.closes {
		if c.clock.Sleep(c.ctx, c.lots.between(time.Second, 25*time.Second)) != nil {
			return
		}
		if active := c.desk.Active(); len(active) > 0 {
			c.tend(active)
			continue
		}
		id := c.begin(takeOver)
		takeOver = ""
		if id == "" {
			continue
		}
		if c.lots.hit(0.15) { // double tap
			s, _ := c.desk.State(id)
			if other, err := c.desk.Start(again(s.Order)); !errors.Is(err, payment.ErrBusyDocument) && other != id && err == nil {
				w.trace.line(c.name, "double tap began [%.4s]", other)
			}
		}
		if c.clock.Sleep(c.ctx, c.lots.between(time.Second, 20*time.Second)) != nil {
			return
		}
		if s, err := c.desk.State(id); err == nil && s.Problem != nil && s.Problem.Kind == payment.ProblemUnfinished && c.lots.hit(0.7) {
			takeOver = s.Problem.Intent
		}
	}
}

func again(o payment.Order) payment.Order {
	o.ID = ""
	return o
}

// tend is what a cashier does with a payment that is not over.
func (c *counter) tend(active []payment.State) {
	s := active[c.lots.IntN(len(active))]
	var err error
	switch {
	case s.Phase == payment.Declined || s.Phase == payment.NeedReader:
		switch {
		case c.lots.hit(0.5):
			err = c.desk.Retry(s.ID, c.w.reader(c.lots), "cashier")
		case c.lots.hit(0.5):
			err = c.desk.Cancel(s.ID, "cashier")
		}
	case s.Phase == payment.PostingHeld || s.Phase == payment.Outbox:
		if c.lots.hit(0.2) {
			err = c.desk.Rebook(s.ID, "cashier")
		}
	case s.Phase.Charged():
	case s.Phase.Holding(): // see holder
	default:
		if c.lots.hit(0.12) {
			err = c.desk.Cancel(s.ID, "cashier")
		}
	}
	if err != nil {
		c.w.trace.line(c.name, "[%.4s] cashier: %v", s.ID, err)
	}
}

// begin chooses a document and taps Charge. It returns the payment, or nothing where there was none to take.
func (c *counter) begin(takeOver string) string {
	w := c.w
	n := 1
	if c.lots.hit(0.15) && !w.weather.has(ListLag) { // overlapping claims of several documents rest on the list alone (A3)
		n = 2
	}
	var ids []int64
	for _, i := range c.lots.Perm(len(w.docs))[:min(n, len(w.docs))] {
		ids = append(ids, w.docs[i])
	}
	docs := c.look(ids)
	order := c.order(docs)
	order.TakeOver, order.Hold = takeOver, c.holds.hit(0.2)
	if !order.Hold && c.holds.hit(0.1) {
		order.Way, order.Approver = payment.Way{Method: payment.ByMOTO, Why: "by phone"}, "Ingrid"
	}
	if len(order.Parts) == 0 {
		return ""
	}
	if c.lots.hit(0.3) {
		if err := c.desk.Warm(c.ctx, order.Documents()); err != nil {
			w.trace.line(c.name, "warm: %v", err)
		}
	}
	id, err := c.desk.Start(order)
	if err != nil {
		w.trace.line(c.name, "start: %v", err)
		return ""
	}
	return id
}

// look reads documents and their terms for the picker; Odoo away: as they were.
func (c *counter) look(ids []int64) []document.Detail {
	var docs []document.Detail
	if c.lots.hit(0.15) && !c.w.calm { // taps what the list showed a while ago
		for _, id := range ids {
			docs = append(docs, document.Listed(c.mirror[id].doc))
		}
		return docs
	}
	fresh, err := c.books.Owed(c.ctx, ids)
	if err == nil {
		for _, f := range fresh {
			c.mirror[f.ID] = mirrored{f.Document, c.clock.Now()}
		}
		return fresh
	}
	for _, id := range ids {
		if m, ok := c.mirror[id]; ok {
			docs = append(docs, document.Listed(m.doc))
		}
	}
	return docs
}

// order is what the cashier asks for: usually all of it, sometimes a part.
func (c *counter) order(docs []document.Detail) payment.Order {
	o := payment.Order{Counter: payment.Counter{ID: c.ident, Name: c.name}, Person: "Kim", Reader: c.w.reader(c.lots)}
	var sum int64
	for _, d := range docs {
		if !d.Open() || len(o.Parts) > 0 && d.Partner.CommercialID != o.Partner {
			continue
		}
		minor := d.Residual.Minor
		if minor >= 200 && c.lots.hit(0.2) {
			minor /= 2
		}
		o.Company, o.Partner, o.Customer = d.Company, d.Partner.CommercialID, d.Partner.Name
		o.Parts = append(o.Parts, payment.Part{Document: d.ID, Number: d.Number, Minor: minor})
		sum += minor
		o.Amount = money.New(sum, d.Residual.Currency)
	}
	if len(o.Parts) > 0 && sum < 50 {
		o.Parts = nil
	}
	if b, ok := c.bill(docs); ok {
		o.Parts, o.Amount, o.Cash = b.Parts, b.Amount, b.Cash
	}
	return o
}

// bill is what the counter's screens would make of the documents: what Odoo asks for, with a part in cash now and then, or
// a sum for several of which the last one gets the rest.
func (c *counter) bill(docs []document.Detail) (payment.Bill, bool) {
	sum := int64(0)
	for _, d := range docs {
		sum += d.Residual.Minor
	}
	if len(docs) == 1 {
		sum = docs[0].Asked().Minor
	}
	var b payment.Bill
	var err error
	switch n := c.bills.IntN(20); {
	case n < 4 && len(docs) == 1 && sum >= 200:
		b, err = payment.BillWithCash(docs[0], sum, 1+c.bills.Int64N(sum-50))
	case n < 4 && len(docs) > 1:
		b, err = payment.BillFor(docs, sum-1-c.bills.Int64N(max(docs[len(docs)-1].Residual.Minor-1, 1)))
	case n < 14:
		b, err = payment.BillFor(docs, sum)
	default:
		return b, false
	}
	return b, err == nil && b.Amount.Minor >= 50
}

func (w *world) reader(lots chance) payment.ReaderRef {
	id := pick(lots, w.readers...)
	return payment.ReaderRef{ID: id, Label: id, Model: "WisePOS E", Tag: "A"}
}

// executed is when people notice that a reader asks for a card.
func (w *world) executed(c *call, r *http.Response) {
	w.trace.executed(c, r)
	if c.side == toStripe && strings.HasSuffix(c.op, "/process_payment_intent") && r != nil && r.StatusCode == http.StatusOK {
		w.customer(strings.Split(c.op, "/")[2])
	}
	if c.side == toStripe && strings.HasSuffix(c.op, "/refund_payment") && r != nil && r.StatusCode == http.StatusOK {
		w.cardholder(strings.Split(c.op, "/")[2])
	}
}

// customer stands before an asking reader and sooner or later does something.
func (w *world) customer(reader string) {
	lots := w.people
	g := stripesim.Gesture{Reader: reader, Kind: stripesim.GestureTap}
	wait := lots.between(time.Second, 12*time.Second)
	switch n := lots.IntN(100); {
	case w.calm:
		g.Card = "offline-pin" // never declined, whatever the amount
	case n < 58:
		if w.currency == "CAD" && w.holders.hit(0.7) {
			g.Card = "interac"
		}
	case n < 72:
		g.Kind, g.Card = stripesim.GestureDeclined, pick(lots, "insufficient_funds", "generic_decline", "lost_card", "do_not_try_again", "expired_card")
	case n < 78:
		g.Kind = stripesim.GestureCancel
	case n < 81:
		g.Kind = stripesim.GestureWalkAway
	case n < 88:
		g.Kind = stripesim.GestureInsert
	case n < 97:
		g.Card = "sca-offline-pin"
	default:
		wait = lots.between(20*time.Second, 4*time.Minute)
	}
	if w.weather.strikes(CardLeft, w.now) {
		g.Kind, g.Card = stripesim.GestureLeaveCardIn, ""
		w.after(wait+lots.between(5*time.Second, time.Minute), func() {
			w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureRemoveCard})
		})
	}
	w.after(wait, func() {
		if w.keyed(reader) && (g.Kind == stripesim.GestureTap || g.Kind == stripesim.GestureInsert) {
			g.Kind = stripesim.GestureKey // nobody is there: the number is told by phone
			if g.Card == "interac" {      // which has no number to tell
				g.Card = ""
			}
		}
		w.gesture(g)
	})
}

// keyed says that a reader asks for a card's number.
func (w *world) keyed(reader string) bool {
	return slices.ContainsFunc(w.stripe.Snapshot().Readers, func(v stripesim.ReaderView) bool { return v.ID == reader && v.Keyed })
}

func (w *world) gesture(g stripesim.Gesture) {
	if err := w.stripe.Gesture(g); err != nil {
		w.trace.line("person", "%s %s at %s: %v", g.Kind, g.Card, g.Reader, err)
		return
	}
	w.trace.line("person", "%s %s at %s", g.Kind, g.Card, g.Reader)
	w.after(6*time.Second, w.check.money)
}

// admin is somebody at Stripe's dashboard, or another shop's software on the same account.
func (w *world) admin(path string, form url.Values) {
	req, err := http.NewRequest(http.MethodPost, "http://127.0.0.1/v1/"+path, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err) // the paths are ours
	}
	req.Header.Set("Authorization", "Bearer "+stripeKey)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.spawn("admin", nil, func() {
		r, err := w.stripe.RoundTrip(req)
		if err != nil {
			w.trace.line("admin", "%s: %v", path, err)
			return
		}
		w.trace.line("admin", "%s %s: %d", path, form.Encode(), r.StatusCode)
	})
}
