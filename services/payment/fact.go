package payment

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/reader"
)

// Event is a fact and when this counter learned it.
type Event struct {
	At   time.Time
	Fact Fact
}

// Fact is one thing that happened in a payment's life. The set is closed; kinds are named in the journal for ever.
type Fact interface{ fact() }

// Problem says why a payment stopped, waits, or was given up. Kind selects the words; the rest fills them.
type Problem struct {
	Kind    ProblemKind  `json:"kind"`
	Failure explain.Kind `json:"failure,omitempty"`
	Side    explain.Side `json:"side,omitempty"`
	Code    string       `json:"code,omitempty"`    // Stripe's or Odoo's code, for support
	Text    string       `json:"text,omitempty"`    // Odoo's words, for a person
	Counter string       `json:"counter,omitempty"` // who else
	Intent  string       `json:"intent,omitempty"`  // whose
	Request string       `json:"request,omitempty"` // Stripe's request id
	At      time.Time    `json:"at,omitzero"`       // since when
}

// ProblemKind is the reason of a Problem.
type ProblemKind string

// Problem kinds.
const (
	ProblemFailure       ProblemKind = "failure"        // a gateway's failure before anything could be charged
	ProblemElsewhere     ProblemKind = "elsewhere"      // another counter is taking this payment
	ProblemHere          ProblemKind = "here"           // this counter is taking it already
	ProblemUnfinished    ProblemKind = "unfinished"     // left unfinished elsewhere: may be taken over
	ProblemBeingBooked   ProblemKind = "being_booked"   // charged, booking under way
	ProblemReserved      ProblemKind = "reserved"       // held on a card
	ProblemDocument      ProblemKind = "document"       // paid, changed or cancelled in Odoo
	ProblemOnline        ProblemKind = "online"         // the customer pays in the portal right now
	ProblemAmount        ProblemKind = "amount"         // Stripe does not charge this amount
	ProblemDiscount      ProblemKind = "discount"       // the early-payment discount that was charged is over
	ProblemClaimUnknown  ProblemKind = "claim_unknown"  // Stripe never said whether the claim stands; nothing went to a reader
	ProblemClaimContest  ProblemKind = "claim_contest"  // several counters; both withdrew
	ProblemUpdate        ProblemKind = "update"         // a newer program has written claims
	ProblemAwayLimit     ProblemKind = "away_limit"     // Odoo is away and this may not be charged without it
	ProblemJournal       ProblemKind = "journal"        // this counter cannot write its journal
	ProblemReaderTaken   ProblemKind = "reader_taken"   // in use by someone else
	ProblemReaderOff     ProblemKind = "reader_off"     // offline
	ProblemReaderFault   ProblemKind = "reader_fault"   // hardware, location, other software
	ProblemTakenOver     ProblemKind = "taken_over"     // our prompt was replaced
	ProblemReaderReset   ProblemKind = "reader_reset"   // our prompt vanished, again and again
	ProblemPresented     ProblemKind = "nobody"         // nobody presented a card in time
	ProblemTakenFromUs   ProblemKind = "taken_from_us"  // another counter cancelled this payment
	ProblemCustomer      ProblemKind = "customer"       // the customer pressed Cancel on the reader
	ProblemReaderDropped ProblemKind = "reader_dropped" // the reader lost its connection while asking the bank
	ProblemStale         ProblemKind = "stale"          // the claim is older than 30 min
	ProblemTakenBack     ProblemKind = "taken_back"     // Odoo: a person cancelled the booking
	ProblemRefunded      ProblemKind = "refunded"       // refunded or disputed before it was booked
	ProblemGone          ProblemKind = "gone"           // Odoo: booked once, not there any more
	ProblemRefused       ProblemKind = "refused"        // Odoo says no, Text says why
	ProblemShop          ProblemKind = "shop"           // Odoo, Stripe and counter are not of one shop (PROTOCOLS G2)
	ProblemTwin          ProblemKind = "twin"           // two machines have this counter's identity (PROTOCOLS G3)
	ProblemMOTO          ProblemKind = "moto"           // Stripe takes no keyed cards for this account, or not on this reader
	ProblemHoldEnded     ProblemKind = "hold_ended"     // the bank let a hold go: nobody had captured it in time
	ProblemHoldReleased  ProblemKind = "hold_released"  // a hold was let go outside of this counter
)

// Facts of a payment's life.
type (
	// Opened is the cashier's Charge.
	Opened struct {
		Order Order `json:"order"`
	}
	// Checked ends C1 and C2. Problem is nil where the claim may be made.
	Checked struct {
		Problem *Problem `json:"problem,omitempty"`
		Away    bool     `json:"away,omitempty"` // Odoo was away; the mirror's rules were used (PROTOCOLS C13)
	}
	// ClaimIntended stands before the create call.
	ClaimIntended struct {
		Key    string       `json:"key"`
		N      int          `json:"n"`
		Params IntentParams `json:"params"`
	}
	// ClaimAnswered ends C3: exactly one of Intent, Collided and Problem is set.
	ClaimAnswered struct {
		Intent   *Intent  `json:"intent,omitempty"`
		Collided bool     `json:"collided,omitempty"`
		Unseen   bool     `json:"unseen,omitempty"` // with Collided: no new claim appeared; the next number is tried
		Problem  *Problem `json:"problem,omitempty"`
	}
	// ClaimChecked ends C4 or C5.
	ClaimChecked struct {
		ListUpTo  time.Time       `json:"list_up_to"`
		Documents []DocumentState `json:"documents"`
		Problem   *Problem        `json:"problem,omitempty"`
	}
	// DispatchIntended stands before the reader is asked for a card.
	DispatchIntended struct {
		Key    string    `json:"key"`
		Reader ReaderRef `json:"reader"`
		Epoch  int64     `json:"epoch"`
		Intent string    `json:"intent"`
	}
	// DispatchAnswered says whether the prompt stands. Unknown: nobody could tell within the step's time.
	DispatchAnswered struct {
		OnReader bool     `json:"on_reader,omitempty"`
		Unknown  bool     `json:"unknown,omitempty"`
		Problem  *Problem `json:"problem,omitempty"`
		Request  string   `json:"request,omitempty"` // Stripe's id of the request that was answered, here and below
	}
	// SlotIntended stands before a write to the reader that is not a payment: burn, move, clear or show.
	SlotIntended struct {
		Verb   string `json:"verb"`
		Reader string `json:"reader"`
		Key    string `json:"key,omitempty"`
		Epoch  int64  `json:"epoch,omitempty"` // written value
		Text   string `json:"text,omitempty"`  // what is shown
	}
	// SlotAnswered is its answer; Failure is empty on success.
	SlotAnswered struct {
		Verb    string       `json:"verb"`
		Failure explain.Kind `json:"failure,omitempty"`
		Request string       `json:"request,omitempty"`
	}
	// Observed is what Stripe says of intent and reader; only changes are recorded.
	Observed struct {
		Intent Intent         `json:"intent"`
		Action *reader.Action `json:"action,omitempty"`
	}
	// ReaderLost says that the prompt is not ours any more while the intent lives.
	ReaderLost struct {
		Replaced bool   `json:"replaced"` // else it vanished
		By       string `json:"by,omitempty"`
	}
	// ContactLost says that Stripe has not answered for a while; a card may be tapped meanwhile.
	ContactLost struct {
		Failure explain.Kind `json:"failure"`
	}
	// RetryDue ends the time a reason stands before the automatic next attempt.
	RetryDue struct{}
	// RetryRequested is the cashier's wish to ask again, on this reader.
	RetryRequested struct {
		Reader ReaderRef `json:"reader"`
		By     string    `json:"by,omitempty"`
	}
	// CancelRequested is a wish, not a fact about money. Problem is nil where the cashier asked.
	CancelRequested struct {
		By      string   `json:"by,omitempty"`
		Problem *Problem `json:"problem,omitempty"`
	}
	// CancelIntended stands before the intent is cancelled.
	CancelIntended struct {
		Key string `json:"key"`
	}
	// CancelAnswered is Stripe's refusal or silence; a cancelled intent is Observed.
	CancelAnswered struct {
		Failure explain.Kind `json:"failure"`
		Request string       `json:"request,omitempty"`
	}
	// TakeoverIntended stands before a colleague's unfinished intent, or a leftover one of ours, is cancelled (PROTOCOLS C9).
	TakeoverIntended struct {
		Key    string `json:"key"`
		Intent string `json:"intent"`
	}
	// TakeoverAnswered is what became of that intent; Status is empty where nobody could say.
	TakeoverAnswered struct {
		Intent  string       `json:"intent"`
		Status  IntentStatus `json:"status,omitempty"`
		Failure explain.Kind `json:"failure,omitempty"`
		Request string       `json:"request,omitempty"`
	}
	// PostIntended stands before anything is written to Odoo and covers load, post and assign. With Register it stands
	// before the register wizard, which is not harmless when repeated (PROTOCOLS B9).
	PostIntended struct {
		Mark     string     `json:"mark"`
		Row      BookingRow `json:"row"`
		Register bool       `json:"register,omitempty"`
	}
	// Mended stands before twins of one mark are taken back (PROTOCOLS B10); people are told.
	Mended struct {
		Kept     int64   `json:"kept"`
		Canceled []int64 `json:"canceled"`
	}
	// Drafted is the payment of this mark in Odoo.
	Drafted struct {
		ID int64 `json:"id"`
	}
	// PostDelayed says that Odoo is away; the booking waits in the outbox.
	PostDelayed struct {
		Failure explain.Kind `json:"failure"`
		Text    string       `json:"text,omitempty"`
	}
	// PostHeld says that a person must decide; the money is safe.
	PostHeld struct {
		Problem Problem `json:"problem"`
	}
	// PostRequested is a person's wish to try the booking again, and how.
	PostRequested struct {
		By    string `json:"by"`
		Again bool   `json:"again,omitempty"` // although a person took it back, or it is gone (B2)
		// Credit books the money on the customer without a document (B4, B5 without B6).
		Credit bool `json:"credit,omitempty"`
		// Parts are other documents of the same customer, on which it is booked instead; none: those it was taken for.
		Parts []Part `json:"parts,omitempty"`
	}
	// Posted ends the life: booked, reconciled, verified.
	Posted struct {
		ID       int64         `json:"id"`
		Name     string        `json:"name"`
		Residual []int64       `json:"residual"` // left on each part's document, minor units
		Credit   *money.Amount `json:"credit,omitempty"`
		Dated    string        `json:"dated,omitempty"` // the day Odoo booked it on, where a locked period moved it
	}
	// ReceiptMade stands before a receipt leaves the counter, on paper or as a file; all after the first are duplicates and say so. Of
	// what was not charged it is a slip that says so.
	ReceiptMade struct {
		By string `json:"by"`
	}
	// ReceiptMailed says that Stripe was told where to send its receipt.
	ReceiptMailed struct {
		By string `json:"by"`
		To string `json:"to"` // as far as a person knows it again: "a…@example.com"
	}
	// Resumed is a restart of the program.
	Resumed struct{}
	// FreeIntended is a manager's order to clear a reader (PROTOCOLS S8). Like the takeover and the slot entries that
	// follow it, it belongs to no payment of this counter.
	FreeIntended struct {
		Reader  string  `json:"reader"`
		Type    string  `json:"type"`             // of the action that runs
		Intent  string  `json:"intent,omitempty"` // whose prompt it is
		Counter Counter `json:"counter,omitzero"` // whose payment, where it is this shop's
		By      string  `json:"by"`               // at the counter
		Manager string  `json:"manager"`          // who approved
		Reason  string  `json:"reason"`
	}
	// FreeAnswered is how that ended; Outcome is empty where nobody could say.
	FreeAnswered struct {
		Reader  string       `json:"reader"`
		Outcome FreeOutcome  `json:"outcome,omitempty"`
		Failure explain.Kind `json:"failure,omitempty"`
	}
	// Adopted begins a life with money that no counter has booked: its owner is dead, or lost its disk (PROTOCOLS H1).
	Adopted struct {
		Order  Order  `json:"order"` // as the intent's metadata and the documents tell it
		Intent Intent `json:"intent"`
		By     string `json:"by,omitempty"` // the person who ordered it; empty: the healer
		Again  bool   `json:"again,omitempty"`
		Credit bool   `json:"credit,omitempty"`
		Move   bool   `json:"move,omitempty"` // a person chose Order's documents: the intent does not name them yet
	}
	// Closed is a person's word that nothing more is to be booked: he settled it otherwise (PROTOCOLS H3).
	Closed struct {
		By     string `json:"by"`
		Reason string `json:"reason"`
	}
	// Disowned ends a record that was copied from another machine, which goes on with it (PROTOCOLS G3).
	Disowned struct{}
)

// DocumentState is what C4 read of a document.
type DocumentState struct {
	ID       int64  `json:"id"`
	Residual int64  `json:"residual"` // minor units
	State    string `json:"state"`
}

func (Opened) fact()           {}
func (Checked) fact()          {}
func (ClaimIntended) fact()    {}
func (ClaimAnswered) fact()    {}
func (ClaimChecked) fact()     {}
func (DispatchIntended) fact() {}
func (DispatchAnswered) fact() {}
func (SlotIntended) fact()     {}
func (SlotAnswered) fact()     {}
func (Observed) fact()         {}
func (ReaderLost) fact()       {}
func (ContactLost) fact()      {}
func (RetryDue) fact()         {}
func (RetryRequested) fact()   {}
func (CancelRequested) fact()  {}
func (CancelIntended) fact()   {}
func (CancelAnswered) fact()   {}
func (TakeoverIntended) fact() {}
func (TakeoverAnswered) fact() {}
func (PostIntended) fact()     {}
func (Mended) fact()           {}
func (Drafted) fact()          {}
func (PostDelayed) fact()      {}
func (PostHeld) fact()         {}
func (PostRequested) fact()    {}
func (Posted) fact()           {}
func (ReceiptMade) fact()      {}
func (ReceiptMailed) fact()    {}
func (Resumed) fact()          {}
func (FreeIntended) fact()     {}
func (FreeAnswered) fact()     {}

// Kinds lists one zero fact of every kind, in the order of a life.
var Kinds = []Fact{
	Opened{}, Checked{}, ClaimIntended{}, ClaimAnswered{}, ClaimChecked{}, DispatchIntended{}, DispatchAnswered{},
	SlotIntended{}, SlotAnswered{}, Observed{}, ReaderLost{}, ContactLost{}, RetryDue{}, RetryRequested{},
	CancelRequested{}, CancelIntended{}, CancelAnswered{}, TakeoverIntended{}, TakeoverAnswered{}, PostIntended{}, Drafted{}, PostDelayed{}, PostHeld{},
	PostRequested{}, Posted{}, ReceiptMade{}, ReceiptMailed{}, Resumed{}, FreeIntended{}, FreeAnswered{}, Mended{}, Adopted{}, Closed{}, Disowned{},
	MoveIntended{}, MoveAnswered{}, CashDrafted{}, CashBooked{}, CashHeld{},
	CaptureRequested{}, CaptureIntended{}, CaptureAnswered{}, ReleaseRequested{},
}

var kindByName = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, f := range Kinds {
		m[KindName(f)] = reflect.TypeOf(f)
	}
	return m
}()

// KindName is the fact's name in the journal.
func KindName(f Fact) string { return reflect.TypeOf(f).Name() }

// Encode writes a fact for the journal.
func Encode(f Fact) (kind string, body []byte, err error) {
	body, err = json.Marshal(f)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", KindName(f), err)
	}
	return KindName(f), body, nil
}

// Decode reads a fact from the journal. A kind this program does not know is an error: a newer one wrote it.
func Decode(kind string, body []byte) (Fact, error) {
	t, ok := kindByName[kind]
	if !ok {
		return nil, fmt.Errorf("unknown kind of journal entry %q", kind)
	}
	v := reflect.New(t)
	if err := json.Unmarshal(body, v.Interface()); err != nil {
		return nil, fmt.Errorf("journal entry %s: %w", kind, err)
	}
	return v.Elem().Interface().(Fact), nil
}
