//go:build proof && linux

package e2e

import (
	"encoding/json"
	"image"
	"image/color"
	"net/http"
	"strings"
	"testing"

	stripesim "paydesk/services/sim/stripe"
)

// Places and colours of the refund sheet on the 1280×800 window.
var (
	ink   = color.RGBA{0x0E, 0x16, 0x26, 255}
	warn  = color.RGBA{0xFF, 0xF0, 0xD6, 255}
	quiet = color.RGBA{0xE8, 0xEC, 0xF2, 255} // a button that is not live

	paidChip  = image.Pt(583, 130)
	paidBtn   = image.Pt(1179, 710) // "Refund" of a paid invoice
	notesChip = image.Pt(648, 130)
	giveBtn   = image.Pt(978, 710) // "Refund €86.00" of the chosen note
	reason    = image.Pt(150, 530) // the first, with one charge and with several
	change    = image.Pt(310, 403)
	approve   = image.Pt(1008, 701) // the sheet's one button: ink, or accent while an amount is typed
	way       = image.Pt(640, 577)  // the button of the sheet's message
	left      = image.Pt(659, 731)  // the overlay's two buttons
	right     = image.Pt(1054, 731)

	tile  = image.Rect(116, 525, 128, 535) // left in the first reason
	sheet = image.Rect(855, 690, 890, 712) // left of the words on the sheet's button
	chip  = image.Rect(640, 112, 656, 118)
	row   = image.Rect(400, 196, 520, 204) // between the lines of the first row
	key5  = image.Rect(970, 390, 990, 430) // beside the figure: grey until the sheet has read what may go back
	wide  = image.Rect(880, 715, 980, 750) // of the right button, where there are two
	money = image.Rect(740, 672, 790, 748) // left of the words on the note's button
)

// pays charges a document from the command line.
func (s *shop) pays(number string) {
	s.t.Helper()
	s.run("4711\n", "pay", "--document", number, "--reader", "Front desk", "--as", "Mia Berg", "--pin-stdin")
}

// credits makes a credit note in Odoo, of all of an invoice if minor is 0.
func (s *shop) credits(number string, minor int64) {
	s.t.Helper()
	s.post("/gesture", map[string]any{"kind": "credit-note", "document": number, "minor": minor})
}

// at plays what happens to a charge or refund at Stripe.
func (s *shop) at(kind, intent, refund string, minor int64) {
	s.t.Helper()
	s.post("/gesture", map[string]any{"kind": kind, "intent": intent, "refund": refund, "amount": minor})
}

// weather arms a fault of one side; empty name: clears all.
func (s *shop) weather(side, name, target string) {
	s.t.Helper()
	if name == "" {
		s.post("/fault", map[string]any{"side": side, "clear": true})
		return
	}
	f := map[string]any{"name": name, "target": target}
	if side == "stripe" {
		f["on"] = true
	}
	s.post("/fault", map[string]any{"side": side, side: f})
}

// out is what refunds and transfers are booked, and not taken back, in minor units.
func (s *shop) out() (minor int64) {
	s.t.Helper()
	for _, p := range s.ledger().Odoo.Payments {
		if p.Direction == "outbound" && p.IsReconciled && !strings.HasPrefix(p.State, "cancel") {
			minor += p.AmountMinor
		}
	}
	return minor
}

// refunds are how many refunds Stripe has, and what of them went back.
func (s *shop) refunds() (n int, minor int64) {
	s.t.Helper()
	for _, r := range s.ledger().Stripe.Refunds {
		n++
		if r.Status != "failed" {
			minor += r.Amount
		}
	}
	return n, minor
}

// agrees waits until Stripe gave back so much by so many refunds, and Odoo has booked as much.
func (s *shop) agrees(refunds int, minor int64) {
	s.t.Helper()
	eventually(s.t, "both books to agree on what went back", func() bool {
		n, back := s.refunds()
		return n == refunds && back == minor && s.out() == minor
	})
}

// chooses taps the first credit note of the list until its ink button stands there.
func (s *screen) chooses() {
	s.t.Helper()
	eventually(s.t, "the credit note's button", func() bool {
		img := s.look()
		switch {
		case fill(img, chip, ink) < .5:
			s.tap(notesChip.X, notesChip.Y)
		case fill(img, row, soft) < .5: // until the list has it
			s.tap(firstRow.X, firstRow.Y)
		}
		return fill(img, chip, ink) > .5 && fill(img, money, ink) > .5
	})
}

// opens opens the refund sheet of the first credit note.
func (s *screen) opens() {
	s.t.Helper()
	s.chooses()
	eventually(s.t, "the refund sheet", func() bool {
		if fill(s.look(), chip, ink) < .5 { // the scrim lies on it
			return true
		}
		s.tap(giveBtn.X, giveBtn.Y)
		return false
	})
}

// ready waits until the open sheet has read what may go back.
func (s *screen) ready() {
	s.t.Helper()
	eventually(s.t, "the sheet", func() bool {
		img := s.look()
		if fill(img, image.Rect(600, 520, 680, 620), accent) > .3 { // nobody answered so soon after the start: look again
			s.tap(way.X, way.Y)
		}
		return fill(img, key5, white) > .9 && fill(img, sheet, quiet) > .9
	})
}

// approves chooses a reason, types the PIN and taps the ink button.
func (s *screen) approves() {
	s.t.Helper()
	s.ready()
	eventually(s.t, "the reason to be chosen", func() bool {
		s.tap(reason.X, reason.Y) // until the sheet has read what may go back
		return fill(s.look(), tile, soft) > .5
	})
	s.typeText("4711")
	s.sees("the live ink button", sheet, ink)
	s.tap(approve.X, approve.Y)
}

// presses taps a button of the overlay until the overlay is another one, or gone: a tap on what has just come to stand there does not count.
func (s *screen) presses(button image.Point, from color.RGBA) {
	s.t.Helper()
	gone := 0
	eventually(s.t, "the overlay to take the tap", func() bool {
		if fill(s.look(), panel, from) < 0.5 { // twice: one look may be at half a picture
			gone++
			return gone == 2
		}
		gone = 0
		s.tap(button.X, button.Y)
		return false
	})
}

// refundDay is a shop with paid invoices and its window, in which the manager has signed in.
func refundDay(t *testing.T, paid int) (sh *shop, s *screen, numbers []string, kill func()) {
	t.Helper()
	sh, s = newShop(t, "--customer", "good", "--present-after", "100ms"), newScreen(t)
	numbers = sh.plainDocuments()
	for _, n := range numbers[:paid] {
		sh.pays(n)
	}
	return sh, s, numbers, sh.begins(s)
}

// begins starts the window and signs the manager in.
func (s *shop) begins(on *screen) (kill func()) {
	s.t.Helper()
	kill = s.kiosk(on)
	signIn(on)
	on.sees("the picker", image.Rect(2, 300, 92, 700), white)
	return kill
}

// prompts says that the front desk's reader asks for a card to refund.
func (s *shop) prompts() bool {
	s.t.Helper()
	for _, r := range s.readers() {
		if r.ID == "tmr_frontdesk" && r.ActionType == "refund_payment" && r.ActionStatus == "in_progress" {
			return true
		}
	}
	return false
}

func (s *shop) readers() []stripesim.ReaderView {
	s.t.Helper()
	r, err := http.Get(s.control + "/readers")
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	var shot stripesim.Snapshot
	if err := json.NewDecoder(r.Body).Decode(&shot); err != nil {
		s.t.Fatal(err)
	}
	return shot.Readers
}
