package odoosim

import (
	"fmt"
	"slices"
)

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
	if !d.dialect.linksPayments {
		p.invoices = nil
	}
	if err := d.checkPayment(p); err != nil {
		return 0, err
	}
	id := d.payments.add(func(int) payment { return p })
	if d.dialect.draftEntry {
		d.entryOf(id, 0, 0)
	}
	return id, nil
}

// postPayment is action_post. In 18 and 19 a second call does nothing, on a canceled payment too.
func (d *database) postPayment(id int) error {
	p := d.payments.at(id)
	if p.state != "draft" {
		if d.dialect.postsOnce {
			return userError("The entry %s (id %d) must be in draft.", d.moves.at(p.move).name, p.move)
		}
		return nil
	}
	d.post(id, 0, 0)
	return nil
}

// post confirms a draft payment and its entry. A write-off goes to its own account, in minor units added to the
// customer's side.
func (d *database) post(id int, writeoff int64, writeoffAccount int) {
	p := d.payments.at(id)
	switch {
	case d.withoutEntry(p):
		if p.name == "" {
			p.name = fmt.Sprintf("PAY%05d", id)
		}
	case p.move == 0 || writeoff != 0:
		d.entryOf(id, writeoff, writeoffAccount)
		fallthrough
	default:
		p = d.payments.at(id)
		d.postEntry(p.move)
		m := d.moves.at(p.move)
		p.name = m.name
		if d.dialect.movesDate {
			p.date = m.date
		}
	}
	p.state, p.written = d.dialect.posted, d.now
	d.payments.put(id, p)
	d.settleDocuments(p.invoices)
	if d.dialect.settlesOnPost {
		d.settlePayment(id)
	}
}

// withoutEntry says that a payment is posted without an entry: with Enterprise accounting, since 18, where its method
// has no outstanding account (contract §13).
func (d *database) withoutEntry(p payment) bool {
	return d.enterprise && d.dialect.linksPayments && d.methods.at(p.method).account == 0
}

// settleDocuments recomputes documents that depend on payments without an entry.
func (d *database) settleDocuments(ids []int) {
	if !d.enterprise {
		return
	}
	for _, id := range ids {
		d.settle(map[int]bool{id: true})
	}
}

// outstanding is the method line's account, else the company's default (contract §13), except where there is no entry.
func (d *database) outstanding(p payment) int {
	if a := d.methods.at(p.method).account; a != 0 {
		return a
	}
	if d.withoutEntry(p) {
		return 0
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
	d.settleDocuments(p.invoices)
	return nil
}

// cancelPayment is action_cancel: on a posted payment the entry is cancelled and the documents open again; after
// a reset to draft 18 and 19 delete the entry, which its number may forbid (contract §6, Undo).
func (d *database) cancelPayment(id int) error {
	p := d.payments.at(id)
	if p.move != 0 {
		var err error
		if d.moves.at(p.move).state == "draft" && !d.dialect.draftEntry {
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
	d.settleDocuments(p.invoices)
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

// isMatched says that the bank has confirmed a payment, or that there is nothing to confirm.
func (d *database) isMatched(p payment) bool {
	if p.move == 0 {
		return p.matched || p.state == d.dialect.paid
	}
	return p.matched || p.amount == 0 || d.outstanding(p) == d.journals.at(p.journal).defaultAccount
}

type settlement struct {
	document int
	minor    int64
}
