package payment

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"paydesk/services/document"
	"paydesk/services/money"
)

func owing(id int64, due string, minor int64) document.Detail {
	return document.Listed(document.Document{
		ID: id, Number: "INV/" + string(rune('0'+id)), Kind: document.Invoice, Company: 1, Partner: document.Partner{ID: id, CommercialID: 9, Name: "Brandt"}, Due: due,
		State: document.Posted, PaymentState: "not_paid", Residual: money.New(minor, "EUR"), Total: money.New(minor, "EUR"),
	})
}

// Lost if it fails: one payment is divided otherwise than it was shown, is spread over customers, or takes more than is
// owed; Odoo then gives one invoice what belongs to another (C11).
func TestABillIsDividedByDueDateAndRefusedOtherwise(t *testing.T) {
	a, b, c := owing(1, "2026-11-22", 31800), owing(2, "2026-11-08", 128450), owing(3, "2026-11-22", 46890)
	stranger, usd, branch, paid, early := owing(4, "2026-11-01", 100), owing(5, "2026-11-01", 100), owing(6, "2026-11-01", 100), owing(7, "2026-11-01", 0), owing(8, "2026-12-01", 10000)
	stranger.Partner.CommercialID, usd.Residual.Currency, branch.Company = 8, "USD", 2
	early.Ask = document.Ask{Amount: money.New(9800, "EUR"), Reason: document.Discounted, Until: "2026-11-30"}
	for name, x := range map[string]struct {
		docs  []document.Detail
		minor int64
		want  []int64 // of each document as it is due
		err   error
		limit int64
	}{
		"all three":                   {[]document.Detail{a, b, c}, 207140, []int64{128450, 31800, 46890}, nil, 0},
		"only the last in part":       {[]document.Detail{c, a, b}, 160251, []int64{128450, 31800, 1}, nil, 0},
		"nothing left for the last":   {[]document.Detail{a, b, c}, 160250, nil, ErrUncovered, 160251},
		"more than is owed":           {[]document.Detail{a, b, c}, 207141, nil, ErrOver, 207140},
		"a part of one":               {[]document.Detail{b}, 50000, []int64{50000}, nil, 0},
		"nothing":                     {[]document.Detail{b}, 0, nil, ErrNothing, 0},
		"no document":                 {nil, 100, nil, ErrNothing, 0},
		"paid meanwhile":              {[]document.Detail{paid}, 100, nil, ErrNothing, 0},
		"another customer":            {[]document.Detail{a, stranger}, 31900, nil, ErrMixed, 0},
		"another currency":            {[]document.Detail{a, usd}, 31900, nil, ErrMixed, 0},
		"another company":             {[]document.Detail{a, branch}, 31900, nil, ErrMixed, 0},
		"a discount among others":     {[]document.Detail{a, early}, 41800, nil, ErrDiscount, 0},
		"all of a discounted invoice": {[]document.Detail{early}, 10000, []int64{10000}, nil, 0},
		"the discounted amount":       {[]document.Detail{early}, 9800, []int64{9800}, nil, 0},
	} {
		got, err := BillFor(x.docs, x.minor)
		if !errors.Is(err, x.err) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var why *BillError
		if errors.As(err, &why) && why.Limit.Minor != x.limit {
			t.Errorf("%s: %v", name, err)
		}
		for i, p := range got.Parts {
			if p.Minor != x.want[i] {
				t.Errorf("%s: %+v", name, got.Parts)
			}
			if until := p.Until; (until == "2026-11-30") != (name == "the discounted amount") {
				t.Errorf("%s: until %q", name, until)
			}
		}
	}
	many := make([]document.Detail, MaxParts+1)
	for i := range many {
		many[i] = owing(int64(i+1), "2026-11-08", 100)
	}
	if _, err := BillFor(many, 2100); !errors.Is(err, ErrTooMany) {
		t.Errorf("%d documents: %v", len(many), err)
	}
}

// Lost if it fails: a cent of a payment for several invoices belongs to none of them, or to one twice.
func TestABillsPartsAreItsAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var docs []document.Detail
		var owed int64
		for i := range rapid.IntRange(1, MaxParts).Draw(t, "documents") {
			docs = append(docs, owing(int64(i+1), rapid.SampledFrom([]string{"2026-11-08", "2026-11-22", "2026-12-01"}).Draw(t, "due"), rapid.Int64Range(1, 1e9).Draw(t, "owed")))
			owed += docs[i].Residual.Minor
		}
		b, err := BillFor(docs, rapid.Int64Range(1, owed+1).Draw(t, "amount"))
		if err != nil {
			return
		}
		var sum int64
		partial := 0
		for _, p := range b.Parts {
			if sum += p.Minor; p.Minor <= 0 || p.Minor > p.Owed {
				t.Fatalf("%+v", p)
			}
			if p.Minor < p.Owed {
				partial++
			}
		}
		last := b.Parts[len(b.Parts)-1]
		if sum != b.Amount.Minor || len(b.Parts) != len(docs) || partial > 1 || partial == 1 && last.Minor == last.Owed || b.Rest().Minor != owed-sum {
			t.Fatalf("%+v", b)
		}
	})
}

// Lost if it fails: Start again charges an amount that nobody has seen, because the invoice or its discount has changed.
func TestABillIsTheSameOnlyWhileItsDocumentsAre(t *testing.T) {
	early := owing(8, "2026-12-01", 10000)
	early.Ask = document.Ask{Amount: money.New(9800, "EUR"), Reason: document.Discounted, Until: "2026-11-30"}
	b, err := BillFor([]document.Detail{early}, 9800)
	if err != nil || !b.Same([]document.Detail{early}) {
		t.Fatal(b, err)
	}
	over, less, gone, other := early, early, early, early
	over.Ask = document.Ask{Amount: money.New(10000, "EUR"), Reason: document.Whole}
	less.Residual.Minor--
	gone.PaymentState = "paid"
	other.Number = "INV/9"
	for _, d := range []document.Detail{over, less, gone, other} {
		if b.Same([]document.Detail{d}) {
			t.Errorf("%+v", d)
		}
	}
}
