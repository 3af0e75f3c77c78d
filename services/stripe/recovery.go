package stripe

import (
	"context"
	"time"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/payment"
	"paydesk/services/recovery"
)

// metaRefund is the metadata key by which a refund of Paydesk's is known (PROTOCOLS R2).
const metaRefund = "pd_rid"

// Charged is Intents with each intent's latest charge in the same answer.
func (g *Gateway) Charged(ctx context.Context, since time.Time) ([]payment.Intent, error) {
	return pages(ctx, g, "list_payment_intents_charged",
		func(page sdk.ListParams) ([]*sdk.PaymentIntent, bool, error) {
			list := &sdk.PaymentIntentList{}
			params := &sdk.PaymentIntentListParams{ListParams: page, CreatedRange: &sdk.RangeQueryParams{GreaterThanOrEqual: since.Unix()},
				Expand: sdk.StringSlice([]string{"data.latest_charge"})}
			err := g.list("/v1/payment_intents", params, list)
			return list.Data, list.HasMore, err
		},
		g.intentOf,
		func(in payment.Intent) string { return in.ID })
}

// Refunds lists the account's refunds created at or after since, newest first.
func (g *Gateway) Refunds(ctx context.Context, since time.Time) ([]recovery.RefundSeen, error) {
	list, err := g.RefundsSince(ctx, since)
	if err != nil {
		return nil, err
	}
	out := make([]recovery.RefundSeen, len(list))
	for i, r := range list {
		out[i] = recovery.RefundSeen{
			ID: r.ID, Intent: r.Intent, Amount: r.Amount, Created: r.Created, Status: string(r.Status), Ours: r.Metadata[metaRefund] != "",
		}
	}
	return out, nil
}

// NoteClosed writes to the intent which attention entries a person closed; sent once, a hint for other counters.
func (g *Gateway) NoteClosed(ctx context.Context, intentID, kinds string) error {
	const op = "note_closed"
	if intentID == "" {
		return refuse(op, "no PaymentIntent named")
	}
	_, err := send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (payment.Intent, error) {
		params := &sdk.PaymentIntentUpdateParams{Metadata: map[string]string{payment.MetaClosed: kinds}}
		params.SetIdempotencyKey("")
		pi, err := g.api.V1PaymentIntents.Update(ctx, intentID, params)
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentNamed(intentID, pi, a)
	})
	return err
}
