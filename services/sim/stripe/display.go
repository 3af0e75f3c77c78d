package stripesim

import (
	"strconv"
	"time"
)

func (s *Server) setDisplay(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	if c.get("type") != "cart" {
		return nil, invalid("", "type", "Invalid type: must be one of cart")
	}
	shown, e := readCart(c)
	if e != nil {
		return nil, e
	}
	return s.reach(c, r, func() *apiError {
		r.action = &action{kind: kindDisplay, status: actionInProgress, cart: shown}
		r.shown, r.autoAt = nil, time.Time{}
		s.show(r, ScreenCart, 0)
		return nil
	})
}

func readCart(c *call) (*cart, *apiError) {
	out := &cart{currency: c.get("cart[currency]")}
	if out.currency == "" {
		return nil, invalid("parameter_missing", "cart[currency]", "Missing required param: cart[currency].")
	}
	total, ok, e := c.integer("cart[total]")
	if e != nil || !ok {
		return nil, orMissing(e, "cart[total]")
	}
	out.total = total
	tax, ok, e := c.integer("cart[tax]")
	if e != nil {
		return nil, e
	}
	if ok {
		out.tax = &tax
	}
	for i := 0; ; i++ {
		prefix := "cart[line_items][" + strconv.Itoa(i) + "]"
		if !c.has(prefix + "[description]") {
			break
		}
		line := cartLine{description: c.get(prefix + "[description]")}
		if line.amount, ok, e = c.integer(prefix + "[amount]"); e != nil || !ok {
			return nil, orMissing(e, prefix+"[amount]")
		}
		if line.quantity, ok, e = c.integer(prefix + "[quantity]"); e != nil || !ok {
			return nil, orMissing(e, prefix+"[quantity]")
		}
		out.lines = append(out.lines, line)
	}
	if len(out.lines) == 0 {
		return nil, invalid("parameter_missing", "cart[line_items]", "Missing required param: cart[line_items].")
	}
	return out, nil
}

func orMissing(e *apiError, param string) *apiError {
	if e != nil {
		return e
	}
	return invalid("parameter_missing", param, "Missing required param: %s.", param)
}
