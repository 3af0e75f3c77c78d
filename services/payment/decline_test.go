package payment

import (
	"testing"

	"paydesk/services/explain"
)

// Lost if it fails: the counter asks for a card again by itself that the catalogue tells the cashier never to use again, or gives up
// on one that only wants its PIN.
func TestRetriesFollowTheCatalogue(t *testing.T) {
	for _, e := range explain.Entries() {
		if e.Family != "decline" {
			continue
		}
		if allowed := (Decline{Code: "card_declined", Decline: e.Code}).RetryAllowed(); !allowed && e.Retry != explain.OtherCard {
			t.Errorf("%s: not asked again, but the catalogue says %s", e.Code, e.Retry)
		}
	}
	if d := (Decline{Decline: "generic_decline", Advice: "do_not_try_again"}); d.RetryAllowed() {
		t.Error("the card network forbids another try")
	}
}
