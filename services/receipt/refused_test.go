package receipt

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"paydesk/services/payment"
)

// Lost if it fails: a customer whose card was refused reads on paper why the bank said no, or that something was charged; a second slip
// passes for the first.
func TestRefusedSlip(t *testing.T) {
	p := paid()
	p.Phase, p.Since, p.Charge, p.Booking = payment.Declined, at, nil, ""
	p.Decline = &payment.Decline{Code: "card_declined", Decline: "insufficient_funds"}
	for _, columns := range []int{32, 48} {
		text := Refused(p, northgate, at).Text(columns)
		for _, want := range []string{"Card not accepted", "NOTHING WAS CHARGED", "INV/2026/00398", "€1,284.50", "14:31:00"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in\n%s", want, text)
			}
		}
		for _, never := range []string{"insufficient", "funds", "CHARGED  ", "DUPLICATE", "4242", "⟦"} {
			if strings.Contains(text, never) {
				t.Errorf("%q stands in\n%s", never, text)
			}
		}
	}
	p.Phase, p.Decline, p.Slips = payment.Cancelled, nil, 2
	if text := Refused(p, northgate, at).Text(42); !strings.Contains(text, "cancelled") || !strings.Contains(text, "DUPLICATE") || !strings.Contains(text, "Printed") {
		t.Errorf("a cancelled one, again:\n%s", text)
	}
}

// Lost if it fails: the shop's own copy in Odoo is another file each time it is looked for, or passes for the customer's.
func TestCopyForTheBooks(t *testing.T) {
	p := paid()
	p.Receipts = 3
	s := Books(p, northgate, time.UTC)
	text := s.Text(42)
	if strings.Contains(text, "DUPLICATE") || strings.Contains(text, "Thank you") || !strings.Contains(text, "Copy for the books") || s.Name != "receipt-pi_3QaKx7LkdIwHu7ix0x81" {
		t.Errorf("%s\n%s", s.Name, text)
	}
	one, err := s.PDF(A4, p.ChargedAt)
	if err != nil {
		t.Fatal(err)
	}
	if two, err := Books(p, northgate, time.UTC).PDF(A4, p.ChargedAt); err != nil || !bytes.Equal(one, two) {
		t.Errorf("%d and %d bytes, %v", len(one), len(two), err)
	}
}

// Lost if it fails: a sheet that holds the receipt takes two.
func TestReceiptFitsOneSheet(t *testing.T) {
	again := paid()
	again.Receipts = 2
	for name, p := range map[string]Paper{"A4": A4, "A5": A5, "Letter": Letter, "roll": Roll} {
		b, err := Payment(again, northgate, at).PDF(p, at)
		if n := bytes.Count(b, []byte("/Type /Page\n")); err != nil || n != 1 {
			t.Errorf("%s: %d pages, %v", name, n, err)
		}
	}
}
