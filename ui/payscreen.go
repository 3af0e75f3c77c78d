package ui

import (
	"errors"
	"slices"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/ui/overlay"
	"paydesk/ui/present"
	"paydesk/ui/theme"
)

// renderOverlay shows the payment under way, over everything but the demo's drawer and the band.
func (k *Kiosk) renderOverlay(a About) {
	if k.paying == "" {
		k.shell.SetOverlay(nil)
		k.overlay.SetMoving(false)
		return
	}
	if isRefund(k.paying) {
		k.renderRefundOverlay(a)
		return
	}
	s, err := k.Till.Payment(k.paying)
	if err != nil {
		k.closeOverlay()
		k.shell.SetOverlay(nil)
		return
	}
	if k.after != nil && s.Phase.Final() {
		after := k.after
		k.after = nil
		if s.Phase == payment.Cancelled {
			after(s)
			return
		}
	}
	if s.Phase != payment.Waiting && s.Phase != payment.Declined && s.Phase != payment.NeedReader {
		k.closeChooser() // nothing is left to choose, and the sheet would cover what has happened
	}
	vm := present.Overlay(s, k.scene(a, s))
	vm.Buttons = k.onlyReading(vm.Buttons)
	k.settle(vm.Buttons)
	k.overlay.Set(vm)
	k.shell.SetOverlay(k.overlay)
	k.overlay.SetMoving(true)
}

func (k *Kiosk) scene(a About, s payment.State) present.Scene {
	c := present.Scene{Now: k.Clock.Now(), Own: a.Own, Tight: theme.Screen().Tight, Nobody: k.session == nil, Slips: k.slips(s.ID, a.Test)}
	for _, r := range k.Till.Readers().Readers {
		if r.ID == s.Reader.ID {
			continue
		}
		c.More = true // also a busy one: the sheet says so, and no button jumps because a reader comes and goes
		if r.Availability == reader.Ready && c.Other == nil {
			c.Other = &payment.ReaderRef{ID: r.ID, Label: r.Label, Model: r.Model(), Tag: r.Tag}
		}
	}
	return c
}

// settleTime is how long a button must stand before it counts: a second, nervous tap on Charge or Cancel must not hit what has
// just come to stand there.
const settleTime = 600 * time.Millisecond

// stand is where a button of the overlay stands: its place, of how many, since when.
type stand struct {
	place, of int
	since     time.Time
}

// settle notes since when each button stands on the overlay.
func (k *Kiosk) settle(buttons []overlay.Button) {
	stands := map[string]stand{}
	for i, b := range buttons {
		here := stand{place: i, of: len(buttons), since: k.Clock.Now()}
		if was, ok := k.stands[b.ID]; ok && was.place == here.place && was.of == here.of {
			here.since = was.since
		}
		stands[b.ID] = here
	}
	k.stands = stands
}

// settled says whether a tap on a button was meant for it. The way out of a payment is never late: nothing that moves money on
// stands in its place.
func (k *Kiosk) settled(button string) bool {
	at, stands := k.stands[button]
	return button == present.ButtonCancel || (stands && k.Clock.Now().Sub(at.since) >= settleTime)
}

// closeOverlay goes back to the list; the payment goes on where it is.
func (k *Kiosk) closeOverlay() {
	k.paying, k.after, k.stands, k.giving = "", nil, nil, giving{}
	k.touch()
	k.work(k.Till.CheckNow, nil) // the reader is free now: the next customer shall not be sent to another one
}

func (k *Kiosk) overlayTapped(button string) {
	k.touch()
	if !k.settled(button) || k.reads() && !slices.Contains(harmless, button) {
		return
	}
	if isRefund(k.paying) {
		k.refundTapped(button)
		k.render()
		return
	}
	s, err := k.Till.Payment(k.paying)
	if err != nil {
		k.closeOverlay()
		k.render()
		return
	}
	switch button {
	case present.ButtonCancel:
		if s.Phase == payment.Declined {
			k.cancelAndLeave(s, s.Parts[0].Document)
			break
		}
		k.cancel(s)
	case present.ButtonCancelNext:
		k.cancelAndLeave(s, 0)
	case present.ButtonOtherReader:
		k.openChooser(s.Reader.ID, func(r reader.Listed) { k.switchReader(s, r) })
	case present.ButtonUseOther:
		if o := k.scene(k.Till.About(), s).Other; o != nil {
			k.retry(s, o.ID)
		}
	case present.ButtonRetry:
		k.retry(s, s.Reader.ID)
	case present.ButtonStart:
		k.startAgain(s, s.Reader.ID, "")
	case present.ButtonTakeOver:
		if s.Problem != nil {
			k.startAgain(s, s.Reader.ID, s.Problem.Intent)
		}
	case present.ButtonAsk:
		k.Till.Ask(s.ID)
	case present.ButtonBookAgain:
		k.rebook(s)
	case present.ButtonCapture:
		k.openCapture(s.Intent)
	case present.ButtonRelease:
		k.askRelease(s.Intent)
	case present.ButtonPrint:
		k.printSlip(s.ID)
	case present.ButtonSave:
		k.saveSlip(s.ID)
	case present.ButtonMail:
		k.openMail(s)
	case present.ButtonBack:
		k.closeOverlay()
		if k.pick.selected != 0 {
			k.choose(k.pick.selected) // why it stopped may lie in the invoice
		}
	case present.ButtonNext, present.ButtonGoOn, present.ButtonDone:
		k.closeOverlay()
		k.clearPick()
	}
	k.render()
}

func (k *Kiosk) by() string {
	if k.session == nil {
		return ""
	}
	return k.session.Person.Name
}

func (k *Kiosk) cancel(s payment.State) {
	by := k.by()
	k.work(func() { k.note(k.Till.Cancel(s.ID, by)) }, nil)
}

// note drops what is no failure: the payment was faster than the tap.
func (k *Kiosk) note(err error) {
	if err != nil && !errors.Is(err, payment.ErrUnexpected) {
		k.Do(func() { k.pick.error = say(err); k.render() })
	}
}

// cancelAndLeave cancels in the background and goes on with the list at once; the strip above it tells how it ends.
func (k *Kiosk) cancelAndLeave(s payment.State, selected int64) {
	k.cancel(s)
	k.closeOverlay()
	k.clearPick()
	if selected != 0 {
		k.choose(selected)
	}
}

// switchReader ends the prompt here by cancelling the payment, and starts it anew there once Stripe says canceled.
func (k *Kiosk) switchReader(s payment.State, r reader.Listed) {
	if s.Phase == payment.Declined || s.Phase == payment.NeedReader {
		k.retry(s, r.ID)
		return
	}
	k.after = func(payment.State) { k.startAgain(s, r.ID, "") }
	k.cancel(s)
}

func (k *Kiosk) retry(s payment.State, readerID string) {
	r, ok := k.readerByID(readerID)
	if !ok {
		return
	}
	by := k.by()
	k.work(func() { k.note(k.Till.Retry(s.ID, r, by)) }, nil)
}

func (k *Kiosk) rebook(s payment.State) {
	by := k.by()
	k.work(func() { k.note(k.Till.Rebook(s.ID, by)) }, nil)
}

func (k *Kiosk) readerByID(id string) (reader.Listed, bool) {
	for _, r := range k.Till.Readers().Readers {
		if r.ID == id {
			return r, true
		}
	}
	return reader.Listed{}, false
}

// startAgain charges the same invoice anew, as Odoo has it now.
func (k *Kiosk) startAgain(s payment.State, readerID, takeOver string) {
	if k.pick.starting {
		return
	}
	r, ok := k.readerByID(readerID)
	if !ok || k.session == nil {
		k.closeOverlay()
		return
	}
	k.pick.starting = true
	who := k.session.Person
	var id string
	var err error
	k.work(func() {
		bill := s.Bill()
		if err = k.stillOwed(bill); err == nil {
			id, err = k.Till.Charge(bill, who, r, takeOver)
		}
	}, func() {
		k.started(id, err)
		if errors.Is(err, errAmount) {
			k.choose(s.Parts[0].Document)
			k.pick.error = say(err)
		}
	})
}

// stillOwed reads a bill's documents anew: what is charged is what somebody saw and tapped.
func (k *Kiosk) stillOwed(b payment.Bill) error {
	var docs []document.Detail
	for _, p := range b.Parts {
		d, err := k.Till.Detail(k.ctx, p.Document)
		if err != nil {
			d, err = k.mirrored(p.Document)
		}
		if err != nil {
			return err
		}
		docs = append(docs, d)
	}
	if !b.Same(docs) {
		return errAmount
	}
	return nil
}

func (k *Kiosk) mirrored(id int64) (document.Detail, error) {
	for _, d := range k.Till.Documents().Open {
		if d.ID == id {
			return document.Listed(*d), nil
		}
	}
	return document.Detail{}, errGone
}

// Why a payment is not started again.
var (
	errGone   = errors.New("the invoice is not open any more")
	errAmount = errors.New("the amount of the invoice has changed")
)

// started takes over from Charge: the overlay, or why there is none.
func (k *Kiosk) started(id string, err error) {
	k.pick.starting, k.pick.error = false, ""
	switch {
	case err == nil, errors.Is(err, payment.ErrBusyDocument):
		k.paying, k.after = id, nil
	default:
		k.pick.error = say(err)
		k.closeOverlay()
	}
}
