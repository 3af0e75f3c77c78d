package reader

import (
	"testing"

	"paydesk/services/money"
)

// Lost if it fails: a payment starts on a reader that cannot take it, or one is refused that Stripe would have taken.
// Expected by the facts of Stripe §1.10, §1.11, §3 and §4 (minimum of EUR 0.50).
func TestPreflight(t *testing.T) {
	berlin, zurich, nowhere := Location{ID: "tml_1", Country: "DE"}, Location{ID: "tml_1", Country: "ch"}, Location{ID: "tml_1", Country: "XX"}
	good := func() Flight {
		return Flight{Known: true, Located: true, Location: berlin, Amount: money.New(1000, "EUR"),
			Reader: Listed{Reader: Reader{ID: "tmr_1", Type: "stripe_s700", Status: "online", Location: "tml_1"}, Availability: Ready}}
	}
	typed := func(s string) func(*Flight) { return func(f *Flight) { f.Reader.Type = s } }
	busy := func(a Action) func(*Flight) {
		return func(f *Flight) { a.Status, f.Reader.Action, f.Reader.MovedBy = InProgress, &a, "Counter 2" }
	}
	for _, c := range []struct {
		name   string
		with   func(*Flight)
		worst  CheckKind
		result Result
	}{
		{"all well", func(*Flight) {}, "", Good},
		{"not in the list", func(f *Flight) { f.Known = false }, CheckKnown, Bad},
		{"removed at Stripe", func(f *Flight) { f.Reader.Deleted = true }, CheckKnown, Bad},
		{"WisePOS E", typed("bbpos_wisepos_e"), "", Good},
		{"S710", typed("stripe_s710"), "", Good},
		{"simulated", typed("simulated_wisepos_e"), "", Good},
		{"a type of next year", typed("stripe_s9000"), "", Good},
		{"P400", typed("verifone_P400"), CheckType, Bad},
		{"M2", typed("stripe_m2"), CheckType, Bad},
		{"Chipper 2X BT", typed("bbpos_chipper2x"), CheckType, Bad},
		{"no location", func(f *Flight) { f.Reader.Location, f.Located = "", false }, CheckLocation, Bad},
		{"location not read yet", func(f *Flight) { f.Located = false }, CheckLocation, Doubtful},
		{"Swiss reader, euros", func(f *Flight) { f.Location = zurich }, CheckCurrency, Bad},
		{"Swiss reader, francs", func(f *Flight) { f.Location, f.Amount = zurich, money.New(1000, "CHF") }, "", Good},
		{"dollars in Berlin", func(f *Flight) { f.Amount = money.New(1000, "USD") }, CheckCurrency, Bad},
		{"a country not known here", func(f *Flight) { f.Location = nowhere }, CheckCurrency, Doubtful},
		{"49 cents", func(f *Flight) { f.Amount = money.New(49, "EUR") }, CheckAmount, Bad},
		{"a million and a cent", func(f *Flight) { f.Amount = money.New(100_000_000, "EUR") }, CheckAmount, Bad},
		{"in use", busy(Action{Type: "process_payment_intent", Intent: "pi_1"}), CheckSlot, Doubtful},
		{"shows its letter", busy(Action{Type: ActionDisplay, Shows: LetterCart("A", "Front desk", "EUR").Lines[0].Text}), "", Good},
		{"shows another till's cart", busy(Action{Type: ActionDisplay, Shows: "Coffee"}), CheckSlot, Doubtful},
		{"offline is a hint", func(f *Flight) { f.Reader.Status, f.Reader.Availability = "offline", Away }, CheckStatus, Doubtful},
		{"Stripe says no status", func(f *Flight) { f.Reader.Status = "" }, "", Good},
		{"Stripe is away", func(f *Flight) { f.Reader.Availability = Uncertain }, CheckStatus, Doubtful},
		{"the bad one comes first", func(f *Flight) { f.Reader.Status, f.Reader.Type = "offline", "stripe_m2" }, CheckType, Bad},
	} {
		f := good()
		c.with(&f)
		checks := Preflight(f)
		worst, any := Worst(checks)
		if any != (c.worst != "") || any && (worst.Kind != c.worst || worst.Result != c.result) {
			t.Errorf("%s: %+v, want %q %s", c.name, worst, c.worst, c.result)
		}
		if worst.Kind == CheckSlot && worst.Who != "Counter 2" || worst.Kind == CheckType && worst.Bar == "" || worst.Kind == CheckAmount && worst.Err == nil {
			t.Errorf("%s does not say what it found: %+v", c.name, worst)
		}
	}
}
