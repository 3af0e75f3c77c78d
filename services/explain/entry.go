package explain

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"paydesk/assets"
)

// Retry says what may be tried again after a failure.
type Retry string

// Retry policies.
const (
	SameCard  Retry = "same_card"  // the same card may be presented again
	OtherCard Retry = "other_card" // only another card helps
	Wait      Retry = "wait"       // the same call helps itself, or helps in a moment
	Manager   Retry = "manager"    // a manager has to change something first
	Never     Retry = "never"      // the same again cannot work
)

// Entry is one failure of the catalogue. Its texts stand in assets/translations under Key.
type Entry struct {
	ID       string      `json:"id"`
	Side     Side        `json:"side"`
	Family   string      `json:"kind"` // terminal, api, refund, network, decline: as Stripe sorts its codes; kind: by our own Kind
	Code     string      `json:"code"`
	Audience string      `json:"audience"` // who is to act or to know: cashier, customer, manager, joined by +
	Retry    Retry       `json:"retry"`
	Alone    Alone       `json:"alone"`
	When     []Situation `json:"when"`
	Customer string      `json:"customer"` // which of the few neutral sentences a customer may see
}

const familyKind = "kind"

// Key is where the entry's texts stand in the catalogue.
func (e Entry) Key() string {
	if e.Family == familyKind {
		return "fail." + e.ID
	}
	return "why." + e.ID
}

type table struct {
	all  []Entry
	byID map[string]Entry
}

var entries = sync.OnceValue(func() table {
	t := table{byID: map[string]Entry{}}
	if err := json.Unmarshal(assets.Failures(), &t.all); err != nil {
		panic(fmt.Errorf("explain: the table of failures: %w", err))
	}
	for _, e := range t.all {
		t.byID[e.ID] = e
	}
	return t
})

// Entries lists the whole catalogue.
func Entries() []Entry { return slices.Clone(entries().all) }

var unsafe = regexp.MustCompile(`[^a-z0-9]+`)

// coded finds the entry of a code in a family.
func coded(family, code string) (Entry, bool) {
	e, ok := entries().byID[family+"."+strings.Trim(unsafe.ReplaceAllString(strings.ToLower(code), "_"), "_")]
	return e, ok && code != ""
}

// For finds the entry of a failure in a situation: by its code, else by its cause, else by its kind. A failure that the catalogue
// does not know gets the honest general entry of its side.
func For(f *Failure, s Situation) Entry {
	if f.Side == Stripe {
		if e, ok := stripeEntry(f, s); ok {
			return e
		}
	}
	if e, ok := entries().byID[string(f.Side)+"."+string(f.Kind)]; ok {
		return e
	}
	if e, ok := entries().byID[string(f.Side)+".other"]; ok {
		return e
	}
	return Entry{ID: "other", Family: familyKind, Retry: Manager, Alone: Open, When: Situations(), Customer: "ask"}
}

// ForDecline finds the entry of the first code that is known, in the order given: decline codes first, then the codes of errors
// that are a no as well. card_declined alone says nothing.
func ForDecline(codes ...string) Entry {
	for _, family := range []string{"decline", "api"} {
		for _, c := range codes {
			if e, ok := coded(family, c); ok && e.Alone == NotPaid && e.ID != "api.card_declined" {
				return e
			}
		}
	}
	return entries().byID["decline.unknown_decline_code"]
}

// composite are entries that a code alone does not name.
var composite = []struct {
	is func(f *Failure, s Situation) bool
	id string
}{
	{func(f *Failure, s Situation) bool { return f.Code == "amount_too_large" && s == Refunding }, "refund.amount_too_large_refund"},
	{func(f *Failure, s Situation) bool { return f.Kind == ReaderBusy && s == Cancelling }, "terminal.cancel_action_terminal_reader_busy"},
	{func(f *Failure, s Situation) bool { return f.Kind == NotFound && strings.Contains(f.Op, "reader") }, "terminal.resource_missing_reader"},
	{func(f *Failure, s Situation) bool { return strings.Contains(f.Text, "integration mode") }, "terminal.invalid_request_different_integration_mode"},
	{func(f *Failure, s Situation) bool { return strings.Contains(f.Text, "registration_code") }, "terminal.invalid_request_param_registration_code"},
	{func(f *Failure, s Situation) bool { return f.Kind == Mismatch && f.Code == "idempotency_error" }, "api.idempotency_error_parameters_differ"},
	{func(f *Failure, s Situation) bool { return f.Kind == Refused && f.Code == "card_error" }, "api.http_402_without_code"},
	{func(f *Failure, s Situation) bool { return f.Kind == Unanswered && f.Code == "api_error" }, "api.http_500_api_error"},
}

// general are the entries of HTTP answers that name no code of their own.
var general = map[Kind]string{
	KeyRefused: "api.http_401_invalid_key", Forbidden: "api.http_403_missing_permission", InFlight: "api.http_409_conflict", RateLimited: "api.rate_limit",
}

func stripeEntry(f *Failure, s Situation) (Entry, bool) {
	for _, c := range composite {
		if c.is(f, s) {
			return entries().byID[c.id], true
		}
	}
	families := []string{"terminal", "api", "refund"}
	if s == Refunding {
		families = []string{"refund", "terminal", "api"}
	}
	for _, family := range families {
		if e, ok := coded(family, f.Code); ok {
			return e, true
		}
	}
	if e, ok := networkEntry(f); ok {
		return e, true
	}
	id := general[f.Kind]
	if id == "" && f.Kind == Refused && f.Code != "" {
		id = "api.unknown_code"
	}
	if f.Code == "" && f.RequestID == "" { // only the kind is known, as from the journal
		id = ""
	}
	e, ok := entries().byID[id]
	return e, ok
}
