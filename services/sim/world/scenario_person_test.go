package world

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// bookOn is a manager's choice of other documents for a charge.
func (s *shop) bookOn(c *counter, e recovery.Entry, invoices ...int) {
	s.t.Helper()
	var parts []payment.Part
	for _, n := range invoices {
		parts = append(parts, payment.Part{Document: s.docs[n], Number: s.numbers[s.docs[n]]})
	}
	var err error
	s.do(c, func() { err = c.healer.BookOn(c.ctx, e.ID, parts, "Ingrid") })
	if err != nil {
		s.fail("book %s on %v: %v", e.ID, parts, err)
	}
}

// elsewhere charges an amount on the first reader by software that is not Paydesk's, and returns the intent.
func (s *shop) elsewhere(minor string) string {
	s.t.Helper()
	s.admin("payment_intents", url.Values{"amount": {minor}, "currency": {"eur"}, "payment_method_types[]": {"card_present"}})
	s.pass(time.Millisecond)
	list := s.stripe.Ledger().Intents
	i := slices.IndexFunc(list, func(i stripesim.LedgerIntent) bool {
		return i.Metadata["pd_shop"] != shopID && i.Status == "requires_payment_method"
	})
	if i < 0 {
		s.fail("the other till has no payment")
	}
	s.admin("terminal/readers/tmr_R1/process_payment_intent", url.Values{"payment_intent": {list[i].ID}})
	s.pass(time.Second)
	s.tap(0)
	s.pass(5 * time.Second)
	return list[i].ID
}

// H1: a payment is given up here and taken on the same reader by other software, for the same amount: Stripe has the money and
// nobody would ever book it. It is proposed on every counter, booked by nobody, until a manager says that it is this money;
// then once.
func TestStrangerH1IsProposedAndBookedOnlyByAPerson(t *testing.T) {
	s := newShop(t)
	one, id := s.asked()
	two := s.counters[1]
	s.cancel(one, id)
	s.reach(id, 10*time.Second, payment.Cancelled)
	mark := s.elsewhere("12000")
	e := s.entry(one, recovery.Stranger, 2*time.Minute)
	s.entry(two, recovery.Stranger, 2*time.Minute)
	if e.Mark != mark || e.Amount.Minor != owed[0] || e.Numbers() != s.numbers[s.docs[0]] || e.Customer != "Anna" {
		s.fail("%+v", e)
	}
	s.pass(time.Hour)
	if live, made := s.bookingOf(mark); len(live)+made != 0 || s.residual(0) != owed[0] {
		s.fail("booked without a person: %+v", live)
	}
	s.again(one) // the entry survives
	s.act(one, s.entry(one, recovery.Stranger, time.Second), recovery.BookAgain, "")
	s.until("it is booked", time.Minute, func() bool {
		live, _ := s.bookingOf(mark)
		return len(live) == 1 && live[0].IsReconciled && s.residual(0) == 0
	})
	s.until("no entry is left", 12*time.Minute, func() bool { return len(one.attention.List())+len(two.attention.List()) == 0 })
	s.pass(time.Hour)
	if live, made := s.bookingOf(mark); len(live) != 1 || made != 1 {
		s.fail("%+v, %d made", live, made)
	}
}

// H1: as much money that no reader of ours shows and no customer names, and other money on our reader, are nobody's to propose:
// a list full of guesses would teach people to close entries unread.
func TestStrangerH1ThatFitsNothingIsLeftAlone(t *testing.T) {
	s := newShop(t)
	one, id := s.asked()
	s.cancel(one, id)
	s.reach(id, 10*time.Second, payment.Cancelled)
	s.elsewhere("12000")
	s.elsewhere("11999") // before anybody looks: what the reader ran before is not known
	s.pass(time.Hour)
	if n := len(slices.DeleteFunc(s.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool { return i.Status != "succeeded" })); n != 2 {
		s.fail("%d charges of others", n)
	}
	for _, c := range s.counters {
		if list := c.attention.List(); len(list) != 0 {
			s.fail("%s: %+v", c.name, list)
		}
	}
}

// B4: the invoice was paid otherwise in the seconds of the tap, and the customer owes another one: a manager books the charge
// there, once, and what is left is said to be the customer's credit. While that is under way nobody can charge that invoice
// too, and both counters know when it is over.
func TestBookedOnAnotherDocumentB4(t *testing.T) {
	s := newShop(t)
	one, id := s.asked()
	two := s.counters[1]
	s.tap(0)
	accounting["paid"](s)
	e := s.entry(one, recovery.Document, time.Minute)
	s.entry(two, recovery.Document, 3*time.Minute)
	s.odooFault(odoosim.Fault{Name: "error-1", Target: "account.payment.load"})
	s.bookOn(one, e, 1)
	s.until("the charge names the other invoice", 20*time.Second, func() bool {
		named := s.intents(1)
		return len(named) == 1 && strings.HasPrefix(named[0].Metadata["d0"], "2:4500:")
	})
	s.because(s.notCharged(s.charge(two, s.order(two, 1)), payment.Stopped), payment.ProblemBeingBooked)
	s.mend()
	st := s.reach(id, 2*time.Minute, payment.Done)
	if st.Credit == nil || st.Credit.Minor != owed[0]-owed[1] {
		s.fail("credit %v", st.Credit)
	}
	live, made := s.bookingOf(st.Intent)
	if len(live) != 1 || made != 1 || s.residual(1) != 0 || s.prompts(st.Intent) != 1 {
		s.fail("%+v, %d made, %d left", live, made, s.residual(1))
	}
	s.until("only the credit is left to see to", 12*time.Minute, func() bool {
		return !slices.ContainsFunc(append(one.attention.List(), two.attention.List()...), func(e recovery.Entry) bool { return e.Kind != recovery.Credit })
	})
}

// C4 for a manager's choice: a colleague asks a card for that very invoice. The booking waits until it is known what becomes of
// that payment; when the invoice is paid by it, a person is asked again. Never both on one invoice.
func TestBookedOnAnotherDocumentWaitsForAColleaguesPayment(t *testing.T) {
	s := newShop(t)
	one, id := s.asked()
	two := s.counters[1]
	s.tap(0)
	accounting["paid"](s)
	e := s.entry(one, recovery.Document, time.Minute)
	theirs := s.charge(two, s.order(two, 1))
	s.reach(theirs, 10*time.Second, payment.Waiting)
	s.bookOn(one, e, 1)
	s.pass(5 * time.Second)
	if live, _ := s.bookingOf(s.states[id].Intent); len(live) != 0 {
		s.fail("booked on an invoice that a colleague is charging: %+v", live)
	}
	s.tap(1)
	s.paidOnce(theirs)
	s.because(s.reach(id, 3*time.Minute, payment.PostingHeld), payment.ProblemDocument)
	s.bookOn(one, s.entry(one, recovery.Document, time.Minute), 3, 4)
	s.reach(id, 2*time.Minute, payment.Done)
	if live, made := s.bookingOf(s.states[id].Intent); len(live) != 1 || made != 1 || s.residual(3)+s.residual(4) != 0 {
		s.fail("%+v, %d made", live, made)
	}
}

// B8 for a manager's choice: the power goes at each step of it, or the answer that the charge names the other invoice is lost. The
// restarted counter, or if it stays dark a colleague, books the charge there once.
func TestBookedOnAnotherDocumentSurvivesPowerCuts(t *testing.T) {
	for name, fact := range map[string]payment.Fact{
		"before the charge names it": payment.MoveIntended{}, "after": payment.MoveAnswered{}, "before the booking": payment.PostIntended{}, "with a draft": payment.Drafted{}, "lost answer": nil,
	} {
		for _, dark := range []bool{false, true} {
			if dark && (fact == nil || name == "before the charge names it") { // nobody else can know of the choice yet
				continue
			}
			t.Run(name+map[bool]string{true: ", stays dark"}[dark], func(t *testing.T) {
				s := newShop(t)
				one, id := s.asked()
				s.tap(0)
				accounting["paid"](s)
				e := s.entry(one, recovery.Document, time.Minute)
				mark := s.states[id].Intent
				if dark { // the colleague holds it too, for the invoice that it was taken for
					s.entry(s.counters[1], recovery.Document, 3*time.Minute)
				}
				if fact == nil {
					s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: "payment_intents.update", Count: 1})
				} else {
					s.on(fact, func(c *counter, _ payment.State) { s.off(c) })
				}
				var err error
				s.spawn("Ingrid", one, func() {
					err = one.healer.BookOn(one.ctx, e.ID, []payment.Part{{Document: s.docs[1], Number: s.numbers[s.docs[1]]}}, "Ingrid")
				})
				if fact != nil {
					s.until("the power goes", time.Minute, func() bool { return one.dead })
				}
				if fact != nil && !dark {
					s.pass(3 * time.Second)
					one.start()
				}
				s.until("it is booked on the other invoice", 7*time.Minute, func() bool { return s.residual(1) == 0 })
				if dark {
					one.start()
				}
				s.until("only the credit is left to see to", 15*time.Minute, func() bool {
					return !slices.ContainsFunc(append(one.attention.List(), s.counters[1].attention.List()...), func(e recovery.Entry) bool { return e.Kind != recovery.Credit })
				})
				if live, made := s.bookingOf(mark); len(live) != 1 || made != 1 || err != nil && fact == nil {
					s.fail("%+v, %d made, %v", live, made, err)
				}
			})
		}
	}
}

// R9: the customer disputes a booked charge at his bank. Every counter says so within the quarter of an hour, once, whatever becomes
// of it until a person has closed it; the booking stays as it is, because only a person knows what the bank will say.
func TestDisputeR9IsAnEntryAtEveryCounter(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	st := s.paid(one, 0)
	s.pass(3 * time.Minute)
	s.must(s.stripe.Gesture(stripesim.Gesture{Kind: stripesim.GestureDispute, Intent: st.Intent}))
	e := s.entry(one, recovery.Dispute, 15*time.Minute)
	s.entry(two, recovery.Dispute, 15*time.Minute)
	if e.Intent != st.Intent || e.Amount.Minor != owed[0] || e.Numbers() != s.numbers[s.docs[0]] || e.Due.Sub(s.time()) < 8*24*time.Hour {
		s.fail("%+v", e)
	}
	if slices.ContainsFunc(e.Actions(), func(a recovery.Action) bool { return a.Verb == recovery.GiveBack }) {
		s.fail("a disputed charge is offered to be given back: %+v", e.Actions())
	}
	s.act(one, e, recovery.Close, "answered in the dashboard")
	s.until("it is closed everywhere", 12*time.Minute, func() bool { return len(one.attention.List())+len(two.attention.List()) == 0 })
	s.must(s.stripe.Gesture(stripesim.Gesture{Kind: stripesim.GestureDisputeLost, Intent: st.Intent}))
	s.again(two)
	s.pass(3 * time.Hour)
	if n := len(one.attention.List()) + len(two.attention.List()); n != 0 {
		s.fail("%d entries are back", n)
	}
	if live, made := s.bookingOf(st.Intent); len(live) != 1 || made != 1 || !live[0].IsReconciled {
		s.fail("%+v, %d made", live, made)
	}
}
