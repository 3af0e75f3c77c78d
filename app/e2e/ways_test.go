//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"os"
	"strings"
	"testing"
)

// Places of the ways to pay on the 1280×800 window, where card, hold and phone are offered.
var (
	violet = color.RGBA{0x5A, 0x36, 0xA6, 255}

	holdTile    = image.Pt(978, 530)
	phoneTile   = image.Pt(1152, 530)
	holdButton  = image.Rect(740, 672, 790, 748)
	letGoBtn    = image.Pt(590, 732)
	captureBtn  = image.Pt(857, 732)
	captureUse  = image.Pt(912, 678)
	sheetCharge = image.Rect(740, 650, 800, 700)
)

// phoneShop is a shop whose readers may take card numbers.
func phoneShop(t *testing.T) *shop {
	t.Helper()
	sh := newShop(t)
	b, err := os.ReadFile(sh.config)
	if err == nil {
		err = os.WriteFile(sh.config, []byte(strings.Replace(string(b), "[stripe]\n", "[stripe]\nphone_orders = true\n", 1)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return sh
}

// choose finds the invoice and taps a way to pay.
func choose(s *screen, way image.Point) {
	s.t.Helper()
	eventually(s.t, "the picker", func() bool {
		return fill(s.look(), image.Rect(2, 300, 92, 700), color.RGBA{255, 255, 255, 255}) > 0.9
	})
	s.typeText("00427")
	s.tap(firstRow.X, firstRow.Y)
	s.sees("the money button", charge, accent)
	s.tap(way.X, way.Y)
	s.sees("the chosen way", image.Rect(way.X-60, way.Y-30, way.X-40, way.Y+30), soft)
}

// Lost if it fails: a hold at the counter is called paid, or cannot be charged later.
func TestHoldThenChargeInTheRealWindow(t *testing.T) {
	sh, s := phoneShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	choose(s, holdTile)
	s.sees("the Hold button", holdButton, accent)
	s.save("way-hold")
	s.tap(chargeBtn.X, chargeBtn.Y)
	s.sees("the blue overlay", panel, working)
	eventually(t, "the reader to ask for a card", sh.asking)
	sh.gesture("declined", "insufficient_funds") // a hold may be declined like any card
	s.sees("the red panel", panel, red)
	eventually(t, "the reader to ask again by itself", sh.asking)
	sh.gesture("tap", "visa")
	s.sees("the violet panel", panel, violet)
	s.save("held")
	if l := sh.ledger(); l.Agreement.Charges != 0 || l.Agreement.Bookings != 0 || l.Stripe.Intents[0].Capturable != 128450 || sh.residual(invoice) != 128450 {
		t.Fatalf("held, and the books say %+v, %+v", l.Agreement, l.Stripe.Intents)
	}
	eventually(t, "the keypad", func() bool { // the button counts once it has stood for a moment
		s.tap(captureBtn.X, captureBtn.Y)
		return fill(s.look(), sheetCharge, accent) > 0.9
	})
	s.save("capture")
	s.tap(captureUse.X, captureUse.Y)
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	s.save("captured")
}

var (
	approveReason = image.Pt(280, 372)
	approveAct    = image.Pt(994, 702)
	approveReady  = image.Rect(850, 670, 900, 735)
	moneyOut      = color.RGBA{0x0E, 0x16, 0x26, 255}
)

// giveWord gives the manager's word on the open sheet: the first reason, the PIN, the button in its colour.
func giveWord(s *screen, button color.RGBA) {
	s.t.Helper()
	s.sees("the sheet that asks for a PIN", image.Rect(100, 400, 116, 700), color.RGBA{255, 255, 255, 255})
	s.save("approve-asks")
	s.tap(approveReason.X, approveReason.Y)
	s.sees("the chosen reason", image.Rect(approveReason.X-140, approveReason.Y-15, approveReason.X-125, approveReason.Y+15), soft)
	s.typeText("4711")
	s.sees("the button", approveReady, button)
	s.save("approve")
	s.tap(approveAct.X, approveAct.Y)
}

// Lost if it fails: a manager cannot let a hold go at the counter, or it is charged instead.
func TestHoldIsLetGoInTheRealWindow(t *testing.T) {
	sh, s := phoneShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	choose(s, holdTile)
	s.tap(chargeBtn.X, chargeBtn.Y)
	eventually(t, "the reader to ask for a card", sh.asking)
	sh.gesture("tap", "visa")
	s.sees("the violet panel", panel, violet)
	eventually(t, "the sheet", func() bool {
		s.tap(letGoBtn.X, letGoBtn.Y)
		return fill(s.look(), image.Rect(100, 400, 116, 700), color.RGBA{255, 255, 255, 255}) > 0.9
	})
	giveWord(s, moneyOut)
	s.sees("the slate panel", panel, slate)
	s.save("released")
	if l := sh.ledger(); l.Stripe.Intents[0].Status != "canceled" || l.Agreement.Charges != 0 || l.Agreement.Bookings != 0 || sh.residual(invoice) != 128450 {
		t.Errorf("let go, and the books say %+v, %+v", l.Agreement, l.Stripe.Intents)
	}
}

// Lost if it fails: a phone order cannot be taken at the counter, its declined number is charged, or the customer's word ends
// it as a charge. The number is keyed in on the reader: the counter has no field for it.
func TestPhoneOrderInTheRealWindow(t *testing.T) {
	sh, s := phoneShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	choose(s, phoneTile)
	s.tap(chargeBtn.X, chargeBtn.Y)
	giveWord(s, accent)
	s.sees("the blue overlay", panel, working)
	eventually(t, "the reader to ask for a number", sh.asking)
	s.save("phone")
	sh.gesture("tap", "visa") // nobody is there: a card is not what it asks for
	sh.gesture("declined", "insufficient_funds")
	s.sees("the red panel", panel, red)
	eventually(t, "the reader to ask again by itself", sh.asking)
	sh.gesture("cancel", "") // given up on the reader
	s.sees("the slate panel", panel, slate)
	if l := sh.ledger(); l.Agreement.Charges != 0 {
		t.Fatalf("given up, and charged: %+v", l.Stripe.Intents)
	}
	eventually(t, "the reader to ask once more", func() bool {
		s.tap(1118, 732) // try again, at the right edge
		return sh.asking()
	})
	sh.gesture("key", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	s.save("phone-paid")
	if m := sh.ledger().Stripe.Intents[0].Metadata; m["pd_kind"] != "moto" {
		t.Errorf("the claim says %q", m["pd_kind"])
	}
}
