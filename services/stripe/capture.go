package stripe

import (
	"context"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/payment"
)

// methodTypes are the ways to pay that an intent takes.
func methodTypes(p payment.IntentParams) []string {
	switch {
	case p.Method == payment.ByMOTO:
		return []string{"card"} // card not present, although keyed on a reader (Stripe facts §1.12)
	case p.Amount.Currency == "CAD" && !p.Hold:
		return []string{"card_present", "interac_present"} // Canada's debit cards; they cannot be held (Stripe facts §4, §1.13)
	}
	return []string{"card_present"}
}

func captureMethod(p payment.IntentParams) string {
	if p.Hold {
		return "manual"
	}
	return "automatic"
}

// CaptureIntent charges a hold, all of it or less; the rest is let go (Stripe facts §4). meta is added to the intent's
// metadata. It is sent up to three times within 20 s with the same key. The answer holds no charge: read the intent for that.
func (g *Gateway) CaptureIntent(ctx context.Context, key, id string, minor int64, meta map[string]string) (payment.Intent, error) {
	const op = "capture_payment_intent"
	if err := needKey(op, key); err != nil {
		return payment.Intent{}, err
	}
	if id == "" || minor <= 0 {
		return payment.Intent{}, refuse(op, "no PaymentIntent or no amount named")
	}
	return send(ctx, g, op, creating, func(ctx context.Context, a *answer) (payment.Intent, error) {
		params := &sdk.PaymentIntentCaptureParams{AmountToCapture: sdk.Int64(minor), Metadata: meta}
		params.SetIdempotencyKey(key)
		pi, err := g.api.V1PaymentIntents.Capture(ctx, id, params)
		if err != nil {
			return payment.Intent{}, err
		}
		return g.intentNamed(id, pi, a)
	})
}
