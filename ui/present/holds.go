package present

import (
	"cmp"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/amount"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// Buttons of a hold's overlay.
const (
	ButtonRelease = "release"
	ButtonCapture = "capture"
	ButtonDone    = "done"
)

// shownAtOnce is how long an order may be unanswered before the screen says that it is not known.
const shownAtOnce = time.Second

// holding shows a payment whose money is reserved, being charged, or being let go.
func (v *view) holding() {
	s := v.s
	held := s.Reservation.Amount
	if held.Currency == "" {
		held = s.Amount
	}
	if s.Phase == payment.Capturing && s.Reservation.Wanted > 0 {
		held.Minor = s.Reservation.Wanted
	}
	v.words = append(words{"amount", held.Format(v.c.Own), "until", v.until(), "card", v.cardLine(), "by", s.Reservation.By}, v.words...)
	v.vm.Amount = held.Format(v.c.Own)
	v.steps(3, 0)
	v.vm.Steps[3].Label = assets.T("overlay.step.odoo.not_yet")
	waited := v.c.Now.Sub(s.Since) >= shownAtOnce
	switch {
	case s.Phase == payment.Reserved:
		v.reserved()
	case s.Phase == payment.Releasing:
		v.head(overlay.Held, "pause", kit.RingSpin, "overlay.releasing.title", "")
		v.money(kit.ToneHeld, "pause", "money.reserved")
		if waited {
			v.head(overlay.Unknown, "hourglass", kit.RingSpin, "overlay.releasing.title", "overlay.cancelling.sub")
			v.money(kit.ToneWarn, "question", "money.releasing")
		}
		v.say("overlay.releasing.happened", "overlay.cancelling.todo", "clock")
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
	default:
		v.head(overlay.Held, "pause", kit.RingSpin, "overlay.capturing.title", "")
		v.money(kit.ToneHeld, "pause", "money.reserved")
		if waited && s.Reservation.Key != "" {
			v.head(overlay.Unknown, "hourglass", kit.RingSpin, "overlay.capturing.title", "overlay.cancelling.sub")
			v.money(kit.ToneWarn, "question", "money.cancelling")
		}
		v.say("overlay.capturing.happened", "overlay.capturing.todo", "clock")
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
	}
}

func (v *view) reserved() {
	v.head(overlay.Held, "pause", kit.RingFill, "overlay.reserved.title", "")
	if until := v.s.Reservation.Until; !until.IsZero() {
		v.vm.Sub = assets.T("overlay.reserved.left", "left", Left(until.Sub(v.c.Now)))
		if whole := until.Sub(v.s.Since); whole > 0 {
			v.vm.Ring.Fraction = float32(min(max(until.Sub(v.c.Now).Minutes()/whole.Minutes(), 0), 1))
		}
	}
	v.money(kit.ToneHeld, "pause", "money.reserved")
	v.say("overlay.reserved.happened", "overlay.reserved.todo", "clock")
	if p := v.s.Problem; p != nil { // a capture that was given up: the hold stands as before
		v.problemWords(*p)
		v.vm.Happened = v.words.T("overlay.reserved.not_charged") + " " + v.words.T(problemKey(p.Kind)+".happened")
		v.vm.Todo.Text = v.words.T(problemKey(p.Kind) + ".todo")
	}
	v.vm.Chips = nil
	if !v.c.Nobody {
		v.button(ButtonRelease, "button.release", "back-arrow", kit.Outline)
		v.button(ButtonCapture, "button.capture", "card", kit.Outline)
	}
	v.button(ButtonDone, "button.done", "check", kit.Filled)
}

// until is when the bank ends the hold, in the words of a sentence.
func (v *view) until() string {
	u := v.s.Reservation.Until
	if u.IsZero() {
		return assets.T("overlay.reserved.unknown_end")
	}
	return Moment(u)
}

// Moment is a day and a clock time at this counter.
func Moment(t time.Time) string {
	return assets.T("moment.at", "day", language.Day(t.Local()), "time", t.Local().Format("15:04"))
}

// released shows a hold that is over without a charge.
func (v *view) released() {
	held := v.s.Reservation.Amount
	if held.Currency == "" {
		held = v.s.Amount
	}
	v.words = append(words{"amount", held.Format(v.c.Own), "by", v.s.Reservation.By, "approver", v.s.Reservation.Approver, "reason", v.s.Reservation.Reason}, v.words...)
	v.head(overlay.Stopped, "circle-slash", kit.RingStopped, "overlay.released.title", "")
	v.money(kit.ToneNeutral, "circle-slash", "money.none")
	v.say("overlay.released.happened", "overlay.released.todo", "arrow-right")
	if p := v.s.Problem; p != nil {
		key := problemKey(p.Kind)
		v.vm.Title = v.words.T(key + ".title")
		v.say(key+".happened", key+".todo", "arrow-right")
	}
	v.steps(0, 0)
	v.backOr(ButtonStart, "button.start", "refresh")
}

// Left is how long something still lasts: "1 day 23 h", "5 h 10 min", "12 min".
func Left(d time.Duration) string {
	d = max(d, 0)
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0:
		return assets.N("left.days", days, "hours", hours)
	case hours > 0:
		return assets.T("left.hours", "hours", hours, "minutes", minutes)
	}
	return assets.T("left.minutes", "minutes", minutes)
}

// expiresSoon is when a hold is said to be in a hurry; the entry about it opens then too.
const expiresSoon = 24 * time.Hour

// HoldItem is one hold in the list. customer is who it belongs to, as far as this counter knows.
func HoldItem(h payment.Hold, customer string, now time.Time, own money.Currency, first, busy bool) attention.Item {
	amount := h.Amount.Format(own)
	numbers := strings.ReplaceAll(payment.Order{Parts: h.Claim.Parts}.Numbers(), " ", ", ")
	item := attention.Item{
		ID: h.Claim.Intent, Icon: "pause", Tone: kit.ToneHeld, Title: amount + " · " + cmp.Or(customer, numbers),
		Fact:  assets.T("holds.fact", "number", numbers, "card", cardName(h.Brand, h.Last4), "person", h.Claim.By, "counter", h.Claim.Counter.Name),
		Money: assets.T("money.reserved", "amount", amount), MoneyIcon: "pause", MoneyTone: kit.ToneHeld,
		Who: assets.T("overlay.reserved.unknown_end"), Action: assets.T("button.capture"), ActionIcon: "card", Filled: first, Busy: busy, More: true,
	}
	if !h.Until.IsZero() {
		left := h.Until.Sub(now)
		item.Who = assets.T("overlay.reserved.left", "left", Left(left))
		if left < expiresSoon {
			item.Icon, item.Tone, item.Who = "clock", kit.ToneWarn, assets.T("holds.soon", "left", Left(left))
		}
	}
	if h.Life.Phase.Holding() && h.Life.Phase != payment.Reserved {
		item.Busy = true
	}
	return item
}

// Holds is the list of what is reserved on cards. err is why it could not be read anew.
func Holds(items []attention.Item, loading bool, err error) attention.VM {
	vm := attention.VM{Title: assets.T("holds.title"), Items: items, Count: assets.N("holds.count", len(items))}
	switch {
	case err != nil:
		vm.Count = failureText(err).Sentence()
		vm.None, vm.NoneIcon = assets.T("holds.unread"), "cloud-off"
	case loading:
		vm.None, vm.NoneIcon = assets.T("holds.loading"), "hourglass"
	default:
		vm.None = assets.T("holds.none")
	}
	return vm
}

func cardName(brand, last4 string) string {
	if last4 == "" {
		return assets.T("holds.a_card")
	}
	return strings.ToUpper(brand[:min(1, len(brand))]) + brand[min(1, len(brand)):] + " •••• " + last4
}

// HoldAmount shows the keypad for a part of a hold.
func HoldAmount(h payment.Hold, customer string, own money.Currency, t Typing) amount.VM {
	typed := money.New(t.Minor, h.Amount.Currency)
	rest := money.New(max(h.Amount.Minor-t.Minor, 0), h.Amount.Currency)
	vm := amount.VM{
		Title: assets.T("holds.charge.title"), Second: cmp.Or(customer, payment.Order{Parts: h.Claim.Parts}.Numbers()), Label: assets.T("amount.now"), Amount: typed.Format(own),
		Left:  amount.Row{Word: assets.T("holds.charge.held"), Amount: h.Amount.Format(own)},
		After: amount.Row{Word: assets.T("holds.charge.rest"), Amount: rest.Format(own)},
		Use:   assets.T("pick.charge", "amount", typed.Format(own)), Ready: typed.Chargeable() == nil,
		Line: assets.T("holds.charge.line"), Tone: kit.ToneNeutral,
	}
	for _, minor := range HoldOffers(h) {
		key := "amount.tile.half"
		if minor == h.Amount.Minor {
			key = "amount.tile.all"
		}
		vm.Tiles = append(vm.Tiles, amount.Tile{Label: assets.T(key, "amount", money.New(minor, h.Amount.Currency).Format(own)), Chosen: minor == t.Minor})
	}
	if t.Full {
		vm.Line, vm.Tone = assets.T("holds.charge.most", "limit", h.Amount.Format(own)), kit.ToneWarn
	}
	return vm
}

// HoldOffers are the amounts to tap instead of typing them.
func HoldOffers(h payment.Hold) []int64 {
	half := h.Amount.Minor / 2
	if money.New(half, h.Amount.Currency).Chargeable() != nil {
		return []int64{h.Amount.Minor}
	}
	return []int64{half, h.Amount.Minor}
}
