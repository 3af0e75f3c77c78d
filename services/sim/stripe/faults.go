package stripesim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Fault switches something that goes wrong on or off. Exactly one of On, Count and Rate says how often; with none of
// them the fault of that name and target is switched off.
type Fault struct {
	Name   string        `json:"name"`
	Target string        `json:"target,omitempty"` // endpoint ("payment_intents.create", "terminal.readers"), reader id or label; empty: all
	On     bool          `json:"on,omitempty"`     // every time
	Count  int           `json:"count,omitempty"`  // the next n times
	Rate   float64       `json:"rate,omitempty"`   // probability, 0 to 1
	Delay  time.Duration `json:"delay,omitempty"`  // of those that take time; zero: the default of the fault
	Code   string        `json:"code,omitempty"`   // of a refusal: one of Stripe's list
}

// The faults and switches; FaultText says what each does. Switches are meant to be left on.
const (
	FaultDown            = "down"
	FaultHeld            = "held"
	FaultTwice           = "twice"
	FaultSlow            = "slow"
	FaultLostAnswer      = "lost-answer"
	FaultError500Made    = "error-500-made"
	FaultError500NotMade = "error-500"
	FaultBadGateway      = "bad-gateway"
	FaultRateLimited     = "rate-limited"
	FaultLockTimeout     = "lock-timeout"
	FaultKeyRefused      = "key-refused"
	FaultPermission      = "permission-lost"
	FaultKeyForgotten    = "key-forgotten"
	FaultKeysPerEndpoint = "keys-per-endpoint" // PROTOCOLS §9: unknown which
	FaultKeysPerAPIKey   = "keys-per-api-key"  // PROTOCOLS §9: unknown which
	FaultRefused         = "refused"
	FaultNoDate          = "no-date-header"
	FaultListLag         = "list-lag"

	FaultReaderTimeout    = "reader-timeout"
	FaultReaderTimeoutLit = "reader-timeout-lit"
	FaultReaderBusy       = "reader-busy"
	FaultReaderOffline    = "reader-offline"
	FaultErrorsNotKept    = "reader-errors-not-kept" // facts §8, §13: unknown which
	FaultErrors409        = "reader-errors-409"      // facts §3, §13: unknown which
	FaultResendBusy       = "resend-busy"            // facts §13: unknown which

	FaultBalance       = "low-balance"
	FaultBalanceFails  = "low-balance-fails"
	FaultRefundPends   = "refund-pends"
	FaultRefundFails   = "refund-fails"
	FaultRefundReturns = "refund-comes-back"
	FaultInteracOnline = "interac-refunded-online" // facts §13: unknown which

	FaultConnectionError = "connection-error"
	FaultPartial         = "partial-authorisation"
	FaultActionFinal     = "action-final-in-answer"
	FaultCancelRefused   = "intent-cancel-refused" // PROTOCOLS §9: unknown which
	FaultBankShown       = "bank-shown"            // PROTOCOLS §9: unknown which
	FaultCancelNoAction  = "cancel-nothing-refused"
	FaultErrorCleared    = "error-cleared-on-resend"
	FaultNoMOTO          = "no-phone-orders"
)

// Times that nobody publishes; assumed.
const (
	ackTimeout  = 4 * time.Second // how long Stripe waits for a silent reader
	refundTakes = 24 * time.Hour  // from pending to succeeded
	comesBack   = 72 * time.Hour  // until a refund fails: days (facts §6)
)

// faultTable says what each fault does, in words for the demo, and how long those that take time take by default.
var faultTable = map[string]struct {
	text   string
	delay  time.Duration
	unsure bool // a switch
}{
	FaultDown:             {text: "the connection breaks before anything is executed"},
	FaultHeld:             {text: "held in the network, executed later even if the caller gave up", delay: time.Minute},
	FaultTwice:            {text: "executed now and once more after the delay", delay: time.Minute},
	FaultSlow:             {text: "accepted now (its key is in use), executed and answered later", delay: 3 * time.Second},
	FaultLostAnswer:       {text: "executed, then the connection breaks"},
	FaultError500Made:     {text: "executed, answered 500, stored under the key"},
	FaultError500NotMade:  {text: "not executed, answered 500, stored under the key"},
	FaultBadGateway:       {text: "502 with a page of HTML, not executed"},
	FaultRateLimited:      {text: "429 rate_limit with Retry-After, not executed"},
	FaultLockTimeout:      {text: "429 lock_timeout, not executed"},
	FaultKeyRefused:       {text: "401, the API key is refused"},
	FaultPermission:       {text: "403, the restricted key lost a permission"},
	FaultRefused:          {text: "refused with a code of Stripe's list, not executed"},
	FaultKeyForgotten:     {text: "the idempotency key of this request was pruned early"},
	FaultKeysPerEndpoint:  {text: "idempotency keys count per endpoint", unsure: true},
	FaultKeysPerAPIKey:    {text: "idempotency keys count per API key", unsure: true},
	FaultNoDate:           {text: "the answer has no Date"},
	FaultListLag:          {text: "a new intent or refund enters lists later than younger ones", delay: 2 * time.Second, unsure: true},
	FaultReaderTimeout:    {text: "terminal_reader_timeout, and the reader got nothing", delay: ackTimeout},
	FaultReaderTimeoutLit: {text: "terminal_reader_timeout, although the reader did it", delay: ackTimeout},
	FaultReaderBusy:       {text: "terminal_reader_busy (an update, its settings)"},
	FaultReaderOffline:    {text: "terminal_reader_offline although it looks online"},
	FaultErrorsNotKept:    {text: "a refused reader command leaves its idempotency key free", unsure: true},
	FaultErrors409:        {text: "a reader's refusals come as 409", unsure: true},
	FaultResendBusy:       {text: "the same intent again while the reader asks for its card is refused as busy", unsure: true},
	FaultBalance:          {text: "the balance is too low: a refund is pending until it is topped up", delay: refundTakes},
	FaultBalanceFails:     {text: "the balance is too low: a refund fails at once"},
	FaultRefundPends:      {text: "a refund is pending and succeeds later", delay: refundTakes},
	FaultRefundFails:      {text: "a refund is pending and fails later", delay: comesBack},
	FaultRefundReturns:    {text: "a refund succeeds and fails days later", delay: comesBack},
	FaultInteracOnline:    {text: "an Interac charge is refunded without a reader", unsure: true},
	FaultConnectionError:  {text: "the bank answers, but the action fails with connection_error"},
	FaultPartial:          {text: "the bank approves 60 % of the amount"},
	FaultActionFinal:      {text: "process_payment_intent answers with the finished action"},
	FaultCancelRefused:    {text: "an intent on a reader cannot be canceled", unsure: true},
	FaultCancelNoAction:   {text: "cancel_action without an action is refused instead of 200", unsure: true},
	FaultBankShown:        {text: "an intent says processing while the bank decides about a card", unsure: true},
	FaultNoMOTO:           {text: "Stripe does not let card numbers be keyed in"},
	FaultErrorCleared:     {text: "process_payment_intent clears last_payment_error", unsure: true},
}

// FaultNames lists all faults, sorted.
func FaultNames() []string {
	names := make([]string, 0, len(faultTable))
	for n := range faultTable {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// SwitchNames lists those that are not faults but the other answer to what nobody knows of Stripe yet (PROTOCOLS §9, facts
// §13), sorted.
func SwitchNames() []string {
	return slices.DeleteFunc(FaultNames(), func(n string) bool { return !faultTable[n].unsure })
}

// FaultText says in a few words what a fault does; empty for an unknown name.
func FaultText(name string) string { return faultTable[name].text }

// Fault arms, changes or removes a fault; the same name and target replace each other.
// Errors: ErrUnknownFault, or a rate, count or delay that makes no sense.
func (s *Server) Fault(f Fault) error {
	row, ok := faultTable[f.Name]
	switch {
	case !ok:
		return fmt.Errorf("%w: %q", ErrUnknownFault, f.Name)
	case f.Rate < 0 || f.Rate > 1 || f.Count < 0 || f.Delay < 0:
		return fmt.Errorf("fault %s: rate %v, count %d or delay %v is out of range", f.Name, f.Rate, f.Count, f.Delay)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if r := s.readerByName(f.Target); r != nil {
		f.Target = r.id
	}
	if f.Delay == 0 {
		f.Delay = row.delay
	}
	s.faults = slices.DeleteFunc(s.faults, func(o Fault) bool { return o.Name == f.Name && o.Target == f.Target })
	if f.On || f.Count > 0 || f.Rate > 0 {
		s.faults = append(s.faults, f)
		s.note(Happening{Kind: "fault", Text: "fault on: " + f.Name + " " + f.Target})
	} else {
		s.switches = slices.DeleteFunc(s.switches, func(n string) bool { return n == f.Name && f.Target == "" })
		s.note(Happening{Kind: "fault", Text: "fault off: " + f.Name + " " + f.Target})
	}
	return nil
}

// ClearFaults switches every fault off, but not the switches of the Config. Requests already held or doubled stay on their way.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault rolls the dice for a fault; targets are what it may have been aimed at.
func (s *Server) fault(name string, targets ...string) (Fault, bool) {
	if slices.Contains(s.switches, name) {
		return Fault{Name: name, On: true, Delay: faultTable[name].delay}, true
	}
	for i := range s.faults {
		f := &s.faults[i]
		if f.Name != name || !f.aimedAt(targets) {
			continue
		}
		hit := *f
		switch {
		case f.On:
		case f.Count > 0:
			f.Count--
			if f.Count == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		case s.dice.Float64() >= f.Rate:
			continue
		}
		return hit, true
	}
	return Fault{}, false
}

func (s *Server) fires(name string, targets ...string) bool {
	_, ok := s.fault(name, targets...)
	return ok
}

func (f *Fault) aimedAt(targets []string) bool {
	if f.Target == "" {
		return true
	}
	for _, t := range targets {
		if t == f.Target || strings.HasPrefix(t, f.Target+".") {
			return true
		}
	}
	return false
}
