package odoo_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
)

// The whole way of a refund in the books: part of the invoice back, one payment out on the note, the invoice untouched.
func TestPartIsGivenBackThroughOneNoteAndOnePaymentOut(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		ctx := context.Background()
		before, err := r.g.Original(ctx, r.paid.ID)
		if err != nil || len(before.CardPayments()) != 1 || before.CardPayments()[0].Intent != mark || before.CardPayments()[0].Amount != r.paid.Total {
			t.Fatalf("the charge behind the invoice: %+v %v", before, err)
		}
		n := r.note(2345)
		if n.Total.Minor != 2345 || n.Residual.Minor != 2345 || n.Original != r.paid.ID || n.OriginalNumber != r.paid.Number || n.Number == "" || !n.Has(rid) || n.Has(rid[:8]) {
			t.Fatalf("%+v", n)
		}
		if named, err := r.g.CreditNoteNumbered(ctx, n.Number); err != nil || named.ID != n.ID {
			t.Errorf("by its number: %+v %v", named, err)
		}
		posted, err := r.payOut(n, "re_3Sim", 2345)
		if err != nil || posted.Credit != nil || posted.Residual[0] != 0 {
			t.Fatalf("%+v %v", posted, err)
		}
		if again, err := r.payOut(n, "re_3Sim", 2345); err != nil || again.ID != posted.ID {
			t.Errorf("a second worker: %+v %v", again, err)
		}
		after, err := r.g.Original(ctx, r.paid.ID)
		if err != nil || after.Residual.Minor != 0 || after.Credited().Minor != 2345 || len(after.Notes) != 1 || after.Notes[0].Residual.Minor != 0 {
			t.Errorf("%+v %v", after, err)
		}
		if p := after.Notes[0].Payments; len(p) != 1 || p[0].ID != posted.ID || !strings.HasPrefix(p[0].Memo, "re_3Sim ") {
			t.Errorf("the note does not tell its refund: %+v", p)
		}
	})
}

// A refund that fails days later: the note is open again, and the next refund is a payment of its own.
func TestFailedRefundIsTakenBackAndTheNextOneIsNew(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		ctx := context.Background()
		n := r.note(r.paid.Total.Minor)
		first, err := r.payOut(n, "re_3Fails", n.Total.Minor)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := r.g.TakeBack(ctx, first.ID); err != nil {
				t.Fatal(err)
			}
		}
		if open, err := r.g.CreditNotes(ctx, []int64{n.ID}); err != nil || open[0].Residual != n.Total || !open[0].Open() {
			t.Errorf("the note is not open again: %+v %v", open, err)
		}
		if _, err := r.payOut(n, "re_3Fails", n.Total.Minor); err == nil {
			t.Error("what was taken back was booked again by itself")
		}
		second, err := r.payOut(n, "re_3Next", n.Total.Minor)
		if err != nil || second.ID == first.ID {
			t.Errorf("%+v %v", second, err)
		}
	})
}

// An unpaid invoice: Odoo settles the note with it, and money sent out would be a gift.
func TestNoteOfAnUnpaidInvoiceLeavesNothingToPayBack(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		open := openDocuments(t, r.g)[0]
		row := r.row(open.Total.Minor)
		row.Original, row.Number, row.Amount = open.ID, open.Number, open.Total
		n, err := r.g.DraftNote(context.Background(), row)
		if err != nil {
			t.Fatal(err)
		}
		n, err = r.g.PostNote(context.Background(), n.ID)
		if err != nil || n.Residual.Minor != 0 || n.Open() {
			t.Errorf("%+v %v", n, err)
		}
		if _, err := r.payOut(n, "re_3Gift", open.Total.Minor); err == nil {
			t.Error("money was paid out on a note that owes nothing")
		}
	})
}

// An invoice of which only a part was paid: the note first eats what is owed, and just what was paid may go back. Given back
// by the note's total the shop would lose the rest.
func TestNoteOfAPartlyPaidInvoiceOwesWhatWasPaid(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		ctx := context.Background()
		id, number, err := r.sim.AddInvoice(odoosim.Invoice{Customer: odoosim.Customer{Name: "Kaiba"},
			Lines: []odoosim.Line{{Text: "Lamp", Thousandths: 1000, UnitMinor: 10000}}, Due: 30})
		if err != nil {
			t.Fatal(err)
		}
		docs, err := r.g.Documents(ctx, []int64{int64(id)})
		if err != nil {
			t.Fatal(err)
		}
		job := jobOn("pi_3Part", docs[0].Document)
		job.Row.Amount.Minor, job.Parts[0].Minor = 500, 500
		if _, err := r.w.finish(ctx, job); err != nil {
			t.Fatal(err)
		}
		row := r.row(10000)
		row.Original, row.Number = int64(id), number
		n, err := r.g.DraftNote(ctx, row)
		if err != nil {
			t.Fatal(err)
		}
		if n, err = r.g.PostNote(ctx, n.ID); err != nil || n.Residual.Minor != 500 {
			t.Fatalf("%+v %v", n, err)
		}
		if posted, err := r.payOut(n, "re_3Part", 500); err != nil || posted.Residual[0] != 0 {
			t.Errorf("%+v %v", posted, err)
		}
	})
}

// Odoo posts a second full note without a word: the customer would get his money twice.
func TestNotesTogetherNeverExceedTheInvoice(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		ctx := context.Background()
		r.note(10000)
		second := r.row(2345)
		second.RID = "ffffffffffffffff"
		if _, err := r.g.DraftNote(ctx, second); !explain.Is(err, explain.Refused) {
			t.Errorf("100.00 + 23.45 of 123.44: %v", err)
		}
		second.Amount.Minor = 2344
		if _, err := r.g.DraftNote(ctx, second); err != nil {
			t.Errorf("the rest: %v", err)
		}
		third := r.row(1)
		third.RID = "eeeeeeeeeeeeeeee"
		if _, err := r.g.DraftNote(ctx, third); !explain.Is(err, explain.Refused) {
			t.Errorf("nothing is left: %v", err)
		}
		if got := r.kinds(); got["draft"] != 1 || got["posted"] != 1 {
			t.Errorf("%v", got)
		}
	})
}

// Every answer lost, every order doubled: one note. Each fired wizard leaves another draft, which somebody would post.
func TestNoteIsMadeOnceWhateverIsLost(t *testing.T) {
	for seed := range uint64(20) {
		sim, clk := newSimOf(odoosim.Config{Seed: seed, Version: 17 + int(seed%3), Enterprise: seed%2 == 1})
		g, err := odoo.New(simConfig("https://odoo.sim", direct{sim}, clk))
		if err != nil {
			t.Fatal(err)
		}
		r := &refunding{t: t, sim: sim, g: g, clock: clk}
		r.paid = openDocuments(t, g)[0]
		for _, name := range []string{"lost-answer", "down", "late", "twice", "truncated"} {
			if err := sim.Fault(odoosim.Fault{Name: name, Rate: 0.15, Delay: 3 * time.Second}); err != nil {
				t.Fatal(err)
			}
		}
		var n refund.CreditNote
		for try := 0; ; try++ {
			if n, err = g.DraftNote(context.Background(), r.row(5000)); err == nil {
				break
			}
			if try == 60 {
				sim.ClearFaults()
			}
			if try == 70 || explain.Is(err, explain.Refused) {
				t.Fatalf("seed %d: %v", seed, err)
			}
			_ = clk.Sleep(context.Background(), time.Second)
		}
		sim.ClearFaults()
		_ = clk.Sleep(context.Background(), time.Minute) // late copies leave drafts behind, which the next look removes
		again, err := g.DraftNote(context.Background(), r.row(5000))
		if err != nil || again.ID > n.ID || again.Total.Minor != 5000 {
			t.Fatalf("seed %d: %+v %v", seed, again, err)
		}
		if _, err := g.PostNote(context.Background(), again.ID); err != nil {
			t.Fatal(err)
		}
		if got := r.kinds(); got["posted"] != 1 || got["draft"] != 0 {
			t.Errorf("seed %d: %v", seed, got)
		}
	}
}

// What a person cancelled stays cancelled.
func TestCancelledNoteIsNotMadeAgain(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		n := r.note(5000)
		if err := r.sim.CancelInvoice(n.Number); err != nil {
			t.Fatal(err)
		}
		if _, err := r.g.FindNote(context.Background(), r.paid.ID, rid); !explain.Is(err, explain.NotFound) {
			t.Errorf("%v", err)
		}
		if _, err := r.g.DraftNote(context.Background(), r.row(5000)); !explain.Is(err, explain.Refused) {
			t.Errorf("made again: %v", err)
		}
	})
}

// A restored database hands out ids again: the note must not take back another customer's invoice.
func TestNoteIsMadeOfTheInvoiceThatWasNamedOrNotAtAll(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		row := r.row(5000)
		row.Number = "INV/2026/09999"
		if _, err := r.g.DraftNote(context.Background(), row); !explain.Is(err, explain.Refused) {
			t.Errorf("%v", err)
		}
		row = r.row(5000)
		if err := r.sim.ResetToDraft(r.paid.Number); err != nil {
			t.Fatal(err)
		}
		if _, err := r.g.DraftNote(context.Background(), row); !explain.Is(err, explain.Refused) {
			t.Errorf("of a draft: %v", err)
		}
		if got := r.kinds(); len(got) != 0 {
			t.Errorf("%v", got)
		}
	})
}

// A person's words that look like a mark would tie the note to another refund.
func TestReasonCannotForgeAMark(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		row := r.row(5000)
		row.Reason = "see pd:aaaaaaaaaaaaaaaa"
		if _, err := r.g.DraftNote(context.Background(), row); err != nil {
			t.Fatal(err)
		}
		if _, err := r.g.FindNote(context.Background(), r.paid.ID, "aaaaaaaaaaaaaaaa"); !explain.Is(err, explain.NotFound) {
			t.Errorf("%v", err)
		}
	})
}

// The note's payment that Odoo refuses is held with Odoo's words, and nothing is paid out twice when a person tries again.
func TestOdooRefusingThePaymentOutIsHeldWithItsWords(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		n := r.note(5000)
		if err := r.sim.Fault(odoosim.Fault{Name: "refuse-booking", Text: "The period is locked."}); err != nil {
			t.Fatal(err)
		}
		_, err := r.payOut(n, "re_3Sim", 5000)
		var f *explain.Failure
		if !errors.As(err, &f) || f.Kind != explain.Refused || !strings.Contains(f.Text, "The period is locked.") {
			t.Errorf("%v", err)
		}
		r.sim.ClearFaults()
		if posted, err := r.payOut(n, "re_3Sim", 5000); err != nil || posted.Residual[0] != 0 {
			t.Errorf("%+v %v", posted, err)
		}
	})
}
