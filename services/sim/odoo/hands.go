package odoosim

import (
	"errors"
	"fmt"
)

// ErrNotFound is answered by the hands for a document or payment that does not exist.
var ErrNotFound = errors.New("odoosim: not found")

// hand runs what a person does in Odoo as one transaction. Odoo's refusals come back as errors.
func (s *Server) hand(what string, f func(d *database) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	s.db.now = s.config.Clock.Now().UTC()
	if err := f(s.db); err != nil {
		s.db.undo.rollback()
		return fmt.Errorf("odoosim: %s: %w", what, err)
	}
	s.db.commit()
	return nil
}

// onDocument runs f on an invoice or credit note given by its number.
func (s *Server) onDocument(what, number string, f func(d *database, id int) error) error {
	return s.hand(what+" "+number, func(d *database) error {
		id, ok := d.document(number)
		if !ok {
			return ErrNotFound
		}
		return f(d, id)
	})
}

func (s *Server) onPayment(what string, id int, f func(d *database) error) error {
	return s.hand(fmt.Sprintf("%s %d", what, id), func(d *database) error {
		if !d.payments.has(id) {
			return ErrNotFound
		}
		return f(d)
	})
}

// AddInvoice posts another invoice and returns its id and number.
func (s *Server) AddInvoice(inv Invoice) (id int, number string, err error) {
	err = s.hand("add invoice", func(d *database) (err error) {
		if id, err = d.addInvoice(d.own, inv); err != nil {
			return err
		}
		number = d.moves.at(id).name
		return nil
	})
	return id, number, err
}

// RegisterHandPayment books a bank transfer of minor units against a document and returns the payment's id.
func (s *Server) RegisterHandPayment(document string, minor int64) (payment int, err error) {
	err = s.onDocument("hand payment on", document, func(d *database, id int) error {
		payment, err = d.payByHand(id, minor)
		return err
	})
	return payment, err
}

// payByHand pays a document through the plain bank journal.
func (d *database) payByHand(documentID int, minor int64) (int, error) {
	m := d.moves.at(documentID)
	direction := "inbound"
	if m.kind == "out_refund" {
		direction = "outbound"
	}
	id, err := d.createPayment(payment{direction: direction, partner: d.commercial(m.partner), currency: m.currency, journal: d.bank, amount: minor,
		memo: "by hand", invoices: []int{documentID}, byHand: true})
	if err != nil {
		return 0, err
	}
	if err := d.postPayment(id); err != nil {
		return 0, err
	}
	lines := []int{d.receivableLineOf(id)}
	for _, l := range d.receivableLines(documentID) {
		if !d.lines.at(l).reconciled {
			lines = append(lines, l)
		}
	}
	return id, d.reconcile(lines)
}

// ResetToDraft takes a posted document back to draft; its payments stay as customer credit.
func (s *Server) ResetToDraft(document string) error {
	return s.onDocument("reset", document, (*database).resetMove)
}

// Post confirms a document that was reset; id and number stay.
func (s *Server) Post(document string) error {
	return s.onDocument("post", document, (*database).postDocument)
}

// CancelInvoice cancels a document.
func (s *Server) CancelInvoice(document string) error {
	return s.onDocument("cancel", document, (*database).cancelMove)
}

// DeleteInvoice removes a document for good.
func (s *Server) DeleteInvoice(document string) error {
	return s.onDocument("delete", document, func(d *database, id int) error {
		d.unreconcile(id)
		d.eraseMove(id)
		return nil
	})
}

// ChangeAmount amends a document: reset, its last line changed so that it totals minor units, posted again under
// the same id and number.
func (s *Server) ChangeAmount(document string, minor int64) error {
	return s.onDocument("change amount of", document, func(d *database, id int) error {
		if d.moves.at(id).state != "draft" {
			if err := d.resetMove(id); err != nil {
				return err
			}
		}
		m := d.moves.at(id)
		lines := d.productLines(m)
		if len(lines) == 0 {
			return ErrNotFound
		}
		last := lines[len(lines)-1]
		l := d.lines.at(last)
		l.subtotal += minor - m.total
		l.thousandths, l.unit = 1000, l.subtotal
		d.lines.put(last, l)
		d.recompute(id)
		return d.postDocument(id)
	})
}

// CreditNote posts a credit note of minor units for an invoice (0: for all of it). Odoo reconciles it at once with
// what the invoice still owes. It returns the note's id and number.
func (s *Server) CreditNote(document string, minor int64) (id int, number string, err error) {
	err = s.onDocument("credit", document, func(d *database, invoice int) error {
		if d.moves.at(invoice).state != "posted" {
			return userError("You can only reverse posted moves.")
		}
		id = d.reverse(invoice, "", d.today())
		if minor != 0 {
			for _, l := range d.productLines(d.moves.at(id))[1:] {
				m := d.moves.at(id)
				m.lines = without(m.lines, l)
				d.moves.put(id, m)
				d.lines.drop(l)
			}
			first := d.productLines(d.moves.at(id))[0]
			l := d.lines.at(first)
			l.thousandths, l.unit, l.subtotal = 1000, minor, minor
			d.lines.put(first, l)
			d.recompute(id)
		}
		if err := d.postDocument(id); err != nil {
			return err
		}
		number = d.moves.at(id).name
		return nil
	})
	return id, number, err
}

// CancelPayment takes a booking back; its documents are open again.
func (s *Server) CancelPayment(id int) error {
	return s.onPayment("cancel payment", id, func(d *database) error { return d.cancelPayment(id) })
}

// DeletePayment removes a payment with its entry and its external id, wherever its number stands in the chain.
func (s *Server) DeletePayment(id int) error {
	return s.onPayment("delete payment", id, func(d *database) error {
		if err := d.draftPayment(id); err != nil {
			return err
		}
		if m := d.payments.at(id).move; m != 0 {
			d.eraseMove(m)
		}
		d.payments.drop(id)
		d.unbind("account.payment", id)
		return nil
	})
}

// AddPortalTransaction makes an online transaction for the rest of a document, as a customer in the portal does.
// state is draft, pending, authorized, done, cancel or error. It returns the transaction's id.
func (s *Server) AddPortalTransaction(document, state string) (id int, err error) {
	err = s.onDocument("portal transaction on", document, func(d *database, invoice int) error {
		m := d.moves.at(invoice)
		id = d.transactions.add(func(id int) transaction {
			return transaction{stamp: d.stamped(), reference: fmt.Sprintf("%s-%d", m.name, id), state: state, providerCode: "stripe",
				operation: "online_direct", partner: m.partner, currency: m.currency, amount: d.residual(invoice), invoices: []int{invoice}}
		})
		return nil
	})
	return id, err
}

// SetTransaction moves an online transaction to another state.
func (s *Server) SetTransaction(id int, state string) error {
	return s.hand(fmt.Sprintf("transaction %d", id), func(d *database) error {
		if !d.transactions.has(id) {
			return ErrNotFound
		}
		t := d.transactions.at(id)
		t.state, t.written = state, d.now
		d.transactions.put(id, t)
		return nil
	})
}

// Unreconcile takes a posted payment off its documents, as the cross in Odoo's payment widget does.
func (s *Server) Unreconcile(payment int) error {
	return s.onPayment("unreconcile payment", payment, func(d *database) error {
		if m := d.payments.at(payment).move; m != 0 {
			d.unreconcile(m)
		}
		return nil
	})
}

// RewriteMemo changes what a payment is found by.
func (s *Server) RewriteMemo(id int, memo string) error {
	return s.onPayment("rewrite memo of payment", id, func(d *database) error {
		return d.changePayment(id, func(p *payment) { p.memo = memo })
	})
}
