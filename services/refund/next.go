package refund

import "paydesk/services/payment"

// Problems of refunds, beside the payments'.
const (
	ProblemNothingOwed payment.ProblemKind = "refund_nothing_owed" // the note owes less than was to be given back
	ProblemGivenUp     payment.ProblemKind = "refund_given_up"     // a person stopped it before anything was sent
	ProblemChanged     payment.ProblemKind = "refund_changed"      // less is refundable now than when it was approved
	ProblemDisputed    payment.ProblemKind = "refund_disputed"     // the customer disputes the charge at the bank
	ProblemLapsed      payment.ProblemKind = "refund_lapsed"       // never answered, not in Stripe's list: approve anew (R3)
	ProblemStored      payment.ProblemKind = "refund_stored"       // Stripe answers with the same error for ever: approve anew
	ProblemNote        payment.ProblemKind = "refund_note"         // the credit note is not what was approved
	ProblemCharging    payment.ProblemKind = "refund_charging"     // a card is being asked for what the note would pay
	ProblemReader      payment.ProblemKind = "refund_reader"       // the reader could not take the card back
)

// Act is what the desk does next.
type Act int

// Acts.
const (
	DoNothing  Act = iota
	DoCheck        // R1
	DoNote         // R6
	DoSend         // R2, R8
	DoAsk          // R3: what became of an unanswered send
	DoWatch        // a reader that asks for the card
	DoTakeBack     // R5
	DoBook         // R4
	DoFollow       // a refund that the bank has not confirmed
)

// Next is what a state asks for, and for which share.
func Next(s State) (Act, int) {
	switch s.Phase {
	case Checking:
		return DoCheck, 0
	case Noting:
		return DoNote, 0
	case Sending:
		if n := s.first(Sent); n >= 0 {
			return DoAsk, n
		}
		return DoSend, s.first(Waits)
	case Unknown:
		return DoAsk, s.first(Unsure)
	case AtReader:
		return DoWatch, s.first(Prompting)
	case Undoing:
		return DoTakeBack, s.first(BackToo)
	case Booking, Outbox:
		return DoBook, s.first(Given)
	case AtBank:
		return DoFollow, s.first(OnItsWay)
	}
	return DoNothing, 0
}
