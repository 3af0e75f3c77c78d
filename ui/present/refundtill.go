package present

import (
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/refund"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// unknownFor is how long nobody may know about a refund before people are told.
const unknownFor = time.Minute

// RefundAttention lists the refunds that need a person, the worst money doubt first: not known for a minute, held by Odoo, come back
// while the credit note is open again.
func RefundAttention(refunds []refund.State, now time.Time) []refund.State {
	var unknown, held, back []refund.State
	for _, s := range refunds {
		switch {
		case s.Phase == refund.Unknown && now.Sub(s.Since) > unknownFor:
			unknown = append(unknown, s)
		case s.Phase == refund.Held:
			held = append(held, s)
		case s.Phase == refund.CameBack:
			back = append(back, s)
		}
	}
	return append(append(unknown, held...), back...)
}

// RefundItem is a refund's card. Its id is the refund's own, for as long as the entry stands.
func RefundItem(s refund.State, own money.Currency, now time.Time, first bool) attention.Item {
	vm := RefundOverlay(s, RefundScene{Scene: Scene{Now: now, Own: own}})
	key, icon, tone := "held", "bank-mark", kit.ToneWarn
	amount := s.Amount
	switch s.Phase {
	case refund.Unknown:
		key, icon = "unknown", "question"
	case refund.CameBack:
		key, icon, tone = "back", "back-arrow", kit.ToneBad
		amount = s.CameBack()
	}
	if s.Transfer {
		key = "transfer"
	}
	return attention.Item{
		ID: s.ID, Icon: icon, Tone: tone, Title: assets.T("refund.attention."+key, "amount", amount.Format(own), "customer", s.Customer),
		Fact: vm.Happened + " " + vm.Todo.Text, Money: vm.Money.Text, MoneyIcon: vm.Money.Icon, MoneyTone: vm.Money.Tone,
		Who:    assets.T("refund.attention.who", "approver", s.Approver, "time", moment(s.OpenedAt)),
		Action: assets.T("refund.attention.show"), ActionIcon: "eye", Filled: first,
	}
}

// RefundStrips show the refunds that go on in the background; what needs a person stands under Needs attention.
func RefundStrips(refunds []refund.State, own money.Currency, now time.Time) []shell.StripVM {
	var out []shell.StripVM
	for _, s := range refunds {
		switch s.Phase {
		case refund.Held, refund.AtBank, refund.CameBack:
			continue // AtBank takes days
		}
		vm := RefundOverlay(s, RefundScene{Scene: Scene{Now: now, Own: own}})
		tone := kit.ToneInfo
		switch s.Phase {
		case refund.Unknown:
			tone = kit.ToneWarn
		case refund.Undoing:
			tone = kit.ToneBad
		}
		out = append(out, shell.StripVM{
			ID: "payment:" + s.ID, Icon: "back-arrow", Lead: strings.ReplaceAll(vm.Title, "\n", " ") + ".", Text: assets.T("refund.strip", "amount", s.Amount.Format(own), "customer", s.Customer),
			Tone: tone, Action: assets.T("strip.show"), ActionIcon: "eye",
		})
	}
	return out
}
