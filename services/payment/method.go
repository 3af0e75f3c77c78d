package payment

import (
	"errors"
	"strings"

	"paydesk/services/staff"
)

// Method is how the customer pays. It is fixed with the order, journaled with the claim and stands in its metadata (pd_kind):
// another way to pay is another claim, after the first intent is proven dead (PROTOCOLS C7).
type Method string

// Methods. The zero value is a card at the reader.
const (
	ByCard Method = ""     // tapped, inserted or swiped
	ByMOTO Method = "moto" // the number is told by phone or mail and keyed on the reader's own screen: card not present
)

// String is the method's name on the command line and in lists.
func (m Method) String() string {
	if m == ByCard {
		return "card"
	}
	return string(m)
}

// Kinds of claims, as pd_kind says them.
const (
	kindInvoice = "invoice" // a card at the reader, charged at once
	kindHold    = "hold"    // a card at the reader, reserved now and charged later
)

// Way is how an order is to be paid: the method, and whether the money is charged at once.
type Way struct {
	Method Method `json:"method,omitempty"`
	// Hold reserves the amount on the card; a capture charges it later, or it is let go (PROTOCOLS C11, R7).
	Hold bool `json:"hold,omitempty"`
	// Why is the reason given for what not everybody may do; the order's Approver allowed it.
	Why string `json:"why,omitempty"`
}

// Errors of a way to pay that cannot be taken.
var (
	ErrHoldMethod   = errors.New("only a card at the reader can be held, and nothing in cash beside it")
	ErrNotPermitted = errors.New("a card number is keyed in only with a manager's consent and a reason")
)

// allowed says whether an order may be begun in its way.
func (d *Desk) allowed(o Order) error {
	switch {
	case o.Hold && (o.Method != ByCard || o.Cash > 0):
		return ErrHoldMethod
	case o.Method == ByMOTO && (strings.TrimSpace(o.Why) == "" || strings.TrimSpace(o.Approver) == ""):
		return ErrNotPermitted
	case o.Method == ByMOTO:
		return d.May(o.Approver, staff.Ask{Act: staff.Decide})
	}
	return nil
}

// kind is the way's pd_kind.
func (w Way) kind() string {
	switch {
	case w.Hold:
		return kindHold
	case w.Method != ByCard:
		return string(w.Method)
	}
	return kindInvoice
}

// ofKind reads a pd_kind back. One that this program does not know is taken for a card: only the words differ.
func ofKind(kind string) Way {
	switch kind {
	case kindHold:
		return Way{Hold: true}
	case string(ByMOTO):
		return Way{Method: ByMOTO}
	}
	return Way{}
}
