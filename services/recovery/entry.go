package recovery

import (
	"slices"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
)

// Kind is what an entry says happened.
type Kind string

// Kinds of entries. The first five are a charge that is not booked; their words are those of payment.ProblemKind.
const (
	Refused   Kind = "refused"          // Odoo says no, Text says why
	Document  Kind = "document"         // the document cannot take the money any more
	TakenBack Kind = "taken_back"       // a person cancelled the booking
	Gone      Kind = "gone"             // booked once, not in Odoo any more
	Refunded  Kind = "refunded"         // refunded or disputed before it was booked
	Restored  Kind = "restored"         // five or more bookings gone within an hour: Marks
	Changed   Kind = "changed"          // booked, and its documents were changed, reset or deleted since
	Credit    Kind = "credit"           // booked, Rest of it stands on the customer's account
	NoMoney   Kind = "no_money"         // booked in Odoo, and Stripe has no such money
	Refund    Kind = "dashboard_refund" // refunded outside of Paydesk, the books do not know
	Dispute   Kind = "dispute"          // the customer's bank took the money back, or may
	Cash      Kind = "cash"             // Odoo does not take what was given in cash, Rest; the charge is booked
	Stranger  Kind = "stranger"         // charged outside of Paydesk, and it fits what was to be charged here: Parts
	HoldEnds  Kind = "hold_ends"        // reserved, and the bank lets it go soon: nothing is charged
	HoldLost  Kind = "hold_lost"        // reserved, and nobody charged it in time: nothing was charged
)

// Entry is one thing that a person must decide. ID never changes and is never opened twice for the same fact.
type Entry struct {
	ID       string         `json:"id"`   // <kind>:<mark>
	Kind     Kind           `json:"kind"` //
	Mark     string         `json:"mark"` // the intent's id, the refund's for Refund
	Intent   string         `json:"intent"`
	Amount   money.Amount   `json:"amount"`             // what was charged, or refunded
	Rest     *money.Amount  `json:"rest,omitempty"`     // Credit: what no document took; Cash: what was given
	Parts    []payment.Part `json:"parts,omitempty"`    // what it was charged for; Stranger: what it would pay
	Partner  int64          `json:"partner,omitempty"`  // the customer in Odoo, where that is known
	Customer string         `json:"customer,omitempty"` //
	Counter  string         `json:"counter,omitempty"`  // who charged it
	Person   string         `json:"person,omitempty"`   //
	At       time.Time      `json:"at,omitzero"`        // of the charge, of the refund, or when a hold ends
	Due      time.Time      `json:"due,omitzero"`       // Dispute: until when the shop may answer, where that could be read
	Text     string         `json:"text,omitempty"`     // Odoo's words, or the payment's name there
	Fits     int            `json:"fits,omitempty"`     // Stranger: how many given-up payments it fits, where that is not one
	Marks    []string       `json:"marks,omitempty"`    // Restored: the charges whose booking is gone
	Opened   time.Time      `json:"opened"`             // by this counter's clock
}

// Numbers joins the numbers of the documents.
func (e Entry) Numbers() string { return payment.Order{Parts: e.Parts}.Numbers() }

// about says that an entry concerns a charge.
func (e Entry) about(intent string) bool {
	return e.Intent == intent || slices.Contains(e.Marks, intent)
}

// unbooked says that the charge is in no books: doing nothing leaves the customer's money unaccounted for.
func (k Kind) unbooked() bool { return payment.Settling(string(k)) || k == Restored }

// Doubt orders entries of all kinds: the lower, the more uncertain the money.
func (e Entry) Doubt() int { return e.Kind.doubt() }

// doubt orders entries: where the money is most uncertain comes first.
func (k Kind) doubt() int {
	return slices.Index([]Kind{NoMoney, Restored, Gone, TakenBack, Refused, Document, HoldEnds, Refunded, Dispute, Stranger, HoldLost, Changed, Refund, Cash, Credit}, k)
}

// Verb is something a person may do about an entry.
type Verb string

// Verbs.
const (
	BookAgain Verb = "book_again" // B1 to B7 once more, by a person's order
	OnAccount Verb = "on_account" // B4 and B5 without B6: the money stands on the customer
	Elsewhere Verb = "elsewhere"  // B1 to B7 on other documents of the customer: see Healer.BookOn
	GiveBack  Verb = "give_back"  // to the card, without a credit note: the refund desk does it
	ShowHold  Verb = "show_hold"  // look at it: there it is charged or let go
	Close     Verb = "close"      // settled otherwise; needs a reason
)

// Action is a verb and who may.
type Action struct {
	Verb    Verb
	Manager bool // a cashier may not
}

// Actions lists what may be done about an entry, the proposed one first.
func (e Entry) Actions() []Action {
	known := e.Customer != "" // on whose account, and whose documents
	var out []Action
	add := func(v Verb, manager, offered bool) {
		if offered {
			out = append(out, Action{v, manager})
		}
	}
	switch e.Kind {
	case Refused:
		add(BookAgain, false, true)
		add(OnAccount, true, known)
		add(GiveBack, true, true)
	case Document:
		add(BookAgain, false, true)
		add(Elsewhere, true, known)
		add(OnAccount, true, known)
		add(GiveBack, true, true)
	case Changed:
		add(BookAgain, true, true)
		add(Elsewhere, true, known)
	case TakenBack:
		add(BookAgain, true, true)
		add(GiveBack, true, true)
	case Gone, Restored, Refunded:
		add(BookAgain, true, true)
	case Stranger:
		add(BookAgain, true, len(e.Parts) > 0)
		add(Elsewhere, true, true)
	case Credit:
		add(GiveBack, true, true)
	case HoldEnds:
		add(ShowHold, false, true)
	}
	add(Close, true, true)
	return out
}
