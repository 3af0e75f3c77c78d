package odoosim

import (
	"strconv"
	"strings"
)

// paymentsWidget lists what was reconciled with a document: false when nothing. It names payments in every state
// of their own, and credit notes without a payment.
func (d *database) paymentsWidget(id int, m move) any {
	if !isDocument(m) || m.state != "posted" {
		return nil
	}
	own := d.companies.at(m.company).currency
	content := []any{}
	for _, c := range d.counterparts(id) {
		line := d.lines.at(c.line)
		other := d.moves.at(line.move)
		entry := object{
			{"name", orFalse(line.name)},
			{"journal_name", d.journals.at(other.journal).name},
			{"company_name", false},
			{"amount", d.money(m.currency, c.minor).float()},
			{"currency_id", m.currency},
			{"date", other.date},
			{"partial_id", c.partial},
			{"account_payment_id", false},
			{"payment_method_name", false},
			{"move_id", line.move},
		}
		if d.dialect.saysRefund {
			entry = append(entry, member{"is_refund", other.kind == "out_refund"})
		}
		entry = append(entry, object{
			{"ref", other.name},
			{"is_exchange", false},
			{"amount_company_currency", d.formatted(own, d.ownMoney(m.company, line.currency, abs(line.balance)).minor)},
			{"amount_foreign_currency", false},
		}...)
		if p := other.payment; p != 0 {
			entry.set("account_payment_id", p)
			entry.set("payment_method_name", d.methods.at(d.payments.at(p).method).name)
		}
		if other.ref != "" {
			entry.set("ref", other.name+" ("+other.ref+")")
		}
		if line.currency != own {
			entry.set("amount_foreign_currency", d.formatted(line.currency, abs(line.balance)))
		}
		content = append(content, entry)
	}
	if len(content) == 0 {
		return nil
	}
	return object{{"title", "Less Payment"}, {"outstanding", false}, {"content", content}}
}

func (o object) set(name string, v any) {
	for i := range o {
		if o[i].name == name {
			o[i].value = v
		}
	}
}

func orFalse(s string) any {
	if s == "" {
		return false
	}
	return s
}

func abs(n int64) int64 { return max(n, -n) }

// formatted writes money for people as formatLang does, with a no-break space.
func (d *database) formatted(cur int, minor int64) string {
	c := d.currencies.at(cur)
	s := strconv.FormatFloat(amount{minor, c.digits}.float(), 'f', c.digits, 64)
	whole, rest, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	if c.after {
		return whole + "\u00a0" + c.symbol
	}
	return c.symbol + "\u00a0" + whole
}
