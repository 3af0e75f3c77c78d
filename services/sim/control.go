package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// Ledger is both books and whether they agree.
type Ledger struct {
	Stripe    *stripesim.Ledger `json:"stripe,omitempty"`
	Odoo      *odoosim.Ledger   `json:"odoo,omitempty"`
	Agreement Agreement         `json:"agreement"`
}

// Agreement compares the charges of Paydesk at Stripe with the bookings in Odoo, by mark.
type Agreement struct {
	Charges  int      `json:"charges"`
	Bookings int      `json:"bookings"`
	Open     int      `json:"open"`            // charged, not booked yet
	Wrong    []string `json:"wrong,omitempty"` // booked twice, another amount, booked without a charge
}

// Agree says that nothing is wrong; charges may still be on their way to Odoo.
func (a Agreement) Agree() bool { return len(a.Wrong) == 0 }

// GestureRequest is the body of POST /gesture: what a person does at a reader, or a person in Odoo.
type GestureRequest struct {
	stripesim.Gesture
	Document string `json:"document,omitempty"` // with kind hand-payment, reset, cancel-invoice, credit-note
	Minor    int64  `json:"minor,omitempty"`
	Payment  int    `json:"payment,omitempty"` // with kind cancel-payment, delete-payment
	Auto     string `json:"auto,omitempty"`    // with kind auto: good, declined-then-good, none
	AfterMS  int64  `json:"after_ms,omitempty"`
}

// FaultRequest is the body of POST /fault.
type FaultRequest struct {
	Side   string           `json:"side"` // stripe or odoo
	Stripe *stripesim.Fault `json:"stripe,omitempty"`
	Odoo   *odoosim.Fault   `json:"odoo,omitempty"`
	Clear  bool             `json:"clear,omitempty"`
}

const maxForward = 10 * 365 * 24 * time.Hour

// ClockRequest is the body of POST /clock.
type ClockRequest struct {
	ForwardMS int64 `json:"forward_ms"`
}

var (
	errSide    = errors.New("side is stripe or odoo, with a fault for it; this simulator may run only one of them")
	errGesture = errors.New("unknown gesture")
	errForward = errors.New("a clock moves forward, by at most ten years")
)

func (l *Lab) control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ledger", func(w http.ResponseWriter, _ *http.Request) { answer(w, l.Ledger(), nil) })
	mux.HandleFunc("GET /readers", func(w http.ResponseWriter, _ *http.Request) {
		if l.Stripe == nil {
			answer(w, nil, errSide)
			return
		}
		answer(w, l.Stripe.Snapshot(), nil)
	})
	mux.HandleFunc("POST /gesture", func(w http.ResponseWriter, r *http.Request) {
		var g GestureRequest
		if body(w, r, &g) {
			answer(w, struct{}{}, l.Gesture(g))
		}
	})
	mux.HandleFunc("POST /fault", func(w http.ResponseWriter, r *http.Request) {
		var f FaultRequest
		if body(w, r, &f) {
			answer(w, struct{}{}, l.Fault(f))
		}
	})
	mux.HandleFunc("POST /clock", func(w http.ResponseWriter, r *http.Request) {
		var c ClockRequest
		if body(w, r, &c) {
			if c.ForwardMS < 0 || c.ForwardMS > maxForward.Milliseconds() {
				answer(w, nil, errForward)
				return
			}
			l.Clock.Move(time.Duration(c.ForwardMS) * time.Millisecond)
			answer(w, map[string]time.Time{"now": l.Clock.Now()}, nil)
		}
	})
	return mux
}

func body(w http.ResponseWriter, r *http.Request, into any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		answer(w, nil, fmt.Errorf("request body: %w", err))
		return false
	}
	return true
}

func answer(w http.ResponseWriter, v any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		v = map[string]string{"error": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(v) // the caller has gone: nobody to tell
}

// Gesture plays a customer at a reader, or a person in Odoo.
func (l *Lab) Gesture(g GestureRequest) error {
	switch g.Kind {
	case "hand-payment", "reset", "cancel-invoice", "credit-note", "cancel-payment", "delete-payment":
		if l.Odoo == nil {
			return errSide
		}
	default:
		if l.Stripe == nil {
			return errSide
		}
	}
	switch g.Kind {
	case "hand-payment":
		_, err := l.Odoo.RegisterHandPayment(g.Document, g.Minor)
		return err
	case "credit-note": // without minor of all of it
		_, _, err := l.Odoo.CreditNote(g.Document, g.Minor)
		return err
	case "reset":
		return l.Odoo.ResetToDraft(g.Document)
	case "cancel-invoice":
		return l.Odoo.CancelInvoice(g.Document)
	case "cancel-payment":
		return l.Odoo.CancelPayment(g.Payment)
	case "delete-payment":
		return l.Odoo.DeletePayment(g.Payment)
	case "auto":
		return l.Stripe.SetAuto(g.Reader, stripesim.Auto{Customer: g.Auto, After: time.Duration(g.AfterMS) * time.Millisecond})
	case "":
		return errGesture
	}
	return l.Stripe.Gesture(g.Gesture)
}

// Fault switches a fault of one side on or off.
func (l *Lab) Fault(f FaultRequest) error {
	switch {
	case f.Side == "stripe" && l.Stripe != nil && f.Clear:
		l.Stripe.ClearFaults()
	case f.Side == "odoo" && l.Odoo != nil && f.Clear:
		l.Odoo.ClearFaults()
	case f.Side == "stripe" && l.Stripe != nil && f.Stripe != nil:
		return l.Stripe.Fault(*f.Stripe)
	case f.Side == "odoo" && l.Odoo != nil && f.Odoo != nil:
		return l.Odoo.Fault(*f.Odoo)
	default:
		return errSide
	}
	return nil
}

// Ledger reads both books and compares them.
func (l *Lab) Ledger() Ledger {
	var out Ledger
	if l.Stripe != nil {
		s := l.Stripe.Ledger()
		out.Stripe = &s
	}
	if l.Odoo != nil {
		o := l.Odoo.Ledger()
		out.Odoo = &o
	}
	if out.Stripe != nil && out.Odoo != nil {
		out.Agreement = compare(*out.Stripe, *out.Odoo)
	}
	return out
}

func compare(s stripesim.Ledger, o odoosim.Ledger) Agreement {
	var a Agreement
	booked := map[string]int64{}
	count := map[string]int{}
	for _, p := range o.Payments {
		mark, _, _ := strings.Cut(p.Memo, " ")
		if !strings.HasPrefix(mark, "pi_") || strings.HasPrefix(p.State, "cancel") || p.State == "rejected" || p.State == "draft" {
			continue
		}
		count[mark]++
		booked[mark] += p.AmountMinor
	}
	charged := map[string]bool{}
	for _, i := range s.Intents {
		if i.Metadata["pd_shop"] == "" || i.Status != "succeeded" {
			continue
		}
		charged[i.ID] = true
		a.Charges++
		switch {
		case count[i.ID] == 0:
			a.Open++
		case count[i.ID] > 1:
			a.Wrong = append(a.Wrong, i.ID+" is booked twice")
		case booked[i.ID] != i.Received:
			a.Wrong = append(a.Wrong, i.ID+" is booked with another amount")
		}
	}
	for mark, n := range count {
		a.Bookings += n
		if !charged[mark] {
			a.Wrong = append(a.Wrong, mark+" is booked without a charge")
		}
	}
	return a
}
