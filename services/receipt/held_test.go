package receipt

import (
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
)

func held() payment.State {
	p := paid()
	p.Phase, p.Since, p.Booking, p.Received, p.Residual, p.Receipts = payment.Reserved, at, "", money.Amount{}, nil, 0
	p.Reservation = payment.Reservation{Amount: p.Amount, Until: at.Add(48 * time.Hour)}
	return p
}

// Lost if it fails: a customer takes a reservation for a payment, does not read until when the money is gone, or pays twice because the
// slip says that it was charged.
func TestHeldSlip(t *testing.T) {
	p := held()
	p.Slips = 1
	for _, columns := range []int{32, 48} {
		text := Held(p, northgate, at).Text(columns)
		for _, want := range []string{"RESERVED", "€1,284.50", "2026-11-22 14:31", "NOTHING WAS CHARGED", "•••• 4242", "INV/2026/00398"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in\n%s", want, text)
			}
		}
		for _, never := range []string{"CHARGED  ", "DUPLICATE", "Odoo", "⟦"} {
			if strings.Contains(text, never) {
				t.Errorf("%q stands in\n%s", never, text)
			}
		}
	}
	p.Slips = 2
	if text := Held(p, northgate, at).Text(42); !strings.Contains(text, "DUPLICATE") {
		t.Errorf("a second one:\n%s", text)
	}
}

// Lost if it fails: the receipt of a part that was charged of a hold does not say that the rest is free, or the slip of one that was let go
// says that it was cancelled.
func TestSlipsAfterAHold(t *testing.T) {
	p := held()
	p.Phase, p.Received, p.ChargedAt, p.Receipts = payment.Done, money.New(100000, "EUR"), at, 1
	text := Payment(p, northgate, at).Text(42)
	for _, want := range []string{"€1,000.00", "reserved before", "€1,284.50", "free again", "€284.50"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	p = held()
	p.Phase, p.Slips = payment.Released, 1
	if text := Refused(p, northgate, at).Text(42); !strings.Contains(text, "Reservation let go") || !strings.Contains(text, "NOTHING WAS CHARGED") {
		t.Errorf("let go:\n%s", text)
	}
}
