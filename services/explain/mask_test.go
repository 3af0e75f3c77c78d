package explain

import "testing"

// Lost if it fails: a card number or a key that stands in words of Stripe, Odoo or a person is kept for ever in the journal; or an invoice
// number, an amount or a phone number is made unreadable.
func TestMasked(t *testing.T) {
	for text, want := range map[string]string{
		"card 4000056655665556 refused":       "card •••• 5556 refused",
		"4000 0566 5566 5556":                 "•••• 5556",
		"3782-822463-10005.":                  "•••• 0005.",
		"6304000000000000":                    "•••• 0000",
		"key rk_test_51AbC and pi_3_secret_x": "key rk_test_… and pi_3_secret_…",
		"whsec_abc, sk_live_abc":              "whsec_…, sk_live_…",
		"INV/2026/00427":                      "INV/2026/00427",
		"4000056655665557":                    "4000056655665557", // no card has it
		"+49 711 5550100":                     "+49 711 5550100",
		"2026-11-20 14:31:00":                 "2026-11-20 14:31:00",
		"pi_3QaKx7LkdIwHu7ix0x81":             "pi_3QaKx7LkdIwHu7ix0x81",
		"12345678901234567890123":             "12345678901234567890123",
	} {
		if got := Masked(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
