package stripe

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
)

const simRestricted = "rk_test_0123456789abcdef"

// simAccount is a gateway with a restricted key on a simulated account in Canada.
func simAccount(t *testing.T, change func(*stripesim.Config)) (*shop, Config) {
	t.Helper()
	s := &shop{t: t, clock: &fakeClock{t: stripeDay}}
	cfg := stripesim.Config{
		Clock: s.clock, Seed: 3, Country: "CA", Currency: "cad", LocationID: "tml_shop",
		Keys:    []stripesim.APIKey{{Secret: simRestricted, Rights: stripesim.RightNames()}},
		Readers: []stripesim.ReaderSpec{{ID: "tmr_front", Label: "Front"}},
	}
	change(&cfg)
	s.sim = stripesim.New(cfg)
	srv := httptest.NewServer(s.sim)
	t.Cleanup(srv.Close)
	gateway := Config{Key: simRestricted, URL: srv.URL, Location: "tml_shop", HTTP: ownTransport(), Clock: s.clock, Rand: dry{}}
	g, err := New(gateway)
	if err != nil {
		t.Fatal(err)
	}
	s.desk = g
	return s, gateway
}

// Lost if it fails: the probe says a key is good that lacks what the day needs, or the other way round.
func TestProbeOnTheSimulation(t *testing.T) {
	_, cfg := simAccount(t, func(*stripesim.Config) {})
	for _, f := range Probe(bg, cfg) {
		if f.State != explain.OK {
			t.Errorf("with every right: %+v", f)
		}
	}
	for _, p := range permissions {
		lost := p.resource + "." + p.right
		_, cfg := simAccount(t, func(c *stripesim.Config) {
			c.Keys[0].Rights = slices.DeleteFunc(stripesim.RightNames(), func(r string) bool {
				return r == lost || p.right == "Read" && r == p.resource+".Write" // to write is to read
			})
		})
		var names []string
		for _, f := range Probe(bg, cfg) {
			if strings.HasPrefix(f.Name, "no_permission:") {
				names = append(names, f.Name)
			}
		}
		if want := "no_permission:" + p.resource + ":" + p.right; !slices.Contains(names, want) || len(names) > 1 && p.right == "Write" {
			t.Errorf("without %s: %v", lost, names)
		}
	}
}

// Lost if it fails: an Interac refund is sent twice or shown before the card was there (PROTOCOLS R8).
func TestInteracRefundOnTheSimulation(t *testing.T) {
	s, _ := simAccount(t, func(*stripesim.Config) {})
	in, err := s.desk.CreateIntent(bg, "pd1:c:s:1:0", payment.IntentParams{Amount: money.New(1200, "CAD"), Description: "INV/1"})
	s.must(err)
	_, err = s.desk.Process(bg, "pd1:s:tmr_front:0", "tmr_front", in.ID, payment.ByCard)
	s.must(err)
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureTap, Card: "interac"}))
	s.pass(time.Minute)
	if got, err := s.desk.Intent(bg, in.ID); err != nil || got.Charge == nil || got.Charge.Type != "interac_present" {
		t.Fatalf("%+v, %v", got, err)
	}
	p := refund.Params{Intent: in.ID, Amount: money.New(500, "CAD"), Metadata: map[string]string{"pd_rid": "r1"}}
	if _, err := s.desk.CreateRefund(bg, "pd1:r:s:77:0", p); !explain.Is(err, explain.Refused) {
		t.Errorf("without the card: %v", err)
	}
	r, err := s.desk.RefundOnReader(bg, "pd1:s:tmr_front:1", "tmr_front", p)
	if err != nil || r.Action == nil || r.Action.RefundOf != in.ID || r.Action.Refund != "" || !r.Busy() {
		t.Fatalf("%+v, %v", r.Action, err)
	}
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureTap, Card: "interac"}))
	s.pass(5 * time.Second)
	r, err = s.desk.Reader(bg, "tmr_front")
	if err != nil || r.Action == nil || r.Action.Status != reader.Succeeded || r.Action.Refund == "" {
		t.Fatalf("%+v, %v", r.Action, err)
	}
	list, err := s.desk.RefundsOf(bg, in.ID)
	if err != nil || len(list) != 1 || list[0].ID != r.Action.Refund || list[0].Metadata["pd_rid"] != "r1" || list[0].Status != refund.Succeeded {
		t.Errorf("%+v, %v", list, err)
	}
}

// Lost if it fails: a refund that came back, or a dispute, is not seen (PROTOCOLS R5, R9).
func TestRefundsThatComeBackOnTheSimulation(t *testing.T) {
	s, _ := simAccount(t, func(*stripesim.Config) {})
	in, err := s.desk.CreateIntent(bg, "pd1:c:s:1:0", payment.IntentParams{Amount: money.New(1200, "CAD"), Description: "INV/1"})
	s.must(err)
	_, err = s.desk.Process(bg, "pd1:s:tmr_front:0", "tmr_front", in.ID, payment.ByCard)
	s.must(err)
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureTap, Card: "4000000000005126"}))
	s.pass(time.Minute)
	p := refund.Params{Intent: in.ID, Amount: money.New(500, "CAD")}
	r, err := s.desk.CreateRefund(bg, "pd1:r:s:77:0", p)
	if err != nil || r.Status != refund.Succeeded {
		t.Fatalf("%+v, %v", r, err)
	}
	s.pass(4 * 24 * time.Hour)
	if r, err = s.desk.Refund(bg, r.ID); err != nil || r.Status != refund.Failed || r.FailureReason != "expired_or_canceled_card" || !r.Lost() {
		t.Errorf("%+v, %v", r, err)
	}
	s.must(s.sim.Fault(stripesim.Fault{Name: stripesim.FaultBalance, Count: 1}))
	if r, err = s.desk.CreateRefund(bg, "pd1:r:s:77:1", p); err != nil || r.Status != refund.Pending || r.PendingReason != "insufficient_funds" {
		t.Errorf("%+v, %v", r, err)
	}
	s.must(s.sim.Gesture(stripesim.Gesture{Kind: stripesim.GestureDispute, Intent: in.ID}))
	if got, err := s.desk.Intent(bg, in.ID); err != nil || !got.Charge.Disputed || got.Charge.Refunded != 0 {
		t.Errorf("%+v, %v", got.Charge, err)
	}
	_, err = s.desk.CreateRefund(bg, "pd1:r:s:77:2", p)
	if !explain.Is(err, explain.Refused) || explain.OutcomeUnknown(err) || !strings.Contains(err.Error(), "charge_disputed") {
		t.Errorf("of a disputed charge: %v", err)
	}
}

// Lost if it fails: people and their cards, or a reader that is paired, renamed and removed, behave otherwise at Stripe.
func TestCustomersAndPairingOnTheSimulation(t *testing.T) {
	s, _ := simAccount(t, func(c *stripesim.Config) {
		c.Customers = []stripesim.CustomerSpec{
			{ID: "cus_1", Name: "Mara Lind", Email: "mara@lind.example", Cards: []stripesim.CardSpec{{Card: "visa"}, {Card: "amex"}}}, {ID: "cus_2", Deleted: true},
		}
		c.Boxed = []stripesim.BoxedReader{{Code: "quick-brown-fox", ReaderSpec: stripesim.ReaderSpec{Type: "bbpos_wisepos_e"}}}
	})
	found, err := s.desk.CustomersWithEmail(bg, "mara@lind.example")
	if err != nil || len(found) != 1 || found[0].Name != "Mara Lind" {
		t.Errorf("%+v, %v", found, err)
	}
	if gone, err := s.desk.Customer(bg, "cus_2"); err != nil || !gone.Deleted {
		t.Errorf("%+v, %v", gone, err)
	}
	if cards, err := s.desk.Cards(bg, "cus_1"); err != nil || len(cards) != 2 || cards[0].Last4 != "4242" {
		t.Errorf("%+v, %v", cards, err)
	}
	if _, err := s.desk.Cards(bg, "cus_9"); !explain.Is(err, explain.NotFound) {
		t.Errorf("%v", err)
	}
	r, err := s.desk.CreateReader(bg, "k1", "quick-brown-fox", "Gate", "tml_shop")
	if err != nil || r.Label != "Gate" || r.Type != "bbpos_wisepos_e" {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := s.desk.CreateReader(bg, "k2", "quick-brown-fox", "Gate", "tml_shop"); !explain.Is(err, explain.Refused) {
		t.Errorf("a used code: %v", err)
	}
	if r, err = s.desk.UpdateReader(bg, r.ID, "Yard"); err != nil || r.Label != "Yard" {
		t.Errorf("%+v, %v", r, err)
	}
	s.must(s.desk.DeleteReader(bg, r.ID))
	if _, err := s.desk.Reader(bg, r.ID); !explain.Is(err, explain.NotFound) {
		t.Errorf("%v", err)
	}
}
