package present

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/ui/readers"
)

func counterWith(r reader.Reader) (ReaderScene, reader.Listed) {
	now := time.Date(2026, 11, 20, 14, 32, 0, 0, time.Local)
	l := reader.Listed{Reader: r, Tag: "B", Availability: reader.Ready}
	switch {
	case !r.Drivable():
		l.Availability = reader.Undriven
	case r.Status == "offline":
		l.Availability = reader.Away
	case r.Busy() && !r.ShowsLetter():
		l.Availability = reader.InUse
	}
	return ReaderScene{Now: now, Own: "EUR", Shop: reader.Snapshot{Readers: []reader.Listed{l}, ReadAt: now}, Claim: func(intent string) (payment.Claim, bool) {
		return payment.Claim{Counter: payment.Counter{Name: "Counter 2"}, By: "Tomás Oliveira", Amount: money.New(31800, "EUR")}, intent == "pi_theirs"
	}, Active: []payment.State{{Order: payment.Order{Person: "Aisha Karim", Amount: money.New(500, "EUR")}, Intent: "pi_mine"}}}, l
}

func acts(buttons []readers.Button) string {
	var all []string
	for _, b := range buttons {
		all = append(all, string(b.Act))
	}
	return strings.Join(all, " ")
}

// Lost if it fails: a reader is said to be free while a customer pays on it, a colleague's payment is called somebody's own, or
// a button offers what cannot be done.
func TestReaderCardSaysWhatItDoesAndForWhom(t *testing.T) {
	runs := func(a reader.Action) reader.Reader {
		a.Status = reader.InProgress
		return reader.Reader{ID: "tmr_1", Type: "stripe_s700", Status: "online", Action: &a}
	}
	for _, c := range []struct {
		name, word, now, acts string
		r                     reader.Reader
	}{
		{"free", "Ready", "Nothing running", "mine letter", reader.Reader{ID: "tmr_1", Type: "stripe_s700", Status: "online"}},
		{"its last payment is over", "Ready", "Nothing running", "mine letter", reader.Reader{ID: "tmr_1", Type: "stripe_s700", Action: &reader.Action{Type: "process_payment_intent", Status: reader.Succeeded, Intent: "pi_theirs"}}},
		{"ours", "Your payment", "€5.00, Aisha", "mine payment", runs(reader.Action{Type: "process_payment_intent", Intent: "pi_mine"})},
		{"a colleague's", "In use by Counter 2", "€318.00, Tomás", "mine free", runs(reader.Action{Type: "process_payment_intent", Intent: "pi_theirs"})},
		{"not known whose", "In use", "A payment, not known whose", "mine free", runs(reader.Action{Type: "process_payment_intent", Intent: "pi_else"})},
		{"a refund", "In use", "Gives a refund", "mine free", runs(reader.Action{Type: "refund_payment", RefundOf: "pi_theirs"})},
		{"a cart of others", "In use", "Shows something", "mine free", runs(reader.Action{Type: reader.ActionDisplay, Shows: "Coffee"})},
		{"its letter", "Ready", "Shows its letter", "mine letter", runs(reader.Action{Type: reader.ActionDisplay, Shows: reader.LetterCart("B", "Window", "EUR").Lines[0].Text})},
		{"what nobody knows yet", "In use", "Something else", "mine free", runs(reader.Action{Type: "print_content"})},
		{"away", "Not reachable", "Off, or no network", "help look", reader.Reader{ID: "tmr_1", Type: "bbpos_wisepos_e", Status: "offline"}},
		{"an M2", "Cannot be used here", "", "help", reader.Reader{ID: "tmr_1", Type: "stripe_m2", Status: "online"}},
		{"a type of next year", "Ready", "Nothing running", "mine letter", reader.Reader{ID: "tmr_1", Type: "stripe_s9000"}},
	} {
		s, l := counterWith(c.r)
		card := s.Card(l)
		now := ""
		if i := slices.IndexFunc(card.Facts, func(f readers.Fact) bool { return f.Name == "Now" }); i >= 0 {
			now = card.Facts[i].Value
		}
		if card.Word != c.word || now != c.now || acts(card.Buttons) != c.acts {
			t.Errorf("%s: %q, %q, %q", c.name, card.Word, now, acts(card.Buttons))
		}
		if (card.Note != "") != (c.name == "an M2") {
			t.Errorf("%s: note %q", c.name, card.Note)
		}
		if d := s.ReaderDetail(l); !strings.HasPrefix(acts(d.Acts), c.acts) || !strings.HasSuffix(acts(d.Acts), "rename remove") {
			t.Errorf("%s: its sheet offers %q", c.name, acts(d.Acts))
		}
	}
}

// Lost if it fails: a shop without readers, or one that could not be asked, looks like a list that still loads.
func TestReadersWithoutAList(t *testing.T) {
	s := ReaderScene{Own: "EUR"}
	if vm := Readers(s); vm.State != readers.Loading {
		t.Errorf("before the first answer: %+v", vm)
	}
	s.Shop.ReadAt = time.Unix(1, 0)
	if vm := Readers(s); vm.State != readers.Loaded || vm.Title == "" || !vm.Add {
		t.Errorf("no reader: %+v", vm)
	}
	s.Shop.Err = &explain.Failure{Side: explain.Stripe, Kind: explain.KeyRefused}
	if vm := Readers(s); vm.State != readers.Failed || vm.Text == "" || vm.Add {
		t.Errorf("refused: %+v", vm)
	}
	s, _ = counterWith(reader.Reader{ID: "tmr_1", Type: "stripe_s700"})
	s.Shop.Err = errors.New("no route")
	if vm := Readers(s); len(vm.Readers) != 1 || !vm.Stale || len(vm.Strips) != 1 {
		t.Errorf("away, with the old list: %+v", vm)
	}
}

// Lost if it fails: a payment is refused without a reason, without a word about the money, or without what to do now.
func TestEveryCheckHasWords(t *testing.T) {
	said := map[string]bool{}
	for _, c := range []reader.Check{
		{Kind: reader.CheckKnown, Result: reader.Bad}, {Kind: reader.CheckType, Result: reader.Bad, Bar: reader.BarBluetooth},
		{Kind: reader.CheckType, Result: reader.Bad, Bar: reader.BarBrowser}, {Kind: reader.CheckType, Result: reader.Bad, Bar: reader.BarPhone},
		{Kind: reader.CheckLocation, Result: reader.Bad}, {Kind: reader.CheckCurrency, Result: reader.Bad, Wants: "CHF"}, {Kind: reader.CheckAmount, Result: reader.Bad},
		{Kind: reader.CheckCurrency, Result: reader.Doubtful}, {Kind: reader.CheckSlot, Result: reader.Doubtful}, {Kind: reader.CheckSlot, Result: reader.Doubtful, Who: "Counter 2"}, {Kind: reader.CheckStatus, Result: reader.Doubtful},
	} {
		words := CheckWords(c)
		if words == "" || strings.Contains(words, "⟦") || said[words] {
			t.Errorf("%+v says %q", c, words)
		}
		said[words] = true
		if refusal := PreflightRefusal(c); !strings.Contains(refusal, "Nothing was charged.") || !strings.HasPrefix(refusal, words) {
			t.Errorf("%+v is refused with %q", c, refusal)
		}
	}
	if w := CheckWords(reader.Check{Kind: reader.CheckSlot, Result: reader.Good}); w != "" {
		t.Errorf("nothing is wrong, and it says %q", w)
	}
}
