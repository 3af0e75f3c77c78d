package stripe

import (
	"context"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/payment"
)

var _ payment.Mailer = (*Gateway)(nil)

// MailReceipt sets the address of a charge's receipt: Stripe then sends it there, in live mode only (Stripe facts §4). It is sent up to
// three times with the same key, which makes one mail of them.
func (g *Gateway) MailReceipt(ctx context.Context, key, charge, address string) error {
	const op = "mail_receipt"
	if err := needKey(op, key); err != nil {
		return err
	}
	if charge == "" || address == "" {
		return refuse(op, "no charge or no address named")
	}
	_, err := send(ctx, g, op, creating, func(ctx context.Context, _ *answer) (struct{}, error) {
		params := &sdk.ChargeUpdateParams{ReceiptEmail: sdk.String(address)}
		params.SetIdempotencyKey(key)
		ch, err := g.api.V1Charges.Update(ctx, charge, params)
		if err == nil && ch.ID != charge {
			err = errUnclear
		}
		return struct{}{}, err
	})
	return err
}
