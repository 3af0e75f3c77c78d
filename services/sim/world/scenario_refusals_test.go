package world

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
)

var plainCode = regexp.MustCompile(`^[a-z][a-z0-9_]+$`)

// refusals lets Stripe refuse with each code of its list that says that nothing moved, in each situation in which the catalogue
// knows it.
func refusals(t *testing.T, provoked map[string]bool) {
	for _, e := range explain.Entries() {
		if e.Side != explain.Stripe || e.Family != "terminal" && e.Family != "api" || e.Alone != explain.Untouched || !plainCode.MatchString(e.Code) {
			continue
		}
		for _, s := range []struct {
			when           explain.Situation
			moment, target string
		}{
			{explain.Before, "before", "payment_intents.create"}, {explain.Before, "before", "terminal.readers.process_payment_intent"},
			{explain.Waiting, "waiting", "payment_intents.retrieve"}, {explain.Cancelling, "cancel", "payment_intents.cancel"},
			{explain.Cancelling, "cancel", "terminal.readers.cancel_action"},
		} {
			ofReader := s.target[0] == 't'
			if provoked[e.ID] || !slices.Contains(e.When, s.when) || ofReader != (e.Family == "terminal") && s.when == explain.Before {
				continue
			}
			t.Run(e.Code+" "+s.moment, func(t *testing.T) {
				w := attend(t, provoked)
				w.story(s.moment, func() {
					w.stripeFault(stripesim.Fault{Name: stripesim.FaultRefused, Code: e.Code, Target: s.target, Count: 1})
				})
			})
		}
	}
}

// refundRefusals does the same for refunds: nothing went back, the screen says why, and what the customer paid is still the shop's.
func refundRefusals(t *testing.T, provoked map[string]bool) {
	for _, e := range explain.Entries() {
		if e.Side != explain.Stripe || !slices.Contains(e.When, explain.Refunding) || e.Alone != explain.Untouched || !plainCode.MatchString(e.Code) {
			continue
		}
		t.Run("refund "+e.Code, func(t *testing.T) {
			s := newRefundShop(t, "EUR")
			s.sold("")
			c := s.counters[0]
			o := s.approve(c, s.credit(some))
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultRefused, Code: e.Code, Target: "refunds.create", Count: 1})
			st := s.refunded(c, s.giveBack(c, o), time.Minute, refund.Stopped, refund.Done)
			if st.Phase == refund.Done {
				return // asked again by itself
			}
			said := explain.For(st.Problem.Failed(), explain.Refunding)
			provoked[said.ID] = true
			_, given := s.out()
			if charged, not := explain.Money(said.Alone, explain.Refunding).Claims(); !charged || not || len(given) != 0 {
				s.fail("%s says %s, Stripe has %+v", said.ID, said.Alone, given)
			}
		})
	}
}
