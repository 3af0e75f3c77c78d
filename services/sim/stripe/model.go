package stripesim

import (
	"time"

	"paydesk/services/clock"
)

// Statuses of a PaymentIntent that this account uses.
const (
	statusRequiresPaymentMethod = "requires_payment_method"
	statusProcessing            = "processing"
	statusRequiresCapture       = "requires_capture"
	statusSucceeded             = "succeeded"
	statusCanceled              = "canceled"
)

// Config describes the account. The zero value is a usable US account without readers.
type Config struct {
	Clock clock.Clock // nil: the machine's clock
	Seed  uint64      // of identifiers and dice

	Key      string   // the API key that may do everything; empty: sk_test_simulated
	Keys     []APIKey // restricted keys of the same account
	Country  string   // ISO code, empty: US
	Currency string   // what readers of the country charge, empty: usd

	MOTO bool // Stripe's support has allowed card numbers to be keyed in on readers

	HoldLasts time.Duration // from the card to the end of an uncaptured authorisation; zero: 48 h (facts §4)

	LocationID string // empty: made from the seed
	Readers    []ReaderSpec
	Boxed      []BoxedReader // devices that nobody has registered yet
	Auto       Auto          // the customers at all readers, until SetAuto
	Customers  []CustomerSpec

	// Switches are names of SwitchNames: the other answer to what nobody knows of Stripe yet. They outlast ClearFaults.
	Switches []string
}

// ReaderSpec is one registered reader.
type ReaderSpec struct {
	ID       string // empty: made from the seed
	Label    string
	Type     string // device_type, empty: simulated_wisepos_e
	Status   string // "offline": unplugged since long ago; otherwise on and online
	Location string // empty: Config.LocationID
	Serial   string // empty: made from the type
}

// Auto is a scripted customer who stands at a reader and acts each time it asks for a card.
type Auto struct {
	Customer string        `json:"customer"` // AutoNone, AutoGood, AutoDeclinedThenGood
	After    time.Duration `json:"after"`    // from the prompt to the tap; zero: 2 s
}

// Scripted customers. AutoDeclinedThenGood taps a card without money first and a good one when asked again.
const (
	AutoNone             = "none"
	AutoGood             = "good"
	AutoDeclinedThenGood = "declined-then-good"
)

type intent struct {
	id, secret  string
	seq         int // order of creation
	created     time.Time
	visibleAt   time.Time // in lists; later than created only under the list-lag fault
	amount      int64
	capturable  int64
	received    int64
	currency    string
	types       []string
	capture     string
	description string
	receiptMail string
	mails       []string // where a receipt was asked for after the charge
	suffix      string
	future      string // setup_future_usage
	customer    string
	metadata    map[string]string
	status      string
	reason      string // cancellation_reason
	canceledAt  time.Time
	charges     []*charge // oldest first
	lastError   *paymentError
	method      *paymentMethod
	holdUntil   time.Time // an authorisation that is not captured by then is released
	atBank      bool      // a card is being authorised for it
}

func (in *intent) latestCharge() *charge {
	if len(in.charges) == 0 {
		return nil
	}
	return in.charges[len(in.charges)-1]
}

type charge struct {
	id         string
	created    time.Time
	in         *intent
	amount     int64
	authorized int64 // less than amount after a partial authorisation
	captured   int64
	refunded   int64
	released   bool // the hold was given back uncaptured
	dispute    string
	disputed   time.Time
	paid       bool
	decline    *decline
	card       card
	contact    bool // inserted, not tapped
	pin        bool
	method     *paymentMethod
}

type paymentMethod struct {
	id      string
	created time.Time
	card    card
	contact bool
	keyed   bool // its number was told and keyed in on a reader

	customer string // it is kept for; empty: it was presented to a reader
}

type paymentError struct {
	code, declineCode, message, chargeID string
	advice                               string
	method                               *paymentMethod
}

type refund struct {
	visibleAt time.Time
	id        string
	seq       int
	created   time.Time
	charge    *charge
	amount    int64
	reason    string
	metadata  map[string]string

	status, pendingReason, failureReason string

	fate *fate // what still becomes of it; nil: nothing
}

type location struct {
	id, name, country string
	metadata          map[string]string
}

type action struct {
	kind           string // process_payment_intent, refund_payment, set_reader_display
	status         string // in_progress, succeeded, failed
	failureCode    string
	failureMessage string
	in             *intent
	back           *giveBack // of refund_payment; in is nil then
	config         processConfig
	cart           *cart
}

// about is the intent that the action is about, nil for a cart.
func (a *action) about() *intent {
	switch {
	case a == nil:
		return nil
	case a.back != nil:
		return a.back.charge.in
	}
	return a.in
}

type processConfig struct {
	moto           bool
	customerCancel *bool
	skipTipping    *bool
	returnURL      string
}

type cart struct {
	currency string
	total    int64
	tax      *int64
	lines    []cartLine
}

type cartLine struct {
	description      string
	amount, quantity int64
}

const (
	kindProcess = "process_payment_intent"
	kindRefund  = "refund_payment"
	kindDisplay = "set_reader_display"

	actionInProgress = "in_progress"
	actionSucceeded  = "succeeded"
	actionFailed     = "failed"
)
