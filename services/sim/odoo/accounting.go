package odoosim

import "slices"

// receivableLines are the open-item lines of a move, in order of their maturity.
func (d *database) receivableLines(moveID int) []int {
	var out []int
	for _, id := range d.moves.at(moveID).lines {
		if d.lines.at(id).account == d.receivable {
			out = append(out, id)
		}
	}
	return out
}

// residual is what is left to pay on a document, in minor units, positive.
func (d *database) residual(moveID int) int64 {
	var sum int64
	for _, id := range d.moves.at(moveID).lines {
		sum += d.lines.at(id).residual // of the receivable lines; others have none
	}
	return max(sum, -sum)
}

// companyMinor converts minor units of a currency to the company's.
func (d *database) companyMinor(cur int, minor int64) int64 {
	if own := d.currencies.at(cur).ownPerHundred; own != 100 {
		return (minor*own + sign(minor)*50) / 100
	}
	return minor
}

func (d *database) fromCompanyMinor(cur int, minor int64) int64 {
	own := d.currencies.at(cur).ownPerHundred
	if own == 100 {
		return minor
	}
	return (minor*100 + sign(minor)*own/2) / own
}

func sign(n int64) int64 {
	if n < 0 {
		return -1
	}
	return 1
}

// addLine appends a line to a move.
func (d *database) addLine(moveID int, l moveLine) int {
	l.stamp, l.move, l.residual = d.stamped(), moveID, 0
	if l.account == d.receivable {
		l.residual = l.balance
	}
	id := d.lines.add(func(int) moveLine { return l })
	m := d.moves.at(moveID)
	m.lines = with(m.lines, id)
	d.moves.put(moveID, m)
	return id
}

// reconcile matches debit against credit lines, oldest first, as account.move.line.reconcile does.
func (d *database) reconcile(ids []int) error {
	if len(ids) == 0 {
		return nil
	}
	for _, id := range ids {
		l := d.lines.at(id)
		if l.reconciled {
			return userError("You are trying to reconcile some entries that are already reconciled.")
		}
		if state := d.moves.at(l.move).state; state != "posted" {
			if !d.dialect.keepsMatches {
				return userError("You can only reconcile posted entries.")
			}
			if state == "cancel" {
				return userError("You can not reconcile cancelled entries.")
			}
		}
	}
	touched := map[int]bool{}
	for _, debit := range ids {
		for _, credit := range ids {
			if d.match(debit, credit) {
				touched[d.lines.at(debit).move], touched[d.lines.at(credit).move] = true, true
			}
		}
	}
	d.settle(touched)
	return nil
}

// match reconciles as much as a debit and a credit line have in common; false when nothing.
func (d *database) match(debitID, creditID int) bool {
	debit, credit := d.lines.at(debitID), d.lines.at(creditID)
	if debit.residual <= 0 || credit.residual >= 0 {
		return false
	}
	a, b := debit.residual, -credit.residual
	if debit.currency == credit.currency {
		a = min(a, b)
		b = a
	} else {
		own := min(d.companyMinor(debit.currency, a), d.companyMinor(credit.currency, b))
		a, b = min(a, d.fromCompanyMinor(debit.currency, own)), min(b, d.fromCompanyMinor(credit.currency, own))
	}
	id := d.partials.add(func(int) partial { return partial{debitID, creditID, a, b} })
	d.applyPartial(debitID, -a, with(debit.partials, id))
	d.applyPartial(creditID, b, with(credit.partials, id))
	return true
}

func (d *database) applyPartial(lineID int, change int64, partials []int) {
	l := d.lines.at(lineID)
	l.residual += change
	l.reconciled = l.residual == 0 && len(partials) > 0
	l.partials, l.written = partials, d.now
	d.lines.put(lineID, l)
}

// unreconcile takes every reconciliation of a move's lines back.
func (d *database) unreconcile(moveID int) {
	touched := map[int]bool{}
	for _, lineID := range d.moves.at(moveID).lines {
		for _, id := range d.lines.at(lineID).partials {
			p := d.partials.at(id)
			d.applyPartial(p.debit, p.amountDebit, without(d.lines.at(p.debit).partials, id))
			d.applyPartial(p.credit, -p.amountCredit, without(d.lines.at(p.credit).partials, id))
			touched[d.lines.at(p.debit).move], touched[d.lines.at(p.credit).move] = true, true
			d.partials.drop(id)
		}
	}
	d.settle(touched)
}

// settle recomputes what depends on reconciliations: payment_state of documents, then the state of payments.
// Each of them counts as written.
func (d *database) settle(touched map[int]bool) {
	for _, id := range sortedKeys(touched) {
		m := d.moves.at(id)
		m.paymentState, m.written = d.paymentStateOf(id), d.now
		d.moves.put(id, m)
	}
	for _, id := range sortedKeys(touched) {
		if p := d.moves.at(id).payment; p != 0 {
			row := d.payments.at(p)
			row.written = d.now
			d.payments.put(p, row)
		}
	}
	for _, id := range sortedKeys(touched) {
		for _, pid := range d.index.payments[id] {
			d.settlePayment(pid)
		}
	}
}

// settlePayment moves a payment on to paid once all its documents are; it never moves back by itself.
func (d *database) settlePayment(id int) {
	p := d.payments.at(id)
	if p.state != d.dialect.posted || len(p.invoices) == 0 {
		return
	}
	for _, inv := range p.invoices {
		if d.moves.at(inv).paymentState != "paid" {
			return
		}
	}
	p.state, p.written = d.dialect.paid, d.now
	d.payments.put(id, p)
}

// paymentStateOf follows Odoo: reversed when credit notes and nothing else closed it; with Enterprise accounting
// in_payment until the bank has confirmed.
func (d *database) paymentStateOf(moveID int) string {
	m := d.moves.at(moveID)
	if !isDocument(m) || m.state != "posted" && !(m.state == "draft" && d.dialect.keepsMatches) {
		return "not_paid"
	}
	counterparts := d.counterparts(moveID)
	open := d.residual(moveID) != 0
	switch {
	case open && d.paidWithoutEntry(moveID):
		return "in_payment"
	case m.total != 0 && len(counterparts) == 0:
		return "not_paid"
	case open:
		return "partial"
	}
	credited, waiting := len(counterparts) > 0, false
	for _, c := range counterparts {
		other := d.moves.at(d.lines.at(c.line).move)
		credited = credited && m.kind == "out_invoice" && other.kind == "out_refund"
		waiting = waiting || other.payment != 0 && !d.isMatched(d.payments.at(other.payment))
	}
	switch {
	case credited:
		return "reversed"
	case waiting && d.enterprise:
		return "in_payment"
	}
	return "paid"
}

// paidWithoutEntry says that a payment of the document exists which the books do not show.
func (d *database) paidWithoutEntry(moveID int) bool {
	for _, id := range d.index.payments[moveID] {
		if p := d.payments.at(id); p.move == 0 && (p.state == d.dialect.posted || p.state == d.dialect.paid) && d.withoutEntry(p) {
			return true
		}
	}
	return false
}

// counterpart is one reconciliation seen from a document.
type counterpart struct {
	partial, line int
	minor         int64 // in the document's currency
}

func (d *database) counterparts(moveID int) []counterpart {
	var out []counterpart
	for _, lineID := range d.receivableLines(moveID) {
		for _, id := range d.lines.at(lineID).partials {
			p := d.partials.at(id)
			if p.debit == lineID {
				out = append(out, counterpart{id, p.credit, p.amountDebit})
			} else {
				out = append(out, counterpart{id, p.debit, p.amountCredit})
			}
		}
	}
	return out
}

func sortedKeys(m map[int]bool) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
