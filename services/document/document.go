// Package document holds the open customer invoices and credit notes as the counter sees them: what is left to pay, by
// whom, until when. Odoo decides; the mirror here is for looking and searching, never for deciding about money.
package document

import (
	"context"
	"time"

	"paydesk/services/money"
)

// Kind says which way money flows.
type Kind string

// Kinds of document.
const (
	Invoice    Kind = "invoice"
	CreditNote Kind = "credit_note"
)

// State is Odoo's account.move state.
type State string

// States of a document in Odoo.
const (
	Draft     State = "draft"
	Posted    State = "posted"
	Cancelled State = "cancel"
)

// Partner is the customer on a document.
type Partner struct {
	ID           int64  `json:"id"`
	Name         string `json:"name"`
	CommercialID int64  `json:"commercial_id"` // the company the payment is booked on
}

// Contact is how to reach the customer of a document, and in which language.
type Contact struct {
	Ref   string `json:"ref,omitempty"` // the customer's number in the shop
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	VAT   string `json:"vat,omitempty"`
	Lang  string `json:"lang,omitempty"` // "de_CH"
}

// Document is one customer invoice or credit note. Dates are calendar days as Odoo writes them, "2026-11-08".
type Document struct {
	ID               int64        `json:"id"`
	Number           string       `json:"number"`
	Kind             Kind         `json:"kind"`
	Company          int64        `json:"company"`
	Partner          Partner      `json:"partner"`
	Reference        string       `json:"reference,omitempty"`
	PaymentReference string       `json:"payment_reference,omitempty"`
	Date             string       `json:"date,omitempty"` // of issue; empty in lists
	Due              string       `json:"due"`            // of the last instalment
	Total            money.Amount `json:"total"`
	Residual         money.Amount `json:"residual"`
	State            State        `json:"state"`
	PaymentState     string       `json:"payment_state"` // not_paid, partial, in_payment, paid, reversed, blocked
	WriteDate        time.Time    `json:"write_date"`    // whole seconds UTC
}

// Open says that something is left to pay on a posted document.
func (d Document) Open() bool {
	return d.State == Posted && d.Residual.Minor > 0 && (d.PaymentState == "not_paid" || d.PaymentState == "partial")
}

// Line is one line of the document as printed.
type Line struct {
	Text     string       `json:"text"`
	Quantity string       `json:"quantity"` // "2", "0.5"; empty for sections and notes
	Amount   money.Amount `json:"amount"`   // with tax; zero for sections and notes
	Heading  bool         `json:"heading,omitempty"`
}

// AppliedPayment is a payment that Odoo has reconciled with a document.
type AppliedPayment struct {
	ID     int64        `json:"id"` // account.payment id, 0 where something else was reconciled
	Memo   string       `json:"memo"`
	Amount money.Amount `json:"amount"`
	Date   string       `json:"date"`
}

// OnlinePayment is a payment.transaction of the portal that is not over yet.
type OnlinePayment struct {
	Document int64  `json:"document"`
	State    string `json:"state"` // draft, pending, authorized, done
}

// Fresh is a document as Odoo had it at one reading, with all that decides whether it may be charged (PROTOCOLS C1).
type Fresh struct {
	Document
	Payments []AppliedPayment `json:"payments"`
	Online   []OnlinePayment  `json:"online"` // under way: pending, authorized, done but unprocessed, or draft younger than 30 min
}

// Detail is what the picker shows of one chosen document.
type Detail struct {
	Fresh
	Contact Contact      `json:"contact"`
	Lines   []Line       `json:"lines"`
	Terms   []Instalment `json:"terms"` // by due date; one where nothing was agreed
	Ask     Ask          `json:"ask"`
}

// Listed is a document of which only the list is known: nothing of its lines, payments and terms.
func Listed(d Document) Detail { return Detail{Fresh: Fresh{Document: d}} }

// Asked is what is to be paid now: what Odoo asks for, or all that is left where nothing is known of terms.
func (d Detail) Asked() money.Amount {
	if d.Ask.Reason == "" {
		return d.Residual
	}
	return d.Ask.Amount
}

// Source is Odoo as the mirror needs it. All calls only read; any may be repeated.
type Source interface {
	// OpenDocuments lists the open customer invoices and credit notes of the shop's companies, page by page, most urgent
	// first: each page goes to take as it arrives; take returning false ends the listing.
	OpenDocuments(ctx context.Context, take func([]Document) bool) error
	// OpenIDs lists the ids of the same documents, which tells what was deleted.
	OpenIDs(ctx context.Context) ([]int64, error)
	// Changed lists documents written at or after since, closed ones included.
	Changed(ctx context.Context, since time.Time) ([]Document, error)
}
