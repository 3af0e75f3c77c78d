package stripesim

import (
	"slices"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

func (b *bench) list(p *stripe.PaymentIntentListParams) []string {
	b.t.Helper()
	var ids []string
	for in, err := range b.sdk.V1PaymentIntents.List(b.t.Context(), p) {
		b.ok(err)
		ids = append(ids, in.ID)
	}
	return ids
}

// The index of a counter reads every page: a page lost or doubled hides a colleague's claim (PROTOCOLS §1, C4).
func TestListPagesNewestFirst(t *testing.T) {
	b := newBench(t)
	var made []string
	for range 250 {
		made = append(made, b.create(1200, "").ID)
		b.clock.pass(100 * time.Millisecond) // several share a second
	}
	slices.Reverse(made)
	p := &stripe.PaymentIntentListParams{}
	p.Limit = stripe.Int64(100)
	if got := b.list(p); !slices.Equal(got, made) {
		t.Fatalf("%d of %d, or out of order", len(got), len(made))
	}
	p.Single = true
	if got := b.list(p); !slices.Equal(got, made[:100]) {
		t.Fatalf("one page has %d", len(got))
	}
	p = &stripe.PaymentIntentListParams{}
	p.EndingBefore = stripe.String(made[20])
	p.Limit = stripe.Int64(5)
	p.Single = true
	if got := b.list(p); !slices.Equal(got, made[15:20]) && !slices.Equal(got, reversed(made[15:20])) {
		t.Fatalf("before the 21st: %v", got)
	}
}

func reversed(in []string) []string {
	out := slices.Clone(in)
	slices.Reverse(out)
	return out
}

func TestListByCreated(t *testing.T) {
	b := newBench(t)
	old := b.create(1200, "")
	b.clock.pass(10 * time.Second)
	young := b.create(1200, "")
	for name, c := range map[string]struct {
		bounds stripe.RangeQueryParams
		want   []string
	}{
		"gte":     {stripe.RangeQueryParams{GreaterThanOrEqual: old.Created}, []string{young.ID, old.ID}},
		"gt":      {stripe.RangeQueryParams{GreaterThan: old.Created}, []string{young.ID}},
		"lt":      {stripe.RangeQueryParams{LesserThan: young.Created}, []string{old.ID}},
		"lte":     {stripe.RangeQueryParams{LesserThanOrEqual: old.Created}, []string{old.ID}},
		"between": {stripe.RangeQueryParams{GreaterThan: old.Created, LesserThan: young.Created}, nil},
	} {
		if got := b.list(&stripe.PaymentIntentListParams{CreatedRange: &c.bounds}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := b.list(&stripe.PaymentIntentListParams{Created: stripe.Int64(old.Created)}); !slices.Equal(got, []string{old.ID}) {
		t.Errorf("created: %v", got)
	}
}

// PROTOCOLS §8: an object that enters the list after a younger one.
func TestListLag(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultListLag, Count: 1})
	slow := b.create(1200, "")
	quick := b.create(1200, "")
	if got := b.list(&stripe.PaymentIntentListParams{}); !slices.Equal(got, []string{quick.ID}) {
		t.Fatalf("%v", got)
	}
	if b.intent(slow.ID).ID != slow.ID {
		t.Fatal("a GET always finds it")
	}
	b.clock.pass(2 * time.Second)
	if got := b.list(&stripe.PaymentIntentListParams{}); !slices.Equal(got, []string{quick.ID, slow.ID}) {
		t.Fatalf("%v", got)
	}
}

func TestListWithCharges(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	p := &stripe.PaymentIntentListParams{}
	p.AddExpand("data.latest_charge")
	for got, err := range b.sdk.V1PaymentIntents.List(t.Context(), p) {
		b.ok(err)
		if got.LatestCharge.Amount != 1200 {
			t.Fatalf("%+v", got.LatestCharge)
		}
	}
	bad := &stripe.PaymentIntentRetrieveParams{}
	bad.AddExpand("latest_charge.nonsense")
	_, err := b.sdk.V1PaymentIntents.Retrieve(t.Context(), in.ID, bad)
	wantCode(t, err, 400, "invalid_request_error")
	for _, limit := range []int64{0, 101} {
		p := &stripe.PaymentIntentListParams{}
		p.Limit = stripe.Int64(limit)
		for _, err := range b.sdk.V1PaymentIntents.List(t.Context(), p) {
			wantCode(t, err, 400, "parameter_invalid_integer")
		}
	}
}

// Readers and locations: found, filtered, renamed, and their metadata (the epoch of PROTOCOLS S2, the shop id of G2).
func TestReadersAndLocations(t *testing.T) {
	b := newBench(t)
	count := func(p *stripe.TerminalReaderListParams) (n int) {
		for _, err := range b.sdk.V1TerminalReaders.List(t.Context(), p) {
			b.ok(err)
			n++
		}
		return n
	}
	if a, o, d := count(&stripe.TerminalReaderListParams{Location: stripe.String("tml_shop")}), count(&stripe.TerminalReaderListParams{Status: stripe.String("offline")}),
		count(&stripe.TerminalReaderListParams{DeviceType: stripe.String("bbpos_wisepos_e")}); a != 3 || o != 1 || d != 1 {
		t.Fatalf("%d at the shop, %d offline, %d WisePOS E", a, o, d)
	}
	r, err := b.sdk.V1TerminalReaders.Update(t.Context(), "tmr_front", &stripe.TerminalReaderUpdateParams{
		Label: stripe.String("Counter 1"), Metadata: map[string]string{"pd_epoch": "4", "pd_at": "9"},
	})
	b.ok(err)
	if r.Metadata["pd_at"] != "9" {
		t.Fatalf("%v", r.Metadata)
	}
	r, err = b.sdk.V1TerminalReaders.Update(t.Context(), "tmr_front", &stripe.TerminalReaderUpdateParams{Metadata: map[string]string{"pd_at": ""}})
	b.ok(err)
	if r.Label != "Counter 1" || len(r.Metadata) != 1 || r.Metadata["pd_epoch"] != "4" {
		t.Fatalf("%s %v", r.Label, r.Metadata)
	}
	l, err := b.sdk.V1TerminalLocations.Update(t.Context(), "tml_shop", &stripe.TerminalLocationUpdateParams{Metadata: map[string]string{"pd_shop": "abc"}})
	b.ok(err)
	l, err = b.sdk.V1TerminalLocations.Retrieve(t.Context(), l.ID, &stripe.TerminalLocationRetrieveParams{})
	b.ok(err)
	if l.Metadata["pd_shop"] != "abc" || l.Address.Country != "US" {
		t.Fatalf("%+v", l)
	}
	for l, err := range b.sdk.V1TerminalLocations.List(t.Context(), &stripe.TerminalLocationListParams{}) {
		b.ok(err)
		if l.ID != "tml_shop" {
			t.Fatalf("%+v", l)
		}
	}
	_, err = b.sdk.V1TerminalReaders.Retrieve(t.Context(), "tmr_nobody", &stripe.TerminalReaderRetrieveParams{})
	wantCode(t, err, 404, "resource_missing")
	for range b.sdk.V1CheckoutSessions.List(t.Context(), &stripe.CheckoutSessionListParams{}) {
		t.Fatal("there are no sessions")
	}
}
