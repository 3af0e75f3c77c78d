package ui

import (
	"context"
	"slices"
	"testing"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/ui/present"
)

// fakeRefunds is a refund desk that does what the test says.
type fakeRefunds struct {
	offer    refund.Offer
	offerErr error
	offered  []int64
	given    []RefundOrder
	giveErr  error
	refunds  []refund.State
	stopped  []string
}

var _ Refunds = (*fakeRefunds)(nil)

func (f *fakeRefunds) Offer(_ context.Context, id int64) (refund.Offer, error) {
	f.offered = append(f.offered, id)
	return f.offer, f.offerErr
}

func (f *fakeRefunds) GiveBack(o RefundOrder) (string, error) {
	if f.giveErr != nil {
		return "", f.giveErr
	}
	f.given = append(f.given, o)
	s := refund.State{Phase: refund.Checking}
	s.Order = refund.Order{ID: "rf1", Amount: o.Amount, Approver: o.Approver, Note: refund.Document{ID: 18, Number: "RINV/18"}, Shares: o.Shares}
	f.refunds = append(f.refunds, s)
	return s.ID, nil
}

func (f *fakeRefunds) Refund(id string) (refund.State, error) {
	i := slices.IndexFunc(f.refunds, func(s refund.State) bool { return s.ID == id })
	if i < 0 {
		return refund.State{}, refund.ErrNoRefund
	}
	return f.refunds[i], nil
}
func (f *fakeRefunds) ActiveRefunds() []refund.State { return f.refunds }
func (f *fakeRefunds) StopRefund(id, by string) error {
	f.stopped = append(f.stopped, id+" by "+by)
	return nil
}
func (f *fakeRefunds) RebookRefund(string, string) error { return nil }
func (f *fakeRefunds) AskRefund(string)                  {}

func eur(minor int64) money.Amount { return money.New(minor, "EUR") }

// twoCharges is a note over €150.00 behind which stand charges of €100.00 and €412.35.
func twoCharges() refund.Offer {
	charge := func(id string, minor int64) refund.Charge {
		return refund.Charge{Intent: payment.Intent{ID: id, Charge: &payment.Charge{ID: "ch" + id, Brand: "visa", Last4: "4242"}}, Received: eur(minor), Refunded: eur(0), OnItsWay: eur(0), Left: eur(minor)}
	}
	note := refund.CreditNote{}
	note.Document = document.Document{ID: 18, Number: "RINV/18", Kind: document.CreditNote, State: document.Posted, Total: eur(15000), Residual: eur(15000), Partner: document.Partner{Name: "Harbour"}}
	return refund.Offer{Note: &note, Charges: []refund.Charge{charge("pi_b", 10000), charge("pi_a", 41235)}, Owed: eur(15000), Most: eur(15000)}
}

// refundOpen is a cashier's kiosk with the sheet open on a credit note.
func refundOpen(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager})
	k.loadPeople()
	s.run()
	signIn(k, s)
	f.offer = twoCharges()
	note := f.offer.Note.Document
	f.shop.Notes = []*document.Document{&note}
	k.pick.chip = present.ChipNotes
	k.choose(18)
	s.run()
	k.charge(18)
	s.run()
	return k, f, s
}
