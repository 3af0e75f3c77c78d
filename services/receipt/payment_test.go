package receipt

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
)

var update = flag.Bool("update", false, "write golden receipts instead of checking them")

// paid is a charge of two invoices with all that a chip can say.
func paid() payment.State {
	s := payment.State{Phase: payment.Done, Intent: "pi_3QaKx7LkdIwHu7ix0x81", Received: money.New(128450, "EUR"), ChargedAt: at, Booking: "PSTRP/2026/00192",
		Residual: []int64{0, 5000}, Receipts: 1,
		Charge: &payment.Charge{ID: "ch_3QaKx7LkdIwHu7ix0m07", Brand: "visa", Last4: "4242", Method: "contact_emv", EMV: payment.EMV{
			Application: "Visa Credit", AID: "A000000003101001", Account: "credit", Approval: "083412", Response: "3030", Cryptogram: "0F1E2D3C4B5A6978",
			TVR: "0880008000", TSI: "6800", Verification: "online_pin"}}}
	s.Order = payment.Order{Counter: payment.Counter{Name: "Counter 1"}, Person: "Aisha Karim", Customer: "Νίκος Παπαδόπουλος", Amount: money.New(128450, "EUR"),
		Parts: []payment.Part{{Document: 7, Number: "INV/2026/00398", Minor: 120000}, {Document: 8, Number: "INV/2026/00399", Minor: 8450}}}
	return s
}

var northgate = Shop{Name: "Northgate Medical", Banner: "DEMO SHOP – no real money moves", Own: "EUR",
	Header: []string{"12 Harbour Road, Utrecht", "VAT NL001234567B01"}, Footer: []string{"Thank you"}}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is now\n%s\nand was\n%s", name, got, want)
	}
}

// Lost if it fails: a receipt without what the card schemes require, with a broken amount, or over the paper's edge.
func TestReceiptOnPaper(t *testing.T) {
	again := paid()
	again.Receipts = 2
	for name, p := range map[string]payment.State{"first": paid(), "duplicate": again} {
		s := Payment(p, northgate, at.Add(time.Hour))
		for _, columns := range []int{32, 42, 48} {
			text := s.Text(columns)
			for row := range strings.Lines(text) {
				if n := cells(strings.TrimSuffix(row, "\n")); n > columns {
					t.Errorf("%s, %d columns: a line has %d: %q", name, columns, n, row)
				}
			}
			// required by Stripe's table of receipts: application name, AID, account type
			for _, want := range []string{"€1,284.50", "Visa Credit", "A000000003101001", "Credit", "083412", "•••• 4242", "PSTRP/2026/00192", "DEMO SHOP"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %d columns: %q is missing or broken in\n%s", name, columns, want, text)
				}
			}
			if strings.Contains(text, "DUPLICATE") != (name == "duplicate") {
				t.Errorf("%s says the wrong thing of being a duplicate:\n%s", name, text)
			}
			golden(t, fmt.Sprintf("receipt-%s-%d.txt", name, columns), text)
		}
	}
	if n := Payment(again, northgate, at).Name; n != "receipt-INV-2026-00398-INV-2026-00399-20261120-143100-2" {
		t.Errorf("the file is called %q", n)
	}
}

// Lost if it fails: a charge that Odoo does not have yet has a receipt that says it does, or none; a card that said little
// leaves empty lines; a card that wants a signature has no place for it.
func TestReceiptSaysOnlyWhatIsKnown(t *testing.T) {
	p := paid()
	p.Phase, p.Booking, p.Residual, p.Charge.EMV, p.Received = payment.Outbox, "", nil, payment.EMV{Verification: "signature"}, money.New(100000, "EUR")
	text := Payment(p, Shop{Name: "Northgate Medical", Own: "EUR"}, at).Text(42)
	for _, want := range []string{"follows", "€1,000.00", "Signature"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	for _, never := range []string{"AID", "TVR", "left to pay", "⟦", "DEMO", "€1,284.50", "€1,200.00"} {
		if strings.Contains(text, never) {
			t.Errorf("%q stands in\n%s", never, text)
		}
	}
}

// Lost if it fails: the customer's file cannot be opened, or the same receipt is another file each time.
func TestReceiptAsPDF(t *testing.T) {
	s := Payment(paid(), northgate, at)
	one, err := s.PDF(Roll, at)
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.PDF(Roll, at)
	if err != nil || !bytes.Equal(one, two) || !bytes.HasPrefix(one, []byte("%PDF-1.")) || !bytes.Contains(one[len(one)-16:], []byte("%%EOF")) {
		t.Errorf("%d and %d bytes, %v", len(one), len(two), err)
	}
	if n := bytes.Count(one, []byte("/Type /Page\n")); n != 1 {
		t.Errorf("the receipt takes %d pages of a roll", n)
	}
}

// Lost if it fails: the customer's receipt does not add up: of a discounted invoice less was paid than it says is settled, and
// what was given in cash is nowhere.
func TestReceiptSaysWhatWasDiscountedAndWhatWasGivenInCash(t *testing.T) {
	discounted := paid()
	discounted.Residual = []int64{0, 0}
	discounted.Order.Parts = []payment.Part{{Number: "INV/2026/00398", Minor: 128450, Owed: 131071, Until: "2026-11-30"}}
	cash := paid()
	cash.Order.Cash = 4000
	late := discounted
	late.Residual = []int64{2621} // tapped after midnight: it settled nothing more
	for want, p := range map[string]payment.State{"discount +€26.21\n": discounted, "in cash +€40.00\n": cash, "€26.21\n": late} {
		text := strings.Join(strings.FieldsFunc(Payment(p, northgate, at).Text(42), func(r rune) bool { return r == '\n' }), "\n") + "\n"
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("no %q in\n%s", want, text)
		}
		if strings.Contains(text, "discount") != (want == "discount +€26.21\n") {
			t.Errorf("a discount that was not given, or none where it was:\n%s", text)
		}
	}
}
