package explain

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

var kinds = map[Side][]Kind{
	Stripe: {Unreachable, Unanswered, Mismatch, InFlight, RateLimited, KeyRefused, Forbidden, ReaderBusy, ReaderOff, ReaderSilent, ReaderFault, IntentState, NotFound, Refused, Conflict},
	Odoo:   {Unreachable, Unanswered, KeyRefused, Forbidden, Refused, ServerError, NotFound, Conflict, NoDatabase, NotAnOdoo, Unsupported, RateLimited, Untrusted},
}

// Lost if it fails: a failure reaches the cashier as a code, or two failures with different remedies read the same.
func TestEveryFailureHasWordsOfItsOwn(t *testing.T) {
	seen := map[string]string{}
	for side, list := range kinds {
		for _, k := range list {
			w := Words(side, k, "")
			name := string(side) + " " + string(k)
			if w.What == "" || w.Do == "" || strings.ContainsAny(w.What+w.Do, "⟦{_") || w.What == Words("nobody", "nothing", "").What {
				t.Errorf("%s: %+v", name, w)
			}
			if other, twice := seen[w.What+w.Do]; twice {
				t.Errorf("%s and %s say the same", name, other)
			}
			seen[w.What+w.Do] = name
		}
	}
	if w := Words(Stripe, "a kind of tomorrow", "details"); w.What == "" || !strings.Contains(w.Sentence(), "details") {
		t.Errorf("an unknown kind: %+v", w)
	}
}

// Lost if it fails: a lost answer is taken for a refusal, and the call is made again.
func TestOutcomeUnknown(t *testing.T) {
	for _, k := range []Kind{Unreachable, Unanswered, ReaderSilent, InFlight} {
		if err := fmt.Errorf("deep: %w", &Failure{Side: Stripe, Kind: k}); !OutcomeUnknown(err) {
			t.Errorf("%s: must be unknown", k)
		}
	}
	for _, k := range []Kind{Mismatch, KeyRefused, Forbidden, ReaderBusy, ReaderOff, Refused, NotFound, IntentState, RateLimited, Conflict, Untrusted, NotAnOdoo, NoDatabase} {
		if OutcomeUnknown(&Failure{Side: Stripe, Kind: k}) {
			t.Errorf("%s: is an answer", k)
		}
	}
	if !OutcomeUnknown(errors.New("something else")) {
		t.Error("an error of no kind must count as unknown")
	}
	if OutcomeUnknown(nil) {
		t.Error("no error is an answer")
	}
}
