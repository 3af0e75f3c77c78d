//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"path/filepath"
	"testing"
)

// Lost if it fails: what a manager refunds at the counter goes back twice, too much of it, to the wrong charge, or is not booked as it
// went; or the screen says something else than what happened. One window for all of it.
func TestRefundsInTheRealWindow(t *testing.T) {
	sh, s, numbers, _ := refundDay(t, 3)
	full, refused, parted, unpaid := numbers[0], numbers[1], numbers[2], numbers[3]
	defer s.save("last")

	s.tap(paidChip.X, paidChip.Y)
	eventually(t, "the paid invoice that is asked for", func() bool {
		img := s.look()
		if fill(img, row, soft) < .5 {
			s.tap(firstRow.X, firstRow.Y)
		}
		return fill(img, image.Rect(900, 730, 1100, 748), color.RGBA{0xE0, 0xF3, 0xE8, 255}) > .9
	})
	s.save("paid")
	s.tap(paidBtn.X, paidBtn.Y)
	eventually(t, "the keypad of the amount", func() bool { s.tap(change.X, change.Y); return fill(s.look(), sheet, accent) > .5 })
	s.typeText("500")
	s.tap(approve.X, approve.Y)
	s.approves() // Paydesk makes the credit note
	sh.agrees(1, 500)
	total := sh.ledger().Stripe.Intents[2].Received
	if note := sh.note(); note.TotalMinor != 500 || note.ResidualMinor != 0 {
		t.Errorf("the credit note that Paydesk made: %+v", note)
	}

	sh.credits(full, 0)
	s.presses(right, working)
	back := 500 + sh.note().TotalMinor
	s.opens()
	s.approves()
	s.tap(approve.X, approve.Y) // a nervous finger
	s.tap(approve.X, approve.Y)
	s.sees("the blue overlay", panel, working)
	sh.agrees(2, back)
	s.save("refunded")
	s.tap(left.X, left.Y) // the slip
	slips := filepath.Join(sh.data, "receipts", "refund-*")
	eventually(t, "the slip", func() bool {
		found, _ := filepath.Glob(slips)
		if len(found) < 2 {
			s.tap(left.X, left.Y)
		}
		return len(found) >= 2
	})

	sh.weather("odoo", "refuse-booking", "")
	sh.credits(refused, 0)
	back += sh.note().TotalMinor
	s.presses(right, working)
	s.opens()
	s.approves()
	eventually(t, "Stripe to give it back", func() bool { n, now := sh.refunds(); return n == 3 && now == back })
	s.sees("Book again beside Done", wide, accent)
	if sh.out() == back {
		t.Error("Odoo took what it was to refuse")
	}
	s.save("held")
	sh.weather("odoo", "", "")
	eventually(t, "the booking, once Odoo takes it", func() bool { s.tap(left.X, left.Y); return sh.out() == back })

	sh.credits(unpaid, 0) // Odoo sets it off against the invoice: nothing goes back
	sh.credits(parted, total-500)
	note := sh.note()
	s.presses(right, working)
	s.opens()
	eventually(t, "the keypad of the amount", func() bool { s.tap(change.X, change.Y); return fill(s.look(), sheet, accent) > .5 })
	part := int64(1250)
	s.typeText("1250")
	for part*10+9 <= note.TotalMinor {
		part = part*10 + 9
	}
	s.typeText("9999") // more than is owed: the last of these keys do nothing
	s.tap(approve.X, approve.Y)
	s.approves()
	back += part
	sh.agrees(4, back)
	if left := sh.residual(note.Number); left != note.TotalMinor-part {
		t.Errorf("%d left on the note, not %d", left, note.TotalMinor-part)
	}
	s.presses(right, working)
	s.opens()
	s.ready()
	intents := sh.ledger().Stripe.Intents
	sh.at("refund", intents[2].ID, "", note.TotalMinor-part-100) // somebody in the dashboard; what stands on the sheet is more than is left
	n, now := sh.refunds()
	s.approves()
	s.sees("the slate overlay", panel, slate)
	s.save("over")
	if m, after := sh.refunds(); m != n || after != now {
		t.Errorf("%d refunds of %d, were %d of %d", m, after, n, now)
	}
}
