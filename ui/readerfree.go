package ui

import (
	"errors"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/present"
)

// freeReader looks at what runs on a reader, then asks a manager whether it may be stopped.
func (k *Kiosk) freeReader(r reader.Listed) {
	k.readers.working = r.ID
	var seen payment.Running
	var err error
	k.work(func() { seen, err = k.Till.Running(k.ctx, r.ID) }, func() {
		k.readers.working = ""
		switch {
		case k.session == nil:
		case err != nil:
			k.tellError(kit.ToneWarn, "question", "readers.free.unseen", err, "reader", r.Tag)
		case !seen.Reader.Busy():
			k.tell(kit.ToneNeutral, "check", assets.T("readers.free.already", "reader", r.Tag), "")
		case seen.Here:
			k.showOn(r)
		case seen.Intent.Authorising():
			k.tell(kit.ToneWarn, "hourglass", assets.T("readers.free.too_late", "reader", r.Tag), assets.T("readers.free.too_late.text"))
		default:
			k.readers.open = ""
			k.approve(k.freeing(r, seen))
		}
	})
}

// freeReasons are the catalogue's keys; the words go to the journal.
var freeReasons = []string{"readers.free.reason.left", "readers.free.reason.hangs", "readers.free.reason.wrong", "readers.free.reason.customer"}

// freeing says what runs, whose it is and what would happen to it.
func (k *Kiosk) freeing(r reader.Listed, seen payment.Running) approval {
	own := k.Till.About().Own
	show := approve.VM{Title: assets.T("readers.free.title", "reader", r.Tag), Second: r.Label + " · " + present.Model(r.Reader), Reader: r.Tag,
		NoticeIcon: "triangle", Tone: kit.ToneWarn, PIN: approve.PINVM{Act: assets.T("readers.free.act"), Icon: "lock", Kind: kit.Ink}}
	for _, key := range freeReasons {
		show.Reasons = append(show.Reasons, assets.T(key))
	}
	a := seen.Reader.Action
	switch {
	case seen.Ours:
		show.Amount = seen.Claim.Amount.Format(own)
		show.What = assets.T("readers.free.ours", "counter", seen.Claim.Counter.Name, "person", seen.Claim.By, "numbers", numbers(seen.Claim))
		show.Notice = assets.T("readers.free.ours.notice")
	case a.Intent != "":
		if i := seen.Intent; i.ID != "" {
			show.Amount = money.New(i.Amount, i.Currency).Format(own)
		}
		show.What, show.Notice = assets.T("readers.free.foreign"), assets.T("readers.free.foreign.notice")
	case a.RefundOf != "" || a.Type == "refund_payment":
		show.What, show.Notice = assets.T("readers.free.refund"), assets.T("readers.free.refund.notice")
	default:
		show.What, show.Notice = assets.T("readers.free.other"), assets.T("readers.free.foreign.notice")
	}
	by := k.session.Person.Name
	return approval{show: show, ask: func() staff.Ask { return staff.Ask{Act: staff.FreeReader} }, journal: "free reader " + r.ID, do: func(manager staff.Session, reason string) {
		k.readers.working = r.ID
		var outcome payment.FreeOutcome
		var paid payment.Intent
		var err error
		// Foreign customers were warned of on the sheet.
		f := payment.Freeing{Seen: seen, By: by, Manager: manager.Person.Name, Reason: reason, Warned: !seen.Ours}
		k.work(func() { outcome, paid, err = k.Till.Free(k.ctx, f) }, func() {
			k.readers.working = ""
			k.sayFreed(r, seen, outcome, paid, err)
			k.lookAgain()
		})
	}}
}

func numbers(c payment.Claim) string {
	return payment.Order{Parts: c.Parts}.Numbers()
}

// sayFreed says how it ended, and what became of the payment's money.
func (k *Kiosk) sayFreed(r reader.Listed, seen payment.Running, outcome payment.FreeOutcome, paid payment.Intent, err error) {
	became := ""
	switch {
	case seen.Ours && paid.Dead():
		became = assets.T("readers.free.money.dead", "counter", seen.Claim.Counter.Name)
	case seen.Ours && paid.Status == payment.RequiresCapture:
		became = assets.T("readers.free.money.reserved", "counter", seen.Claim.Counter.Name)
	case seen.Ours && paid.Money():
		became = assets.T("readers.free.money.charged", "counter", seen.Claim.Counter.Name)
	}
	lead := func(key string) string { return assets.T(key, "reader", r.Tag) }
	switch {
	case err != nil:
		k.tell(kit.ToneWarn, "question", lead("readers.free.unknown"), inWords(err))
	case outcome == payment.Cleared:
		if became == "" {
			became = assets.T("readers.free.foreign.done")
		}
		k.tell(kit.ToneNeutral, "check", lead("readers.free.done"), became)
	case outcome == payment.FreeAlready:
		k.tell(kit.ToneNeutral, "check", lead("readers.free.already"), became)
	case outcome == payment.FreeChanged:
		k.tell(kit.ToneWarn, "two-arrows", lead("readers.free.changed"), became)
	case outcome == payment.FreeHere:
		k.showOn(r)
	case outcome == payment.FreeUnknown:
		k.tell(kit.ToneWarn, "question", lead("readers.free.unknown"), became)
	default:
		k.tell(kit.ToneWarn, "hourglass", lead("readers.free.too_late"), assets.T("readers.free.too_late.text"))
	}
}

// showLetter lets a reader show its letter for some seconds.
func (k *Kiosk) showLetter(r reader.Listed) {
	k.readers.working = r.ID
	var err error
	k.work(func() { err = k.Till.ShowLetter(k.ctx, r) }, func() {
		k.readers.working = ""
		switch {
		case err == nil:
			k.tell(kit.ToneNeutral, "check", assets.T("readers.letter.shown", "reader", r.Tag), assets.T("readers.letter.shown.text"))
		case errors.Is(err, payment.ErrReaderInUse):
			k.tell(kit.ToneNeutral, "two-arrows", assets.T("readers.letter.busy", "reader", r.Tag), assets.T("readers.letter.busy.text"))
		default:
			k.tellError(kit.ToneWarn, "question", "readers.letter.not", err, "reader", r.Tag)
		}
	})
}
