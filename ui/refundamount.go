package ui

import (
	"slices"

	"paydesk/services/refund"
	"paydesk/ui/kit"
	"paydesk/ui/present"
)

func (k *Kiosk) setShares(of func(present.RefundDesk) []refund.Share) {
	k.touch()
	if b := &k.back; b.offer != nil && !k.fixed() {
		b.shares, b.edit, b.said = of(k.refundDesk()), nil, ""
	}
	k.render()
}

// editRefund lets the whole amount be typed, or what goes back to one charge.
func (k *Kiosk) editRefund(intent string) {
	k.touch()
	b := &k.back
	if b.offer == nil || k.fixed() {
		return
	}
	e := &present.RefundEdit{Of: intent, Limit: k.refundDesk().Most().Minor}
	for _, sh := range b.shares {
		switch {
		case intent == "" || sh.Intent == intent:
			e.Minor += sh.Minor
		default:
			e.Limit -= sh.Minor
		}
	}
	if intent != "" {
		c, _ := b.offer.ChargeOf(intent)
		e.Limit = min(e.Limit, c.Left.Minor)
	}
	b.edit = e
	k.render()
}

// refundDigit types one key. A key that would go over what is allowed does nothing, and the line says why.
func (k *Kiosk) refundDigit(key kit.Key) {
	k.touch()
	e := k.back.edit
	if e == nil {
		return
	}
	minor := e.Minor
	if !e.Typed {
		minor = 0
	}
	switch {
	case key == kit.KeyBackspace:
		minor = e.Minor / 10
	case key == kit.KeyDoubleZero:
		minor *= 100
	case key <= 9:
		minor = minor*10 + int64(key)
	default:
		return
	}
	if e.Full = minor > e.Limit; !e.Full {
		e.Minor, e.Typed = minor, true
	}
	k.render()
}

// useRefund takes the typed amount.
func (k *Kiosk) useRefund() {
	b := &k.back
	e := b.edit
	if e == nil || b.offer == nil {
		return
	}
	k.setShares(func(d present.RefundDesk) []refund.Share {
		if e.Of == "" {
			return d.Spread(e.Minor)
		}
		var out []refund.Share
		for _, c := range d.Offer.Charges { // newest first, as they are sent
			i := slices.IndexFunc(b.shares, func(sh refund.Share) bool { return sh.Intent == c.Intent.ID })
			switch {
			case c.Intent.ID == e.Of && e.Minor > 0:
				out = append(out, c.Share(e.Minor))
			case c.Intent.ID != e.Of && i >= 0:
				out = append(out, b.shares[i])
			}
		}
		return out
	})
}
