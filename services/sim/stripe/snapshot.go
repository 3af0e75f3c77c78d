package stripesim

import (
	"maps"
	"slices"
	"time"
)

// Snapshot is what a person in the shop would see, and what happened lately.
type Snapshot struct {
	Now     time.Time    `json:"now"` // Stripe's
	Readers []ReaderView `json:"readers"`
	Faults  []Fault      `json:"faults"` // armed
	Log     []Happening  `json:"log"`    // oldest first, the last maxLog
}

// ReaderView is one reader on the counter.
type ReaderView struct {
	ID           string     `json:"id"`
	Label        string     `json:"label"`
	DeviceType   string     `json:"device_type"`
	Status       string     `json:"status"` // as Stripe says: online, offline
	Plugged      bool       `json:"plugged"`
	Screen       Screen     `json:"screen"`
	Since        time.Time  `json:"since"`
	AmountMinor  int64      `json:"amount_minor"` // zero: no amount on the screen
	Currency     string     `json:"currency"`
	Intent       string     `json:"intent"`        // whose amount it is
	Keyed        bool       `json:"keyed"`         // it asks for a card's number
	CancelButton bool       `json:"cancel_button"` // the customer can press Cancel
	CardInside   bool       `json:"card_inside"`
	Lines        []CartLine `json:"lines,omitempty"`
	ActionType   string     `json:"action_type"` // as Stripe says; empty: null
	ActionStatus string     `json:"action_status"`
	ActionIntent string     `json:"action_intent"`
	Auto         Auto       `json:"auto"`
}

// CartLine is one line of a displayed cart.
type CartLine struct {
	Description string `json:"description"`
	AmountMinor int64  `json:"amount_minor"`
	Quantity    int64  `json:"quantity"`
}

// Happening is a line of the log.
type Happening struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"` // created, command, refused, card, gesture, succeeded, failed, canceled, refunded, severed, fault
	Reader string    `json:"reader,omitempty"`
	Intent string    `json:"intent,omitempty"`
	Text   string    `json:"text"`
}

const maxLog = 200

func (s *Server) note(h Happening) {
	h.At = s.now
	if len(s.log) >= maxLog {
		s.log = slices.Delete(s.log, 0, 1)
	}
	s.log = append(s.log, h)
}

// Snapshot looks at the shop now.
func (s *Server) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	out := Snapshot{Now: s.now, Faults: slices.Clone(s.faults), Log: slices.Clone(s.log)}
	for _, r := range s.readers {
		out.Readers = append(out.Readers, s.view(r))
	}
	return out
}

func (s *Server) view(r *reader) ReaderView {
	v := ReaderView{
		ID: r.id, Label: r.label, DeviceType: r.deviceType, Status: r.status(s.now), Plugged: r.plugged, Screen: r.screen, Since: r.since,
		CardInside: r.cardIn || r.card != nil && r.card.contact, Auto: r.auto,
	}
	if r.shown != nil {
		v.AmountMinor, v.Currency, v.Intent = r.amount, r.shown.currency, r.shown.id
	}
	if a := r.action; a != nil {
		v.ActionType, v.ActionStatus = a.kind, a.status
		if in := a.about(); in != nil {
			v.ActionIntent = in.id
		}
		v.Keyed = r.asking() && a.config.moto
		v.CancelButton = r.asking() && a.config.customerCancel != nil && *a.config.customerCancel
		if r.screen == ScreenCart && a.cart != nil {
			v.AmountMinor, v.Currency = a.cart.total, a.cart.currency
			for _, l := range a.cart.lines {
				v.Lines = append(v.Lines, CartLine{Description: l.description, AmountMinor: l.amount, Quantity: l.quantity})
			}
		}
	}
	return v
}

// Ledger is all money of the account, for checkers and for the demo.
type Ledger struct {
	Intents []LedgerIntent `json:"intents"` // oldest first
	Refunds []LedgerRefund `json:"refunds"` // oldest first
}

// LedgerIntent is one PaymentIntent; amounts in minor units.
type LedgerIntent struct {
	ID          string            `json:"id"`
	Created     time.Time         `json:"created"`
	Status      string            `json:"status"`
	Amount      int64             `json:"amount"`
	Received    int64             `json:"received"`
	Capturable  int64             `json:"capturable"`
	Refunded    int64             `json:"refunded"`
	Currency    string            `json:"currency"`
	Metadata    map[string]string `json:"metadata"`
	Charge      string            `json:"charge"` // the paid one; empty: never charged
	ChargedAt   time.Time         `json:"charged_at"`
	Attempts    int               `json:"attempts"`          // authorisations, declined ones included
	Dispute     string            `json:"dispute,omitempty"` // needs_response, won, lost; empty: none
	DeclineCode string            `json:"decline_code"`      // of the last attempt, if it was declined
	OnReaders   []string          `json:"on_readers"`        // whose running action carries it
	AtBank      bool              `json:"at_bank"`           // a card is being authorised
	Mails       []string          `json:"mails,omitempty"`   // where receipts were asked for, in order; a live account would send each
}

// LedgerRefund is one refund, in minor units.
type LedgerRefund struct {
	ID       string            `json:"id"`
	Created  time.Time         `json:"created"`
	Intent   string            `json:"intent"`
	Charge   string            `json:"charge"`
	Amount   int64             `json:"amount"`
	Currency string            `json:"currency"`
	Status   string            `json:"status"`
	Metadata map[string]string `json:"metadata"`
}

// Ledger reads the books now.
func (s *Server) Ledger() Ledger {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	var out Ledger
	for _, in := range s.order {
		out.Intents = append(out.Intents, s.ledgerIntent(in))
	}
	for _, r := range s.refunds {
		out.Refunds = append(out.Refunds, LedgerRefund{
			ID: r.id, Created: r.created, Intent: r.charge.in.id, Charge: r.charge.id, Amount: r.amount, Currency: r.charge.in.currency,
			Status: r.status, Metadata: maps.Clone(r.metadata),
		})
	}
	return out
}

func (s *Server) ledgerIntent(in *intent) LedgerIntent {
	l := LedgerIntent{
		ID: in.id, Created: in.created, Status: in.status, Amount: in.amount, Received: in.received, Capturable: in.capturable, Currency: in.currency,
		Metadata: maps.Clone(in.metadata), Attempts: len(in.charges), AtBank: in.atBank, Mails: slices.Clone(in.mails),
	}
	for _, ch := range in.charges {
		l.DeclineCode = ""
		if ch.decline != nil {
			l.DeclineCode = ch.decline.code
		}
		if ch.paid {
			l.Charge, l.ChargedAt, l.Refunded, l.Dispute = ch.id, ch.created, ch.refunded, ch.dispute
		}
	}
	for _, r := range s.readers {
		if r.action != nil && r.action.in == in && r.action.status == actionInProgress {
			l.OnReaders = append(l.OnReaders, r.id)
		}
	}
	return l
}
