package odoosim

import "slices"

// checkPayment are the constraints a payment must satisfy whenever it is stored.
func (d *database) checkPayment(p payment) error {
	j := d.journals.at(p.journal)
	usable := j.inbound
	if p.direction == "outbound" {
		usable = j.outbound
	}
	if !slices.Contains(usable, p.method) {
		return userError("The selected payment method is not available for this payment, please select the payment method again.")
	}
	if p.amount < 0 {
		return userError("The operation cannot be completed: The payment amount cannot be negative.")
	}
	return nil
}

// completePayment fills what a creator left out.
func (d *database) completePayment(p payment) payment {
	p.stamp = d.stamped()
	if p.state == "" {
		p.state = "draft"
	}
	if p.direction == "" {
		p.direction = "inbound"
	}
	if p.partnerType == "" {
		p.partnerType = "customer"
	}
	if p.date == "" {
		p.date = d.today()
	}
	if p.journal == 0 {
		p.journal = d.bank
	}
	if p.currency == 0 {
		p.currency = d.companies.at(d.own).currency
	}
	if p.destination == 0 {
		p.destination = d.receivable
	}
	if p.method == 0 {
		j := d.journals.at(p.journal)
		if list := append(slices.Clone(j.inbound), j.outbound...); len(list) > 0 {
			p.method = j.inbound[0]
			if p.direction == "outbound" {
				p.method = j.outbound[0]
			}
		}
	}
	return p
}

func (d *database) createPayment(p payment) (int, error) {
	p = d.completePayment(p)
	if err := d.checkPayment(p); err != nil {
		return 0, err
	}
	return d.payments.add(func(int) payment { return p }), nil
}

// postPayment is action_post: a second call does nothing, on a canceled payment too.
func (d *database) postPayment(id int) error {
	p := d.payments.at(id)
	if p.state != "draft" {
		return nil
	}
	if p.move == 0 {
		p.move = d.entryOf(id, p, 0, 0)
	} else {
		d.setMoveState(p.move, "posted")
	}
	m := d.moves.at(p.move)
	p.state, p.name, p.written = d.dialect.posted, m.name, d.now
	d.payments.put(id, p)
	d.settlePayment(id)
	return nil
}

// entryOf posts the journal entry of a payment: outstanding account against the customer's account. A write-off
// goes to its own account, in minor units added to the customer's side.
func (d *database) entryOf(id int, p payment, writeoff int64, writeoffAccount int) int {
	day := p.date
	if day <= d.locked {
		day = d.today()
	}
	label := d.methods.at(p.method).name
	if p.memo != "" {
		label += ": " + p.memo
	}
	entry := d.moves.add(func(int) move {
		return move{stamp: d.stamped(), kind: "entry", state: "posted", paymentState: "not_paid", partner: p.partner, currency: p.currency,
			journal: p.journal, ref: p.memo, date: day, total: p.amount, payment: id, user: d.self,
			name: d.nextName("P"+d.journals.at(p.journal).code, day)}
	})
	direction := int64(1)
	if p.direction == "outbound" {
		direction = -1
	}
	outstanding := d.outstanding(p)
	d.addLine(entry, moveLine{account: outstanding, partner: p.partner, currency: p.currency, name: label, balance: direction * p.amount, maturity: p.date})
	d.addLine(entry, moveLine{account: p.destination, partner: p.partner, currency: p.currency, name: label, balance: -direction * (p.amount + writeoff), maturity: p.date})
	if writeoff != 0 {
		d.addLine(entry, moveLine{account: writeoffAccount, partner: p.partner, currency: p.currency, name: "Write-Off", balance: direction * writeoff, maturity: p.date})
	}
	return entry
}

// outstanding is the method line's account, else the company's default (contract §13: an entry always exists).
func (d *database) outstanding(p payment) int {
	if a := d.methods.at(p.method).account; a != 0 {
		return a
	}
	if p.direction == "outbound" {
		return d.unallocatedOut
	}
	return d.unallocatedIn
}

// draftPayment is action_draft.
func (d *database) draftPayment(id int) error {
	p := d.payments.at(id)
	if p.move != 0 && d.moves.at(p.move).state != "draft" {
		if err := d.resetMove(p.move); err != nil {
			return err
		}
	}
	p = d.payments.at(id)
	p.state, p.written = "draft", d.now
	d.payments.put(id, p)
	return nil
}

// cancelPayment is action_cancel: on a posted payment the entry is cancelled and the documents open again; after
// a reset to draft the entry is deleted, which its number may forbid (contract §6, Undo).
func (d *database) cancelPayment(id int) error {
	p := d.payments.at(id)
	if p.move != 0 {
		var err error
		if d.moves.at(p.move).state == "draft" {
			err = d.deleteMove(p.move)
			p.move = 0
		} else {
			err = d.cancelMove(p.move)
		}
		if err != nil {
			return err
		}
	}
	p.state, p.written = d.dialect.canceled, d.now
	d.payments.put(id, p)
	return nil
}

// deletePayment is unlink. Its external ids are free afterwards.
func (d *database) deletePayment(id int) error {
	p := d.payments.at(id)
	if p.move != 0 {
		if d.moves.at(p.move).state != "draft" {
			return userError("You cannot delete this entry, as it has already consumed a sequence number and is not the last one in the chain. You should probably revert it instead.")
		}
		if err := d.deleteMove(p.move); err != nil {
			return err
		}
	}
	d.payments.drop(id)
	d.unbind("account.payment", id)
	return nil
}

// receivableLineOf is the customer's side of a posted payment; 0 before it is posted.
func (d *database) receivableLineOf(id int) int {
	p := d.payments.at(id)
	if p.move == 0 {
		return 0
	}
	for _, l := range d.moves.at(p.move).lines {
		if d.lines.at(l).account == p.destination {
			return l
		}
	}
	return 0
}

// isReconciled says that nothing of the payment is left over as credit.
func (d *database) isReconciled(id int) bool {
	p := d.payments.at(id)
	l := d.receivableLineOf(id)
	return l != 0 && d.moves.at(p.move).state == "posted" && (d.lines.at(l).reconciled || p.amount == 0)
}

// settled are the documents a payment is reconciled with, and how much of each, in the document's minor units.
func (d *database) settled(id int) []settlement {
	l := d.receivableLineOf(id)
	if l == 0 {
		return nil
	}
	var out []settlement
	for _, partialID := range d.lines.at(l).partials {
		p := d.partials.at(partialID)
		other, minor := p.debit, p.amountDebit
		if p.debit == l {
			other, minor = p.credit, p.amountCredit
		}
		out = append(out, settlement{d.lines.at(other).move, minor})
	}
	return out
}

type settlement struct {
	document int
	minor    int64
}
