package odoosim

import (
	"fmt"
	"strings"
	"time"
)

// Terms say in which parts an invoice falls due and how soon it may be paid with a discount. The zero value is one part
// on the day it is due.
type Terms struct {
	// Parts are in order of their days; the last one takes the rest.
	Parts []Instalment
	// DiscountPercent is taken off until DiscountDays after the date of the invoice, inclusively.
	DiscountPercent, DiscountDays int
}

// Instalment is a part of an invoice in percent that falls due Days after its date.
type Instalment struct{ Percent, Days int }

// name is what Odoo would call such a term.
func (t Terms) name() string {
	var words []string
	for i, p := range t.Parts {
		switch {
		case i == len(t.Parts)-1 && i > 0:
			words = append(words, fmt.Sprintf("Balance %d Days", p.Days))
		case p.Days == 0:
			words = append(words, fmt.Sprintf("%d%% Now", p.Percent))
		default:
			words = append(words, fmt.Sprintf("%d%% %d Days", p.Percent, p.Days))
		}
	}
	if t.DiscountPercent != 0 {
		words = append(words, fmt.Sprintf("%d%% Discount %d Days", t.DiscountPercent, t.DiscountDays))
	}
	return strings.Join(words, ", ")
}

// term finds or makes the payment term; 0 for none.
func (d *database) term(t Terms) int {
	if len(t.Parts) == 0 && t.DiscountPercent == 0 {
		return 0
	}
	for _, id := range d.terms.ids {
		if d.terms.at(id).name == t.name() {
			return id
		}
	}
	return d.terms.add(func(int) term {
		return term{name: t.name(), parts: t.Parts, percent: t.DiscountPercent, days: t.DiscountDays}
	})
}

// part is one open line to be: minor units without a sign.
type part struct {
	minor, discounted int64
	due, discountDay  string
}

// instalmentsOf splits a document by its payment term. Credit notes are one part.
func (d *database) instalmentsOf(m move) []part {
	t := d.terms.at(m.term)
	day, err := time.Parse(time.DateOnly, m.invoiceDate)
	if m.kind != "out_invoice" || m.term == 0 || err != nil {
		return []part{{minor: m.total, due: m.due}}
	}
	after := func(days int) string { return day.AddDate(0, 0, days).Format(time.DateOnly) }
	var out []part
	rest := m.total
	for i, p := range t.parts {
		minor := (m.total*int64(p.Percent) + sign(m.total)*50) / 100
		if i == len(t.parts)-1 {
			minor = rest
		}
		out = append(out, part{minor: minor, due: after(p.Days)})
		rest -= minor
	}
	if len(out) == 0 {
		out = []part{{minor: m.total, due: m.due}}
	}
	if t.percent != 0 {
		for i := range out {
			out[i].discounted = out[i].minor - (out[i].minor*int64(t.percent)+sign(out[i].minor)*50)/100
			out[i].discountDay = after(t.days)
		}
	}
	return out
}

// discounted is what closes a document on a day with its early-payment discount: a document of which something was
// settled has none any more.
func (d *database) discounted(moveID int, day string) (minor int64, ok bool) {
	for _, id := range d.receivableLines(moveID) {
		l := d.lines.at(id)
		if l.discountDay == "" || day > l.discountDay || len(l.partials) > 0 {
			return 0, false
		}
		minor += l.discounted
		ok = true
	}
	return max(minor, -minor), ok
}

// offer is what the register wizard proposes for documents: an amount, the mode of instalments, and whether the
// early-payment discount is in it (contract §6).
func (d *database) offer(moves []int, day string) (minor int64, mode string, discount bool) {
	all := d.residuals(moves)
	if len(moves) != 1 {
		return all, "full", false
	}
	if minor, ok := d.discounted(moves[0], day); ok {
		return minor, "full", true
	}
	var overdue, next int64
	open := 0
	for _, id := range d.receivableLines(moves[0]) {
		l := d.lines.at(id)
		if l.residual == 0 {
			continue
		}
		if open++; open == 1 {
			next = abs(l.residual)
		}
		if l.maturity < d.today() {
			overdue += abs(l.residual)
		}
	}
	switch {
	case !d.dialect.instalments || open < 2:
		return all, "full", false
	case overdue != 0:
		return overdue, "overdue", false
	}
	return next, "next", false
}
