package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/staff"
)

const (
	mindEvery    = 60 * time.Second // how often a hold is looked at: the bank, the dashboard and colleagues may end it
	captureTries = 3                // refusals of a capture while the hold stands, before a person decides; silences, before another key
)

// MetaCaptured is Stripe's time of a capture in seconds, and who ordered it: an intent does not tell when it was captured,
// and the booking needs the day.
const MetaCaptured = "pd_cap"

// CapturedAt reads pd_cap; zero where nobody wrote one.
func CapturedAt(metadata map[string]string) time.Time {
	at, _, _ := strings.Cut(metadata[MetaCaptured], ":")
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// sharedCaptureKey is the key under which every counter captures a hold first (PROTOCOLS R7): two of them cannot both.
func sharedCaptureKey(intent string) string { return intent + ":capture" }

// Errors of orders about a hold.
var (
	ErrNoHold     = errors.New("nothing is reserved there any more")
	ErrHoldAmount = errors.New("not an amount that can be charged of what is reserved")
	ErrNoReason   = errors.New("a hold is let go by a manager, for a reason")
)

// Capture orders a hold to be charged: minor of it, in minor units of its currency; the rest is let go. A hold of another
// counter is taken on. It returns the payment's id here.
func (d *Desk) Capture(ctx context.Context, intent string, minor int64, by string) (string, error) {
	if err := d.May(by, staff.Ask{Act: staff.Charge}); err != nil {
		return "", err
	}
	s, err := d.holdOf(ctx, intent, by, true)
	if err != nil {
		return "", err
	}
	discounted := slices.ContainsFunc(s.Parts, func(p Part) bool { return p.Until != "" }) // it settles the document with all of it only
	if minor > s.Reservation.Amount.Minor || discounted && minor != s.Amount.Minor || money.New(minor, s.Reservation.Amount.Currency).Chargeable() != nil {
		return s.ID, fmt.Errorf("%w: %s are reserved", ErrHoldAmount, s.Reservation.Amount)
	}
	return s.ID, d.order(s.ID, CaptureRequested{By: by, Minor: minor})
}

// Release orders a hold to be let go: its intent is cancelled. It is a manager's to allow (PROTOCOLS C9).
func (d *Desk) Release(ctx context.Context, intent, by, approver, reason string) (string, error) {
	if strings.TrimSpace(approver) == "" || strings.TrimSpace(reason) == "" {
		return "", ErrNoReason
	}
	if err := d.May(approver, staff.Ask{Act: staff.Decide}); err != nil {
		return "", err
	}
	s, err := d.holdOf(ctx, intent, by, false)
	if err != nil {
		return "", err
	}
	return s.ID, d.order(s.ID, ReleaseRequested{By: by, Approver: approver, Reason: reason})
}

func (d *Desk) order(id string, f Fact) error {
	_, err := d.record(d.ctx, id, f)
	if errors.Is(err, ErrUnexpected) {
		return fmt.Errorf("%w: %w", ErrNoHold, err)
	}
	return err
}

// holdOf is the life that stands for a hold here: its own, or one that takes it on from another counter.
func (d *Desk) holdOf(ctx context.Context, intent, by string, charge bool) (State, error) {
	if s, ok := d.Held(intent); ok {
		if !s.Phase.Holding() {
			return s, fmt.Errorf("%w: %s", ErrNoHold, s.Phase)
		}
		return s, nil
	}
	i, err := d.Stripe.Intent(ctx, intent)
	if err != nil {
		return State{}, err
	}
	d.Index.Note(i)
	if i.Status != RequiresCapture {
		return State{}, fmt.Errorf("%w: %s is %s", ErrNoHold, intent, i.Status)
	}
	id, err := d.adopt(ctx, i, Adopted{By: by}, charge)
	if err != nil {
		return State{}, err
	}
	return d.peek(id), nil
}

// mind looks after a hold until it is captured or over, whoever did it.
func (d *Desk) mind(ctx context.Context, id string) {
	for {
		s := d.peek(id)
		if i, err := d.Stripe.Intent(Background(ctx), s.Intent); err == nil {
			d.Index.Note(i)
			changed := i.Status != RequiresCapture || i.Reserved != s.Reservation.Amount.Minor || i.Charge != nil && !i.Charge.Until.Equal(s.Reservation.Until)
			if changed {
				if next, err := d.record(ctx, id, thin(Observed{Intent: i})); err == nil && next.Phase != Reserved {
					return
				}
			}
		}
		if !d.pause(ctx, id, mindEvery) {
			return
		}
	}
}

// capture is R7: what the intent says decides, before and after every send. It ends with a charge, with the hold's end, or
// with a hold that stands as before and the reason why.
func (d *Desk) capture(ctx context.Context, id string) {
	for n := 0; ctx.Err() == nil; n++ {
		i, err := d.Stripe.Intent(ctx, d.peek(id).Intent)
		if err == nil {
			d.Index.Note(i)
			if i.Status != RequiresCapture {
				if next, err := d.record(ctx, id, thin(Observed{Intent: i})); err != nil || next.Phase != Capturing {
					return
				}
			} else if sent, over := d.captureOnce(ctx, id); over {
				return
			} else if sent {
				continue // the answer holds no charge: the intent is read at once
			}
		}
		if !d.pause(ctx, id, min(time.Duration(n+1)*500*time.Millisecond, 5*time.Second)) {
			return
		}
	}
}

// captureOnce reads the documents and sends the capture once. over: the step ends here. sent: Stripe took it.
func (d *Desk) captureOnce(ctx context.Context, id string) (sent, over bool) {
	s := d.peek(id)
	r := s.Reservation
	if p := d.capturable(ctx, s); p != nil {
		d.record(ctx, id, CaptureAnswered{Problem: p})
		return false, true
	}
	if r.Key == "" {
		key, err := d.captureKey(s)
		if err != nil {
			d.Log.Error("capture", "payment", id, "error", err)
			return false, true
		}
		meta := map[string]string{MetaCaptured: strconv.FormatInt(d.Stripe.Now().Unix(), 10) + ":" + clip(r.By, 200)}
		if s, err = d.record(ctx, id, CaptureIntended{Key: key, Minor: r.Wanted, Meta: meta}); err != nil {
			return false, true
		}
		r = s.Reservation
	}
	i, err := d.Stripe.CaptureIntent(ctx, r.Key, s.Intent, r.Wanted, r.Meta)
	switch kind := explain.KindOf(err); {
	case err == nil:
		d.Index.Note(i)
		return true, false
	case ctx.Err() != nil:
		return false, true
	case unknownKind(kind):
		d.record(ctx, id, CaptureAnswered{Failure: kind, Request: requestOf(err, "")})
		return false, false
	case r.Refused+1 >= captureTries || kind == explain.KeyRefused || kind == explain.Forbidden:
		now, gerr := d.Stripe.Intent(ctx, s.Intent)
		if gerr == nil && now.Status == RequiresCapture {
			d.record(ctx, id, CaptureAnswered{Problem: failure(err)})
			return false, true
		}
		return false, false // captured or ended meanwhile, or not known: the next look says so
	default:
		d.record(ctx, id, CaptureAnswered{Failure: kind, Request: requestOf(err, "")})
		return false, false
	}
}

// captureKey is the shared key for the first send of this life, and a random one once it was used here: a stored refusal
// would be replayed, and another amount is another request.
func (d *Desk) captureKey(s State) (string, error) {
	if !s.Reservation.Plain {
		return sharedCaptureKey(s.Intent), nil
	}
	token, err := d.token(16)
	return sharedCaptureKey(s.Intent) + ":" + token, err
}

// capturable reads the documents before money moves, as a claim does (C1): what was paid otherwise since the hold began must
// not be charged.
func (d *Desk) capturable(ctx context.Context, s State) *Problem {
	if _, err := d.Shop.ShopID(); err != nil {
		return failure(err)
	}
	if p := d.rightsLost(); p != nil {
		return p
	}
	o := s.Order
	o.Amount = money.New(s.Reservation.Wanted, s.Reservation.Amount.Currency)
	o.Parts = nil
	for _, p := range (State{Order: s.Order, Received: o.Amount}).Allocated() {
		if p.Minor > 0 {
			o.Parts = append(o.Parts, p)
		}
	}
	docs, err := d.ask(ctx, o.Documents())
	if ctx.Err() != nil {
		return failure(ctx.Err())
	}
	p, _ := d.judge(State{Order: o}, docs, err)
	return p
}
