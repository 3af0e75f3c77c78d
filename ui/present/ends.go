package present

import (
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// stopped shows a payment that ended without a charge, and why.
func (v *view) stopped() {
	p := v.s.Problem
	if p == nil {
		p = &payment.Problem{Kind: payment.ProblemFailure}
	}
	v.problemWords(*p)
	icon := map[payment.ProblemKind]string{
		payment.ProblemElsewhere: "two-arrows", payment.ProblemUnfinished: "two-arrows", payment.ProblemTakenFromUs: "two-arrows",
		payment.ProblemClaimContest: "two-arrows", payment.ProblemAwayLimit: "cloud-off", payment.ProblemPresented: "walk",
		payment.ProblemBeingBooked: "shield-tick", payment.ProblemReserved: "pause", payment.ProblemMOTO: "keypad", payment.ProblemDocument: "receipt",
	}[p.Kind]
	if icon == "" {
		icon = "circle-slash"
	}
	key := problemKey(p.Kind)
	v.head(overlay.Stopped, icon, kit.RingStopped, key+".title", "")
	line := "money.none"
	switch p.Kind {
	case payment.ProblemElsewhere, payment.ProblemUnfinished, payment.ProblemBeingBooked, payment.ProblemReserved, payment.ProblemHere, payment.ProblemTakenFromUs:
		line = "money.none_here"
	}
	v.money(kit.ToneNeutral, "circle-slash", line)
	v.say(key+".happened", key+".todo", "arrow-right")
	v.steps(0, 0)
	switch p.Kind {
	case payment.ProblemUnfinished:
		v.backOr(ButtonTakeOver, "button.take_over", "two-arrows")
	case payment.ProblemPresented, payment.ProblemFailure, payment.ProblemClaimUnknown, payment.ProblemClaimContest,
		payment.ProblemReaderDropped, payment.ProblemStale, payment.ProblemCustomer, payment.ProblemReaderTaken,
		payment.ProblemReaderOff, payment.ProblemReaderFault, payment.ProblemTakenOver, payment.ProblemReaderReset:
		v.backOr(ButtonStart, "button.start", "refresh")
	default:
		v.button(ButtonBack, "button.back_list", "arrow-left", kit.Filled)
	}
}

func problemKey(k payment.ProblemKind) string {
	key := "problem." + string(k)
	if !assets.Has(key + ".title") {
		return "problem.failure"
	}
	return key
}

// problemWords fills what a problem's sentences ask for.
func (v *view) problemWords(p payment.Problem) {
	counter := p.Counter
	if counter == "" {
		counter = assets.T("overlay.someone")
	}
	text := p.Failed().Words(v.s.Phase.Situation())
	said := p.Text
	if said == "" {
		said = text.What
	}
	v.words = append(v.words,
		"counter", counter, "time", p.At.Local().Format("15:04"), "text", strings.TrimRight(said, ". "), "what", text.What, "do", text.Do)
}

// charged shows every state in which the money is there.
func (v *view) charged() {
	s := v.s
	received := s.Received
	if received.Currency == "" {
		received = s.Amount
	}
	v.words = append(words{"amount", received.Format(v.c.Own)}, v.words...)
	v.vm.Amount = received.Format(v.c.Own)
	switch s.Phase {
	case payment.Approved, payment.Posting:
		v.head(overlay.Charged, "check", kit.RingFull, "overlay.approved.title", "overlay.approved.sub")
		v.words[1] = received.Format(v.c.Own)
		v.vm.Happened, v.vm.Todo = v.cardLine(), overlay.Line{Icon: "hand", Text: assets.T("overlay.approved.todo")}
		if s.Method == payment.ByMOTO {
			v.vm.Todo.Text = assets.T("overlay.moto.approved")
		}
		v.steps(3, .55)
	case payment.Outbox:
		v.head(overlay.Charged, "tray-arrow", kit.RingFull, "overlay.outbox.title", "overlay.outbox.sub")
		v.say("overlay.outbox.happened", "overlay.outbox.todo", "arrow-right")
		if needsPerson(s.Delay) {
			text := (&explain.Failure{Side: explain.Odoo, Kind: s.Delay}).Words(explain.Booking)
			v.vm.Happened = assets.T("overlay.outbox.person", "what", text.What)
			v.vm.Todo.Text = text.Do
		}
		v.steps(3, .3)
		v.vm.Steps[3].Label = assets.T("overlay.step.odoo.waits")
		v.button(ButtonBookAgain, "button.book_now", "refresh", kit.Outline)
	case payment.PostingHeld:
		p := s.Problem
		if p == nil {
			p = &payment.Problem{Kind: payment.ProblemRefused}
		}
		v.problemWords(*p)
		v.head(overlay.Charged, "bank-mark", kit.RingFull, "overlay.held.title", "overlay.held.sub")
		v.say(problemKey(p.Kind)+".happened", "overlay.held.todo", "arrow-right")
		v.steps(3, 0)
		v.button(ButtonBookAgain, "button.book_again", "refresh", kit.Outline)
	case payment.Settled:
		v.words = append(v.words, "by", s.ClosedBy, "why", s.Reason)
		v.head(overlay.Charged, "check", kit.RingFull, "overlay.settled.title", "")
		v.say("overlay.settled.happened", "overlay.settled.todo", "arrow-right")
		v.steps(4, 0)
	default:
		v.booked()
	}
	v.money(kit.ToneOK, "shield-tick", "money.charged")
	label := "button.next"
	if s.Phase == payment.PostingHeld {
		label = "button.go"
	}
	v.receipt(label)
}

func (v *view) booked() {
	s := v.s
	v.words = append(v.words, "number", s.Booking)
	v.head(overlay.Charged, "check", kit.RingFull, "overlay.booked.title", "overlay.booked.sub")
	var rest int64
	for _, r := range s.Residual {
		rest += max(r, 0)
	}
	left := money.New(rest, s.Amount.Currency).Format(v.c.Own)
	key := "overlay.booked.full"
	if rest > 0 {
		key = "overlay.booked.part"
	}
	v.vm.Happened = assets.T(key, "amount", left)
	v.vm.Todo = overlay.Line{Icon: "arrow-right", Text: assets.T("overlay.booked.todo")}
	if s.Credit != nil {
		credit := s.Credit.Format(v.c.Own)
		v.vm.Happened = assets.T("overlay.booked.credit", "amount", credit)
		v.vm.Todo.Text = assets.T("overlay.booked.credit.todo", "amount", credit)
	}
	if on, err := time.Parse(time.DateOnly, s.Dated); err == nil {
		v.vm.Happened += " " + assets.T("overlay.booked.moved", "day", language.DayOfYear(on))
	}
	if s.Charge != nil && s.Charge.Last4 != "" {
		v.vm.Chips = []overlay.Line{{Icon: "card", Text: strings.TrimSuffix(v.cardLine(), ".")}}
	}
	v.steps(4, 0)
}

// cardLine names the card as far as it may be named.
func (v *view) cardLine() string {
	c := v.s.Charge
	if c == nil || c.Last4 == "" {
		return assets.T("overlay.card.none")
	}
	method := "other"
	switch {
	case c.Type == "card":
		method = "keyed"
	case strings.HasPrefix(c.Method, "contactless"):
		method = "contactless"
	case strings.HasPrefix(c.Method, "contact"):
		method = "chip"
	case strings.HasPrefix(c.Method, "magnetic"):
		method = "swipe"
	}
	brand := c.Brand
	if brand != "" {
		brand = strings.ToUpper(brand[:1]) + brand[1:]
	}
	return assets.T("overlay.card", "brand", brand, "last4", c.Last4, "method", assets.T("overlay.method."+method))
}
