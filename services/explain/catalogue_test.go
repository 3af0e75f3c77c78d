package explain

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"paydesk/assets"
)

// stripeErrors are the rows of Stripe's published codes, as collected for this program: kind, code, audience, retry, message, source.
func stripeErrors(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("testdata/stripe-errors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 192 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[1:]
}

// each runs a test in every language that claims to be complete.
func each(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	t.Cleanup(func() { assets.Use(assets.English) })
	for _, code := range assets.Languages() {
		if assets.In(code).Complete() {
			assets.Use(code)
			t.Run(code, f)
		}
	}
}

// all are the words of an entry in all its situations.
func all(e Entry) []string {
	var texts []string
	for _, s := range e.When {
		w := e.Text(s)
		texts = append(texts, w.Title, w.What, w.Do, w.Customer, w.Manager)
	}
	return texts
}

// Lost if it fails: one of Stripe's codes reaches the cashier without words, or with the wrong advice about trying again.
func TestEveryPublishedCodeHasAnEntry(t *testing.T) {
	for _, row := range stripeErrors(t) {
		e, ok := coded(row[0], row[1])
		if !ok {
			t.Errorf("%s %q has no entry", row[0], row[1])
			continue
		}
		if e.Code != row[1] || e.Audience != row[2] || string(e.Retry) != row[3] || e.Side != Stripe {
			t.Errorf("%s %q is %+v", row[0], row[1], e)
		}
	}
	byID := map[string]bool{}
	for _, e := range Entries() {
		if byID[e.ID] {
			t.Errorf("%s stands twice", e.ID)
		}
		byID[e.ID] = true
	}
	for side, list := range kinds {
		for _, k := range append(list, "other") {
			if !byID[string(side)+"."+string(k)] {
				t.Errorf("%s %s has no entry", side, k)
			}
		}
	}
}

// Lost if it fails: a hole in a sentence, a text for a failure that is none, or two failures that nobody can tell apart.
func TestEveryEntryIsWholeAndItsOwn(t *testing.T) {
	used := map[string]bool{}
	for _, e := range Entries() {
		used[e.Key()] = true
	}
	for _, k := range assets.In(assets.English).Keys() {
		for _, root := range []string{"why.", "fail.stripe.", "fail.odoo."} {
			if base := strings.Split(k, "."); strings.HasPrefix(k, root) && !used[strings.Join(base[:3], ".")] {
				t.Errorf("%s belongs to no entry", k)
			}
		}
	}
	each(t, func(t *testing.T) {
		seen := map[string]string{}
		for _, e := range Entries() {
			if len(e.When) == 0 {
				t.Errorf("%s can never happen", e.ID)
			}
			for _, text := range all(e) {
				if text == "" || strings.ContainsAny(text, "⟦⟧{}") {
					t.Errorf("%s says %q", e.ID, text)
				}
			}
			words := strings.Join(all(e), "|")
			if other, twice := seen[words]; twice {
				t.Errorf("%s and %s say the same", e.ID, other)
			}
			seen[words] = e.ID
		}
	})
}

// Lost if it fails: the customer reads that a card was stolen, or that there is no money on it, or the cashier says it aloud.
func TestNobodyIsShamed(t *testing.T) {
	each(t, func(t *testing.T) {
		neutral := assets.T("customer.card")
		for _, code := range []string{"lost_card", "stolen_card", "pickup_card", "restricted_card", "fraudulent", "merchant_blacklist", "insufficient_funds",
			"generic_decline", "do_not_honor", "expired_card", "pin_try_exceeded", "card_velocity_exceeded", "a_code_of_tomorrow", ""} {
			if got := Decline(code).Customer; got != neutral {
				t.Errorf("%s: the customer reads %q", code, got)
			}
		}
		for _, code := range []string{"lost_card", "stolen_card", "pickup_card", "restricted_card", "fraudulent", "merchant_blacklist"} {
			if d := Decline(code); d.What != Decline().What || d.Do != Decline().Do {
				t.Errorf("%s: the cashier reads %q", code, d.What)
			}
		}
		for _, e := range Entries() {
			customer := strings.ToLower(e.Text(e.When[0]).Customer)
			for _, word := range []string{"lost", "stolen", "fraud", "fund", "money", "expired", "wrong", "blocked", "bank", "verloren", "gestohlen", "betrug", "geld", "abgelaufen", "falsch", "gesperrt"} {
				if strings.Contains(strings.ReplaceAll(customer, "geldbörse", ""), word) && !strings.Contains(customer, "entsperren") {
					t.Errorf("%s tells the customer %q", e.ID, customer)
				}
			}
		}
	})
	if want := "Card not accepted. Please try another card."; Decline("insufficient_funds").Customer != want {
		t.Errorf("not the sentence agreed on: %q", Decline("insufficient_funds").Customer)
	}
}

// Lost if it fails: a failure's words deny what the payment's state says of the money.
func TestMoneyMeaningNeverContradictsTheSituation(t *testing.T) {
	for _, e := range Entries() {
		for _, s := range e.When {
			line := Money(e.Alone, s)
			if strings.Contains(line.Text("€1.00"), "⟦") {
				t.Errorf("%s, %s: %q", e.ID, s, line)
			}
			if e.Contradicts(line, s) {
				t.Errorf("%s, %s: %q contradicts %s", e.ID, s, line, e.Alone)
			}
			charged, not := line.Claims()
			if e.Alone == Open && not && !charged && s != Idle && s != Before {
				t.Errorf("%s, %s: an open outcome is called certain: %q", e.ID, s, line)
			}
			if charged && !not && s != Booking && s != Refunding && e.Alone != Settled {
				t.Errorf("%s, %s: claims a charge that nobody confirmed", e.ID, s)
			}
		}
		if e.Family == "decline" && (e.Alone != NotPaid || !slices.Equal(e.When, []Situation{Waiting, Authorising})) {
			t.Errorf("%s is a no of the bank: %+v", e.ID, e)
		}
	}
	for _, s := range Situations() {
		for _, side := range []Side{Stripe, Odoo, ""} {
			if e := For(&Failure{Side: side, Kind: "a kind of tomorrow", Code: "x"}, s); e.Text(s).Do == "" {
				t.Errorf("%s %s: an unknown failure has no words", side, s)
			}
		}
	}
	no := Entry{Alone: NotPaid, When: []Situation{Waiting}}
	if !no.Contradicts(MoneyCharged, Waiting) || no.Contradicts(MoneyNone, Waiting) || !no.Contradicts(MoneyNone, Booking) {
		t.Error("a contradiction is not seen")
	}
}

// Lost if it fails: words that a cashier does not use stand on the screen (SCREENS §6).
func TestWordsOfTheCounter(t *testing.T) {
	for _, e := range Entries() {
		for _, text := range all(e) {
			for _, avoid := range []string{"transaction", "intent", "capture", "authoris", "timeout", "error", "failed", "invalid", "oops", "please wait", "successfully"} {
				if strings.Contains(strings.ToLower(text), avoid) {
					t.Errorf("%s says %q: %q", e.ID, avoid, text)
				}
			}
		}
	}
}
