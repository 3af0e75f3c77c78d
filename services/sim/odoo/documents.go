package odoosim

import (
	"fmt"
	"slices"
	"strings"
)

// newDocument stores a draft invoice or credit note without lines in the sales journal of a company.
func (d *database) newDocument(company int, kind string, partnerID, currencyID int) int {
	sales := d.salesOf(company)
	return d.moves.add(func(int) move {
		return move{stamp: d.stamped(), kind: kind, state: "draft", paymentState: "not_paid", partner: partnerID, name: d.draftName(d.prefix(kind, sales), d.today()),
			currency: currencyID, journal: sales, company: company, date: d.today(), user: d.self}
	})
}

func (d *database) salesOf(company int) int {
	if company == d.own {
		return d.sales
	}
	for _, id := range d.journals.ids {
		if j := d.journals.at(id); j.company == company && j.kind == "sale" {
			return id
		}
	}
	return d.sales
}

// prefix is what the numbers of a document begin with.
func (d *database) prefix(kind string, journal int) string {
	code := d.journals.at(journal).code
	if kind == "out_refund" {
		return "R" + code
	}
	return code
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
	d.spread(moveID)
}

// spread brings the open lines of a document in line with its total and payment term: one for each part.
func (d *database) spread(moveID int) {
	if slices.ContainsFunc(d.receivableLines(moveID), func(id int) bool { return len(d.lines.at(id).partials) > 0 }) {
		d.unreconcile(moveID)
	}
	m := d.moves.at(moveID)
	direction := int64(1)
	if m.kind == "out_refund" {
		direction = -1
	}
	parts := d.instalmentsOf(m)
	open := d.receivableLines(moveID)
	for len(open) < len(parts) {
		open = append(open, d.addLine(moveID, moveLine{account: d.receivable, partner: m.partner, currency: m.currency, display: "payment_term", sequence: 10000 + len(open)}))
	}
	for i, p := range parts {
		l := d.lines.at(open[i])
		l.balance, l.residual, l.partner, l.maturity = direction*p.minor, direction*p.minor, m.partner, p.due
		l.discounted, l.discountDay = direction*p.discounted, p.discountDay
		d.lines.put(open[i], l)
	}
	m = d.moves.at(moveID)
	for _, id := range open[len(parts):] {
		m.lines = without(m.lines, id)
		d.lines.drop(id)
	}
	m.due = parts[len(parts)-1].due
	d.moves.put(moveID, m)
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
	if unnumbered(m.name) {
		m.name = d.nextName(d.prefix(m.kind, m.journal), m.date)
	}
	if m.kind == "out_invoice" && m.paymentReference == "" {
		m.paymentReference = m.name
	}
	m.state, m.written = "posted", d.now
	d.moves.put(moveID, m)
	if len(d.counterparts(moveID)) == 0 {
		d.spread(moveID)
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

// resetMove is button_draft: the number stays; before 19 every reconciliation is taken back.
func (d *database) resetMove(moveID int) error {
	if s := d.moves.at(moveID).state; s != "posted" && s != "cancel" {
		return userError("Only posted/cancelled journal entries can be reset to draft.")
	}
	if !d.dialect.keepsMatches {
		d.unreconcile(moveID)
	}
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
	d.unreconcile(moveID)
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
	if !d.lastInChain(m.name) {
		return userError("You cannot delete this entry, as it has already consumed a sequence number and is not the last one in the chain. You should probably revert it instead.")
	}
	d.eraseMove(moveID)
	return nil
}

func (d *database) eraseMove(moveID int) {
	d.unreconcile(moveID)
	for _, id := range d.moves.at(moveID).lines {
		d.lines.drop(id)
	}
	d.moves.drop(moveID)
	d.unbind("account.move", moveID)
}

// reverse drafts a credit note with the lines of an invoice.
func (d *database) reverse(invoiceID int, reason, day string) int {
	inv := d.moves.at(invoiceID)
	id := d.newDocument(inv.company, "out_refund", inv.partner, inv.currency)
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
	if unnumbered(name) {
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
