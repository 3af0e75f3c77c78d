package app

import (
	"slices"
	"strings"
	"testing"

	"paydesk/services/history"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// refund runs the verb as the manager of the test.
func (d *desk) refund(note, pin string, more ...string) said {
	return d.do(command{args: append([]string{"refund", "--json", "--credit-note", note, "--as", "Ingrid Solheim", "--pin-stdin"}, more...), stdin: pin + "\n"})
}

// document is one of Odoo's books, by number.
func (d *desk) document(number string) odoosim.LedgerInvoice {
	d.t.Helper()
	all := d.lab.Ledger().Odoo.Invoices
	i := slices.IndexFunc(all, func(v odoosim.LedgerInvoice) bool { return v.Number == number })
	if i < 0 {
		d.t.Fatalf("Odoo has no %s", number)
	}
	return all[i]
}

// Lost if it fails: money goes back twice, or more of it than the note owes, or without a manager, or unbooked.
func TestRefundOnACreditNote(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	d.must(ExitOK, d.do(command{args: []string{"people", "add", "Ingrid Solheim", "--role", "manager", "--pin-stdin"}, stdin: "7391\n"}))
	number := d.numbers()[0]
	d.must(ExitOK, d.do(command{args: []string{"pay", "--document", number, "--reader", "Front desk", "--as", "Ingrid Solheim", "--pin-stdin"}, stdin: "7391\n"}))
	total := d.document(number).TotalMinor
	_, note, err := d.lab.Odoo.CreditNote(number, total/2)
	if err != nil {
		t.Fatal(err)
	}
	if s := d.must(ExitFailed, d.refund(note, "1111")); !strings.Contains(s.err, "Nothing was refunded") {
		t.Errorf("a wrong PIN: %s", s.err)
	}
	if s := d.must(ExitFailed, d.refund(note, "7391", "--amount", "999999")); !strings.Contains(s.err, "more than may be given back") {
		t.Errorf("too much: %s", s.err)
	}
	if s := d.must(ExitFailed, d.refund("RINV/0000/0", "7391")); s.out != "" {
		t.Errorf("no such note: %s", s.out)
	}
	if n := len(d.lab.Ledger().Stripe.Refunds); n != 0 {
		t.Fatalf("%d refunds by refused commands", n)
	}
	part := into[refundResult](t, d.must(ExitOK, d.refund(note, "7391", "--amount", "1.00")).out)
	if part.State != "Done" || part.GivenMinor != 100 || part.Shares[0].Odoo == 0 {
		t.Errorf("%+v", part)
	}
	rest := into[refundResult](t, d.must(ExitOK, d.refund(note, "7391")).out)
	if rest.GivenMinor != total/2-100 || rest.Shares[0].Refund == part.Shares[0].Refund {
		t.Errorf("%+v", rest)
	}
	if left := d.document(note).ResidualMinor; left != 0 {
		t.Errorf("the note still owes %d", left)
	}
	if s := d.must(ExitFailed, d.refund(note, "7391")); !strings.Contains(s.err, "Nothing was refunded") {
		t.Errorf("paid back already: %s", s.err)
	}
	l := d.lab.Ledger()
	var given, booked int64
	for _, r := range l.Stripe.Refunds {
		given += r.Amount
	}
	for _, p := range l.Odoo.Payments {
		if p.Direction == "outbound" && strings.HasPrefix(p.Memo, "re_") && p.IsReconciled {
			booked += p.AmountMinor
		}
	}
	if len(l.Stripe.Refunds) != 2 || given != total/2 || booked != given {
		t.Errorf("%d refunds of %d, booked %d, the note was %d", len(l.Stripe.Refunds), given, booked, total/2)
	}
	rows := into[[]history.Row](t, d.must(ExitOK, d.run("history", "--json", "--search", note)).out)
	if len(rows) != 2 || rows[0].Outcome != history.Refunded || rows[0].Kind != history.Refund {
		t.Errorf("history: %+v", rows)
	}
}
