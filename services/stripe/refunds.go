package stripe

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"time"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
)

// CreateRefund gives back on the card that paid. It is sent once: without the key it could pay twice (Stripe facts §6), and
// whoever repeats it lists the charge's refunds first, so that key and list must fail together.
func (g *Gateway) CreateRefund(ctx context.Context, key string, p refund.Params) (refund.Refund, error) {
	const op = "create_refund"
	if err := needRefund(op, key, p); err != nil {
		return refund.Refund{}, err
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (refund.Refund, error) {
		params := &sdk.RefundCreateParams{
			PaymentIntent: sdk.String(p.Intent), Amount: sdk.Int64(p.Amount.Minor), Metadata: p.Metadata,
		}
		if p.Reason != "" {
			params.Reason = sdk.String(string(p.Reason))
		}
		params.SetIdempotencyKey(key)
		raw, err := g.api.V1Refunds.Create(ctx, params)
		if err != nil {
			return refund.Refund{}, err
		}
		return refundFor(p, raw, a)
	})
}

// Refund reads one refund.
func (g *Gateway) Refund(ctx context.Context, id string) (refund.Refund, error) {
	const op = "get_refund"
	if id == "" {
		return refund.Refund{}, refuse(op, "no refund named")
	}
	return send(ctx, g, op, reading, func(ctx context.Context, a *answer) (refund.Refund, error) {
		raw, err := g.api.V1Refunds.Retrieve(ctx, id, nil)
		if err != nil {
			return refund.Refund{}, err
		}
		out, err := refundOf(raw, a)
		if err == nil && out.ID != id {
			err = errUnclear
		}
		return out, err
	})
}

// RefundsOf lists all refunds of an intent, newest first.
func (g *Gateway) RefundsOf(ctx context.Context, intent string) ([]refund.Refund, error) {
	const op = "list_refunds"
	if intent == "" {
		return nil, refuse(op, "no PaymentIntent named")
	}
	return g.refunds(ctx, op, &sdk.RefundListParams{PaymentIntent: sdk.String(intent)})
}

// RefundsSince lists every refund of the account created at or after since, newest first.
func (g *Gateway) RefundsSince(ctx context.Context, since time.Time) ([]refund.Refund, error) {
	return g.refunds(ctx, "list_refunds", &sdk.RefundListParams{CreatedRange: &sdk.RangeQueryParams{GreaterThanOrEqual: since.Unix()}})
}

func (g *Gateway) refunds(ctx context.Context, op string, params *sdk.RefundListParams) ([]refund.Refund, error) {
	return pages(ctx, g, op,
		func(page sdk.ListParams) ([]*sdk.Refund, bool, error) {
			list := &sdk.RefundList{}
			params.ListParams = page
			err := g.list("/v1/refunds", params, list)
			return list.Data, list.HasMore, err
		},
		refundOf,
		func(r refund.Refund) string { return r.ID })
}

// NoteRefundBooked writes the id of Odoo's payment to the refund's metadata; sent once.
func (g *Gateway) NoteRefundBooked(ctx context.Context, id string, booking int64) error {
	const op = "note_refund_booked"
	if id == "" {
		return refuse(op, "no refund named")
	}
	_, err := send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (refund.Refund, error) {
		params := &sdk.RefundUpdateParams{Metadata: map[string]string{payment.MetaBooked: strconv.FormatInt(booking, 10)}}
		params.SetIdempotencyKey("")
		raw, err := g.api.V1Refunds.Update(ctx, id, params)
		if err != nil {
			return refund.Refund{}, err
		}
		return refundOf(raw, a)
	})
	return err
}

// RefundOnReader asks a reader for the card that paid; sent once, under the slot's key. The customer may cancel on the reader.
func (g *Gateway) RefundOnReader(ctx context.Context, key, readerID string, p refund.Params) (reader.Reader, error) {
	const op = "refund_payment"
	if err := needRefund(op, key, p); err != nil {
		return reader.Reader{}, err
	}
	if readerID == "" {
		return reader.Reader{}, refuse(op, "no reader named")
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderRefundPaymentParams{
			PaymentIntent: sdk.String(p.Intent), Amount: sdk.Int64(p.Amount.Minor), Metadata: p.Metadata,
			RefundPaymentConfig: &sdk.TerminalReaderRefundPaymentRefundPaymentConfigParams{EnableCustomerCancellation: sdk.Bool(true)},
		}
		params.SetIdempotencyKey(key)
		r, err := g.api.V1TerminalReaders.RefundPayment(ctx, readerID, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(readerID, r, a)
	})
}

// needRefund refuses what must not be sent: without a key it could pay twice, without an amount it would give back everything.
func needRefund(op, key string, p refund.Params) error {
	if err := needKey(op, key); err != nil {
		return err
	}
	if p.Intent == "" || p.Amount.Minor <= 0 {
		return refuse(op, "no PaymentIntent or no amount named")
	}
	return nil
}

// refundFor is refundOf for an answer that must be about what was asked for.
func refundFor(p refund.Params, raw *sdk.Refund, a *answer) (refund.Refund, error) {
	r, err := refundOf(raw, a)
	if err == nil && (r.Intent != p.Intent || r.Amount != p.Amount) {
		return refund.Refund{}, errUnclear
	}
	return r, err
}

// refundOf reads a refund. Without identity, status, amount and intent it is not understood.
func refundOf(raw *sdk.Refund, a *answer) (refund.Refund, error) {
	if raw == nil || raw.ID == "" || raw.Status == "" || raw.Created <= 0 || raw.Currency == "" || raw.Amount <= 0 {
		return refund.Refund{}, errUnclear
	}
	r := refund.Refund{
		ID:            raw.ID,
		Status:        refund.Status(raw.Status),
		Amount:        money.New(raw.Amount, currencyOf(raw.Currency)),
		Created:       unix(raw.Created),
		Reason:        refund.Reason(raw.Reason),
		PendingReason: string(raw.PendingReason),
		FailureReason: string(raw.FailureReason),
		Metadata:      map[string]string{},
		ReadAt:        a.at,
		Request:       a.requestID,
	}
	maps.Copy(r.Metadata, raw.Metadata)
	if raw.PaymentIntent != nil {
		r.Intent = raw.PaymentIntent.ID
	}
	if raw.Charge != nil {
		r.Charge = raw.Charge.ID
	}
	return r, nil
}

func currencyOf(c sdk.Currency) money.Currency { return money.Currency(strings.ToUpper(string(c))) }
