package odoosim

import "fmt"

func (d *database) money(cur int, minor int64) amount {
	return amount{minor, d.currencies.at(cur).digits}
}

// ownMoney is an amount in a company's currency.
func (d *database) ownMoney(company, cur int, minor int64) amount {
	own := d.companies.at(company).currency
	if own != cur {
		minor = d.fromCompanyMinor(own, d.companyMinor(cur, minor))
	}
	return d.money(own, minor)
}

func (d *database) direction(m move) int64 {
	if m.kind == "out_refund" {
		return -1
	}
	return 1
}

func moveModel(v *dialect) *model {
	m := newModel(v, "account.move", "Journal Entry", "rwcu", "date desc, name desc, invoice_date desc, id desc",
		func(d *database) *table[move] { return d.moves }, moveDisplay,
		append([]column[move]{
			char("name", func(m move) string { return m.name }).titled("Number"),
			selection("move_type", func(m move) string { return m.kind }, "entry", "out_invoice", "out_refund", "in_invoice", "in_refund", "out_receipt", "in_receipt"),
			selection("state", func(m move) string { return m.state }, "draft", "posted", "cancel"),
			selection("payment_state", func(m move) string { return m.paymentState }, "not_paid", "in_payment", "paid", "partial", "reversed", "blocked", "invoicing_legacy"),
			selection("status_in_payment", func(m move) string {
				if m.state != "posted" {
					return m.state
				}
				return m.paymentState
			}, "not_paid", "in_payment", "paid", "partial", "reversed", "blocked", "invoicing_legacy", "draft", "cancel"),
			many2one("partner_id", "res.partner", func(m move) int { return m.partner }),
			many2oneBy("commercial_partner_id", "res.partner", func(d *database, m move) int { return d.commercial(m.partner) }),
			char("ref", func(m move) string { return m.ref }).titled("Reference"),
			char("payment_reference", func(m move) string { return m.paymentReference }),
			date("date", func(m move) string { return m.date }),
			date("invoice_date", func(m move) string { return m.invoiceDate }),
			date("invoice_date_due", func(m move) string { return m.due }).titled("Due Date"),
			computed("amount_total", "monetary", func(d *database, _ int, m move) any { return d.money(m.currency, m.total) }),
			computed("amount_untaxed", "monetary", func(d *database, _ int, m move) any { return d.money(m.currency, m.total) }),
			computed("amount_tax", "monetary", func(d *database, _ int, m move) any { return d.money(m.currency, 0) }),
			computed("amount_residual", "monetary", func(d *database, id int, m move) any { return d.money(m.currency, d.residual(id)) }),
			computed("amount_total_signed", "monetary", func(d *database, _ int, m move) any { return d.ownMoney(m.company, m.currency, d.direction(m)*m.total) }),
			computed("amount_residual_signed", "monetary", func(d *database, id int, m move) any {
				return d.ownMoney(m.company, m.currency, d.direction(m)*d.residual(id))
			}),
			many2one("currency_id", "res.currency", func(m move) int { return m.currency }),
			many2one("company_id", "res.company", func(m move) int { return m.company }),
			many2oneBy("company_currency_id", "res.currency", func(d *database, m move) int { return d.companies.at(m.company).currency }),
			many2one("journal_id", "account.journal", func(m move) int { return m.journal }),
			x2many("line_ids", "one2many", "account.move.line", func(_ *database, _ int, m move) []int { return m.lines }),
			x2many("invoice_line_ids", "one2many", "account.move.line", func(d *database, _ int, m move) []int { return d.productLines(m) }),
			computed("narration", "html", func(_ *database, _ int, m move) any { return orNil(m.narration) }),
			many2one("invoice_user_id", "res.users", func(m move) int { return m.user }),
			many2one("invoice_payment_term_id", "account.payment.term", func(m move) int { return m.term }),
			char("invoice_origin", func(move) string { return "" }),
			char("access_token", func(m move) string { return m.token }),
			many2one("reversed_entry_id", "account.move", func(m move) int { return m.reversed }),
			x2many("reversal_move_id", "one2many", "account.move", func(d *database, id int, _ move) []int { return d.index.reversals[id] }),
			x2many("reversal_move_ids", "one2many", "account.move", func(d *database, id int, _ move) []int { return d.index.reversals[id] }),
			many2one("payment_id", "account.payment", func(m move) int { return m.payment }),
			many2one("origin_payment_id", "account.payment", func(m move) int { return m.payment }),
			x2many("payment_ids", "one2many", "account.payment", func(_ *database, _ int, m move) []int {
				if m.payment == 0 {
					return nil
				}
				return []int{m.payment}
			}),
			x2many("matched_payment_ids", "many2many", "account.payment", func(d *database, id int, _ move) []int { return d.index.payments[id] }),
			x2many("reconciled_payment_ids", "many2many", "account.payment", func(d *database, id int, _ move) []int { return d.reconciledPayments(id) }),
			x2many("transaction_ids", "many2many", "payment.transaction", func(d *database, id int, _ move) []int { return d.transactionsFor(id) }),
			computed("invoice_payments_widget", "binary", func(d *database, id int, m move) any { return d.paymentsWidget(id, m) }).hidden(),
		}, stamps(func(m move) stamp { return m.stamp })...)...)
	m.groups, m.company = v.words.moveGroups, func(d *database, id int) int { return d.moves.at(id).company }
	m.methods = map[string]method{
		"create": (*call).createMove, "write": (*call).writeMove, "unlink": (*call).unlinkMoves,
		"action_post":                (*call).postMoves,
		"button_draft":               onEach((*database).resetMove),
		"button_cancel":              onEach((*database).cancelMove),
		"js_assign_outstanding_line": (*call).assign,
		"get_portal_url":             (*call).portalURL,
		"message_post":               (*call).messagePost,
	}
	return m
}

func (d *database) productLines(m move) []int {
	var out []int
	for _, id := range m.lines {
		switch d.lines.at(id).display {
		case "product", "line_section", "line_note":
			out = append(out, id)
		}
	}
	return out
}

// reconciledPayments are the payments that settle something of a document.
func (d *database) reconciledPayments(moveID int) []int {
	var out []int
	for _, c := range d.counterparts(moveID) {
		if p := d.moves.at(d.lines.at(c.line).move).payment; p != 0 {
			out = append(out, p)
		}
	}
	return out
}

func (d *database) transactionsFor(moveID int) []int {
	var out []int
	for _, id := range d.transactions.ids {
		for _, inv := range d.transactions.at(id).invoices {
			if inv == moveID {
				out = append(out, id)
			}
		}
	}
	return out
}

// assign is js_assign_outstanding_line: the payment's line against what is open on the document. On a document
// with nothing left it does nothing at all.
func (c *call) assign() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	if len(ids) != 1 {
		return nil, exception("ValueError: Expected singleton: account.move%s", repr(ints(ids)))
	}
	lineID := c.intArg(1, "line_id")
	if !c.lines.has(lineID) {
		return nil, missing("account.move.line", lineID, c.self)
	}
	lines := []int{lineID}
	for _, id := range c.moves.at(ids[0]).lines {
		if l := c.lines.at(id); l.account == c.lines.at(lineID).account && !l.reconciled {
			lines = append(lines, id)
		}
	}
	return nil, c.reconcile(lines)
}

// onEach makes a record method that answers None.
func onEach(f func(d *database, id int) error) method {
	return func(c *call) (any, error) {
		ids, err := c.existing()
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if err := f(c.database, id); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
}

// portalURL creates the access token on first use.
func (c *call) portalURL() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	if len(ids) != 1 {
		return nil, exception("ValueError: Expected singleton: account.move%s", repr(ints(ids)))
	}
	m := c.moves.at(ids[0])
	if m.token == "" {
		a, b := c.rand.Uint64(), c.rand.Uint64()
		m.token = fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", uint32(a>>32), uint16(a>>16), a&0xfff, b>>52, b&0xffffffffffff)
		c.moves.put(ids[0], m)
	}
	return fmt.Sprintf("/my/invoices/%d?access_token=%s", ids[0], m.token), nil
}
