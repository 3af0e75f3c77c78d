//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"testing"
)

// Lost if it fails: a refund that the power cut interrupted is sent twice or forgotten, or one that the bank sends back days later stays
// booked and nobody is told.
func TestRefundOutlivesThePowerAndTheBank(t *testing.T) {
	sh, s, numbers, kill := refundDay(t, 1)
	defer s.save("last")
	sh.credits(numbers[0], 0)
	note := sh.note()
	sh.weather("stripe", "lost-answer", "refunds.create")
	s.opens()
	s.approves()
	eventually(t, "the refund whose answer is lost", func() bool { n, _ := sh.refunds(); return n == 1 })
	kill()
	sh.weather("stripe", "", "")
	kill = sh.kiosk(s)
	s.sees("the refund again", panel, working)
	sh.agrees(1, note.TotalMinor)
	s.sees("that it is booked", image.Rect(1000, 632, 1044, 636), accent) // the third bar is full
	s.save("resumed")
	kill()

	re := sh.ledger().Stripe.Refunds[0].ID
	sh.at("refund-fails", "", re, 0) // days later
	sh.begins(s)
	eventually(t, "the booking to be taken back and the note to be open again", func() bool { return sh.out() == 0 && sh.residual(note.Number) == note.TotalMinor })
	var bell image.Point
	eventually(t, "the count of what needs attention, in the rail", func() bool {
		img := s.look()
		for y := 100; y < 600; y += 4 {
			if fill(img, image.Rect(60, y, 74, y+4), color.RGBA{0x82, 0x47, 0x00, 255}) > .5 {
				bell = image.Pt(50, y+24)
				return true
			}
		}
		return false
	})
	s.tap(bell.X, bell.Y)
	eventually(t, "the refund that came back", func() bool {
		return fill(s.look(), image.Rect(110, 80, 1270, 400), color.RGBA{0xFD, 0xE8, 0xE6, 255}) > .003
	})
	s.save("attention")
}

// Lost if it fails: a manager's PIN is guessed at the counter.
func TestWrongPINsWait(t *testing.T) {
	sh, s, numbers, _ := refundDay(t, 1)
	defer s.save("last")
	sh.credits(numbers[0], 0)
	s.opens()
	s.ready()
	s.tap(reason.X, reason.Y)
	types := func() {
		t.Helper()
		eventually(t, "the live ink button", func() bool {
			if fill(s.look(), sheet, ink) > .5 {
				return true
			}
			s.typeText("0") // what is typed while the last PIN is judged does not count
			return false
		})
	}
	for range 4 { // three cost nothing
		types()
		s.tap(approve.X, approve.Y)
		s.sees("the button to be dead", sheet, quiet)
	}
	s.save("wait")
	s.typeText("4711") // within the wait these keys do nothing
	s.tap(approve.X, approve.Y)
	types() // the wait is over, and what is typed is wrong again
	if n, _ := sh.refunds(); n != 0 {
		t.Errorf("%d refunds by a PIN within the wait", n)
	}
}
