package odoosim

import (
	"fmt"
	"slices"
	"strings"
)

// newDocument stores a draft invoice or credit note without lines.
func (d *database) newDocument(kind string, partnerID, currencyID int) int {
	return d.moves.add(func(int) move {
		return move{stamp: d.stamped(), kind: kind, state: "draft", paymentState: "not_paid", partner: partnerID,
			currency: currencyID, journal: d.sales, date: d.today(), user: d.self}
	})
}

// addProduct adds an invoice line; thousandths is its quantity.
func (d *database) addProduct(moveID int, label string, thousandths, unit, subtotal int64) int {
	m := d.moves.at(moveID)
	id := d.addLine(moveID, moveLine{account: d.income, partner: m.partner, currency: m.currency, name: label, display: "product",
		thousandths: thousandths, unit: unit, subtotal: subtotal, sequence: len(m.lines) + 1})
	d.recompute(moveID)
	return id
}

// recompute brings the total and the open line of a draft document in line with its invoice lines.
func (d *database) recompute(moveID int) {
	m := d.moves.at(moveID)
	m.total = 0
	direction := int64(1)
	if m.kind == "out_refund" {
		direction = -1
	}
	for _, id := range m.lines {
		if l := d.lines.at(id); l.display == "product" {
			m.total += l.subtotal
			l.balance = -direction * l.subtotal
			d.lines.put(id, l)
		}
	}
	m.written = d.now
	d.moves.put(moveID, m)
	open := d.receivableLines(moveID)
	if len(open) == 0 {
		open = []int{d.addLine(moveID, moveLine{account: d.receivable, partner: m.partner, currency: m.currency, display: "payment_term", sequence: 10000})}
	}
	l := d.lines.at(open[0])
	l.balance, l.residual, l.partner, l.maturity = direction*m.total, direction*m.total, m.partner, m.due
	d.lines.put(open[0], l)
}

// postDocument validates a draft. A credit note is reconciled with what its invoice still owes, at once.
func (d *database) postDocument(moveID int) error {
	m := d.moves.at(moveID)
	if m.state != "draft" {
		return userError("The entry %s (id %d) must be in draft.", m.name, moveID)
	}
	products := 0
	for _, id := range m.lines {
		if d.lines.at(id).display == "product" {
			products++
		}
	}
	if products == 0 {
		return userError("You need to add a line before posting.")
	}
	if m.invoiceDate == "" {
		m.invoiceDate = d.today()
	}
	if m.due == "" {
		m.due = m.invoiceDate
	}
	m.date = m.invoiceDate
	if m.name == "" {
		prefix := "INV"
		if m.kind == "out_refund" {
			prefix = "RINV"
		}
		m.name = d.nextName(prefix, m.date)
	}
	if m.kind == "out_invoice" && m.paymentReference == "" {
		m.paymentReference = m.name
	}
	m.state, m.written = "posted", d.now
	d.moves.put(moveID, m)
	for _, id := range d.receivableLines(moveID) {
		l := d.lines.at(id)
		l.maturity = m.due
		d.lines.put(id, l)
	}
	if m.reversed != 0 && d.moves.at(m.reversed).state == "posted" {
		lines := slices.DeleteFunc(append(d.receivableLines(m.reversed), d.receivableLines(moveID)...), func(id int) bool {
			return d.lines.at(id).reconciled
		})
		if err := d.reconcile(lines); err != nil {
			return err
		}
	}
	d.settle(map[int]bool{moveID: true})
	return nil
}

// resetMove is button_draft: the number stays, every reconciliation is taken back.
func (d *database) resetMove(moveID int) error {
	if s := d.moves.at(moveID).state; s != "posted" && s != "cancel" {
		return userError("Only posted/cancelled journal entries can be reset to draft.")
	}
	d.unreconcile(moveID)
	d.setMoveState(moveID, "draft")
	return nil
}

// cancelMove is button_cancel; a posted move is reset first.
func (d *database) cancelMove(moveID int) error {
	if d.moves.at(moveID).state == "posted" {
		if err := d.resetMove(moveID); err != nil {
			return err
		}
	}
	if d.moves.at(moveID).state != "draft" {
		return userError("Only draft journal entries can be cancelled.")
	}
	d.setMoveState(moveID, "cancel")
	return nil
}

func (d *database) setMoveState(moveID int, state string) {
	m := d.moves.at(moveID)
	m.state, m.written = state, d.now
	d.moves.put(moveID, m)
	d.settle(map[int]bool{moveID: true})
}

// deleteMove removes a draft entry and its lines. A number can only be given back at the end of its chain.
func (d *database) deleteMove(moveID int) error {
	m := d.moves.at(moveID)
	if m.name != "" && !d.lastInChain(m.name) {
		return userError("You cannot delete this entry, as it has already consumed a sequence number and is not the last one in the chain. You should probably revert it instead.")
	}
	d.eraseMove(moveID)
	return nil
}

func (d *database) eraseMove(moveID int) {
	for _, id := range d.moves.at(moveID).lines {
		d.lines.drop(id)
	}
	d.moves.drop(moveID)
	d.unbind("account.move", moveID)
}

// reverse drafts a credit note with the lines of an invoice.
func (d *database) reverse(invoiceID int, reason, day string) int {
	inv := d.moves.at(invoiceID)
	id := d.newDocument("out_refund", inv.partner, inv.currency)
	cn := d.moves.at(id)
	cn.reversed, cn.journal = invoiceID, inv.journal
	cn.invoiceDate, cn.due = day, day
	cn.ref = strings.TrimSuffix("Reversal of: "+inv.name+", "+reason, ", ")
	d.moves.put(id, cn)
	for _, lineID := range inv.lines {
		if l := d.lines.at(lineID); l.display == "product" {
			d.addProduct(id, l.name, l.thousandths, l.unit, l.subtotal)
		}
	}
	d.messages.add(func(int) message {
		return message{stamp: d.stamped(), model: "account.move", resource: invoiceID, kind: "notification", author: d.users.at(d.self).partner,
			body: fmt.Sprintf(`<p>This entry has been <a href="#" data-oe-model="account.move" data-oe-id="%d">reversed</a></p>`, id)}
	})
	return id
}

// moveDisplay is Odoo's name for an entry in a many2one: the number, then the shortened reference.
func moveDisplay(_ *database, id int, m move) string {
	name := m.name
	if name == "" {
		name = "(* " + repr(id) + ")"
	}
	if m.state == "draft" {
		name = map[string]string{"out_invoice": "Draft Invoice ", "out_refund": "Draft Credit Note ", "entry": "Draft Entry "}[m.kind] + name
	}
	if m.ref != "" {
		ref := []rune(m.ref)
		if len(ref) > 50 {
			ref = append(ref[:50:50], []rune("...")...)
		}
		name += " (" + string(ref) + ")"
	}
	return name
}
