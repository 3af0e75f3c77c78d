package stripe

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: the customer's receipt goes to nobody, to an address that is none, or two of them for one tap.
func TestReceiptsAreMailedOnce(t *testing.T) {
	s := newShop(t)
	in := s.asking(0)
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureTap}))
	s.pass(5 * time.Second)
	_, in = s.watch(in.ID)
	if in.Charge == nil {
		t.Fatalf("not charged: %+v", in)
	}
	for range 2 { // the second tap
		s.must(s.desk.MailReceipt(bg, "pd1:m:1", in.Charge.ID, "mara@lind.example"))
	}
	if err := s.desk.MailReceipt(bg, "pd1:m:2", in.Charge.ID, "mara at home"); !explain.Is(err, explain.Refused) {
		t.Errorf("an address that is none: %v", err)
	}
	for _, err := range []error{s.desk.MailReceipt(bg, "", in.Charge.ID, "a@b.c"), s.desk.MailReceipt(bg, "k", "", "a@b.c"), s.desk.MailReceipt(bg, "k", in.Charge.ID, "")} {
		if err == nil {
			t.Error("sent without key, charge or address")
		}
	}
	for _, l := range s.sim.Ledger().Intents {
		if l.ID == in.ID && !cmp.Equal(l.Mails, []string{"mara@lind.example"}) {
			t.Errorf("mailed to %q", l.Mails)
		}
	}
}
