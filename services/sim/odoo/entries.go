package odoosim

import "time"

// entryOf drafts the journal entry of a payment, or does so again: outstanding account against the customer's account.
func (d *database) entryOf(id int, writeoff int64, writeoffAccount int) {
	p := d.payments.at(id)
	if p.move == 0 {
		j := d.journals.at(p.journal)
		p.move = d.moves.add(func(int) move {
			return move{stamp: d.stamped(), kind: "entry", state: "draft", paymentState: "not_paid", partner: p.partner, currency: p.currency,
				journal: p.journal, company: j.company, ref: p.memo, date: p.date, total: p.amount, payment: id, user: d.self, name: d.draftName("P"+j.code, p.date)}
		})
	}
	m := d.moves.at(p.move)
	for _, l := range m.lines {
		d.lines.drop(l)
	}
	m.lines, m.partner, m.currency, m.total, m.ref, m.date = nil, p.partner, p.currency, p.amount, p.memo, p.date
	d.moves.put(p.move, m)
	p.name = m.name
	d.payments.put(id, p)

	direction := int64(1)
	if p.direction == "outbound" {
		direction = -1
	}
	label := d.entryLabel(p)
	d.addLine(p.move, moveLine{account: d.outstanding(p), partner: p.partner, currency: p.currency, name: label, balance: direction * p.amount, maturity: p.date})
	d.addLine(p.move, moveLine{account: p.destination, partner: p.partner, currency: p.currency, name: label, balance: -direction * (p.amount + writeoff), maturity: p.date})
	if writeoff != 0 {
		d.addLine(p.move, moveLine{account: writeoffAccount, partner: p.partner, currency: p.currency, name: "Write-Off", balance: direction * writeoff, maturity: p.date})
	}
}

// redraft brings the entry of a draft payment in line with it.
func (d *database) redraft(id int) { d.entryOf(id, 0, 0) }

func (d *database) entryLabel(p payment) string {
	if d.dialect.namesCustomer {
		what := "Customer Payment"
		if p.direction == "outbound" {
			what = "Customer Reimbursement"
		}
		label := what + " " + d.formatted(p.currency, p.amount)
		if p.partner != 0 {
			label += " - " + d.partners.at(p.partner).name
		}
		if day, err := time.Parse(time.DateOnly, p.date); err == nil {
			label += " - " + day.Format("01/02/2006")
		}
		return label
	}
	label := d.methods.at(p.method).name
	if p.memo != "" {
		label += ": " + p.memo
	}
	return label
}

// postEntry confirms the entry of a payment: it gets its number, and in locked books today's date.
func (d *database) postEntry(moveID int) {
	m := d.moves.at(moveID)
	if m.date <= d.locked {
		m.date = d.today()
	}
	if unnumbered(m.name) {
		m.name = d.nextName("P"+d.journals.at(m.journal).code, m.date)
	}
	d.moves.put(moveID, m)
	d.setMoveState(moveID, "posted")
}
