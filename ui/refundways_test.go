package ui

import (
	"testing"

	"paydesk/services/reader"
	"paydesk/services/refund"
	"paydesk/ui/present"
	refundsheet "paydesk/ui/refund"
)

// Lost if it fails: a card that must come back is sent to a reader that is busy, or refunded without it.
func TestInteracNeedsAReadyReader(t *testing.T) {
	k, f, s := refundOpen(t)
	k.back.offer.Charges[0].Interac = true
	k.refundActions().Reason(0)
	f.readers.Readers[0].Availability = reader.InUse
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.given) != 0 {
		t.Fatal("refunded without a reader")
	}
	f.readers.Readers[0].Availability = reader.Ready
	k.giveConsent()
	s.run()
	if len(f.given) != 1 || f.given[0].Reader == nil || f.given[0].Reader.ID != "tmr_a" {
		t.Errorf("%+v", f.given)
	}
}

// Lost if it fails: a disputed charge leaves the customer without the money and Odoo without a word, or the way out refunds by card.
func TestNoCardTakesItSoATransferIsRecorded(t *testing.T) {
	k, f, s := refundOpen(t)
	f.offer.Charges = f.offer.Charges[:1]
	f.offer.Charges[0].Disputed, f.offer.Charges[0].Left, f.offer.Most = true, eur(0), eur(0)
	k.openRefund(18)
	s.run()
	if vm := present.Refund(k.refundDesk()); vm.State != refundsheet.Closed || vm.Message.Action != "Record a transfer" {
		t.Fatalf("%+v", vm.Message)
	}
	k.refundActions().Way()
	s.run()
	vm := present.Refund(k.refundDesk())
	if vm.State != refundsheet.Ready || vm.Amount != "€150.00" || vm.PIN.Act != "Record €150.00" || vm.To != "By bank transfer" {
		t.Fatalf("%+v", vm)
	}
	a := k.refundActions()
	a.Change()
	typePIN(k, "15001")
	if k.back.edit.Minor != 1500 {
		t.Errorf("more than is owed: %+v", k.back.edit)
	}
	a.Use()
	a.All()
	a.Reason(0)
	typePIN(k, "1111")
	a.Approve.Act()
	s.run()
	if len(f.given) != 1 || !f.given[0].Transfer || len(f.given[0].Shares) != 1 || f.given[0].Shares[0] != (refund.Share{Minor: 15000}) {
		t.Fatalf("%+v", f.given)
	}
	if want := "transfer EUR 150.00 on RINV/18: Wrong item"; f.asked[len(f.asked)-1] != want {
		t.Errorf("the journal of people says %q, want %q", f.asked[len(f.asked)-1], want)
	}
}
