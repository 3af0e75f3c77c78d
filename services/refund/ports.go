// Package refund gives money back: through a credit note in Odoo, by refunds in Stripe on the card that paid, and by one
// payment out per refund that is reconciled with the note (PROTOCOLS §4).
package refund

import (
	"context"
	"slices"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// CreditNote is a customer credit note as Odoo had it at one reading. Total and Residual are positive; Residual is what
// is still to be given back, 0 where the original was unpaid: Odoo reconciles such a note with it by itself
// (contract §10). Number is empty while it is a draft. Reference holds Odoo's words, the reason and our mark.
// Payments are what is reconciled with it: those out with a memo that begins with re_ are ours, an entry without an id is
// the original invoice.
type CreditNote struct {
	document.Fresh
	Original       int64  // the invoice it takes back (reversed_entry_id), 0 if a person wrote it without one
	OriginalNumber string // "INV/2026/00158"; empty without an original
}

// Has says that Paydesk made this note for the refund with this rid.
func (n CreditNote) Has(rid string) bool { return rid != "" && slices.Contains(n.rids(), rid) }

// rids are the refunds whose marks stand in the reason: one, unless a person wrote more.
func (n CreditNote) rids() []string {
	var out []string
	for _, word := range strings.Fields(strings.ReplaceAll(n.Reference, ",", " ")) {
		if rid, ok := strings.CutPrefix(word, NoteMark("")); ok {
			out = append(out, rid)
		}
	}
	return out
}

// NoteMark is the mark of a credit note in its reason, "pd:<rid>" (PROTOCOLS R6).
func NoteMark(rid string) string { return "pd:" + rid }

// Original is an invoice with what was paid on it and what was credited of it.
type Original struct {
	document.Fresh
	Notes []CreditNote // all with reversed_entry_id = this invoice, drafts and cancelled ones included, oldest first
}

// Credited is the sum of its credit notes that are not cancelled. Odoo posts a second full note for the same invoice
// without a word (contract §10): whoever makes one compares this with Total first.
func (o Original) Credited() money.Amount {
	sum := money.New(0, o.Total.Currency)
	for _, n := range o.Notes {
		if n.State != document.Cancelled && n.Total.Currency == sum.Currency {
			sum.Minor += n.Total.Minor
		}
	}
	return sum
}

// Creditable is what another credit note of it may be, at most; never negative.
func (o Original) Creditable() money.Amount {
	return money.New(max(o.Total.Minor-o.Credited().Minor, 0), o.Total.Currency)
}

// CardPayment is a payment that a card charge was booked as.
type CardPayment struct {
	Intent  string       // pi_…, the mark
	Booking int64        // account.payment id
	Amount  money.Amount // what of it pays this invoice
	Date    string
}

// CardPayments are the card charges behind the invoice, newest booking first. A payment whose memo a person rewrote is not
// among them: the charges that name the document in their metadata are found in Stripe (PROTOCOLS G5).
func (o Original) CardPayments() []CardPayment {
	var out []CardPayment
	for i := len(o.Payments) - 1; i >= 0; i-- {
		p := o.Payments[i]
		if mark := markOf(p.Memo); strings.HasPrefix(mark, "pi_") {
			out = append(out, CardPayment{mark, p.ID, p.Amount, p.Date})
		}
	}
	return out
}

// markOf is the mark that a memo begins with.
func markOf(memo string) string {
	mark, _, _ := strings.Cut(memo, " ")
	return mark
}

// NoteRow says which credit note is made of an invoice.
type NoteRow struct {
	RID      string       // pd_rid: letters and digits, random; one note per rid, whoever asks and how often
	Original int64        // invoice
	Number   string       // its number: a restored database hands out ids again
	Reason   string       // a person's words; they stand on the note
	Date     string       // calendar day in the company's zone, see payment.Odoo.Day
	Amount   money.Amount // with tax; equal to the invoice's total: all of it, less: a part
}

// Outbound is the row that books one refund on its credit note (PROTOCOLS R4): create-once by the refund's id, paid out to
// the note's partner. id is Stripe's re_…, date the refund's day in the company's zone.
func Outbound(n CreditNote, id string, amount money.Amount, date string) payment.BookingRow {
	return payment.BookingRow{
		Mark: id, Memo: id + " " + n.Number, Partner: n.Partner.CommercialID, Amount: amount, Date: date, Documents: []int64{n.ID},
	}
}

// Odoo is what refunds need of Odoo. Every method may return *explain.Failure; NotFound, where nothing of that name or id
// exists; Refused with Odoo's own words, where it says no. Reads may be repeated. Safe for concurrent use.
//
// payment.Books books the payment out, by the same steps as a charge: payment.Booker does them all, by mark re_…
// (PROTOCOLS B2-B7, B10). When a refund fails later, TakeBack of its booking opens the note again; the next refund has
// a mark of its own and becomes a payment of its own (R5).
type Odoo interface {
	payment.Books

	// CreditNotes reads credit notes anew, in the order asked for, with their payments. Missing ids, and documents that are
	// no credit notes, are left out.
	CreditNotes(ctx context.Context, ids []int64) ([]CreditNote, error)
	// CreditNoteNumbered finds the posted credit note with exactly this number.
	CreditNoteNumbered(ctx context.Context, number string) (CreditNote, error)
	// Original reads an invoice anew with its payments and all its credit notes.
	Original(ctx context.Context, id int64) (Original, error)
	// FindNote looks for the note of a rid: the lowest id that is not cancelled, in any other state. NotFound: never
	// made, or a person deleted or cancelled it.
	FindNote(ctx context.Context, original int64, rid string) (CreditNote, error)
	// DraftNote makes the note of a rid, or returns the one that exists, posted or draft (PROTOCOLS R6): looked up before
	// and after the wizard, of twins the lowest id stays and the other drafts are deleted, a part is written into the
	// lines, and total, currency, partner and original are read back. Refused, with nothing posted: the invoice is not
	// posted or not the one named, the notes together would exceed it, or no lines with this invoice's taxes add up to
	// exactly the amount. Called again after any failure it goes on where it stopped.
	DraftNote(ctx context.Context, row NoteRow) (CreditNote, error)
	// PostNote posts a draft note and reads it back. A posted one is returned as it is. Where the original had something
	// left to pay, Odoo has reconciled the note with it: the Residual returned is what is to be paid back.
	PostNote(ctx context.Context, id int64) (CreditNote, error)
	// DraftNotes lists the credit notes in draft that carry a mark of Paydesk, by id.
	DraftNotes(ctx context.Context) ([]CreditNote, error)
	// DropDraft deletes a credit note that is a draft; one that is posted, or gone, is left as it is.
	DropDraft(ctx context.Context, id int64) error
	// Day is the calendar day of t in the company's time zone.
	Day(t time.Time) string
}
