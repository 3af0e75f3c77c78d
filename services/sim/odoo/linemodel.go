package odoosim

import "strings"

// lineModel is account.move.line: printed lines, open items, and the lines of payment entries.
func lineModel(v *dialect) *model {
	m := newModel(v, "account.move.line", "Journal Item", "rwcu", "date desc, move_name desc, id",
		func(d *database) *table[moveLine] { return d.lines },
		func(d *database, _ int, l moveLine) string {
			return strings.TrimSpace(d.moves.at(l.move).name + " " + l.name)
		},
		append([]column[moveLine]{
			many2one("move_id", "account.move", func(l moveLine) int { return l.move }),
			computed("move_name", "char", func(d *database, _ int, l moveLine) any { return orNil(d.moves.at(l.move).name) }),
			computed("move_type", "selection", func(d *database, _ int, l moveLine) any { return d.moves.at(l.move).kind }),
			computed("parent_state", "selection", func(d *database, _ int, l moveLine) any { return d.moves.at(l.move).state }),
			computed("date", "date", func(d *database, _ int, l moveLine) any { return orNil(d.moves.at(l.move).date) }),
			computed("ref", "char", func(d *database, _ int, l moveLine) any { return orNil(d.moves.at(l.move).ref) }),
			char("name", func(l moveLine) string { return l.name }).titled("Label"),
			selection("display_type", func(l moveLine) string {
				if l.display == "" {
					return "product"
				}
				return l.display
			}, "product", "payment_term", "line_section", "line_note"),
			integer("sequence", func(l moveLine) int { return l.sequence }),
			computed("quantity", "float", func(_ *database, _ int, l moveLine) any { return float64(l.thousandths) / 1000 }),
			computed("price_unit", "float", func(d *database, _ int, l moveLine) any { return d.money(l.currency, l.unit) }),
			computed("discount", "float", func(*database, int, moveLine) any { return 0.0 }),
			computed("price_subtotal", "monetary", func(d *database, _ int, l moveLine) any { return d.money(l.currency, l.subtotal) }),
			computed("price_total", "monetary", func(d *database, _ int, l moveLine) any { return d.money(l.currency, l.subtotal) }),
			x2many("tax_ids", "many2many", "account.tax", func(*database, int, moveLine) []int { return nil }),
			many2one("product_id", "product.product", func(moveLine) int { return 0 }),
			many2one("account_id", "account.account", func(l moveLine) int { return l.account }),
			many2one("partner_id", "res.partner", func(l moveLine) int { return l.partner }),
			many2one("currency_id", "res.currency", func(l moveLine) int { return l.currency }),
			many2oneBy("company_id", "res.company", func(d *database, l moveLine) int { return d.moves.at(l.move).company }),
			many2oneBy("journal_id", "account.journal", func(d *database, l moveLine) int { return d.moves.at(l.move).journal }),
			many2oneBy("payment_id", "account.payment", func(d *database, l moveLine) int { return d.moves.at(l.move).payment }),
			date("date_maturity", func(l moveLine) string { return l.maturity }),
			computed("amount_currency", "monetary", func(d *database, _ int, l moveLine) any { return d.money(l.currency, l.balance) }),
			computed("balance", "monetary", func(d *database, _ int, l moveLine) any {
				return d.ownMoney(d.moves.at(l.move).company, l.currency, l.balance)
			}),
			computed("debit", "monetary", func(d *database, _ int, l moveLine) any {
				return d.ownMoney(d.moves.at(l.move).company, l.currency, max(l.balance, 0))
			}),
			computed("credit", "monetary", func(d *database, _ int, l moveLine) any {
				return d.ownMoney(d.moves.at(l.move).company, l.currency, max(-l.balance, 0))
			}),
			computed("amount_residual_currency", "monetary", func(d *database, _ int, l moveLine) any { return d.money(l.currency, l.residual) }),
			computed("amount_residual", "monetary", func(d *database, _ int, l moveLine) any {
				return d.ownMoney(d.moves.at(l.move).company, l.currency, l.residual)
			}),
			flag("reconciled", func(l moveLine) bool { return l.reconciled }),
			date("discount_date", func(l moveLine) string { return l.discountDay }),
			computed("discount_amount_currency", "monetary", func(d *database, _ int, l moveLine) any { return d.money(l.currency, l.discounted) }),
			computed("discount_balance", "monetary", func(d *database, _ int, l moveLine) any {
				return d.ownMoney(d.moves.at(l.move).company, l.currency, l.discounted)
			}),
		}, stamps(func(l moveLine) stamp { return l.stamp })...)...)
	m.groups, m.company = v.words.paymentGroups, func(d *database, id int) int { return d.moves.at(d.lines.at(id).move).company }
	return m
}
