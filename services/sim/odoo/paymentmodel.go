package odoosim

import (
	"math"
	"slices"
)

func paymentModel(v *dialect) *model {
	m := newModel(v, "account.payment", "Payments", "rwcu", "date desc, name desc",
		func(d *database) *table[payment] { return d.payments },
		func(_ *database, _ int, p payment) string {
			if unnumbered(p.name) {
				return "Draft Payment"
			}
			return p.name
		},
		append([]column[payment]{
			char("name", func(p payment) string { return p.name }).titled("Number"),
			selection("state", func(p payment) string { return p.state }, "draft", v.posted, v.paid, v.canceled, "rejected").needed(),
			char(v.memo, func(p payment) string { return p.memo }),
			computed("amount", "monetary", func(d *database, _ int, p payment) any { return d.money(p.currency, p.amount) }),
			computed("amount_signed", "monetary", func(d *database, _ int, p payment) any { return d.money(p.currency, paymentSign(p)*p.amount) }).hidden(),
			computed("amount_company_currency_signed", "monetary", func(d *database, _ int, p payment) any {
				return d.ownMoney(d.journals.at(p.journal).company, p.currency, paymentSign(p)*p.amount)
			}),
			many2one("currency_id", "res.currency", func(p payment) int { return p.currency }),
			date("date", func(p payment) string { return p.date }),
			selection("payment_type", func(p payment) string { return p.direction }, "outbound", "inbound").needed(),
			selection("partner_type", func(p payment) string { return p.partnerType }, "customer", "supplier").needed(),
			many2one("partner_id", "res.partner", func(p payment) int { return p.partner }),
			many2one("journal_id", "account.journal", func(p payment) int { return p.journal }),
			many2oneBy("company_id", "res.company", func(d *database, p payment) int { return d.journals.at(p.journal).company }),
			many2one("payment_method_line_id", "account.payment.method.line", func(p payment) int { return p.method }),
			computed("payment_method_code", "char", func(d *database, _ int, p payment) any { return orNil(d.methods.at(p.method).code) }),
			many2one("destination_account_id", "account.account", func(p payment) int { return p.destination }),
			many2oneBy("outstanding_account_id", "account.account", func(d *database, p payment) int { return d.outstanding(p) }),
			many2one("move_id", "account.move", func(p payment) int { return p.move }),
			x2many("invoice_ids", "many2many", "account.move", func(_ *database, _ int, p payment) []int { return p.invoices }),
			x2many("reconciled_invoice_ids", "many2many", "account.move", func(d *database, id int, p payment) []int {
				list := slices.Clone(p.invoices)
				for _, s := range d.settled(id) {
					if isDocument(d.moves.at(s.document)) && !slices.Contains(list, s.document) {
						list = append(list, s.document)
					}
				}
				return list
			}).hidden(),
			flag("is_sent", func(p payment) bool { return p.sent }),
			computed("is_reconciled", "boolean", func(d *database, id int, _ payment) any { return d.isReconciled(id) }),
			computed("is_matched", "boolean", func(d *database, _ int, p payment) any { return d.isMatched(p) }),
			many2one("payment_transaction_id", "payment.transaction", func(p payment) int { return p.transaction }),
			many2one("payment_token_id", "payment.token", func(payment) int { return 0 }),
			many2one("partner_bank_id", "res.partner.bank", func(payment) int { return 0 }),
			many2one("paired_internal_transfer_payment_id", "account.payment", func(payment) int { return 0 }),
			char("payment_reference", func(payment) string { return "" }),
			flag("is_internal_transfer", func(payment) bool { return false }),
		}, stamps(func(p payment) stamp { return p.stamp })...)...)
	m.methods = map[string]method{
		"create": (*call).createPayments, "write": (*call).writePayments,
		"unlink":        asTrue(onEach((*database).deletePayment)),
		"load":          (*call).load,
		"action_post":   onEach((*database).postPayment),
		"action_draft":  onEach((*database).draftPayment),
		"action_cancel": onEach((*database).cancelPayment),
		"action_validate": onEach(func(d *database, id int) error {
			if err := d.changePayment(id, func(p *payment) { p.state = d.dialect.paid }); err != nil {
				return err
			}
			d.settleDocuments(d.payments.at(id).invoices)
			return nil
		}),
		"mark_as_sent": onEach(func(d *database, id int) error { return d.changePayment(id, func(p *payment) { p.sent = true }) }),
		"message_post": (*call).messagePost,
	}
	m.groups, m.company = v.words.paymentGroups, func(d *database, id int) int { return d.journals.at(d.payments.at(id).journal).company }
	return m
}

func paymentSign(p payment) int64 {
	if p.direction == "outbound" {
		return -1
	}
	return 1
}

func (d *database) changePayment(id int, f func(*payment)) error {
	p := d.payments.at(id)
	f(&p)
	p.written = d.now
	d.payments.put(id, p)
	return nil
}

// asTrue makes a None-answering method answer true, as unlink and write do.
func asTrue(m method) method {
	return func(c *call) (any, error) {
		if _, err := m(c); err != nil {
			return nil, err
		}
		return true, nil
	}
}

func (c *call) createPayments() (any, error) {
	return c.eachValues(func(vals object) (int, error) {
		if err := c.checkFields(c.model, vals); err != nil {
			return 0, err
		}
		var p payment
		c.fillPayment(&p, vals)
		id, err := c.createPayment(p)
		return id, err
	})
}

// fillPayment applies create and write values.
func (c *call) fillPayment(p *payment, vals object) {
	money := 0.0
	for _, v := range vals {
		text, _ := v.value.(string)
		n, _ := v.value.(int)
		switch v.name {
		case "payment_type":
			p.direction = text
		case "partner_type":
			p.partnerType = text
		case "partner_id":
			p.partner = n
		case "currency_id":
			p.currency = n
		case "journal_id":
			p.journal = n
		case "payment_method_line_id":
			p.method = n
		case "date":
			p.date = text
		case c.dialect.memo:
			p.memo = text
		case "destination_account_id":
			p.destination = n
		case "payment_transaction_id":
			p.transaction = n
		case "invoice_ids":
			p.invoices = linked(v.value)
		case "amount":
			money, _ = number(v.value)
		}
	}
	if _, given := vals.get("amount"); given {
		cur := p.currency
		if cur == 0 {
			cur = c.companies.at(c.own).currency
		}
		p.amount = int64(math.Round(money * powers[c.currencies.at(cur).digits]))
	}
}

// linked reads x2many commands that link records: [4, id] and [6, 0, ids]; a bare list of ids counts as well.
func linked(v any) []int {
	var out []int
	list, _ := v.([]any)
	for _, e := range list {
		switch x := e.(type) {
		case int:
			out = append(out, x)
		case []any:
			if len(x) > 1 && x[0] == 4 {
				out = append(out, idList(x[1])...)
			}
			if len(x) > 2 && x[0] == 6 {
				out = append(out, idList(x[2])...)
			}
		}
	}
	return out
}

// writePayments: the memo may be rewritten on a posted payment; what the entry was made of may not.
func (c *call) writePayments() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	vals := c.values(1)
	if err := c.checkFields(c.model, vals); err != nil {
		return nil, err
	}
	for _, id := range ids {
		p := c.payments.at(id)
		if p.state != "draft" {
			for _, v := range vals {
				if v.name != c.dialect.memo && v.name != "payment_transaction_id" && v.name != "is_sent" {
					return nil, userError("You cannot modify the field %s of a payment that is not a draft.", v.name)
				}
			}
		}
		c.fillPayment(&p, vals)
		if err := c.checkPayment(p); err != nil {
			return nil, err
		}
		p.written = c.now
		c.payments.put(id, p)
		if p.state == "draft" && p.move != 0 {
			c.redraft(id)
		}
	}
	return true, nil
}
