package stripe

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	stripesim "paydesk/services/sim/stripe"
)

// counting is our own transport with a counter.
type counting struct {
	base  http.RoundTripper
	calls atomic.Int32
}

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.calls.Add(1)
	return c.base.RoundTrip(r)
}

// shop is the gateway on a simulated Stripe account, through a real listener and our own transport. Time passes by hand.
type shop struct {
	t     *testing.T
	clock *fakeClock
	sim   *stripesim.Server
	wire  *counting
	desk  *Gateway
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{t: t, clock: &fakeClock{t: stripeDay}, wire: &counting{base: ownTransport()}}
	s.sim = stripesim.New(stripesim.Config{
		Clock: s.clock, Seed: 3, Key: testKey, LocationID: "tml_shop",
		Readers: []stripesim.ReaderSpec{{ID: "tmr_front", Label: "Front"}, {ID: "tmr_far", Label: "Far", Location: "tml_far"}},
	})
	srv := httptest.NewServer(s.sim)
	t.Cleanup(srv.Close)
	g, err := New(Config{Key: testKey, URL: srv.URL, Location: "tml_shop", HTTP: s.wire, Clock: s.clock, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	s.desk = g
	return s
}

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) pass(d time.Duration) { s.must(s.clock.Sleep(bg, d)) }

func (s *shop) create(key string, minor int64) (payment.Intent, error) {
	return s.desk.CreateIntent(bg, key, payment.IntentParams{
		Amount: money.New(minor, "USD"), Description: "INV/1", Metadata: map[string]string{"pd": "1", "pd_pay": key},
	})
}

// asking creates an intent and lets the reader ask for a card.
func (s *shop) asking(epoch int64) payment.Intent {
	s.t.Helper()
	in, err := s.create(fmt.Sprintf("pd1:c:s:1:%d", epoch), 1200)
	s.must(err)
	r, err := s.desk.Process(bg, fmt.Sprintf("pd1:s:tmr_front:%d", epoch), "tmr_front", in.ID, payment.ByCard)
	s.must(err)
	if !r.Busy() || !r.Runs(in.ID) {
		s.t.Fatalf("the reader does not ask: %+v", r.Action)
	}
	return in
}

// watch polls once and demands that it took one call.
func (s *shop) watch(id string) (reader.Reader, payment.Intent) {
	s.t.Helper()
	before := s.wire.calls.Load()
	r, in, err := s.desk.Watch(bg, "tmr_front", id)
	s.must(err)
	if n := s.wire.calls.Load() - before; n != 1 {
		s.t.Errorf("the poll took %d calls", n)
	}
	return r, in
}

// A sale from claim to booking note. Lost: everything.
func TestSaleOnTheSimulation(t *testing.T) {
	s := newShop(t)
	in := s.asking(0)
	if again, err := s.create("pd1:c:s:1:0", 1200); err != nil || again.ID != in.ID {
		t.Errorf("same key: %s and %s, %v", in.ID, again.ID, err)
	}
	if _, err := s.create("pd1:c:s:1:0", 1300); !explain.Is(err, explain.Mismatch) {
		t.Errorf("same key, other amount: %v", err)
	}
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureTap}))
	s.pass(5 * time.Second)
	r, paid := s.watch(in.ID)
	if paid.Status != payment.Succeeded || paid.Received != 1200 || paid.Declined != nil || r.Busy() || !r.Runs(in.ID) {
		t.Errorf("after the tap: %+v on %+v", paid, r.Action)
	}
	if c := paid.Charge; c == nil || c.Last4 != "4242" || c.Brand != "visa" || c.Method == "" || c.Created.IsZero() {
		t.Errorf("charge %+v", c)
	}
	if !paid.ReadAt.Equal(stripeDay.Add(5*time.Second)) || !s.desk.Now().Equal(paid.ReadAt) {
		t.Errorf("read at %v", paid.ReadAt)
	}
	s.must(s.desk.NoteBooked(bg, in.ID, 193))
	list, err := s.desk.Intents(bg, stripeDay.Add(-time.Minute))
	if err != nil || len(list) != 1 || list[0].Metadata[payment.MetaBooked] != "193" {
		t.Errorf("list %+v, %v", list, err)
	}
	if _, err := s.desk.CancelIntent(bg, "x", in.ID); !explain.Is(err, explain.IntentState) {
		t.Errorf("cancel after the charge: %v", err)
	}
}

// A decline without its reason or charge would be shown as somebody else's, or retried although the bank forbade it.
func TestDeclineOnTheSimulation(t *testing.T) {
	s := newShop(t)
	in := s.asking(0)
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureDeclined, Card: "insufficient_funds"}))
	s.pass(5 * time.Second)
	r, got := s.watch(in.ID)
	d := got.Declined
	if got.Status != payment.RequiresPaymentMethod || d == nil || d.Code != "card_declined" || d.Decline != "insufficient_funds" ||
		d.Charge == "" || got.Charge == nil || got.Charge.ID != d.Charge || r.Action.Status != reader.Failed {
		t.Errorf("%+v, decline %+v, charge %+v", got, d, got.Charge)
	}
}

// Cancelling is the intent's matter; clearing the reader is another.
func TestCancelAndClearOnTheSimulation(t *testing.T) {
	s := newShop(t)
	in := s.asking(0)
	dead, err := s.desk.CancelIntent(bg, "pd1:x:1", in.ID)
	if err != nil || !dead.Dead() {
		t.Fatalf("%+v, %v", dead, err)
	}
	r, err := s.desk.CancelAction(bg, "tmr_front")
	if err != nil || r.Action != nil {
		t.Errorf("%+v, %v", r.Action, err)
	}
	if _, err := s.desk.Process(bg, "pd1:s:tmr_front:1", "tmr_front", in.ID, payment.ByCard); !explain.Is(err, explain.IntentState) {
		t.Errorf("a dead intent on the reader: %v", err)
	}
}

// A burnt epoch must never start anything, and a used one must not be burnt (PROTOCOLS S4).
func TestBurnOnTheSimulation(t *testing.T) {
	s := newShop(t)
	in, err := s.create("pd1:c:s:1:0", 1200)
	s.must(err)
	slot := reader.Slot{Epoch: 1, At: s.desk.Now(), By: "Till 1"}
	r, err := s.desk.MoveSlot(bg, "pd1:s:tmr_front:0", "tmr_front", slot)
	if err != nil || r.Epoch != 1 || !r.MovedAt.Equal(stripeDay) || r.MovedBy != "Till 1" {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := s.desk.Process(bg, "pd1:s:tmr_front:0", "tmr_front", in.ID, payment.ByCard); !explain.Is(err, explain.Mismatch) {
		t.Errorf("burnt epoch: %v", err)
	}
	_, err = s.desk.Process(bg, "pd1:s:tmr_front:1", "tmr_front", in.ID, payment.ByCard)
	s.must(err)
	slot.Epoch = 2
	if _, err := s.desk.MoveSlot(bg, "pd1:s:tmr_front:1", "tmr_front", slot); !explain.Is(err, explain.Mismatch) {
		t.Errorf("burning a used epoch: %v", err)
	}
	for range 2 { // without a key every move is executed
		slot.Epoch++
		if r, err := s.desk.MoveSlot(bg, "", "tmr_front", slot); err != nil || r.Epoch != slot.Epoch {
			t.Errorf("move: %+v, %v", r, err)
		}
	}
}

// Whatever happens to the answers, one key makes one intent.
func TestCreateThroughBadWires(t *testing.T) {
	for _, fault := range []string{stripesim.FaultDown, stripesim.FaultLostAnswer, stripesim.FaultTwice, stripesim.FaultBadGateway,
		stripesim.FaultRateLimited, stripesim.FaultLockTimeout} {
		s := newShop(t)
		s.must(s.sim.Fault(stripesim.Fault{Name: fault, Count: 2}))
		in, err := s.create("k", 1200)
		if err != nil {
			t.Errorf("%s: %v", fault, err)
		}
		s.pass(5 * time.Minute)
		if l := s.sim.Ledger(); len(l.Intents) != 1 || l.Intents[0].ID != in.ID {
			t.Errorf("%s: ledger %+v", fault, l.Intents)
		}
	}
}

// Kinds that the simulation answers in Stripe's words.
func TestFaultsOnTheSimulation(t *testing.T) {
	for fault, want := range map[string]explain.Kind{
		stripesim.FaultReaderBusy: explain.ReaderBusy, stripesim.FaultReaderOffline: explain.ReaderOff,
		stripesim.FaultReaderTimeout: explain.ReaderSilent, stripesim.FaultKeyRefused: explain.KeyRefused,
		stripesim.FaultPermission: explain.Forbidden, stripesim.FaultError500Made: explain.Unanswered,
		stripesim.FaultDown: explain.Unreachable, stripesim.FaultRateLimited: explain.RateLimited,
	} {
		s := newShop(t)
		in, err := s.create("k", 1200)
		s.must(err)
		s.must(s.sim.Fault(stripesim.Fault{Name: fault, Count: 1}))
		before := s.wire.calls.Load()
		if _, err := s.desk.Process(bg, "e", "tmr_front", in.ID, payment.ByCard); !explain.Is(err, want) {
			t.Errorf("%s: %v", fault, err)
		}
		if n := s.wire.calls.Load() - before; n != 1 {
			t.Errorf("%s: sent %d times", fault, n)
		}
	}
}

// The shop id in the location is what tells a copied database from the real one (PROTOCOLS G2).
func TestLocationsAndReadersOnTheSimulation(t *testing.T) {
	s := newShop(t)
	s.must(s.desk.SetLocationShop(bg, "shop-1"))
	meta, err := s.desk.LocationShop(bg)
	if err != nil || meta[MetaShop] != "shop-1" {
		t.Errorf("%v, %v", meta, err)
	}
	all, err := s.desk.Locations(bg)
	if err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	readers, err := s.desk.Readers(bg)
	if err != nil || len(readers) != 1 || readers[0].ID != "tmr_front" || readers[0].Location != "tml_shop" {
		t.Errorf("%+v, %v", readers, err)
	}
	s.desk.location = ""
	if readers, err = s.desk.Readers(bg); err != nil || len(readers) != 2 {
		t.Errorf("without location: %+v, %v", readers, err)
	}
	if _, err := s.desk.LocationShop(bg); !explain.Is(err, explain.Refused) {
		t.Errorf("no location: %v", err)
	}
	if err := s.desk.SetLocationShop(bg, "x"); !explain.Is(err, explain.Refused) {
		t.Errorf("no location: %v", err)
	}
}

// An index with a gap hides a live claim.
func TestLongListOnTheSimulation(t *testing.T) {
	s := newShop(t)
	want := map[string]bool{}
	for i := range 205 {
		in, err := s.create(fmt.Sprint("k", i), 1200)
		s.must(err)
		want[in.ID] = true
	}
	before := s.wire.calls.Load()
	list, err := s.desk.Intents(bg, stripeDay.Add(-time.Hour))
	s.must(err)
	for i, in := range list {
		delete(want, in.ID)
		if i > 0 && in.Created.After(list[i-1].Created) {
			t.Error("not newest first")
		}
	}
	if len(list) != 205 || len(want) != 0 || s.wire.calls.Load()-before != 3 {
		t.Errorf("%d listed, %d missing, %d calls", len(list), len(want), s.wire.calls.Load()-before)
	}
}

// recording keeps what was sent, in order.
type recording struct {
	base http.RoundTripper
	log  []string
}

func (r *recording) RoundTrip(req *http.Request) (*http.Response, error) {
	line := req.Method + " " + req.URL.String() + " " + fmt.Sprint(req.Header)
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		line += " " + string(b)
	}
	r.log = append(r.log, line)
	return r.base.RoundTrip(req)
}

// A fault found by the simulation must come back when the same seed is played again: same bytes, same pauses.
func TestTheSameRunIsTheSameBytes(t *testing.T) {
	run := func() []string {
		clock := &fakeClock{t: stripeDay}
		sim := stripesim.New(stripesim.Config{Clock: clock, Seed: 5, Key: testKey, Readers: []stripesim.ReaderSpec{{ID: "tmr_front"}}})
		wire := &recording{base: sim}
		g, err := New(Config{Key: testKey, HTTP: wire, Clock: clock, Rand: rand.NewChaCha8([32]byte{1})})
		if err != nil {
			t.Fatal(err)
		}
		if err := sim.Fault(stripesim.Fault{Name: stripesim.FaultDown, Rate: 0.4}); err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			in, err := g.CreateIntent(bg, fmt.Sprint("k", i), params())
			if err != nil {
				continue
			}
			_, _ = g.Process(bg, fmt.Sprint("e", i), "tmr_front", in.ID, payment.ByCard)
			_, _, _ = g.Watch(bg, "tmr_front", in.ID)
			_, _ = g.CancelIntent(bg, fmt.Sprint("x", i), in.ID)
			_, _ = g.CancelAction(bg, "tmr_front")
			_, _ = g.MoveSlot(bg, "", "tmr_front", reader.Slot{Epoch: int64(i), At: g.Now()})
		}
		return append(wire.log, fmt.Sprint(clock.slept))
	}
	if diff := cmp.Diff(run(), run()); diff != "" {
		t.Error(diff)
	}
}
