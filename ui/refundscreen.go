package ui

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	refundsheet "paydesk/ui/refund"
	"paydesk/ui/theme"
)

// refunding is the open refund sheet. Its PIN belongs to the consent that opens with it.
type refunding struct {
	open     bool
	turn     int // tells one sheet, and one reading of it, from the next
	document int64
	offer    *refund.Offer
	failed   error
	shares   []refund.Share
	edit     *present.RefundEdit
	reason   int
	other    string
	asking   bool // words for the last reason are being typed
	transfer bool // no card takes it back: what a person transfers is recorded
	starting bool
	said     string
	approver string // stays on the sheet while it begins what was approved
}

// fixed says that a PIN is being judged, or was: what it approves does not change any more.
func (k *Kiosk) fixed() bool { return k.back.starting || k.consent.busy }

// refundViews are the sheet and the page for a reason of one's own.
type refundViews struct {
	sheet *refundsheet.View
	entry *readers.Entry
}

func (k *Kiosk) newRefundViews() refundViews {
	return refundViews{
		sheet: refundsheet.New(k.refundActions()),
		entry: readers.NewEntry(k.reasonTyped, func() { k.touch(); k.back.asking = false; k.render() }),
	}
}

// mayRefund says who may open the sheet; the manager's PIN approves what is on it.
func (k *Kiosk) mayRefund() bool {
	return k.may(staff.Ask{Act: staff.AskRefund})
}

// openRefund opens the sheet for a credit note or an invoice, by its id in Odoo. What may go back is read anew.
func (k *Kiosk) openRefund(document int64) { k.openSheet(document, false) }

// openTransfer opens it to record what no card takes back.
func (k *Kiosk) openTransfer(document int64) { k.openSheet(document, true) }

func (k *Kiosk) openSheet(document int64, transfer bool) {
	if !k.mayRefund() || k.back.starting || document == 0 {
		return
	}
	k.touch()
	k.back = refunding{open: true, turn: k.back.turn + 1, document: document, reason: -1, transfer: transfer}
	k.askRefundPIN()
	k.readOffer()
	k.render()
}

func (k *Kiosk) closeRefund() {
	if k.back.open {
		k.closeConsent()
	}
	k.back = refunding{turn: k.back.turn + 1, starting: k.back.starting} // begun is begun: none other may until it is known
}

// readOffer asks Stripe and Odoo what may go back, and proposes all of it.
func (k *Kiosk) readOffer() {
	turn, document := k.back.turn, k.back.document
	var offer refund.Offer
	var err error
	k.work(func() { offer, err = k.Till.Offer(k.ctx, document) }, func() {
		b := &k.back
		if !b.open || b.turn != turn {
			return
		}
		if b.failed = err; err != nil {
			return
		}
		b.offer = &offer
		b.shares = k.refundDesk().Spread(k.refundDesk().Most().Minor)
		if k.consent.open && len(k.consent.pin) == 0 && k.may(k.refundAsk()) {
			k.consent.selected = k.session.Person.ID // the own PIN is enough
		}
	})
}

// askRefundPIN opens the consent of the sheet's right half.
func (k *Kiosk) askRefundPIN() {
	k.approve(approval{
		ask: k.refundAsk,
		gate: func() (string, bool) {
			d := k.refundDesk()
			if k.back.starting || !d.Complete() {
				return "", false
			}
			what := "refund "
			if d.Transfer {
				what = "transfer "
			}
			return what + d.Sum().String() + " on " + d.Offer.Numbers() + ": " + d.ReasonText(), true
		},
		do: func(by staff.Session, _ string) { k.giveBack(by.Person) },
	})
}

// refundAsk is what the PIN must allow: the amount that is chosen now.
func (k *Kiosk) refundAsk() staff.Ask {
	b := k.back
	if b.offer == nil || b.transfer { // that money goes back by hand is a manager's statement
		return staff.Ask{Act: staff.Decide}
	}
	sum := money.New(0, b.offer.Most.Currency)
	for _, sh := range b.shares {
		sum.Minor += sh.Minor
	}
	return staff.Ask{Act: staff.Refund, Amount: sum, Part: sum.Minor < b.offer.Most.Minor}
}

// giveBack begins what was approved, once, and takes over to its overlay.
func (k *Kiosk) giveBack(approver staff.Person) {
	b := &k.back
	if !b.open || b.starting {
		return
	}
	d := k.refundDesk()
	o := RefundOrder{Offer: *b.offer, Amount: d.Sum(), Shares: slices.Clone(b.shares), Reader: d.Reader, Person: k.by(), Approver: approver.Name, Reason: d.ReasonText(), Transfer: b.transfer}
	b.starting, b.approver, b.said = true, approver.ID, ""
	turn := b.turn
	k.render()
	var id string
	var err error
	k.work(func() { id, err = k.Till.GiveBack(o) }, func() {
		k.back.starting = false
		switch {
		case err == nil, errors.Is(err, refund.ErrBusyNote) && id != "":
			k.paying, k.after = id, nil // also where the sheet was closed meanwhile: it has begun
			k.closeRefund()
		case k.back.open && k.back.turn == turn:
			k.back.said = say(err)
			k.askRefundPIN()
		default:
			k.pick.error = say(err)
		}
	})
}

// refundDesk gathers what the sheet shows.
func (k *Kiosk) refundDesk() present.RefundDesk {
	b, a := k.back, k.Till.About()
	d := present.RefundDesk{
		Own: a.Own, Offer: b.offer, Failed: b.failed, Stopped: a.Stopped, Shares: b.shares, Edit: b.edit, Reason: b.reason, Other: b.other,
		Said: b.said, Transfer: b.transfer, Tight: theme.Screen().Tight, Reader: k.cardReader(),
	}
	if k.consent.open {
		d.PIN = k.consentVM().PIN
	} else {
		d.PIN = approve.PINVM{Managers: k.approvers(k.refundAsk()), Selected: b.approver, Busy: true}
	}
	return d
}

func (k *Kiosk) renderRefund() {
	vm := present.Refund(k.refundDesk())
	k.refunds.sheet.Set(vm)
	k.refunds.entry.Set(readers.EntryVM{
		Key: strconv.Itoa(k.back.turn), Title: assets.T("refund.other.title"), Help: assets.T("refund.other.help"), Hint: assets.T("refund.other.hint"),
		Text: k.back.other, Icon: "check", Button: assets.T("refund.other.button"),
	})
}

func (k *Kiosk) refundActions() refundsheet.Actions {
	return refundsheet.Actions{
		All: func() {
			k.setShares(func(d present.RefundDesk) []refund.Share { return d.Spread(d.Most().Minor) })
		},
		Change: func() { k.editRefund("") },
		Share:  k.editRefund,
		Digit:  k.refundDigit,
		Use:    k.useRefund,
		Reason: func(i int) {
			k.touch()
			if k.fixed() {
				return
			}
			k.back.reason = i
			k.back.asking = i == len(present.RefundReasons(false))-1
			k.render()
		},
		Way:     k.refundWay,
		Close:   func() { k.touch(); k.closeRefund(); k.render() },
		Approve: k.consentActions(),
	}
}

func (k *Kiosk) reasonTyped(text string) {
	k.touch()
	k.back.other, k.back.asking = strings.TrimSpace(text), false
	k.render()
}

// refundWay is the way out where nothing can go back: the credit note that is open, another look, or the list.
func (k *Kiosk) refundWay() {
	k.touch()
	b := k.back
	switch {
	case b.offer != nil && present.OpenNote(*b.offer) != nil:
		k.openRefund(present.OpenNote(*b.offer).ID)
	case b.failed != nil:
		k.openRefund(b.document)
	case b.offer != nil && present.Transferable(*b.offer):
		k.openTransfer(b.document)
	default:
		k.closeRefund()
		k.render()
	}
}
