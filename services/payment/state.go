package payment

import (
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
)

// Phase is where a payment stands.
type Phase int

// Phases of a payment. The diagram in docs/payment.md is drawn from Apply.
const (
	Draft         Phase = iota // nothing yet
	Checking                   // reading document, earlier claims, reader (C1, C2)
	Claiming                   // the intent is being created (C3)
	Claimed                    // the intent is ours; everything is read again (C4, C5)
	Dispatching                // the reader is being asked (S3)
	Waiting                    // the reader asks for a card
	Authorising                // a card is in; the bank decides
	DeclinedAgain              // the bank said no; the same payment is asked again in a moment
	Declined                   // the bank or the customer said no; the cashier decides
	NeedReader                 // the prompt could not be shown or is gone; the cashier decides
	Unknown                    // what happened is not known; Stripe is asked until it is
	Cancelling                 // the intent is being cancelled
	TooLate                    // the cancel came while the bank decides
	Cancelled                  // final: Stripe says canceled, or nothing was ever claimed
	Stopped                    // final: not charged, Problem says why
	Approved                   // charged; booking begins
	Posting                    // being booked in Odoo
	Outbox                     // charged; Odoo is away, the booking waits
	PostingHeld                // charged; Odoo refuses, a person must decide
	Done                       // final: charged, booked, reconciled
	Settled                    // final: charged; a person settled it outside of Paydesk and closed it
	LeftBehind                 // final here: the record was copied, the machine it came from goes on
	Reserved                   // held on the card: nothing is charged before it is captured
	Capturing                  // the hold is being charged
	Releasing                  // the hold is being let go
	Released                   // final: the hold was let go or ended, nothing was charged
)

var phaseNames = [...]string{
	"Draft", "Checking", "Claiming", "Claimed", "Dispatching", "Waiting", "Authorising", "DeclinedAgain", "Declined",
	"NeedReader", "Unknown", "Cancelling", "TooLate", "Cancelled", "Stopped", "Approved", "Posting", "Outbox",
	"PostingHeld", "Done", "Settled", "LeftBehind", "Reserved", "Capturing", "Releasing", "Released",
}

// Phases lists all phases.
var Phases = func() []Phase {
	all := make([]Phase, len(phaseNames))
	for i := range all {
		all[i] = Phase(i)
	}
	return all
}()

// String is the phase's name in code.
func (p Phase) String() string {
	if p < 0 || int(p) >= len(phaseNames) {
		return "Phase?"
	}
	return phaseNames[p]
}

// Final says that nothing will happen any more.
func (p Phase) Final() bool {
	return p == Cancelled || p == Stopped || p == Done || p == Settled || p == LeftBehind || p == Released
}

// Charged says that Stripe said succeeded.
func (p Phase) Charged() bool {
	return p == Approved || p == Posting || p == Outbox || p == PostingHeld || p == Done || p == Settled
}

// Refused says that nothing was charged and a person may want that in writing: the bank said no, it was cancelled, or a hold was let go.
func (p Phase) Refused() bool {
	return p == Declined || p == Cancelled || p == Stopped || p == Released
}

// Holding says that the money is reserved on the card and not charged, as far as is known.
func (p Phase) Holding() bool { return p == Reserved || p == Capturing || p == Releasing }

// State is a payment as folded from its facts. It is a value: copies are independent but for slices, which are never
// written after Opened.
type State struct {
	Order
	Phase    Phase
	OpenedAt time.Time
	Since    time.Time // when this phase began
	Away     bool      // claimed without Odoo (C13)

	ClaimTries int
	ClaimN     int  // number in the last claim's key
	Unseen     bool // its user never appeared
	Collisions int
	ClaimSent  bool   // a claim was sent and not answered
	ClaimKey   string // its idempotency key
	ClaimAt    time.Time
	Intent     string // pi_, empty before the claim is answered
	CreatedAt  time.Time
	Dispatched bool   // a prompt was ever sent
	Sent       string // reader of the last send
	Moved      bool   // another reader was tried before
	Epoch      int64  // and its epoch
	Attempt    int    // prompts answered by a decline, plus one
	Automatic  int    // automatic re-sends used
	Resets     int    // prompts that vanished

	Decline *Decline // the last one, kept
	Problem *Problem // why it waits, stopped, or is held

	With string // the colleague who went on with it, where that was not Person

	CancelWanted bool
	CancelCause  *Problem // nil: the cashier
	CancelSent   time.Time
	CancelSilent explain.Kind // Stripe refused or did not answer the cancel

	Reservation Reservation // what is held, if it is
	Received    money.Amount
	Charge      *Charge
	ChargedAt   time.Time
	BookingID   int64
	Booking     string // Odoo's number
	Residual    []int64
	Credit      *money.Amount
	Dated       string       // the day Odoo booked it on, where it is not the charge's
	Delay       explain.Kind // why the outbox waits
	Delayed     time.Time    // since when, tries in between included; zero: it does not

	CashDraft   int64 // the payment in Odoo that the cash part becomes
	CashID      int64 // and is, once it is booked
	CashName    string
	CashAgain   bool     // a person has seen that Odoo does not take it, and ordered the booking again
	CashLeft    bool     // and Odoo did not take it: the charge is booked without it
	CashProblem *Problem // why Odoo does not take it

	Receipts   int       // made so far, of the charge
	Slips      int       // made so far, of the state it is in, where that is not charged
	SlipOf     time.Time // since when it was in that state
	Mailed     string    // where Stripe's receipt went last, shortened
	Registered time.Time // the register wizard was last sent (B9)
	Twins      []int64   // payments of this mark that were taken back (B10)
	Adopted    bool      // charged by somebody else, or before this journal began
	Again      bool      // a person wants it booked although it was taken back or is gone
	AsCredit   bool      // a person wants it booked on the customer, without a document
	Move       bool      // a person chose other documents: the intent must name them before anything is booked on them
	Named      bool      // and does
	ClosedBy   string    // who settled it outside, and why
	Reason     string
}

// Retried by hand or by itself: these declines must not be asked again on the same card (DESIGN §3).
var neverAgain = map[string]bool{"lost_card": true, "stolen_card": true, "pickup_card": true, "fraudulent": true}

// RetryAllowed says whether the same card may be asked again by itself.
func (d Decline) RetryAllowed() bool {
	return d.Advice != "do_not_try_again" && !d.Outcome.Blocked() && !neverAgain[d.Decline] && !neverAgain[d.Code]
}

// Limits of one payment.
const (
	AutomaticRetries = 2               // DESIGN §3
	ReasonStands     = 3 * time.Second // a reason stays readable
	PromptDeadline   = 120 * time.Second
	ChoiceDeadline   = 120 * time.Second // a cashier who does not choose: the payment is cancelled
	maxClaimAge      = 30 * time.Minute  // PROTOCOLS C5
	maxCollisions    = 5
	maxResets        = 2
)

// Command is what Apply asks the desk to do.
type Command int

// Commands. The first group is the payment's main activity: a new one replaces the running one. The others run beside it.
const (
	DoCheck   Command = iota // C1, C2
	DoClaim                  // C3
	DoGate                   // C4, C5
	DoSend                   // S1-S5
	DoWatch                  // S6, C6, S9-S11
	DoRetry                  // wait until the reason has stood, then RetryDue
	DoAwait                  // the cashier decides; the intent is looked at now and then
	DoCancel                 // C8
	DoStop                   // nothing any more
	DoMind                   // look after a hold until it is captured or over
	DoCapture                // R7
	DoRetire                 // beside: move the reader's epoch on (S6)
	DoClear                  // beside: clear our prompt (S7)
	DoBook                   // beside: B1-B7
)

var commandNames = [...]string{
	"Check", "Claim", "Gate", "Send", "Watch", "Retry", "Await", "Cancel", "Stop", "Mind", "Capture", "Retire", "Clear", "Book",
}

// String is the command's name.
func (c Command) String() string { return commandNames[c] }

// main says whether the command is the payment's single main activity.
func (c Command) main() bool { return c <= DoCapture }
