package present

import (
	"strings"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// onItsWay shows every state in which Stripe has it and it has not come back.
func (v *refundView) onItsWay() {
	s := v.s
	v.head(overlay.Working, "back-arrow", kit.RingFill, "refund.way.title", "refund.way.sub")
	v.vm.Ring.Fraction = .7
	v.money(kit.ToneInfo, "clock", "refund.money.way")
	switch s.Phase {
	case refund.Booking:
		v.vm.Ring.Mode = kit.RingSpin
		v.vm.Sub = v.words.T("refund.booking.sub")
		v.say("refund.booking.happened", "refund.again_not", "triangle")
		v.refundSteps(stepBooked, .55)
	case refund.Outbox:
		v.vm.Icon, v.vm.Title, v.vm.Sub = "tray-arrow", v.words.T("refund.outbox.title"), v.words.T("overlay.outbox.sub")
		v.say("refund.outbox.happened", "refund.again_not", "triangle")
		v.refundSteps(stepBooked, .3)
		if needsPerson(s.Delay) {
			text := (&explain.Failure{Side: explain.Odoo, Kind: s.Delay}).Words(explain.Booking)
			v.vm.Happened, v.vm.Todo.Text = assets.T("overlay.outbox.person", "what", text.What), text.Do
		}
		v.button(ButtonBookAgain, "button.book_now", "refresh", kit.Outline)
	case refund.Held:
		v.held()
	case refund.AtBank:
		v.money(kit.ToneInfo, "clock", "money.refund_way")
		v.vm.Todo = overlay.Line{Icon: "bell", Text: v.words.T(v.key("refund.bank.todo"))}
		v.waiting()
		v.refundSteps(stepBank, .55)
	default:
		v.say("refund.done.happened", "refund.done.todo", "receipt")
		v.refundSteps(stepBank, .55)
		v.vm.Steps[stepBooked] = kit.Step{Label: v.short(v.key("refund.step.odoo.past")), Done: true}
	}
	if p := s.Problem; p != nil && s.Phase != refund.Held { // of several cards one was refused: the rest did not go back
		v.vm.Happened = v.words.T("refund.part.happened") + " " + v.why(*p)
		v.vm.Todo = overlay.Line{Icon: "arrow-right", Text: v.words.T(v.key("refund.part.todo"))}
	}
	switch s.Phase {
	case refund.Done, refund.AtBank:
		v.button(ButtonSlip, "refund.button.slip", "receipt", kit.Outline)
		v.slipWords()
	}
	v.button(ButtonNext, "refund.button.done", "check", kit.Filled)
}

// waiting says what a pending refund waits for, and what to do where it is not the bank that is slow.
func (v *refundView) waiting() {
	v.vm.Happened = v.words.T("refund.bank.happened")
	for _, sh := range v.s.Shares {
		if sh.Progress != refund.OnItsWay {
			continue
		}
		for _, key := range []string{"why.refund.status_pending_" + sh.Why, "why.refund.status_" + sh.Why} {
			if sh.Why != "" && sh.Why != "processing" && assets.Has(key+".what") {
				v.vm.Sub, v.vm.Happened = "", assets.T(key+".what")+" "+assets.T(key+".manager")
				v.vm.Todo = overlay.Line{Icon: "arrow-right", Text: assets.T(key + ".do")}
			}
		}
	}
	v.vm.Happened += " " + v.words.T("refund.bank.owed")
}

func (v *refundView) held() {
	v.vm.Icon, v.vm.Ring.Mode = "bank-mark", kit.RingFull
	v.vm.Title, v.vm.Sub = v.words.T("refund.held.title"), v.words.T("overlay.held.sub")
	v.say("refund.held.happened", "refund.held.todo", "arrow-right")
	if v.s.CameBack().Minor > 0 {
		v.vm.Panel = overlay.Declined
		v.vm.Title = v.words.T("refund.back.title")
		v.money(kit.ToneNeutral, "circle-slash", "refund.money.back")
		v.say("refund.held.back.happened", "refund.held.back.todo", "arrow-right")
	}
	v.says()
	v.refundSteps(stepBooked, 0)
	v.button(ButtonBookAgain, "button.book_again", "refresh", kit.Outline)
}

// says adds Odoo's own words.
func (v *refundView) says() {
	if p := v.s.HeldBy; p != nil && strings.TrimSpace(p.Text) != "" {
		v.vm.Happened += " " + assets.T("refund.held.says", "text", strings.TrimRight(strings.TrimSpace(p.Text), ". "))
	}
}

// cameBack is the alarm: the bank did not take it.
func (v *refundView) cameBack() {
	v.head(overlay.Declined, "triangle", kit.RingFull, "refund.back.title", "")
	v.money(kit.ToneNeutral, "circle-slash", "refund.money.back")
	if v.s.Given().Minor+v.s.OnItsWay().Minor > 0 {
		v.money(kit.ToneNeutral, "circle-slash", "refund.money.back.part")
	}
	key := "why.refund.failure_reason_unknown"
	for _, sh := range v.s.Shares {
		if sh.Progress != refund.Back && sh.Progress != refund.BackToo {
			continue
		}
		if known := "why.refund.failure_reason_" + sh.Why; sh.Why != "" && assets.Has(known+".what") {
			key = known
		}
	}
	v.refundSteps(stepBank, 0)
	v.vm.Happened = assets.T(key + ".what")
	if v.s.Phase == refund.Undoing {
		v.vm.Ring.Mode = kit.RingSpin
		v.vm.Sub = v.words.T("refund.undoing.sub")
		v.vm.Happened += " " + v.words.T("refund.undoing.happened")
		v.vm.Todo = overlay.Line{Icon: "clock", Text: v.words.T("refund.noting.todo")}
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
		return
	}
	v.vm.Happened += " " + v.words.T(v.key("refund.back.open"))
	v.vm.Todo = overlay.Line{Icon: "arrow-right", Text: assets.T(key + ".do")}
	if !v.c.Nobody {
		v.button(ButtonRefundAgain, "refund.button.again", "back-arrow", kit.Outline)
		if v.otherWay() {
			v.button(ButtonTransfer, "transfer.button", "bank-mark", kit.Outline)
		}
	}
	v.button(ButtonNext, "refund.button.done", "check", kit.Filled)
}

// stopped is a refund that ended without money.
func (v *refundView) stopped() {
	v.head(overlay.Stopped, "circle-slash", kit.RingStopped, "refund.stopped.title", "")
	v.money(kit.ToneNeutral, "circle-slash", "refund.money.none")
	p := v.s.Problem
	if p == nil {
		p = &payment.Problem{Kind: payment.ProblemFailure}
	}
	v.vm.Happened = v.why(*p)
	if v.s.Original.ID != 0 && v.s.Noted {
		key := "refund.stopped.note_maybe"
		if v.s.Note.ID != 0 {
			key = "refund.stopped.note"
		}
		v.vm.Happened += " " + v.words.T(key)
	}
	v.vm.Todo = overlay.Line{Icon: "arrow-right", Text: v.what(*p)}
	v.refundSteps(stepSent, 0)
	if v.c.Nobody {
		v.button(ButtonBack, "button.back", "arrow-left", kit.Filled)
		return
	}
	v.button(ButtonBack, "button.back_list", "arrow-left", kit.Outline)
	if v.otherWay() {
		v.button(ButtonTransfer, "transfer.button", "bank-mark", kit.Filled)
		return
	}
	if v.s.Transfer {
		v.button(ButtonTransfer, "refund.button.look", "refresh", kit.Filled)
		return
	}
	v.button(ButtonRefundAgain, "refund.button.look", "refresh", kit.Filled)
}

// why says what happened; what says what to do.
func (v *refundView) why(p payment.Problem) string {
	if key := refundProblem(p.Kind); key != "refund.problem.failure" || p.Failure == "" {
		return assets.T(key+".happened", append(words{"text", p.Text, "counter", orSomeone(p.Counter)}, v.words...)...)
	}
	return p.Failed().Words(explain.Refunding).What
}

func (v *refundView) what(p payment.Problem) string {
	if key := refundProblem(p.Kind); key != "refund.problem.failure" || p.Failure == "" {
		return v.words.T(key + ".todo")
	}
	return p.Failed().Words(explain.Refunding).Do
}

func orSomeone(counter string) string {
	if counter == "" {
		return assets.T("overlay.someone")
	}
	return counter
}
