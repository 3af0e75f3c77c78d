package ui

import (
	"net/mail"
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// giving is what became of the receipt of one payment or refund while its overlay stands.
type giving struct {
	id     string
	last   present.SlipAct
	saved  string
	mailed string
	failed string
	making bool // one is being made; taps wait
	asked  time.Time
	mail   mailing
	mails  int // openings of the page
}

// mailing is the open page that asks for an address.
type mailing struct {
	open, busy bool
	turn       int    // of the openings: each begins with a fresh field
	text       string // to begin with
	known      string // the customer's address in Odoo, where it was not there at once
	message    string // why it was refused
}

// slips is what the overlay shows of a receipt.
func (k *Kiosk) slips(id string, test bool) present.Slips {
	if k.giving.id != id {
		k.giving = giving{id: id}
	}
	g := k.giving
	return present.Slips{Printer: k.Till.HasPrinter(), Print: k.Till.Printed(id), Last: g.last, Saved: g.saved, Mailed: g.mailed, Test: test, Failed: g.failed}
}

// printSlip puts a slip on the printer. A printer that fails says so itself; only what keeps a slip from being made is an error here.
func (k *Kiosk) printSlip(id string) {
	by := k.by()
	k.makeSlip(id, present.SlipPrinted, func() (string, error) { return "", k.Till.PrintSlip(id, by) })
}

// saveSlip keeps a slip as a file.
func (k *Kiosk) saveSlip(id string) {
	by := k.by()
	k.makeSlip(id, present.SlipSaved, func() (string, error) { return k.Till.KeepSlip(id, by) })
}

// againAfter is how long after a tap the next one counts: a nervous finger must not make a duplicate on a fast printer.
const againAfter = 1500 * time.Millisecond

func (k *Kiosk) makeSlip(id string, act present.SlipAct, make func() (string, error)) {
	if k.giving.id != id {
		k.giving = giving{id: id}
	}
	if k.giving.making || k.Clock.Now().Sub(k.giving.asked) < againAfter {
		return
	}
	k.giving.making, k.giving.asked = true, k.Clock.Now()
	var path string
	var err error
	k.work(func() { path, err = make() }, func() {
		if k.giving.id != id {
			return // another payment stands there now
		}
		k.giving.making, k.giving.last, k.giving.failed = false, act, ""
		switch {
		case err != nil:
			k.giving.failed = strings.TrimRight(inWords(err), ". ")
		case path != "":
			k.giving.saved = path
		}
	})
}

// openMail asks for the address; the customer's in Odoo stands there already.
func (k *Kiosk) openMail(s payment.State) {
	if k.session == nil || len(s.Parts) == 0 {
		return
	}
	k.giving.mails++
	k.giving.mail = mailing{open: true, turn: k.giving.mails}
	document := s.Parts[0].Document
	if d := k.pick.detail; d != nil && d.ID == document {
		k.giving.mail.text = strings.TrimSpace(d.Contact.Email)
		return
	}
	id := k.giving.id
	known := ""
	k.work(func() {
		if d, err := k.Till.Detail(k.ctx, document); err == nil { // without it the address is typed
			known = strings.TrimSpace(d.Contact.Email)
		}
	}, func() {
		if k.giving.id == id && k.giving.mail.open {
			k.giving.mail.known = known
		}
	})
}

// typingMail says that the page for the address is open, over a payment's overlay or over the history.
func (k *Kiosk) typingMail() bool {
	return k.session != nil && k.giving.mail.open && (k.paying != "" || k.place == shell.PlaceHistory)
}

func (k *Kiosk) closeMail() {
	k.touch()
	k.giving.mail = mailing{}
	k.render()
}

func (k *Kiosk) mailVM(test bool) readers.EntryVM {
	m := k.giving.mail
	vm := readers.EntryVM{
		Key: k.giving.id + strconv.Itoa(m.turn), Text: m.text, Title: assets.T("slip.mail.title"), Help: assets.T("slip.mail.help"), Hint: assets.T("slip.mail.hint"),
		Icon: "mail", Button: assets.T("slip.mail.button"), Message: m.message, Busy: m.busy,
	}
	if test {
		vm.Help = assets.T("slip.mail.help.test")
	}
	if m.known != "" {
		vm.Quick = []readers.Quick{{Label: m.known, Text: m.known}}
	}
	return vm
}

// mailTyped sends the receipt. One tap is one order: until it is answered the page takes no other.
func (k *Kiosk) mailTyped(text string) {
	k.touch()
	m := &k.giving.mail
	if !m.open || m.busy || k.session == nil {
		return
	}
	if !isAddress(text) {
		m.message = assets.T("slip.mail.refused")
		k.render()
		return
	}
	m.busy, m.message = true, ""
	id, by := k.giving.id, k.by()
	var s payment.State
	var err error
	k.work(func() { s, err = k.Till.MailSlip(k.ctx, id, text, by) }, func() {
		if k.giving.id != id {
			return
		}
		k.giving.mail.busy = false
		if err != nil {
			k.giving.mail.message = assets.T("slip.mail.failed", "why", inWords(err))
			return
		}
		k.giving.mail = mailing{}
		k.giving.last, k.giving.mailed, k.giving.failed = present.SlipMailed, s.Mailed, ""
	})
	k.render()
}

// isAddress says that a text is one address of e-mail and nothing else; Stripe judges the rest.
func isAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || a.Name != "" {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".") && !strings.ContainsAny(domain, "[]\" ")
}
