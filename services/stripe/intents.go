package stripe

import (
	"context"
	"strconv"
	"strings"
	"time"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/payment"
)

// maxKey is the longest idempotency key Stripe takes (Stripe facts §8).
const maxKey = 255

// CreateIntent makes a PaymentIntent for a card at a reader, tapped or keyed; it never confirms. It is sent up to three times
// within 20 s with the same key. A foreign currency is refused by the reader, not here (Stripe facts §1.11).
func (g *Gateway) CreateIntent(ctx context.Context, key string, p payment.IntentParams) (payment.Intent, error) {
	const op = "create_payment_intent"
	if err := needKey(op, key); err != nil {
		return payment.Intent{}, err
	}
	return send(ctx, g, op, creating, func(ctx context.Context, a *answer) (payment.Intent, error) {
		params := &sdk.PaymentIntentCreateParams{
			Amount:             sdk.Int64(p.Amount.Minor),
			Currency:           sdk.String(strings.ToLower(string(p.Amount.Currency))),
			PaymentMethodTypes: sdk.StringSlice(methodTypes(p)),
			CaptureMethod:      sdk.String(captureMethod(p)),
			Metadata:           p.Metadata,
		}
		if p.Description != "" {
			params.Description = sdk.String(p.Description)
		}
		params.SetIdempotencyKey(key)
		pi, err := g.api.V1PaymentIntents.Create(ctx, params)
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentOf(pi, a)
	})
}

// Intent reads a PaymentIntent with its latest charge.
func (g *Gateway) Intent(ctx context.Context, id string) (payment.Intent, error) {
	const op = "get_payment_intent"
	if id == "" {
		return payment.Intent{}, refuse(op, "no PaymentIntent named")
	}
	return send(ctx, g, op, reading, func(ctx context.Context, a *answer) (payment.Intent, error) {
		pi, err := g.api.V1PaymentIntents.Retrieve(ctx, id, &sdk.PaymentIntentRetrieveParams{
			Expand: sdk.StringSlice([]string{"latest_charge"}),
		})
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentNamed(id, pi, a)
	})
}

// CancelIntent cancels a PaymentIntent; sent once. The answer holds no charge: read the intent for that.
func (g *Gateway) CancelIntent(ctx context.Context, key, id string) (payment.Intent, error) {
	const op = "cancel_payment_intent"
	if err := needKey(op, key); err != nil {
		return payment.Intent{}, err
	}
	if id == "" {
		return payment.Intent{}, refuse(op, "no PaymentIntent named")
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (payment.Intent, error) {
		params := &sdk.PaymentIntentCancelParams{}
		params.SetIdempotencyKey(key)
		pi, err := g.api.V1PaymentIntents.Cancel(ctx, id, params)
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentNamed(id, pi, a)
	})
}

// Intents lists every PaymentIntent created at or after since, newest first, as Stripe lists them. The list comes without
// charges: Charge is nil, and a decline has no advice.
func (g *Gateway) Intents(ctx context.Context, since time.Time) ([]payment.Intent, error) {
	var all []payment.Intent
	err := g.IntentPages(ctx, since, time.Time{}, func(page []payment.Intent) error {
		all = append(all, page...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// IntentPages hands over what Intents lists, page by page, of the given time only: a busy account's payments of a month do not
// fit into the memory of a till. before is left out where it is zero.
func (g *Gateway) IntentPages(ctx context.Context, from, before time.Time, page func([]payment.Intent) error) error {
	return eachPage(ctx, g, "list_payment_intents",
		func(p sdk.ListParams) ([]*sdk.PaymentIntent, bool, error) {
			list := &sdk.PaymentIntentList{}
			params := &sdk.PaymentIntentListParams{ListParams: p, CreatedRange: &sdk.RangeQueryParams{}}
			if !from.IsZero() {
				params.CreatedRange.GreaterThanOrEqual = from.Unix()
			}
			if !before.IsZero() {
				params.CreatedRange.LesserThan = before.Unix()
			}
			err := g.list("/v1/payment_intents", params, list)
			return list.Data, list.HasMore, err
		},
		g.intentOf,
		func(in payment.Intent) string { return in.ID },
		page)
}

// NameDocuments writes which documents an intent pays into its metadata; sent once.
func (g *Gateway) NameDocuments(ctx context.Context, intentID string, metadata map[string]string) (payment.Intent, error) {
	const op = "name_documents"
	if intentID == "" {
		return payment.Intent{}, refuse(op, "no PaymentIntent named")
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (payment.Intent, error) {
		params := &sdk.PaymentIntentUpdateParams{Metadata: metadata}
		params.SetIdempotencyKey("")
		pi, err := g.api.V1PaymentIntents.Update(ctx, intentID, params)
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentNamed(intentID, pi, a)
	})
}

// NoteBooked writes the id of Odoo's payment to the intent's metadata; sent once, a hint for people. Stripe clears
// last_payment_error with it.
func (g *Gateway) NoteBooked(ctx context.Context, intentID string, paymentID int64) error {
	const op = "note_booked"
	if intentID == "" {
		return refuse(op, "no PaymentIntent named")
	}
	_, err := send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (payment.Intent, error) {
		params := &sdk.PaymentIntentUpdateParams{
			Metadata: map[string]string{payment.MetaBooked: strconv.FormatInt(paymentID, 10)},
		}
		params.SetIdempotencyKey("")
		pi, err := g.api.V1PaymentIntents.Update(ctx, intentID, params)
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentNamed(intentID, pi, a)
	})
	return err
}

// needKey refuses a keyed call without a key that Stripe takes: without one it could be executed twice.
func needKey(op, key string) error {
	if strings.TrimSpace(key) != key || key == "" || len(key) > maxKey {
		return refuse(op, "idempotency key missing or not sendable")
	}
	return nil
}
