//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"path/filepath"
	"testing"
)

// Lost if it fails: a refund over several charges goes elsewhere than approved, a card that must come back is not asked for, a disputed
// charge is refunded or cannot be settled at all, two counters refund one note twice, a right that is lost looks like a refund.
func TestUnusualRefundsInTheRealWindow(t *testing.T) {
	sh, s := newShop(t, "--customer", "good", "--present-after", "100ms"), newScreen(t)
	numbers := sh.plainDocuments()
	several, interac, disputed, shared := numbers[0], numbers[1], numbers[2], numbers[3]
	sh.post("/fault", map[string]any{"side": "stripe", "stripe": map[string]any{"name": "partial-authorisation", "count": 1}})
	for _, n := range []string{several, several, disputed, shared} {
		sh.pays(n)
	}
	sh.post("/gesture", map[string]any{"reader": "tmr_frontdesk", "kind": "auto", "auto": "none"})
	sh.chargesInterac(interac)
	two := *sh
	two.data = filepath.Join(t.TempDir(), "second")
	two.run("7391\n", "people", "add", "Ole Holm", "--role", "manager", "--pin-stdin")
	sh.begins(s)
	defer s.save("last")
	charges := sh.ledger().Stripe.Intents

	sh.credits(several, 0)
	note := sh.note()
	s.opens()
	s.ready()
	s.tap(400, 214) // the newer charge's row
	eventually(t, "the keypad of the share", func() bool { return fill(s.look(), sheet, accent) > .5 })
	s.typeText("1000")
	s.tap(approve.X, approve.Y)
	s.approves()
	back := charges[0].Received + 1000
	sh.agrees(2, back)
	s.save("several")
	for _, i := range sh.ledger().Stripe.Intents[:2] {
		if want := map[string]int64{charges[0].ID: charges[0].Received, charges[1].ID: 1000}[i.ID]; i.Refunded != want {
			t.Errorf("%d went back on a charge of %d, %d was approved", i.Refunded, i.Received, want)
		}
	}
	s.presses(right, working)
	s.opens()
	s.approves() // the rest
	back = note.TotalMinor
	sh.agrees(3, back)

	sh.credits(interac, 0)
	note = sh.note()
	n := 3
	s.presses(right, working)
	s.opens()
	s.approves()
	eventually(t, "the reader to ask for the card that paid", sh.prompts)
	s.sees("whose reader asks", image.Rect(34, 92, 42, 102), color.RGBA{0x0B, 0x72, 0x85, 255})
	s.save("interac")
	sh.gesture("insert", "interac-of-another")
	s.sees("the slate overlay", panel, slate)
	if m, _ := sh.refunds(); m != n {
		t.Fatal("another card was refunded")
	}
	s.presses(right, slate)
	s.approves()
	eventually(t, "the reader to ask again", sh.prompts)
	sh.gesture("insert", "interac")
	eventually(t, "the Interac refund, booked", func() bool { m, _ := sh.refunds(); return m == n+1 && sh.residual(note.Number) == 0 })

	sh.credits(disputed, 0)
	note = sh.note()
	sh.at("dispute", charges[2].ID, "", 0)
	s.presses(right, working)
	s.opens()
	eventually(t, "the sentence about the dispute", func() bool { return fill(s.look(), image.Rect(600, 320, 612, 345), warn) > .9 })
	s.save("disputed")
	s.tap(way.X, way.Y)
	s.approves()
	eventually(t, "the transfer in the books", func() bool { return sh.residual(note.Number) == 0 })
	if m, _ := sh.refunds(); m != n+1 {
		t.Error("a disputed charge was refunded")
	}

	sh.credits(shared, 0)
	note = sh.note()
	s.presses(right, working)
	s.opens()
	s.ready()
	sh.weather("stripe", "permission-lost", "refunds.create")
	s.approves()
	s.sees("the slate overlay", panel, slate)
	s.save("rights")
	sh.weather("stripe", "", "")
	s.presses(right, slate)
	s.ready()
	two.run("7391\n", "refund", "--credit-note", note.Number, "--as", "Ole Holm", "--pin-stdin")
	s.approves() // the colleague was faster
	s.sees("the slate overlay", panel, slate)
	s.presses(right, slate)
	eventually(t, "the sentence that nothing is owed any more", func() bool { return fill(s.look(), image.Rect(600, 520, 680, 620), accent) > .3 })
	s.save("settled")
	if m, _ := sh.refunds(); m != n+2 || sh.residual(note.Number) != 0 {
		t.Errorf("%d refunds, %d left", m-n-1, sh.residual(note.Number))
	}
}
