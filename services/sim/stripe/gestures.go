package stripesim

import (
	"fmt"
	"slices"
	"time"
)

// Gesture is something a person does at a reader or with a charge.
type Gesture struct {
	Reader string `json:"reader,omitempty"` // id or label
	Kind   string `json:"kind"`
	Card   string `json:"card,omitempty"` // a name of CardNames, a decline code or a test card number; empty: visa

	Intent string `json:"intent,omitempty"` // of the charge: refund, dispute and its ends
	Amount int64  `json:"amount,omitempty"` // of a refund, in minor units; zero: the rest
	Refund string `json:"refund,omitempty"` // that ends: refund-fails, refund-arrives
}

// Kinds of gestures. Those with a card work only while the reader asks for one.
const (
	GestureTap          = "tap"
	GestureKey          = "key"      // key the number in, where the reader asks for one
	GestureInsert       = "insert"   // chip and PIN
	GestureDeclined     = "declined" // tap a card that is declined: Card is the decline code, empty: generic_decline
	GestureWalkAway     = "walk-away"
	GestureCancel       = "cancel"        // the customer presses Cancel on the reader, if it shows the button
	GestureLeaveCardIn  = "leave-card-in" // insert, PIN, and leave the card there
	GestureRemoveCard   = "remove-card"
	GestureUnplug       = "unplug"
	GesturePlug         = "plug"   // power is back; a stuck action stays
	GestureReboot       = "reboot" // restarts in a moment and forgets its prompt; the action is null afterwards
	GestureOtherCounter = "other-counter"

	GestureRefund        = "refund"         // somebody in the dashboard
	GestureRefundFails   = "refund-fails"   // the bank sends it back, a succeeded one too
	GestureRefundArrives = "refund-arrives" // a pending one
	GestureDispute       = "dispute"        // the cardholder goes to the bank
	GestureDisputeWon    = "dispute-won"    // by the shop
	GestureDisputeLost   = "dispute-lost"
)

// GestureKinds lists all kinds.
func GestureKinds() []string {
	return []string{
		GestureTap, GestureKey, GestureInsert, GestureDeclined, GestureWalkAway, GestureCancel, GestureLeaveCardIn, GestureRemoveCard,
		GestureUnplug, GesturePlug, GestureReboot, GestureOtherCounter,
		GestureRefund, GestureRefundFails, GestureRefundArrives, GestureDispute, GestureDisputeWon, GestureDisputeLost,
	}
}

// foreignAmount is what the other counter's software charges, in minor units.
const foreignAmount = 1990

// Gesture lets a person act now. Errors: ErrUnknownReader, ErrUnknownGesture, ErrUnknownCard, ErrReaderOff,
// ErrNotAsking, ErrNoCancelButton, ErrReaderBusy, ErrNoCard, ErrNotPaid, ErrNotRefundable, ErrNoRefund, ErrDispute.
func (s *Server) Gesture(g Gesture) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if act := accountActs[g.Kind]; act != nil {
		if err := act(s, g); err != nil {
			return fmt.Errorf("%s: %w", g.Kind, err)
		}
		s.note(Happening{Kind: "gesture", Intent: g.Intent, Text: g.Kind + " " + g.Refund})
		return nil
	}
	r := s.readerByName(g.Reader)
	if r == nil {
		return fmt.Errorf("%w: %q", ErrUnknownReader, g.Reader)
	}
	if !slices.Contains(GestureKinds(), g.Kind) {
		return fmt.Errorf("%w: %q", ErrUnknownGesture, g.Kind)
	}
	if err := s.act(r, g); err != nil {
		return fmt.Errorf("%s at %s: %w", g.Kind, g.Reader, err)
	}
	s.note(Happening{Kind: "gesture", Reader: r.id, Intent: shownID(r), Text: g.Kind + " " + g.Card})
	return nil
}

func (s *Server) act(r *reader, g Gesture) error {
	switch g.Kind {
	case GesturePlug:
		if !r.plugged {
			r.plugged = true
			s.show(r, ScreenIdle, 0)
		}
		return nil
	case GestureUnplug:
		s.powerOff(r)
		return nil
	}
	if !r.plugged {
		return ErrReaderOff
	}
	switch g.Kind {
	case GestureReboot:
		s.powerOff(r)
		r.plugged, r.action = true, nil
		s.show(r, ScreenIdle, 0)
		return nil
	case GestureRemoveCard:
		return s.removeCard(r)
	case GestureWalkAway:
		r.autoAt = time.Time{}
		return nil
	case GestureOtherCounter:
		return s.foreign(r)
	case GestureCancel:
		return s.customerCancels(r)
	}
	return s.customerPays(r, g)
}

func (s *Server) powerOff(r *reader) {
	if r.bank != nil {
		r.bank.severed = true
	}
	if r.plugged {
		r.offAt = s.now
	}
	r.plugged, r.card, r.cardIn, r.autoAt = false, nil, false, time.Time{}
	s.show(r, ScreenOff, 0)
}

func (s *Server) removeCard(r *reader) error {
	switch {
	case r.cardIn:
		r.cardIn = false
		if r.screen == ScreenRemoveCard {
			s.show(r, ScreenIdle, 0)
		}
		return nil
	case r.card != nil && r.card.stays:
		r.card.stays = false
		return nil
	}
	return ErrNoCard
}

// foreign lets software that knows nothing of ours charge on the same reader: before a card is presented it simply
// replaces what runs there.
func (s *Server) foreign(r *reader) error {
	if r.busy() {
		return ErrReaderBusy
	}
	in := &intent{
		amount: foreignAmount, currency: s.cfg.Currency, types: []string{methodCardPresent}, capture: "automatic", status: statusRequiresPaymentMethod,
		description: "Order 4711 of another till", metadata: map[string]string{"till": "other"},
	}
	s.addIntent(in)
	r.action = &action{kind: kindProcess, status: actionInProgress, in: in}
	s.prompt(r, in, in.amount)
	r.autoAt = time.Time{} // that till's customer is a person
	return nil
}

func (s *Server) customerCancels(r *reader) error {
	switch {
	case !r.asking():
		return ErrNotAsking
	case r.action.config.customerCancel == nil || !*r.action.config.customerCancel:
		return ErrNoCancelButton
	}
	s.finish(r, actionFailed, "customer_canceled", "The customer canceled on the reader.", ScreenCancelled)
	return nil
}

func (s *Server) customerPays(r *reader, g Gesture) error {
	name := g.Card
	if g.Kind == GestureDeclined && name == "" {
		name = "generic_decline"
	}
	c, err := findCard(name)
	switch {
	case err != nil:
		return err
	case !r.asking():
		return ErrNotAsking
	}
	keyed := g.Kind == GestureKey || r.action.config.moto && g.Kind == GestureDeclined
	inserted := g.Kind == GestureInsert || g.Kind == GestureLeaveCardIn
	s.present(r, presented{card: c, contact: inserted, askPIN: inserted, stays: g.Kind == GestureLeaveCardIn, keyed: keyed})
	return nil
}

// SetAuto puts a scripted customer at a reader (id or label; empty: all readers), from the next prompt on; a prompt
// that is already waiting is taken up too. Errors: ErrUnknownReader, ErrUnknownGesture for an unknown customer.
func (s *Server) SetAuto(readerName string, a Auto) error {
	if a.Customer == "" {
		a.Customer = AutoNone
	}
	if a.Customer != AutoNone && a.Customer != AutoGood && a.Customer != AutoDeclinedThenGood {
		return fmt.Errorf("%w: customer %q", ErrUnknownGesture, a.Customer)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if readerName != "" && s.readerByName(readerName) == nil {
		return fmt.Errorf("%w: %q", ErrUnknownReader, readerName)
	}
	for _, r := range s.readers {
		if readerName != "" && r != s.readerByName(readerName) {
			continue
		}
		r.auto = a
		r.autoAt = time.Time{}
		if r.asking() {
			s.expectCustomer(r)
		}
	}
	return nil
}

// scripted is what the scripted customer of a reader does when his time has come.
func (s *Server) scripted(r *reader) {
	r.autoAt = time.Time{}
	if !r.asking() || r.action == nil || r.action.about() == nil {
		return
	}
	name := "visa"
	switch back := r.action.back; {
	case back != nil:
		name = back.charge.card.name
	case r.auto.Customer == AutoDeclinedThenGood && r.action.in.latestCharge() == nil:
		name = "insufficient_funds"
	}
	c, err := findCard(name)
	if err != nil {
		return // both names are in the table
	}
	s.note(Happening{Kind: "card", Reader: r.id, Intent: r.action.about().id, Text: "scripted customer taps " + name})
	s.present(r, presented{card: c, keyed: r.action.config.moto})
}
