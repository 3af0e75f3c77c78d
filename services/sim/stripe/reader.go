package stripesim

import (
	"cmp"
	"strings"
	"time"
)

// Screen is what a reader shows to the customer.
type Screen string

// Screens of a reader.
const (
	ScreenIdle        Screen = "idle"
	ScreenCart        Screen = "cart"   // set_reader_display
	ScreenAsking      Screen = "asking" // amount, "tap, insert or swipe"
	ScreenReading     Screen = "reading"
	ScreenPIN         Screen = "pin"
	ScreenAuthorising Screen = "authorising"
	ScreenApproved    Screen = "approved"
	ScreenDeclined    Screen = "declined"
	ScreenCancelled   Screen = "cancelled"
	ScreenError       Screen = "error"       // the payment could not be finished
	ScreenRemoveCard  Screen = "remove-card" // a card was left inserted
	ScreenOff         Screen = "off"
)

// How long things take at a counter. Not published; chosen from watching people.
const (
	readTapTime    = 400 * time.Millisecond
	readInsertTime = 900 * time.Millisecond
	pinTime        = 3 * time.Second
	bankTime       = 1200 * time.Millisecond
	resultTime     = 3 * time.Second
	cancelledTime  = 2 * time.Second
	offlineAfter   = 2 * time.Minute // facts §3
	testCardMemory = 30 * time.Minute
	defaultAfter   = 2 * time.Second
)

type reader struct {
	id, label, deviceType, serial, location, ip string
	metadata                                    map[string]string

	plugged bool
	offAt   time.Time
	action  *action

	screen Screen
	since  time.Time
	until  time.Time // the screen changes by itself; zero: it stays
	shown  *intent   // whose amount stands on the screen
	amount int64     // that amount: an intent changed later does not change the screen

	card    *presented
	bank    *attempt
	cardIn  bool // left inserted
	auto    Auto
	autoAt  time.Time // the scripted customer acts; zero: does not
	testPAN string    // remembered by present_payment_method
	testAt  time.Time
}

// presented is the card in the customer's hand.
type presented struct {
	card    card
	contact bool
	pin     bool // entered
	askPIN  bool
	stays   bool // will be left in the reader
	keyed   bool // not a card but its number, keyed in
}

// attempt is one authorisation under way to the bank. It ends at due whatever happens to the reader.
type attempt struct {
	in      *intent
	back    *giveBack // instead of in: a refund
	card    presented
	due     time.Time
	severed bool // the reader went away meanwhile and never reports
}

func (r *reader) simulated() bool { return strings.HasPrefix(r.deviceType, "simulated_") }

// serverDriven tells which models take commands over the API (facts §3).
func (r *reader) serverDriven() bool {
	t := strings.TrimPrefix(r.deviceType, "simulated_")
	return t == "bbpos_wisepos_e" || t == "wisepos_e" || strings.HasPrefix(t, "stripe_s7") || strings.HasPrefix(t, "verifone_v") ||
		strings.HasPrefix(t, "verifone_u") || strings.HasPrefix(t, "verifone_p6") || strings.HasPrefix(t, "verifone_m")
}

func (r *reader) status(now time.Time) string {
	if !r.plugged && now.Sub(r.offAt) >= offlineAfter {
		return "offline"
	}
	return "online"
}

// busy tells whether a card is being read, authorised or still inserted.
func (r *reader) busy() bool {
	return r.bank != nil || r.cardIn || r.screen == ScreenReading || r.screen == ScreenPIN || r.screen == ScreenAuthorising
}

func (r *reader) asking() bool { return r.screen == ScreenAsking }

func (s *Server) show(r *reader, screen Screen, lasts time.Duration) {
	r.screen, r.since, r.until = screen, s.now, time.Time{}
	if lasts > 0 {
		r.until = s.now.Add(lasts)
	}
	if screen == ScreenIdle || screen == ScreenOff {
		r.shown = nil
	}
}

func (s *Server) readerByName(name string) *reader {
	if name == "" {
		return nil
	}
	for _, r := range s.readers {
		if r.id == name {
			return r
		}
	}
	for _, r := range s.readers {
		if r.label == name {
			return r
		}
	}
	return nil
}

// prompt lights the reader up for an intent, or for a refund of it.
func (s *Server) prompt(r *reader, in *intent, amount int64) {
	r.shown, r.amount, r.card, r.autoAt = in, amount, nil, time.Time{}
	s.show(r, ScreenAsking, 0)
	s.expectCustomer(r)
}

// expectCustomer lets the scripted customer of an asking reader act soon.
func (s *Server) expectCustomer(r *reader) {
	if r.auto.Customer != AutoGood && r.auto.Customer != AutoDeclinedThenGood {
		return
	}
	after := r.auto.After
	if after <= 0 {
		after = defaultAfter
	}
	r.autoAt = s.now.Add(after)
}

// present puts a card before the asking reader.
func (s *Server) present(r *reader, p presented) {
	r.autoAt = time.Time{}
	p.askPIN = p.askPIN || p.card.pin == pinOffline || p.card.pin == pinOnline
	if p.keyed {
		p.askPIN = false // nobody is there to give one
	}
	if !r.action.takes(p) {
		s.note(Happening{Kind: "card", Reader: r.id, Intent: shownID(r), Text: "no card of this kind is taken: the reader keeps asking"})
		return
	}
	r.card = &p
	switch {
	case p.keyed:
		s.show(r, ScreenReading, keyTime)
	case p.contact:
		s.show(r, ScreenReading, readInsertTime)
	default:
		s.show(r, ScreenReading, readTapTime)
	}
}

// step is what the reader does by itself when its screen's time is over.
func (s *Server) step(r *reader) {
	switch r.screen {
	case ScreenReading:
		if r.card.askPIN {
			s.show(r, ScreenPIN, pinTime)
			return
		}
		s.authorise(r)
	case ScreenPIN:
		r.card.pin = true
		s.authorise(r)
	default:
		if r.cardIn {
			s.show(r, ScreenRemoveCard, 0)
			return
		}
		s.show(r, ScreenIdle, 0)
	}
}

// authorise sends the card to the bank, if the intent still takes one.
func (s *Server) authorise(r *reader) {
	if r.action.back != nil {
		s.sendBack(r)
		return
	}
	in := r.action.in
	if in.status != statusRequiresPaymentMethod || in.atBank {
		s.finish(r, actionFailed, "payment_intent_unexpected_state",
			"This PaymentIntent could not be confirmed because it has a status of "+in.status+".", ScreenError)
		return
	}
	if in.amount != r.amount { // facts §4: an edited intent needs a new command
		s.finish(r, actionFailed, "payment_intent_unexpected_state", "The PaymentIntent was updated while it was on the reader.", ScreenError)
		return
	}
	in.atBank = true
	r.bank = &attempt{in: in, card: *r.card, due: s.now.Add(bankTime)}
	s.show(r, ScreenAuthorising, 0)
}

// settle is the bank's answer. The intent always learns it; the reader and its action only if they are still there.
func (s *Server) settle(r *reader) {
	b := r.bank
	r.bank = nil
	if b.back != nil {
		s.settleBack(r, b)
		return
	}
	b.in.atBank = false
	no := s.charge(b, r)
	switch {
	case b.severed:
		s.note(Happening{Kind: "severed", Reader: r.id, Intent: b.in.id, Text: "the bank answered, the reader was gone: its action stays in progress"})
	case s.fires(FaultConnectionError, r.id):
		s.finish(r, actionFailed, "connection_error", "The reader lost its connection while the payment was being processed.", ScreenError)
	case no.wantsPIN() && !b.card.contact:
		r.card.contact, r.card.askPIN = true, true
		s.show(r, ScreenPIN, pinTime)
	case no != nil:
		s.finish(r, actionFailed, "card_declined", no.message, ScreenDeclined)
	default:
		s.finish(r, actionSucceeded, "", "", ScreenApproved)
	}
}

// finish ends the running action and shows the result for a while.
func (s *Server) finish(r *reader, status, code, message string, screen Screen) {
	r.action.status, r.action.failureCode, r.action.failureMessage = status, code, message
	r.cardIn = r.card != nil && r.card.stays
	r.card, r.autoAt = nil, time.Time{}
	lasts := resultTime
	if screen == ScreenCancelled {
		lasts = cancelledTime
	}
	s.show(r, screen, lasts)
	s.note(Happening{Kind: status, Reader: r.id, Intent: r.action.about().id, Text: string(screen) + " " + code})
}

// charge records one authorisation on the intent and returns the bank's refusal, if any.
func (s *Server) charge(b *attempt, r *reader) *decline {
	in := b.in
	pm := &paymentMethod{id: s.newID("pm_1", 23), created: s.now, card: b.card.card, contact: b.card.contact, keyed: b.card.keyed}
	pm.card.fingerprint = s.scramble("fingerprint"+pm.card.number+pm.card.name, 0, 16)
	ch := &charge{
		id: s.newID("ch_3", 23), created: s.now, in: in, amount: in.amount, card: pm.card, contact: b.card.contact, pin: b.card.pin, method: pm,
	}
	s.charges[ch.id] = ch
	in.charges = append(in.charges, ch)
	no := bankAnswer(pm.card, in.amount, b.card.pin || b.card.keyed)
	if pm.card.interac && in.capture == captureManual {
		no = declineFor("transaction_not_allowed") // facts §4: always declined
	}
	if no != nil {
		ch.decline = no
		in.lastError = &paymentError{
			code: no.errorCode, declineCode: no.code, message: no.message, chargeID: ch.id, advice: no.advice, method: pm,
		}
		return no
	}
	ch.paid, ch.authorized = true, in.amount
	if s.fires(FaultPartial, r.id) {
		ch.authorized = max(1, in.amount*6/10)
	}
	in.lastError, in.method = nil, pm
	if in.capture == captureManual {
		in.status, in.capturable, in.holdUntil = statusRequiresCapture, ch.authorized, s.now.Add(cmp.Or(s.cfg.HoldLasts, holdLasts))
		s.holds = append(s.holds, in)
		return nil
	}
	ch.captured = ch.authorized
	in.status, in.received = statusSucceeded, ch.captured
	return nil
}
