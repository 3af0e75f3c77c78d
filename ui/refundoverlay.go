package ui

import (
	"errors"
	"strings"

	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
	"paydesk/ui/present"
	"paydesk/ui/theme"
)

// isRefund says that a refund stands on the overlay: its ids begin alike, and no payment's does.
func isRefund(id string) bool { return strings.HasPrefix(id, refund.IDPrefix) }

// cardReader is where a card that must come back is put: the person's reader, if it is ready.
func (k *Kiosk) cardReader() *payment.ReaderRef {
	if k.session == nil {
		return nil
	}
	r, _, ok := k.reader()
	if !ok || r.Availability != reader.Ready {
		return nil
	}
	return &payment.ReaderRef{ID: r.ID, Label: r.Label, Model: r.Model(), Tag: r.Tag}
}

// renderRefundOverlay shows the refund under way, as honest as a payment.
func (k *Kiosk) renderRefundOverlay(a About) {
	s, err := k.Till.Refund(k.paying)
	if err != nil {
		k.closeOverlay()
		k.shell.SetOverlay(nil)
		return
	}
	k.closeChooser()
	vm := present.RefundOverlay(s, present.RefundScene{
		Scene: present.Scene{Now: k.Clock.Now(), Own: a.Own, Tight: theme.Screen().Tight, Nobody: k.session == nil, Slips: k.slips(s.ID, a.Test)},
	})
	vm.Buttons = k.onlyReading(vm.Buttons)
	k.settle(vm.Buttons)
	k.overlay.Set(vm)
	k.shell.SetOverlay(k.overlay)
	k.overlay.SetMoving(true)
}

func (k *Kiosk) refundTapped(button string) {
	id, by := k.paying, k.by()
	s, err := k.Till.Refund(id)
	if err != nil {
		k.closeOverlay()
		return
	}
	do := func(f func() error) {
		var err error
		k.work(func() { err = f() }, func() {
			if err != nil && !errors.Is(err, refund.ErrUnexpected) { // it was faster than the tap
				k.pick.error = say(err)
			}
		})
	}
	switch button {
	case present.ButtonCancel:
		do(func() error { return k.Till.StopRefund(id, by) })
	case present.ButtonAsk:
		k.Till.AskRefund(id)
	case present.ButtonBookAgain:
		do(func() error { return k.Till.RebookRefund(id, by) })
	case present.ButtonSlip:
		if k.Till.HasPrinter() {
			k.printSlip(id)
		} else {
			k.saveSlip(id)
		}
	case present.ButtonRefundAgain, present.ButtonTransfer:
		k.closeOverlay()
		if s.Loose {
			k.giveBackAgain(s)
			return
		}
		document := s.Note.ID
		if document == 0 {
			document = s.Original.ID
		}
		k.openSheet(document, button == present.ButtonTransfer)
	case present.ButtonBack, present.ButtonNext, present.ButtonGoOn:
		k.closeOverlay()
		k.clearPick()
		k.work(k.Till.RefreshNow, nil) // the note has left the list, or owes less
	}
}

// refundLeaveable says whether the screen may lock over a refund: not before somebody could read how it stands.
func refundLeaveable(s refund.State) bool {
	switch s.Phase {
	case refund.Draft, refund.Checking, refund.Noting, refund.Sending, refund.AtReader, refund.Unknown:
		return false
	}
	return true
}

// resumeRefund comes back to the refund that a restart interrupted.
func (k *Kiosk) resumeRefund() {
	for _, s := range k.Till.ActiveRefunds() {
		switch s.Phase {
		case refund.AtBank, refund.Held, refund.Outbox, refund.CameBack: // under Needs attention, or days
		default:
			k.paying = s.ID
			return
		}
	}
}
