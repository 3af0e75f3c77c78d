package refund

import (
	"strings"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// Phase is where a refund stands, as a whole; it follows from its shares.
type Phase int

// Phases. Only AtBank, Booking, Outbox, Held, Done and CameBack may say that money is going or has gone back.
const (
	Draft    Phase = iota
	Checking       // what may be given back is being read (R1)
	Noting         // the credit note is being made in Odoo (R6)
	Sending        // the next share is listed for and sent (R2)
	AtReader       // the reader asks for the card that paid (Interac, R8)
	Unknown        // sent, and nobody can say what became of it; asked until somebody can (R3)
	AtBank         // Stripe has it, the bank has not confirmed (R4)
	Booking        // given back; being booked in Odoo
	Outbox         // given back; Odoo is away
	Held           // given back; Odoo refuses the booking, a person must decide
	Done           // final: given back and booked. A bank may still send it back days later (R5)
	Undoing        // it came back: its booking is being taken back, the credit note opens again
	CameBack       // final: part or all of it came back
	Stopped        // final: nothing was given back, Problem says why
)

var phaseNames = [...]string{
	"Draft", "Checking", "Noting", "Sending", "AtReader", "Unknown", "AtBank", "Booking", "Outbox", "Held", "Done", "Undoing", "CameBack", "Stopped",
}

// String is the phase's name in code.
func (p Phase) String() string {
	if p < 0 || int(p) >= len(phaseNames) {
		return "Phase?"
	}
	return phaseNames[p]
}

// Final says that nothing happens any more by itself.
func (p Phase) Final() bool { return p == Done || p == CameBack || p == Stopped }

// Order is what a manager approved. It never changes.
type Order struct {
	ID       string          `json:"id"` // pd_rid, with its prefix
	Counter  payment.Counter `json:"counter"`
	Person   string          `json:"person"`         // who asked for it
	Approver string          `json:"approver"`       // whose PIN approved it: a manager's, or the own one within the role's limit
	Part     bool            `json:"part,omitempty"` // less than everything that could go back when it was approved
	Reason   string          `json:"reason"`
	Company  int64           `json:"company"`
	Customer string          `json:"customer"`
	// Note is the credit note; its ID is 0 where Paydesk makes one for Original.
	Note       Document     `json:"note"`
	NoteAmount money.Amount `json:"note_amount,omitzero"` // of the note Paydesk makes: Amount and what the original still owed
	Original   Document     `json:"original"`
	Amount     money.Amount `json:"amount"`
	Shares     []Share      `json:"shares"` // as approved, in the order they are sent
	// Transfer: no card takes it back. A person transfers the money; it is recorded in Odoo and nothing is sent to Stripe. It has one
	// share, of no charge.
	Transfer bool `json:"transfer,omitempty"`
	// Loose: what goes back pays no document, so there is no credit note. It has one share; Owed is what of the charge pays nothing, as
	// a person saw it.
	Loose   bool         `json:"loose,omitempty"`
	Partner int64        `json:"partner,omitempty"` // Loose: the customer in Odoo
	Owed    money.Amount `json:"owed,omitzero"`
}

// Document names a document in Odoo: id and number must agree (PROTOCOLS G5).
type Document struct {
	ID     int64  `json:"id"`
	Number string `json:"number"`
}

// Share is what goes back to one charge.
type Share struct {
	Intent string             `json:"intent"`
	Charge string             `json:"charge"`
	Minor  int64              `json:"minor"`
	Brand  string             `json:"brand,omitempty"`
	Last4  string             `json:"last4,omitempty"`
	Reader *payment.ReaderRef `json:"reader,omitempty"` // Interac: the card must come back to this reader (R8)
}

// Card is brand and last four digits, "Visa •••• 4242".
func (s Share) Card() string {
	brand := s.Brand
	if brand != "" {
		brand = strings.ToUpper(brand[:1]) + brand[1:] + " "
	}
	if s.Last4 == "" {
		return strings.TrimSpace(brand)
	}
	return brand + "•••• " + s.Last4
}

// Progress is how far one share is.
type Progress int

// Progress of a share.
const (
	Waits     Progress = iota // not sent
	Sent                      // intended and sent, no answer yet
	Unsure                    // no definite answer
	Prompting                 // its reader asks for the card
	OnItsWay                  // accepted, the bank has not confirmed
	Given                     // succeeded; a transfer: stated by a person, and being recorded
	Booked                    // and booked in Odoo
	Back                      // failed or canceled, and not booked (any more)
	BackToo                   // the same, but its booking stands and must be taken back
	Refused                   // Stripe said no: nothing was given back
)

// Went says that Stripe has this share and it did not come back.
func (p Progress) Went() bool { return p == OnItsWay || p == Given || p == Booked }

// ShareState is a share with what became of it.
type ShareState struct {
	Share
	Progress Progress
	N        int       // in the key: refunds with this pd_cn before it (R2)
	Key      string    // idempotency key of the last send
	Epoch    int64     // of the reader's slot, where a reader is asked
	SentAt   time.Time // Stripe's time
	Params   Params    // of the last send
	Tries    int       // sends whose stored answer was a server error
	// Collisions counts sends under a number that somebody else had used.
	Collisions int
	Refund     string // re_…; of a transfer its mark, tr_…
	RefundAt   time.Time
	Why        string // Stripe's pending_reason or failure_reason
	BookingID  int64
	Booking    string
	Registered time.Time // the register wizard was last sent (PROTOCOLS B9)
}

// State is a refund as folded from its facts. It is a value; slices are never written in place.
type State struct {
	Order
	Phase    Phase
	OpenedAt time.Time
	Since    time.Time
	Checked  bool
	Noted    bool // the note's draft was asked for
	Residual money.Amount
	Shares   []ShareState
	Problem  *payment.Problem // why nothing, or not all of it, was sent
	HeldBy   *payment.Problem // why the booking needs a person
	Delay    explain.Kind     // why the booking waits
	Now      int              // the share in hand
}

// given, going and back are sums over the shares, in minor units.
func (s State) sum(in func(Progress) bool) money.Amount {
	total := money.New(0, s.Amount.Currency)
	for _, sh := range s.Shares {
		if in(sh.Progress) {
			total.Minor += sh.Minor
		}
	}
	return total
}

// Given is what Stripe says has been given back.
func (s State) Given() money.Amount {
	return s.sum(func(p Progress) bool { return p == Given || p == Booked })
}

// OnItsWay is what the bank has not confirmed yet.
func (s State) OnItsWay() money.Amount { return s.sum(func(p Progress) bool { return p == OnItsWay }) }

// CameBack is what failed after it was sent.
func (s State) CameBack() money.Amount {
	return s.sum(func(p Progress) bool { return p == Back || p == BackToo })
}

// first returns the first share with one of these, -1 if there is none.
func (s State) first(of ...Progress) int {
	for i, sh := range s.Shares {
		for _, p := range of {
			if sh.Progress == p {
				return i
			}
		}
	}
	return -1
}
