//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"testing"
)

// Places of Settings on the 1280×800 window.
var (
	page     = color.RGBA{0xF2, 0xF4, 0xF8, 255}
	sunken   = color.RGBA{0xE8, 0xEC, 0xF2, 255}
	strip    = image.Rect(640, 108, 900, 114) // the top of a bar, above its words
	stripBtn = image.Pt(1222, 139)
	white    = color.RGBA{255, 255, 255, 255}
	bad      = color.RGBA{0xFD, 0xE8, 0xE6, 255}
	okSoft   = color.RGBA{0xE0, 0xF3, 0xE8, 255}
	rail     = image.Rect(2, 300, 92, 700) // the rail between its items
	settings = image.Pt(50, 752)
	lockBtn  = image.Pt(1236, 66)
	pages    = image.Pt(276, 224) // People and PINs
	add      = image.Pt(1147, 152)
	options  = []image.Point{{625, 399}, {625, 503}} // of a sheet with two
	roles    = []image.Point{{625, 347}, {625, 452}, {625, 556}}
	switchOf = image.Pt(625, 608) // the fourth of four
	tiles    = []image.Point{{400, 346}, {400, 474}, {400, 601}}
)

// enter chooses the n-th person of the lock screen and types the PIN.
func enter(s *screen, n int, pin string) {
	s.t.Helper()
	s.tap(tiles[n].X, tiles[n].Y)
	s.sees("the chosen person", image.Rect(420, tiles[n].Y-36, 600, tiles[n].Y-16), soft)
	s.typeText(pin)
	s.tap(keys['\n'].X, keys['\n'].Y)
	eventually(s.t, "the picker", func() bool { return fill(s.look(), rail, white) > 0.9 })
}

func leave(s *screen) {
	s.t.Helper()
	s.tap(lockBtn.X, lockBtn.Y)
	eventually(s.t, "the lock screen", func() bool { return fill(s.look(), rail, white) < 0.5 })
}

// addPerson adds somebody of this counter.
func addPerson(s *screen, name string, role int, pin string) {
	s.t.Helper()
	s.tap(add.X, add.Y)
	s.sees("the sheet", image.Rect(300, 430, 900, 450), white)
	s.tap(options[0].X, options[0].Y)
	s.sees("the page for a name", image.Rect(40, 300, 60, 420), page)
	s.typeText(name)
	s.tap(1106, 246) // Go on
	s.sees("the roles", image.Rect(900, 335, 1000, 360), white)
	s.tap(roles[role].X, roles[role].Y)
	s.sees("the sheet for a PIN", image.Rect(250, 580, 700, 660), white)
	for range 2 {
		s.typeText(pin)
		s.tap(721, 607) // the tick
	}
	s.sees("that "+name+" may sign in", strip, sunken)
	s.tap(stripBtn.X, stripBtn.Y)
	s.sees("the list again", image.Rect(640, 108, 900, 114), white)
}

// What a manager, a cashier and an auditor meet at one counter. Lost if it fails: the last manager goes, a cashier charges above the limit
// without a manager, or not although one agrees, or an auditor's tap takes money.
func TestPeopleInTheRealWindow(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	sh.kiosk(s)
	t.Cleanup(func() {
		if t.Failed() {
			s.save("people-failed")
		}
	})
	signIn(s)
	eventually(t, "the picker", func() bool { return fill(s.look(), rail, white) > 0.9 })

	s.tap(settings.X, settings.Y)
	s.save("settings-open")
	s.sees("a check that is well", image.Rect(483, 434, 489, 450), okSoft)
	s.save("settings-checks")
	s.tap(pages.X, pages.Y)
	s.sees("the chosen page", image.Rect(360, 210, 400, 238), soft)
	s.tap(276, 376) // This counter
	s.sees("its page", image.Rect(360, 362, 400, 390), soft)
	s.tap(1170, 231) // Use dark
	s.sees("dark colours", image.Rect(640, 36, 900, 90), color.RGBA{0x0D, 0x12, 0x1B, 255})
	s.save("settings-dark")
	s.tap(1170, 231)
	s.sees("light colours", image.Rect(640, 36, 900, 90), page)
	s.tap(pages.X, pages.Y)
	s.sees("the people's page", image.Rect(360, 210, 400, 238), soft)
	addPerson(s, "Ole Holm", 0, "5209")
	addPerson(s, "Ruth Adler", 2, "6137")
	s.save("settings-people")

	s.tap(1170, 231) // Mia, the manager who is signed in and the only one, stands first
	s.tap(switchOf.X, switchOf.Y)
	s.sees("why the last manager stays", strip, bad)
	s.save("last-manager")
	leave(s)

	enter(s, 2, "6137") // the auditor
	s.typeText("00427")
	s.tap(firstRow.X, firstRow.Y)
	eventually(t, "the invoice", func() bool { return fill(s.look(), image.Rect(730, 140, 1000, 152), sunken) < 0.1 })
	s.save("auditor")
	s.tap(chargeBtn.X, chargeBtn.Y)
	s.tap(settings.X, settings.Y)
	if img := s.look(); fill(img, charge, accent) > 0.1 || fill(img, rail, white) < 0.9 {
		t.Error("an auditor is offered a charge or another screen")
	}
	leave(s)

	enter(s, 0, "5209") // the cashier
	s.typeText("00427")
	s.tap(firstRow.X, firstRow.Y)
	s.sees("the Charge button", charge, accent)
	if n := len(sh.ledger().Stripe.Intents); n != 0 {
		t.Fatalf("%d payments were begun by an auditor", n)
	}
	sh.odoo.set(true)
	eventually(t, "no Charge button while Odoo is away", func() bool { return fill(s.look(), charge, accent) < 0.1 })
	s.save("limit")
	s.tap(askManager.X, askManager.Y)
	eventually(t, "the sheet for a manager", func() bool { return fill(s.look(), rail, white) < 0.1 })
	s.save("ask-manager")
	s.typeText("4711")
	s.tap(approveBtn.X, approveBtn.Y)
	s.sees("the blue overlay", panel, working)
	eventually(t, "the reader to ask for a card", sh.asking)
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	s.save("charged-away")
	sh.odoo.set(false)
	verdict(s, sh)
}

var (
	askManager = image.Pt(1146, 710)
	approveBtn = image.Pt(994, 702)
)
