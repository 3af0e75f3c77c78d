package odoosim

import (
	"maps"
	"slices"
	"strings"
)

// Ledger is what the books say, for the checker and for demo screens. Amounts are minor units of the currency.
type Ledger struct {
	Invoices []LedgerInvoice `json:"invoices"`
	Payments []LedgerPayment `json:"payments"`
	// Created counts, by external id, how many payments were ever created under it; more than one means booked
	// twice, deletions and restores notwithstanding.
	Created map[string]int `json:"created"`
}

// LedgerInvoice is one invoice or credit note.
type LedgerInvoice struct {
	ID            int    `json:"id"`
	Number        string `json:"number"`
	Kind          string `json:"kind"`
	State         string `json:"state"`
	PaymentState  string `json:"payment_state"`
	Customer      string `json:"customer"`
	Currency      string `json:"currency"`
	TotalMinor    int64  `json:"total_minor"`
	ResidualMinor int64  `json:"residual_minor"`
	Reverses      int    `json:"reverses,omitempty"`
	Reference     string `json:"reference,omitempty"`
}

// LedgerPayment is one account.payment.
type LedgerPayment struct {
	ID           int    `json:"id"`
	Name         string `json:"name"`
	State        string `json:"state"`
	Memo         string `json:"memo"`
	Direction    string `json:"direction"`
	Journal      string `json:"journal"`
	Date         string `json:"date"`
	Currency     string `json:"currency"`
	AmountMinor  int64  `json:"amount_minor"`
	ExternalID   string `json:"external_id,omitempty"`
	IsReconciled bool   `json:"is_reconciled"`
	ByHand       bool   `json:"by_hand,omitempty"`
	// Reconciled are the documents and how much of each this payment settles.
	Reconciled []LedgerPart `json:"reconciled"`
}

// LedgerPart is one allocation of a payment.
type LedgerPart struct {
	ID          int    `json:"id"`
	Number      string `json:"number"`
	AmountMinor int64  `json:"amount_minor"`
}

// Ledger reads the books. Calls that a fault held back and that are due by now are executed first.
func (s *Server) Ledger() Ledger {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	d := s.db
	out := Ledger{Invoices: []LedgerInvoice{}, Payments: []LedgerPayment{}, Created: maps.Clone(d.births)}
	maps.DeleteFunc(out.Created, func(_ string, n int) bool { return n == 0 })
	for _, id := range d.moves.ids {
		m := d.moves.at(id)
		if isDocument(m) {
			if unnumbered(m.name) {
				m.name = ""
			}
			out.Invoices = append(out.Invoices, LedgerInvoice{id, m.name, m.kind, m.state, m.paymentState, d.partners.at(m.partner).name,
				d.currencies.at(m.currency).name, m.total, d.residual(id), m.reversed, m.ref})
		}
	}
	names := map[int]string{}
	for _, name := range slices.Sorted(maps.Keys(d.externals)) {
		if e := d.externals[name]; e.model == "account.payment" && names[e.id] == "" {
			names[e.id] = strings.TrimPrefix(name, "__import__.")
		}
	}
	for _, id := range d.payments.ids {
		p := d.payments.at(id)
		row := LedgerPayment{ID: id, Name: p.name, State: p.state, Memo: p.memo, Direction: p.direction, Journal: d.journals.at(p.journal).code,
			Date: p.date, Currency: d.currencies.at(p.currency).name, AmountMinor: p.amount, ExternalID: names[id],
			IsReconciled: d.isReconciled(id), ByHand: p.byHand, Reconciled: []LedgerPart{}}
		for _, part := range d.settled(id) {
			row.Reconciled = append(row.Reconciled, LedgerPart{part.document, d.moves.at(part.document).name, part.minor})
		}
		out.Payments = append(out.Payments, row)
	}
	return out
}
