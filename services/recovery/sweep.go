package recovery

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// Ages after which a live claim that nobody tends is cancelled (PROTOCOLS C10).
const (
	ownTooOld    = 30 * time.Minute
	anyoneTooOld = 24 * time.Hour
)

// sweep is C10. It also cancels what a creation that was never answered left behind.
func (h *Healer) sweep(ctx context.Context) error {
	if err := h.Desk.Index.Refresh(ctx); err != nil {
		return err
	}
	var errs error
	for _, c := range h.Desk.Index.Claims() {
		if c.Status == payment.Canceled || (payment.Intent{Status: c.Status}).Money() || c.Protocol > payment.Protocol {
			continue
		}
		age := h.Stripe.Now().Sub(c.Created)
		mine := c.Counter.ID == h.Counter && age > ownTooOld && !h.Desk.Working(c.Payment)
		if age <= anyoneTooOld && !mine {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		errs = errors.Join(errs, h.sweepOne(ctx, c.Intent, age > anyoneTooOld))
	}
	return errs
}

func (h *Healer) sweepOne(ctx context.Context, id string, anyones bool) error {
	i, err := h.Stripe.Intent(ctx, id)
	if err != nil {
		return err
	}
	h.Desk.Index.Note(i)
	if i.Dead() || i.Money() || i.Authorising() {
		return nil
	}
	if !anyones {
		readers, err := h.Stripe.Readers(ctx)
		if err != nil {
			return err
		}
		for _, r := range readers {
			if r.Busy() && r.Runs(id) {
				return nil
			}
		}
	}
	b := make([]byte, 16)
	if _, err := io.ReadFull(h.Rand, b); err != nil {
		return fmt.Errorf("draw a key: %w", err)
	}
	key := "pd1:k:" + hex.EncodeToString(b)
	if err := h.record(id, payment.TakeoverIntended{Key: key, Intent: id}, false); err != nil {
		return err
	}
	after, err := h.Stripe.CancelIntent(ctx, key, id)
	if err == nil {
		h.Desk.Index.Note(after)
		h.Log.Info("a claim left behind is cancelled", "intent", id)
	}
	return errors.Join(err, h.record(id, payment.TakeoverAnswered{Intent: id, Status: after.Status, Failure: explain.KindOf(err)}, true))
}

// record journals a fact about somebody else's intent.
func (h *Healer) record(intent string, f payment.Fact, final bool) error {
	kind, body, err := payment.Encode(f)
	if err == nil {
		err = h.Journal.Append(payment.Entry{Payment: "sweep:" + intent, At: h.Clock.Now(), Kind: kind, Body: body}, final)
	}
	if err != nil {
		return fmt.Errorf("sweep %s: %w", intent, err)
	}
	return nil
}
