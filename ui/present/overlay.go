// Package present turns what the services know into what the screens show: pure functions from snapshots to view models,
// without a widget, a goroutine or a clock of their own.
package present

import (
	"math"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// Buttons of the overlay.
const (
	ButtonCancel      = "cancel"
	ButtonCancelNext  = "cancel-next"
	ButtonOtherReader = "other-reader"
	ButtonBack        = "back"
	ButtonRetry       = "retry"
	ButtonUseOther    = "use-other"
	ButtonStart       = "start"
	ButtonNext        = "next"
	ButtonGoOn        = "go-on"
	ButtonAsk         = "ask"
	ButtonTakeOver    = "take-over"
	ButtonBookAgain   = "book-again"
)

// Scene is what an overlay depends on beside the payment.
type Scene struct {
	Now   time.Time
	Own   money.Currency // the shop's currency
	Band  string
	Other *payment.ReaderRef // a ready reader to offer instead, nil if there is none
	More  bool               // there is more than one reader to choose from
	Tight bool               // the small screen: short labels
	Slips Slips              // what became of the receipt
	// Nobody is signed in, as after a restart: the payment may be ended and watched, but none begun and no reader chosen.
	Nobody bool
}

// words are the names and values that catalogue texts are filled with.
type words []any

func (w words) T(key string) string { return assets.T(key, w...) }

// Overlay shows one payment.
func Overlay(s payment.State, c Scene) overlay.ViewModel {
	v := view{s: s, c: c}
	v.words = words{
		"reader", s.Reader.Tag, "label", s.Reader.Label, "amount", s.Amount.Format(c.Own), "attempt", s.Attempt,
		"attempts", payment.AutomaticRetries + 1, "deadline", int(payment.PromptDeadline.Seconds()), "pause", 5,
		"seconds", seconds(c.Now, s.Since),
	}
	v.vm = overlay.ViewModel{
		Band: c.Band, Customer: s.Customer, Reference: strings.ReplaceAll(s.Numbers(), " ", ", ") + " · " + s.Person,
		Amount: s.Amount.Format(c.Own),
		Reader: overlay.Reader{Letter: s.Reader.Tag, Label: s.Reader.Label, Line: s.Reader.Model + " · " + s.Counter.Name},
	}
	if (s.Phase == payment.Declined && c.More || s.Phase == payment.Reserved) && v.slipOffered() {
		v.c.Tight = true // four buttons: short words
	}
	v.phase()
	v.slip()
	if s.Phase.Refused() || s.Phase.Charged() || s.Phase == payment.Reserved {
		v.slipWords()
	}
	v.cash()
	return v.vm
}

func seconds(now, since time.Time) int { return max(0, int(now.Sub(since).Seconds())) }

type view struct {
	s     payment.State
	c     Scene
	words words
	vm    overlay.ViewModel
}

func (v *view) phase() {
	switch v.s.Phase {
	case payment.Draft, payment.Checking, payment.Claiming, payment.Claimed, payment.Dispatching:
		v.head(overlay.Working, "contactless", kit.RingSpin, "overlay.starting.title", "")
		v.money(kit.ToneNeutral, "circle-slash", "money.none_yet")
		v.say("overlay.starting.happened", "overlay.starting.todo", "arrow-right")
		v.steps(0, .4)
		if v.s.Phase == payment.Claiming && v.c.Now.Sub(v.s.Since) >= slowClaim {
			v.slowClaim()
			return
		}
		v.button(ButtonCancel, "button.cancel", "cross", kit.Outline)
	case payment.Waiting:
		v.waiting()
	case payment.Authorising:
		v.head(overlay.Working, "bank", kit.RingSpin, "overlay.bank.title", "overlay.bank.sub")
		v.money(kit.ToneNeutral, "clock", "money.bank")
		v.say("overlay.bank.happened", "overlay.bank.todo", "hand")
		v.steps(2, .55)
		v.button(ButtonCancel, "button.cancel_late", "cross", kit.Outline)
	case payment.DeclinedAgain:
		v.head(overlay.Declined, "circling-arrows", kit.RingSpin, "overlay.again.title", "overlay.again.sub")
		v.declined()
		v.steps(1, .2)
		v.button(ButtonCancel, "button.cancel", "cross", kit.Outline)
	case payment.Declined:
		v.declinedEnd()
	case payment.NeedReader:
		v.needReader()
	case payment.Unknown:
		v.head(overlay.Unknown, "question", kit.RingSpin, "overlay.unknown.title", "overlay.unknown.sub")
		v.money(kit.ToneWarn, "triangle", "money.unknown")
		v.say("overlay.unknown.happened", "overlay.unknown.todo", "clock")
		v.steps(1, .55)
		v.button(ButtonAsk, "button.ask", "refresh", kit.Outline)
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
	case payment.Cancelling:
		v.cancelling()
	case payment.TooLate:
		v.head(overlay.Unknown, "hourglass", kit.RingSpin, "overlay.too_late.title", "overlay.too_late.sub")
		v.money(kit.ToneWarn, "question", "money.too_late")
		v.say("overlay.too_late.happened", "overlay.too_late.todo", "clock")
		v.steps(2, .55)
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
	case payment.Cancelled:
		v.head(overlay.Stopped, "circle-slash", kit.RingStopped, "overlay.cancelled.title", "")
		v.money(kit.ToneNeutral, "circle-slash", "money.none")
		v.say("overlay.cancelled.happened", "overlay.cancelled.todo", "arrow-right")
		v.steps(0, 0)
		v.backOr(ButtonStart, "button.start", "refresh")
	case payment.Stopped:
		v.stopped()
	case payment.Reserved, payment.Capturing, payment.Releasing:
		v.holding()
	case payment.Released:
		v.released()
	case payment.LeftBehind: // the machine this disk was copied from knows
		v.head(overlay.Unknown, "two-arrows", kit.RingStopped, "overlay.left.title", "")
		v.money(kit.ToneWarn, "triangle", "money.unknown")
		v.say("overlay.left.happened", "overlay.left.todo", "arrow-right")
		v.steps(0, 0)
		v.button(ButtonBack, "button.back_list", "arrow-left", kit.Filled)
	default:
		v.charged()
	}
}

func (v *view) head(p overlay.Panel, icon string, mode kit.RingMode, title, sub string) {
	v.vm.Panel, v.vm.Icon, v.vm.Ring.Mode = p, icon, mode
	v.vm.Title = v.words.T(title)
	if sub != "" {
		v.vm.Sub = v.words.T(sub)
	}
}

func (v *view) money(tone kit.Tone, icon, key string) {
	v.vm.Money = overlay.Money{Tone: tone, Line: overlay.Line{Icon: icon, Text: v.words.T(key)}}
}

func (v *view) say(happened, todo, icon string) {
	v.vm.Happened, v.vm.Todo = v.words.T(happened), overlay.Line{Icon: icon, Text: v.words.T(todo)}
}

func (v *view) button(id, label, icon string, kind kit.ButtonKind) {
	if v.c.Tight && assets.Has(label+".short") {
		label += ".short"
	}
	v.vm.Buttons = append(v.vm.Buttons, overlay.Button{ID: id, Label: v.words.T(label), Icon: icon, Kind: kind})
}

// backOr offers the way back, and the filled way forward to whoever is signed in.
func (v *view) backOr(id, label, icon string) {
	if v.c.Nobody {
		v.vm.Todo.Text = assets.T("overlay.nobody.todo")
		v.button(ButtonBack, "button.back", "arrow-left", kit.Filled)
		return
	}
	v.button(ButtonBack, "button.back_list", "arrow-left", kit.Outline)
	v.button(id, label, icon, kit.Filled)
}

var stepNames = [4]string{"reader", "card", "bank", "odoo"}

// steps shows done full bars, the present one partly full, and nouns after it.
func (v *view) steps(done int, fill float32) {
	for i, name := range stepNames {
		key := "overlay.step." + name
		switch {
		case i < done:
			v.vm.Steps[i] = kit.Step{Label: assets.T(key + ".past"), Done: true}
		case i == done && fill > 0:
			v.vm.Steps[i] = kit.Step{Label: assets.T(key + ".now"), Now: true, Fill: fill}
		default:
			v.vm.Steps[i] = kit.Step{Label: assets.T(key + ".future")}
		}
	}
}

func (v *view) waiting() {
	v.head(overlay.Working, "contactless", kit.RingFill, "overlay.waiting.title", "overlay.waiting.sub")
	gone := float64(v.c.Now.Sub(v.s.Since)) / float64(payment.PromptDeadline)
	v.vm.Ring.Fraction = float32(math.Min(math.Max(math.Floor(gone*120)/120, 0), 1)) // fills once a second
	v.money(kit.ToneNeutral, "circle-slash", "money.none_yet")
	v.say("overlay.waiting.happened", "overlay.waiting.todo", "arrow-right")
	if v.s.Method == payment.ByMOTO {
		v.head(overlay.Working, "keypad", kit.RingFill, "overlay.moto.title", "overlay.waiting.sub")
		v.say("overlay.moto.happened", "overlay.moto.todo", "arrow-right")
	}
	v.steps(1, .55)
	v.button(ButtonCancel, "button.cancel", "cross", kit.Outline)
	if v.c.More && !v.c.Nobody {
		v.button(ButtonOtherReader, "button.other_reader", "reader", kit.Outline)
	}
	if !v.c.Nobody {
		v.button(ButtonCancelNext, "button.next_instead", "arrow-right", kit.Outline)
	}
}

// declined says why, in the words for the cashier; a reason that would shame is not one.
func (v *view) declined() {
	v.money(kit.ToneNeutral, "circle-slash", "money.none")
	text := v.s.Decline.Words()
	v.vm.Happened = text.What + " " + assets.T("overlay.says.customer")
	v.vm.Todo = overlay.Line{Icon: "arrow-right", Text: text.Do}
}

func (v *view) declinedEnd() {
	if p := v.s.Problem; p != nil && p.Kind == payment.ProblemCustomer {
		v.head(overlay.Stopped, "hand", kit.RingStopped, "overlay.customer.title", "")
		v.money(kit.ToneNeutral, "circle-slash", "money.none")
		v.say("overlay.customer.happened", "overlay.customer.todo", "arrow-right")
	} else {
		v.head(overlay.Declined, "cross", kit.RingFull, "overlay.declined.title", "")
		v.vm.Sub = assets.N("overlay.declined.sub", max(1, v.s.Attempt-1))
		v.declined()
	}
	v.steps(1, 0)
	v.button(ButtonCancel, "button.back_invoice", "arrow-left", kit.Outline)
	if v.c.More && !v.c.Nobody {
		v.button(ButtonOtherReader, "button.other_reader", "reader", kit.Outline)
	}
	v.button(ButtonRetry, "button.again", "card", kit.Filled)
}

func (v *view) needReader() {
	p := v.s.Problem
	if p == nil {
		p = &payment.Problem{Kind: payment.ProblemReaderFault}
	}
	counter := p.Counter
	if counter == "" {
		counter = assets.T("overlay.someone")
	}
	text := p.Failed().Words(v.s.Phase.Situation())
	v.words = append(v.words, "counter", counter, "what", text.What)
	name, todo, icon := "fault", "overlay.need.fault.todo", "reader"
	switch p.Kind {
	case payment.ProblemTakenOver:
		name, todo, icon = "taken", "overlay.need.todo", "two-arrows"
	case payment.ProblemReaderTaken:
		name, todo, icon = "busy", "overlay.need.todo", "two-arrows"
	case payment.ProblemReaderOff:
		name, todo, icon = "off", "overlay.need.off.todo", "plug"
	case payment.ProblemReaderReset:
		name, todo, icon = "reset", "overlay.need.todo", "reader"
	}
	v.head(overlay.Stopped, icon, kit.RingStopped, "overlay.need."+name+".title", "")
	line := "money.none_yet"
	if p.Kind == payment.ProblemTakenOver {
		line = "money.none_confirmed"
	}
	v.money(kit.ToneNeutral, "circle-slash", line)
	v.say("overlay.need."+name+".happened", todo, "arrow-right")
	v.steps(0, 0)
	v.button(ButtonCancel, "button.cancel", "cross", kit.Outline)
	wait := kit.Filled
	if v.c.Other != nil {
		wait = kit.Outline
	}
	v.button(ButtonRetry, "button.wait", "clock", wait)
	if o := v.c.Other; o != nil {
		v.vm.Buttons = append(v.vm.Buttons, overlay.Button{ID: ButtonUseOther, Label: assets.T("button.use", "label", o.Label), Reader: o.Tag, Kind: kit.Filled})
	}
}

// slowClaim is how long the preparation of a payment takes at most while Stripe answers; after it the screen says what it waits for.
const slowClaim = 4 * time.Second

// slowClaim says early what is certain: no reader was asked, whatever Stripe made of the preparation (PROTOCOLS C3).
func (v *view) slowClaim() {
	v.head(overlay.Working, "hourglass", kit.RingSpin, "overlay.slow.title", "")
	v.say("overlay.slow.happened", "overlay.slow.todo", "clock")
	if v.s.CancelWanted { // the call that is under way ends by itself
		v.vm.Todo.Text = v.words.T("overlay.slow.cancelled")
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
		return
	}
	v.button(ButtonCancel, "button.cancel", "cross", kit.Outline)
}

func (v *view) cancelling() {
	panel, icon, title := overlay.Unknown, "hourglass", "overlay.cancelling.title"
	if v.c.Now.Sub(v.s.Since) < time.Second {
		panel, icon, title = overlay.Working, "cross", "overlay.cancelling.early"
	}
	v.head(panel, icon, kit.RingSpin, title, "overlay.cancelling.sub")
	tone := kit.ToneWarn
	if panel == overlay.Working {
		tone = kit.ToneNeutral
	}
	v.money(tone, "question", "money.cancelling")
	v.say("overlay.cancelling.happened", "overlay.cancelling.todo", "clock")
	v.steps(1, .55)
	v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
}
