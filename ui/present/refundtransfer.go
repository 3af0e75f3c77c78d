package present

import (
	"slices"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/refund"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// transfer shows money that goes back by hand: Paydesk moves none, and no sentence may sound as if it did.
func (v *refundView) transfer() {
	s := v.s
	v.head(overlay.Working, "bank-mark", kit.RingSpin, "transfer.booking.title", "")
	switch s.Phase {
	case refund.Draft, refund.Checking, refund.Noting, refund.Sending:
		v.notYet()
		v.say("transfer.checking.happened", "refund.checking.todo", "clock")
		v.transferSteps(transferNoted, .4)
		v.button(ButtonCancel, "transfer.button.stop", "cross", kit.Outline)
		return
	case refund.Stopped:
		v.stopped()
		v.vm.Title = v.words.T("transfer.stopped.title")
		v.transferSteps(transferNoted, 0)
		return
	case refund.Done:
		v.vm.Ring.Mode, v.vm.Title = kit.RingFull, v.words.T("transfer.done.title")
		v.money(kit.ToneInfo, "hand", "transfer.money.done")
		v.say("transfer.done.happened", "transfer.done.todo", "arrow-right")
		v.transferSteps(transferMade, 0)
		v.button(ButtonSlip, "refund.button.slip", "receipt", kit.Outline)
		v.button(ButtonNext, "refund.button.done", "check", kit.Filled)
		return
	}
	v.money(kit.ToneWarn, "triangle", "transfer.money.booking")
	v.say("transfer.booking.happened", "refund.checking.todo", "clock")
	v.transferSteps(transferBooked, .55)
	switch s.Phase {
	case refund.Outbox:
		v.vm.Icon, v.vm.Title = "tray-arrow", v.words.T("transfer.outbox.title")
		v.say("transfer.outbox.happened", "transfer.outbox.todo", "clock")
		if needsPerson(s.Delay) {
			text := (&explain.Failure{Side: explain.Odoo, Kind: s.Delay}).Words(explain.Booking)
			v.vm.Happened, v.vm.Todo.Text = assets.T("overlay.outbox.person", "what", text.What), text.Do
		}
	case refund.Held:
		v.vm.Ring.Mode, v.vm.Title = kit.RingFull, v.words.T("transfer.held.title")
		v.say("transfer.held.happened", "transfer.held.todo", "arrow-right")
		v.says()
		v.transferSteps(transferBooked, 0)
	default:
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
		return
	}
	v.button(ButtonBookAgain, "button.book_again", "refresh", kit.Outline)
	v.button(ButtonNext, "refund.button.done", "check", kit.Filled)
}

// The steps of a transfer.
const (
	transferNoted = iota + 1
	transferBooked
	transferMade
)

// transferSteps shows the steps before now full; fill 0: it ended there. The last one is never Paydesk's.
func (v *refundView) transferSteps(now int, fill float32) {
	for i, name := range [4]string{"approved", "check", "odoo", "made"} {
		key := "refund.step." + name
		if i == transferNoted || i == transferMade {
			key = "transfer.step." + name
		}
		switch {
		case i < now:
			v.vm.Steps[i] = kit.Step{Label: v.short(key + ".past"), Done: true}
		case i == now && fill > 0:
			v.vm.Steps[i] = kit.Step{Label: v.short(key + ".now"), Now: true, Fill: fill}
		case i == transferBooked:
			v.vm.Steps[i] = kit.Step{Label: assets.T("overlay.step.odoo.future")}
		default:
			v.vm.Steps[i] = kit.Step{Label: v.short(key + ".future")}
		}
	}
}

// cardless are the reasons for which the same card will not take it the next time either.
var cardless = []string{"lost_or_stolen_card", "expired_or_canceled_card", "declined", "unknown", "charge_not_refundable"}

// otherWay says that the money must go back another way than to the card.
func (v *refundView) otherWay() bool {
	if v.s.Loose { // no credit note that a transfer could stand on
		return false
	}
	if p := v.s.Problem; p != nil && slices.Contains(cardless, p.Code) {
		return true
	}
	return slices.ContainsFunc(v.s.Shares, func(sh refund.ShareState) bool {
		return sh.Progress == refund.Back && slices.Contains(cardless, sh.Why)
	})
}
