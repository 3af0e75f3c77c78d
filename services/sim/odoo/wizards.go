package odoosim

import (
	"fmt"
	"math"
	"slices"
)

// wizardModels are the register and the reversal wizard. Neither is idempotent: firing one twice acts twice.
func wizardModels(v *dialect) []*model {
	register := newModel(v, "account.payment.register", "Pay", "rwcu", "id",
		func(d *database) *table[registerWizard] { return d.wizards },
		func(_ *database, id int, _ registerWizard) string { return "account.payment.register," + repr(id) },
		date("payment_date", func(w registerWizard) string { return w.date }).needed(),
		computed("amount", "monetary", func(d *database, _ int, w registerWizard) any { return d.money(w.currency, w.amount) }),
		char("communication", func(w registerWizard) string { return w.communication }).titled("Memo"),
		flag("group_payment", func(w registerWizard) bool { return w.group }),
		many2one("currency_id", "res.currency", func(w registerWizard) int { return w.currency }),
		many2one("journal_id", "account.journal", func(w registerWizard) int { return w.journal }),
		many2one("payment_method_line_id", "account.payment.method.line", func(w registerWizard) int { return w.method }),
		computed("payment_difference", "monetary", func(d *database, _ int, w registerWizard) any {
			if w.mode == "next" || w.mode == "overdue" {
				return d.money(w.currency, 0)
			}
			return d.money(w.currency, d.residuals(w.moves)-w.amount)
		}).hidden(),
		selection("payment_difference_handling", func(w registerWizard) string { return w.handling }, "open", "reconcile").worded("Keep open", "Mark as fully paid"),
		many2one("writeoff_account_id", "account.account", func(w registerWizard) int { return w.writeoffAccount }),
		char("writeoff_label", func(w registerWizard) string { return w.writeoffLabel }),
		selection("installments_mode", func(w registerWizard) string { return w.mode }, "next", "overdue", "before_date", "full").
			worded("Next Installment", "Overdue Amount", "Before Next Payment Date", "Full Amount"),
		flag("early_payment_discount_mode", func(w registerWizard) bool { return w.discount }),
		computed("can_edit_wizard", "boolean", func(d *database, _ int, w registerWizard) any { return len(d.batches(w)) == 1 || w.group }),
		computed("partner_id", "many2one", func(d *database, _ int, w registerWizard) any {
			return ref{"res.partner", d.commercial(d.moves.at(w.moves[0]).partner)}
		}).to("res.partner"),
		selection("payment_type", func(registerWizard) string { return "" }, "outbound", "inbound").as(func(d *database, _ int, w registerWizard) any {
			return d.paymentType(w.moves)
		}),
		many2one("payment_token_id", "payment.token", func(registerWizard) int { return 0 }),
	)
	register.methods = map[string]method{"create": (*call).createRegister, "action_create_payments": (*call).createFromWizard}

	reversal := newModel(v, "account.move.reversal", "Account Move Reversal", "rwcu", "id",
		func(d *database) *table[reversalWizard] { return d.reversals },
		func(_ *database, id int, _ reversalWizard) string { return "account.move.reversal," + repr(id) },
		append([]column[reversalWizard]{
			x2many("move_ids", "many2many", "account.move", func(_ *database, _ int, w reversalWizard) []int { return w.moves }),
			date("date", func(w reversalWizard) string { return w.date }),
			char("reason", func(w reversalWizard) string { return w.reason }),
			many2one("journal_id", "account.journal", func(w reversalWizard) int { return w.journal }).needed(),
			many2oneBy("company_id", "res.company", func(d *database, _ reversalWizard) int { return d.own }).needed(),
			x2many("new_move_ids", "many2many", "account.move", func(_ *database, _ int, w reversalWizard) []int { return w.notes }),
			x2many("available_journal_ids", "many2many", "account.journal", func(d *database, _ int, _ reversalWizard) []int { return []int{d.sales} }).hidden(),
			computed("residual", "monetary", func(d *database, _ int, w reversalWizard) any {
				return d.money(d.moves.at(w.moves[0]).currency, d.residuals(w.moves))
			}).hidden(),
			many2oneBy("currency_id", "res.currency", func(d *database, w reversalWizard) int { return d.moves.at(w.moves[0]).currency }).hidden(),
			computed("move_type", "char", func(d *database, _ int, w reversalWizard) any { return d.moves.at(w.moves[0]).kind }).hidden(),
			computed("country_code", "char", func(d *database, _ int, _ reversalWizard) any {
				return orNil(d.countries.at(d.partners.at(d.companies.at(d.own).partner).country).code)
			}).hidden(),
		}, stamps(func(w reversalWizard) stamp { return w.stamp })...)...)
	reversal.methods = map[string]method{"create": (*call).createReversal, "refund_moves": (*call).refundMoves}
	return []*model{register, reversal}
}

// as replaces how a column is computed, keeping its declaration.
func (c column[T]) as(f func(d *database, id int, row T) any) column[T] {
	c.of, c.ofText = f, nil
	return c
}

func (d *database) residuals(moves []int) int64 {
	var sum int64
	for _, id := range moves {
		sum += d.residual(id)
	}
	return sum
}

func (d *database) paymentType(moves []int) string {
	if d.moves.at(moves[0]).kind == "out_refund" {
		return "outbound"
	}
	return "inbound"
}

// batches are the groups of documents that become one payment each.
func (d *database) batches(w registerWizard) [][]int {
	var out [][]int
	for _, id := range w.moves {
		joined := false
		if w.group {
			for i, b := range out {
				if d.commercial(d.moves.at(b[0]).partner) == d.commercial(d.moves.at(id).partner) {
					out[i], joined = append(b, id), true
				}
			}
		}
		if !joined {
			out = append(out, []int{id})
		}
	}
	return out
}

func (c *call) createRegister() (any, error) {
	return c.eachValues(func(vals object) (int, error) {
		if err := c.checkFields(c.model, vals); err != nil {
			return 0, err
		}
		active, _ := c.context.get("active_model")
		list, _ := c.context.get("active_ids")
		moves := idList(list)
		if active != "account.move" || len(moves) == 0 {
			return 0, userError("The register payment wizard should only be called on account.move or account.move.line records.")
		}
		for _, id := range moves {
			if !c.moves.has(id) {
				return 0, missing("account.move", id, c.self)
			}
			if c.dialect.wizardPostsOnly && c.moves.at(id).state != "posted" {
				return 0, userError("You can only register payment for posted journal entries.")
			}
		}
		if c.residuals(moves) == 0 {
			return 0, userError("%s", c.dialect.words.nothingLeft)
		}
		w := registerWizard{moves: moves, journal: c.bank, currency: c.moves.at(moves[0]).currency, date: c.today()}
		w.communication = c.moves.at(moves[0]).paymentReference
		for _, v := range vals {
			text, _ := v.value.(string)
			n, _ := v.value.(int)
			switch v.name {
			case "journal_id":
				w.journal = n
			case "payment_method_line_id":
				w.method = n
			case "currency_id":
				w.currency = n
			case "payment_date":
				w.date = text
			case "communication":
				w.communication = text
			case "group_payment":
				w.group = truthy(v.value)
			case "payment_difference_handling":
				w.handling = text
			case "writeoff_account_id":
				w.writeoffAccount = n
			case "writeoff_label":
				w.writeoffLabel = text
			case "amount":
				f, _ := number(v.value)
				w.amount = int64(math.Round(f * powers[c.currencies.at(w.currency).digits]))
			}
		}
		offered, mode, discount := c.offer(moves, w.date)
		if _, given := vals.get("amount"); !given {
			w.amount = offered
		}
		w.mode = "full"
		if w.amount == offered {
			w.mode = mode
		}
		w.discount = discount && w.amount == offered
		if w.handling == "" {
			w.handling = "open"
			if w.discount {
				w.handling = "reconcile"
			}
		}
		if company := c.moves.at(moves[0]).company; c.journals.at(w.journal).company != company {
			if _, given := vals.get("journal_id"); given {
				return 0, userError(c.dialect.words.otherCompany, fmt.Sprintf("account.payment.register,%d", c.wizards.last+1),
					c.companies.at(company).name, c.journals.at(w.journal).name)
			}
		}
		if w.method == 0 {
			w.method = c.completePayment(payment{journal: w.journal, direction: c.paymentType(moves)}).method
		}
		return c.wizards.add(func(int) registerWizard { return w }), nil
	})
}

// createFromWizard posts a payment per batch and reconciles it with what is still open: on a document paid meanwhile the
// payment is posted all the same and stays unreconciled. On one reset or cancelled meanwhile so it does in 18; 17 refuses,
// 19 takes the draft and refuses the cancelled one (contract §6).
func (c *call) createFromWizard() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	created := []any{}
	for _, id := range ids {
		w := c.wizards.at(id)
		batches := c.batches(w)
		for _, batch := range batches {
			minor := w.amount
			if len(batches) > 1 {
				minor = c.residuals(batch)
			}
			p, err := c.payBatch(w, batch, minor)
			if err != nil {
				return nil, err
			}
			created = append(created, p)
		}
	}
	if keep, _ := c.context.get("dont_redirect_to_payments"); truthy(keep) {
		return true, nil
	}
	answer := object{{"name", "Payments"}, {"type", "ir.actions.act_window"}, {"res_model", "account.payment"}, {"context", object{{"create", false}}}}
	if len(created) == 1 {
		return append(answer, member{"view_mode", "form"}, member{"res_id", created[0]}), nil
	}
	return append(answer, member{"view_mode", c.dialect.listView}, member{"domain", []any{[]any{"id", "in", created}}}), nil
}

func (c *call) payBatch(w registerWizard, batch []int, minor int64) (int, error) {
	p := payment{direction: c.paymentType(batch), partner: c.commercial(c.moves.at(batch[0]).partner), currency: w.currency, journal: w.journal,
		method: w.method, amount: minor, date: w.date, memo: w.communication, invoices: batch}
	id, err := c.createPayment(p)
	if err != nil {
		return 0, err
	}
	writeoff := int64(0)
	account := w.writeoffAccount
	if w.handling == "reconcile" {
		writeoff = c.residuals(batch) - minor
		if w.discount {
			account = c.discounts
		}
		if writeoff != 0 && account == 0 {
			return 0, userError("The operation cannot be completed: Missing required account on accountable line.")
		}
	}
	c.post(id, writeoff, account)
	own := c.receivableLineOf(id)
	if own == 0 {
		return id, nil
	}
	lines := []int{own}
	for _, m := range batch {
		if c.moves.at(m).state == "posted" || c.dialect.wizardPostsOnly || c.dialect.keepsMatches {
			lines = append(lines, slices.DeleteFunc(c.receivableLines(m), func(l int) bool { return c.lines.at(l).reconciled })...)
		}
	}
	return id, c.reconcile(lines)
}
