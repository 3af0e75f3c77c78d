package receipt

import (
	"strings"
	"testing"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

func givenBack() refund.State {
	s := refund.State{Phase: refund.Done, OpenedAt: at}
	s.Order = refund.Order{ID: "rf1", Counter: payment.Counter{Name: "Counter 1"}, Person: "Aisha Karim", Approver: "Ingrid Solheim", Reason: "Goods returned", Customer: "Νίκος Παπαδόπουλος",
		Note: refund.Document{ID: 18, Number: "RINV/2026/00018"}, Original: refund.Document{ID: 438, Number: "INV/2026/00438"}, Amount: money.New(15000, "EUR")}
	share := func(minor int64, id, booking string, p refund.Progress) refund.ShareState {
		return refund.ShareState{Share: refund.Share{Minor: minor, Brand: "visa", Last4: "4242"}, Refund: id, Booking: booking, Progress: p}
	}
	s.Shares = []refund.ShareState{share(12845, "re_1", "PSTRP/2026/00197", refund.Booked), share(2155, "", "", refund.Refused)}
	return s
}

// Lost if it fails: the customer's slip names more than went back, not to which card, or a copy passes for the first one.
func TestRefundSlip(t *testing.T) {
	shop := Shop{Name: "Northgate Medical", Counter: "Counter 1", Banner: "DEMO SHOP", Own: "EUR"}
	first, again := Refund(givenBack(), shop, at, 1), Refund(givenBack(), shop, at, 2)
	for _, columns := range []int{32, 42, 48} {
		text := first.Text(columns)
		for _, want := range []string{"DEMO SHOP", "RINV/2026/00018", "INV/2026/00438", "Ingrid Solheim", "Goods returned", "4242", "re_1", "PSTRP/2026/00197", "−€128.45", "Sent to the bank", "Not refunded"} {
			if !strings.Contains(text, want) {
				t.Errorf("%d columns: %q is missing in\n%s", columns, want, text)
			}
		}
		for _, row := range strings.Split(text, "\n") {
			if cells(row) > columns {
				t.Errorf("%d columns: %q", columns, row)
			}
			if strings.HasPrefix(row, "Refunded") && !strings.HasSuffix(row, "−€128.45") {
				t.Errorf("the total is not what went back: %q", row)
			}
		}
		if strings.Contains(text, "DUPLICATE") || strings.ContainsAny(text, "⟦{") {
			t.Errorf("the first slip:\n%s", text)
		}
	}
	if !strings.Contains(again.Text(42), "DUPLICATE") || again.Name == first.Name {
		t.Errorf("the second slip %s:\n%s", again.Name, again.Text(42))
	}
	if pdf, err := first.PDF(A5, at); err != nil || len(pdf) < 1000 {
		t.Errorf("%d bytes, %v", len(pdf), err)
	}
}

// Lost if it fails: a customer who is paid by transfer holds a slip that speaks of a card.
func TestTransferSlip(t *testing.T) {
	r := givenBack()
	r.Transfer, r.Shares = true, []refund.ShareState{{Share: refund.Share{Minor: 15000}, Refund: "tr_18_0", Booking: "PSTRP/2026/00199", Progress: refund.Booked}}
	text := Refund(r, Shop{Name: "Northgate Medical", Own: "EUR"}, at, 1).Text(42)
	for _, want := range []string{"Bank transfer", "  €150.00", "tr_18_0", "PSTRP/2026/00199", "to your bank"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(strings.ToLower(text), "card") || strings.ContainsAny(text, "⟦{") {
		t.Errorf("the slip:\n%s", text)
	}
}
