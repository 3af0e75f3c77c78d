//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/overlay"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// Places on the 1280×800 window and colours of SCREENS.md.
var (
	accent  = color.RGBA{0x1B, 0x48, 0xC8, 255}
	working = accent
	green   = color.RGBA{0x0A, 0x63, 0x3A, 255}
	red     = color.RGBA{0xA9, 0x22, 0x19, 255}
	slate   = color.RGBA{0x3A, 0x46, 0x59, 255}
	soft    = color.RGBA{0xE6, 0xED, 0xFD, 255} // a chosen tile

	panel  = image.Rect(20, 640, 400, 760) // low on the panel: plain colour
	charge = image.Rect(740, 672, 830, 748)
	amount = image.Rect(466, 128, 1240, 222) // the overlay's XL amount

	person    = image.Pt(400, 346)
	firstRow  = image.Pt(330, 205)
	chargeBtn = image.Pt(978, 710)
	cancelBtn = image.Pt(590, 732)
	keys      = map[rune]image.Point{
		'1': {918, 377}, '2': {1040, 377}, '3': {1161, 377}, '4': {918, 478}, '5': {1040, 478}, '6': {1161, 478},
		'7': {918, 580}, '8': {1040, 580}, '9': {1161, 580}, '0': {1040, 681}, '\n': {918, 681},
	}
)

const (
	invoice       = "INV/2026/00427"
	invoiceAmount = "€1,284.50"
)

func signIn(s *screen) {
	s.t.Helper()
	s.sees("the lock screen with its only person chosen", image.Rect(420, 310, 600, 330), soft)
	for _, r := range "4711\n" {
		p := keys[r]
		s.tap(p.X, p.Y)
	}
}

// chargeInvoice searches for the invoice, taps it, and taps Charge.
func chargeInvoice(s *screen, sh *shop) {
	s.t.Helper()
	// the picker: the search field stands where the shop's name stood
	eventually(s.t, "the picker", func() bool {
		return fill(s.look(), image.Rect(2, 300, 92, 700), color.RGBA{255, 255, 255, 255}) > 0.9
	})
	s.typeText("00427")
	s.tap(firstRow.X, firstRow.Y)
	s.sees("the Charge button", charge, accent)
	s.save("picker")
	s.tap(chargeBtn.X, chargeBtn.Y)
	s.sees("the blue overlay", panel, working)
	eventually(s.t, "the reader to ask for a card", sh.asking)
}

// showsAmount compares the amount on the glass with the amount as the overlay draws it.
func showsAmount(s *screen, sh *shop) {
	s.t.Helper()
	shot.App(s.t, theme.New(theme.Light, theme.Counter))
	v := overlay.New(nil)
	v.Set(overlay.ViewModel{Band: "x", Amount: invoiceAmount, Customer: "x", Reference: "x"})
	want := shot.Draw(v, fyne.NewSize(1280, 800))
	got := s.look()
	ink, wrong := 0, 0
	for y := amount.Min.Y; y < amount.Max.Y; y++ {
		for x := amount.Min.X; x < amount.Max.X; x++ {
			r, _, _, _ := want.At(x, y).RGBA()
			dark := r>>8 < 128
			if dark {
				ink++
			}
			if dark != (got.RGBAAt(x, y).R < 128) {
				wrong++
			}
		}
	}
	if ink < 5000 || wrong*100 > ink*12 {
		s.save("amount")
		s.t.Errorf("the amount on the screen is not %s: %d of %d ink pixels differ", invoiceAmount, wrong, ink)
	}
}

// verdict is the promise: charged once, booked once, nothing left.
func verdict(s *screen, sh *shop) {
	s.t.Helper()
	// the payment is posted a moment before it is reconciled
	eventually(s.t, "one charge, one booking and nothing left on "+invoice, func() bool { return sh.booked(1) && sh.residual(invoice) == 0 })
}

// Lost if it fails: the main job. A cashier taps an invoice and Charge, the customer a card, and Odoo is not paid once.
func TestPayInTheRealWindow(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	showsAmount(s, sh)
	s.save("overlay")
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	s.save("booked")
}

// Lost if it fails: a declined card ends the payment, or is charged beside the good one.
func TestDeclinedThenGood(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	sh.gesture("declined", "insufficient_funds")
	s.sees("the red panel", panel, red)
	s.save("declined")
	eventually(t, "the reader to ask again by itself", sh.asking)
	s.sees("the blue panel again", panel, working)
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	if n := len(sh.ledger().Stripe.Intents); n != 1 {
		t.Errorf("%d PaymentIntents for one sale", n)
	}
}

// Lost if it fails: "cancelled" would stand on the screen while the intent lives, or the invoice stays locked.
func TestCancel(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	s.tap(cancelBtn.X, cancelBtn.Y)
	s.sees("the slate panel", panel, slate)
	s.save("cancelled")
	for _, i := range sh.ledger().Stripe.Intents {
		if i.Status != "canceled" {
			t.Errorf("the screen says cancelled, Stripe says %s", i.Status)
		}
	}
	eventually(t, "the reader to stop asking", func() bool { return !sh.asking() })
	if left := sh.residual(invoice); left != 128450 {
		t.Errorf("%d left after a cancelled payment", left)
	}
}

// Lost if it fails: money taken just before a power cut would never reach Odoo, or reach it twice.
func TestKilledAfterApproval(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	kill := sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	sh.post("/fault", map[string]any{"side": "odoo", "odoo": map[string]any{"name": "down"}})
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	kill()
	if a := sh.ledger().Agreement; a.Charges != 1 || a.Bookings != 0 {
		t.Fatalf("before the restart: %+v", a)
	}
	sh.post("/fault", map[string]any{"side": "odoo", "clear": true})
	sh.kiosk(s)
	verdict(s, sh)
}

// Lost if it fails: a restart in the middle would lose the prompt, or ask the customer twice.
func TestKilledWhileWaitingComesBack(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	kill := sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	kill()
	sh.kiosk(s)
	s.sees("the same blue overlay", panel, working)
	showsAmount(s, sh)
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	if n := len(sh.ledger().Stripe.Intents); n != 1 {
		t.Errorf("%d PaymentIntents for one sale", n)
	}
}

// Lost if it fails: of taps whose motion and press arrive together, one hits where the finger was before.
func TestHundredTapsLand(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	sh.run("1111\n", "people", "add", "Ole Holm", "--role", "cashier", "--pin-stdin")
	sh.kiosk(s)
	s.sees("the lock screen", image.Rect(80, 300, 90, 390), color.RGBA{255, 255, 255, 255})
	tiles := [2]image.Point{{400, 346}, {400, 474}}
	inside := [2]image.Rectangle{image.Rect(420, 310, 600, 330), image.Rect(420, 438, 600, 458)}
	for n := range 100 {
		at := tiles[n%2]
		s.tap(at.X, at.Y)
		s.sees("tap to land", inside[n%2], soft)
		if fill(s.look(), inside[1-n%2], soft) > 0.5 {
			t.Fatalf("tap %d: both tiles are chosen", n)
		}
	}
}
