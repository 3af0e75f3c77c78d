package world

import (
	"slices"
	"strings"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// path is every phase that the screen showed, in order.
func (s *shop) path(id string) string {
	var names []string
	for _, f := range s.facts {
		if n := f.state.Phase.String(); f.state.ID == id && (len(names) == 0 || names[len(names)-1] != n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, " ")
}

// went wants exactly these phases.
func (s *shop) went(id, path string) {
	s.t.Helper()
	if got := s.path(id); got != path {
		s.fail("the screens were\n%s\nand not\n%s", got, path)
	}
}

// intents are the claims on an invoice, oldest first.
func (s *shop) intents(invoice int) []stripesim.LedgerIntent {
	return slices.DeleteFunc(s.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return !slices.ContainsFunc(partsOf(i), func(p payment.Part) bool { return p.Document == s.docs[invoice] })
	})
}

// statuses is what became of the claims on an invoice.
func (s *shop) statuses(invoice int) string {
	var all []string
	for _, i := range s.intents(invoice) {
		all = append(all, i.Status)
	}
	return strings.Join(all, " ")
}

// prompts counts how often a reader was asked to show a payment.
func (s *shop) prompts(intent string) int {
	n := 0
	for _, h := range s.stripe.Snapshot().Log {
		if h.Kind == "command" && h.Intent == intent && strings.HasSuffix(h.Text, "process_payment_intent") {
			n++
		}
	}
	return n
}

// paidOnce is the whole promise: Done on the screen, one charge in Stripe, one live reconciled payment of the same amount in
// Odoo, the documents settled by it, and "charged" never said before Stripe said so.
func (s *shop) paidOnce(id string) payment.State {
	s.t.Helper()
	st := s.reach(id, 5*time.Minute, payment.Done)
	s.neverEarly(id)
	var in stripesim.LedgerIntent
	for _, i := range s.stripe.Ledger().Intents {
		if i.Metadata["pd_pay"] != id {
			continue
		}
		if in.ID != "" {
			s.fail("two intents of one payment: %s and %s", in.ID, i.ID)
		}
		in = i
	}
	if in.ID != st.Intent || in.Status != "succeeded" || in.Received != st.Received.Minor || in.Refunded != 0 {
		s.fail("Stripe says %+v, the payment %s %s", in, st.Intent, st.Received)
	}
	var live []odoosim.LedgerPayment
	books := s.odoo.Ledger()
	for _, p := range books.Payments {
		if markOf(p) == st.Intent && liveBooking(p) {
			live = append(live, p)
		}
	}
	if len(live) != 1 || live[0].AmountMinor != in.Received || books.Created["paydesk_"+st.Intent] != 1 || live[0].Name != st.Booking {
		s.fail("Odoo holds %+v for %s of %d", live, st.Intent, in.Received)
	}
	return st
}

// neverEarly looks at every screen of a payment: charged only after the bank said so, cancelled only after Stripe did.
func (s *shop) neverEarly(id string) {
	s.t.Helper()
	for _, f := range s.facts {
		if f.state.ID != id || !f.state.Phase.Charged() {
			continue
		}
		for _, i := range s.stripe.Ledger().Intents {
			if i.ID == f.state.Intent && (i.ChargedAt.IsZero() || s.began.Add(f.at).Before(i.ChargedAt)) {
				s.fail("%s was shown at %s, the bank said so at %s", f.state.Phase, stamp(f.at), i.ChargedAt)
			}
		}
	}
}

// notCharged is the other promise: the payment is over, no money moved, every claim it made is dead, and no reader asks.
func (s *shop) notCharged(id string, want payment.Phase) payment.State {
	s.t.Helper()
	st := s.reach(id, 5*time.Minute, payment.Cancelled, payment.Stopped, payment.Done)
	if st.Phase != want {
		s.fail("the payment ended %s %s", st.Phase, problemText(st.Problem))
	}
	s.pass(20 * time.Second) // the reader is cleared beside
	for _, i := range s.stripe.Ledger().Intents {
		asks := slices.ContainsFunc(s.stripe.Snapshot().Readers, func(v stripesim.ReaderView) bool {
			return v.Plugged && v.ActionStatus == "in_progress" && v.ActionIntent == i.ID
		})
		if i.Metadata["pd_pay"] == id && (i.Status != "canceled" || i.Received != 0 || i.Charge != "" || asks) {
			s.fail("not charged, says the screen; Stripe says %+v", i)
		}
	}
	for _, p := range s.odoo.Ledger().Payments {
		if st.Intent != "" && markOf(p) == st.Intent {
			s.fail("not charged, and Odoo holds %+v", p)
		}
	}
	return st
}

// because wants the reason of an end or of a wait, and that there are words for it.
func (s *shop) because(st payment.State, want payment.ProblemKind) *payment.Problem {
	s.t.Helper()
	if st.Problem == nil || st.Problem.Kind != want {
		s.fail("%s says%s and not %s", st.Phase, problemText(st.Problem), want)
	}
	if p := st.Problem; p.Failure != "" && explain.Words(p.Side, p.Failure, "") == explain.Words("", "", "") {
		s.fail("nothing tells the cashier what %s of %s means", p.Failure, p.Side)
	}
	return st.Problem
}

// residual is what an invoice owes now.
func (s *shop) residual(invoice int) int64 {
	inv, _ := s.invoice(s.docs[invoice])
	return inv.ResidualMinor
}

// shownAt is when a payment's screen first said a phase, after a moment.
func (s *shop) shownAt(id string, phase payment.Phase, after time.Duration) time.Duration {
	s.t.Helper()
	for _, f := range s.facts {
		if f.state.ID == id && f.state.Phase == phase && f.at >= after {
			return f.at
		}
	}
	s.fail("[%.4s] was never %s", id, phase)
	return 0
}
