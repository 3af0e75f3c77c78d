package present

import (
	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
)

// AttentionItem is one charge that waits for a person.
func AttentionItem(s payment.State, own money.Currency, first, busy bool) attention.Item {
	p := payment.Problem{Kind: payment.ProblemFailure, Side: explain.Odoo, Failure: s.Delay}
	if s.Problem != nil {
		p = *s.Problem
	}
	v := view{s: s, c: Scene{Own: own}}
	v.problemWords(p)
	key := problemKey(p.Kind)
	amount := s.Received.Format(own)
	item := attention.Item{
		ID: s.ID, Icon: "bank-mark", Tone: kit.ToneWarn,
		Title: assets.T("attention.held", "amount", amount, "customer", s.Customer),
		Fact:  v.words.T(key+".happened") + " " + v.words.T(key+".todo"),
		Money: assets.T("money.charged", "amount", amount), MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK,
		Who:    assets.T("attention.who", "number", s.Numbers(), "person", s.Person, "time", s.ChargedAt.Local().Format("15:04")),
		Action: assets.T("button.book_again"), ActionIcon: "refresh", Filled: first, Busy: busy,
	}
	if s.Phase == payment.Outbox {
		item.Icon = "tray-arrow"
	}
	return item
}
