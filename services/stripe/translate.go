package stripe

import (
	"maps"
	"strconv"
	"time"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/payment"
	"paydesk/services/reader"
)

// intentNamed is intentOf for an answer that must be about one intent.
func (g *Gateway) intentNamed(id string, pi *sdk.PaymentIntent, a *answer) (payment.Intent, error) {
	if pi == nil || pi.ID != id {
		return payment.Intent{}, errUnclear
	}
	return g.intentOf(pi, a)
}

// intentOf reads an intent. Without the facts every decision rests on (identity, status, age, currency) it is not understood.
func (g *Gateway) intentOf(pi *sdk.PaymentIntent, a *answer) (payment.Intent, error) {
	if pi == nil || pi.ID == "" || pi.Status == "" || pi.Created <= 0 || pi.Currency == "" {
		return payment.Intent{}, errUnclear
	}
	if pi.Livemode != g.mode.Live {
		return payment.Intent{}, errOtherMode
	}
	in := payment.Intent{
		ID:       pi.ID,
		Status:   payment.IntentStatus(pi.Status),
		Amount:   pi.Amount,
		Received: pi.AmountReceived,
		Currency: currencyOf(pi.Currency),
		Created:  unix(pi.Created),
		Livemode: pi.Livemode,
		Metadata: map[string]string{},
		ReadAt:   a.at,
		Request:  a.requestID,
	}
	if pi.Customer != nil {
		in.Customer = pi.Customer.ID
	}
	maps.Copy(in.Metadata, pi.Metadata)
	if c := pi.LatestCharge; expanded(c) {
		in.Charge = chargeOf(c)
	}
	if !in.Money() {
		in.Declined = declineOf(pi)
	}
	if in.Status == payment.RequiresCapture {
		in.Reserved = pi.AmountCapturable
	}
	in.Captured = payment.CapturedAt(pi.Metadata)
	in.Lapsed = in.Dead() && pi.CancellationReason == sdk.PaymentIntentCancellationReasonAutomatic
	return in, nil
}

// declineOf reads why the last attempt failed; the advice stands only on the charge (Stripe facts §2).
func declineOf(pi *sdk.PaymentIntent) *payment.Decline {
	e := pi.LastPaymentError
	if e == nil {
		return nil
	}
	d := &payment.Decline{Code: string(e.Code), Decline: string(e.DeclineCode), Charge: e.ChargeID}
	if c := pi.LatestCharge; c != nil {
		if d.Charge == "" {
			d.Charge = c.ID
		}
		if c.Outcome != nil && c.ID == d.Charge {
			d.Advice, d.Outcome = string(c.Outcome.AdviceCode), outcomeOf(c.Outcome)
		}
	}
	return d
}

func chargeOf(c *sdk.Charge) *payment.Charge {
	out := &payment.Charge{ID: c.ID, Created: unix(c.Created), Refunded: c.AmountRefunded, Disputed: c.Disputed}
	if c.Outcome != nil {
		out.Outcome = outcomeOf(c.Outcome)
	}
	if c.PaymentMethodDetails != nil {
		out.Type = string(c.PaymentMethodDetails.Type)
	}
	switch d := c.PaymentMethodDetails; {
	case d == nil:
	case d.CardPresent != nil:
		out.Brand, out.Last4, out.Method = string(d.CardPresent.Brand), d.CardPresent.Last4, d.CardPresent.ReadMethod
		out.Until = until(d.CardPresent.CaptureBefore)
		if r := d.CardPresent.Receipt; r != nil {
			out.EMV = payment.EMV{
				Application: r.ApplicationPreferredName, AID: r.DedicatedFileName, Account: string(r.AccountType), Approval: r.AuthorizationCode,
				Response: r.AuthorizationResponseCode, Cryptogram: r.ApplicationCryptogram, TVR: r.TerminalVerificationResults,
				TSI: r.TransactionStatusInformation, Verification: r.CardholderVerificationMethod,
			}
		}
	case d.Card != nil: // keyed on the reader: no chip has said anything
		out.Brand, out.Last4, out.Until = string(d.Card.Brand), d.Card.Last4, until(d.Card.CaptureBefore)
	case d.InteracPresent != nil:
		out.Brand, out.Last4, out.Method = d.InteracPresent.Brand, d.InteracPresent.Last4, d.InteracPresent.ReadMethod
		if r := d.InteracPresent.Receipt; r != nil {
			out.EMV = payment.EMV{
				Application: r.ApplicationPreferredName, AID: r.DedicatedFileName, Account: string(r.AccountType), Approval: r.AuthorizationCode,
				Response: r.AuthorizationResponseCode, Cryptogram: r.ApplicationCryptogram, TVR: r.TerminalVerificationResults,
				TSI: r.TransactionStatusInformation, Verification: r.CardholderVerificationMethod,
			}
		}
	}
	return out
}

// until is a moment that Stripe may leave out.
func until(s int64) time.Time {
	if s <= 0 {
		return time.Time{}
	}
	return unix(s)
}

func outcomeOf(o *sdk.ChargeOutcome) payment.Outcome {
	return payment.Outcome{
		Type: o.Type, Reason: o.Reason, RiskLevel: o.RiskLevel, RiskScore: o.RiskScore, Words: masked(o.SellerMessage),
	}
}

// expanded says that a charge is there with its facts, not just its id.
func expanded(c *sdk.Charge) bool { return c != nil && c.ID != "" && c.Created > 0 }

// whole says that an intent inside another object came with all that a read of its own would bring.
func whole(pi *sdk.PaymentIntent) bool {
	return pi != nil && pi.Status != "" && (pi.LatestCharge == nil || expanded(pi.LatestCharge))
}

// intentInside is the intent of a reader's payment action, of whatever step.
func intentInside(r *sdk.TerminalReader) *sdk.PaymentIntent {
	a := r.Action
	switch {
	case a == nil:
	case a.ProcessPaymentIntent != nil:
		return a.ProcessPaymentIntent.PaymentIntent
	case a.CollectPaymentMethod != nil:
		return a.CollectPaymentMethod.PaymentIntent
	case a.ConfirmPaymentIntent != nil:
		return a.ConfirmPaymentIntent.PaymentIntent
	}
	return nil
}

// readerNamed is readerOf for an answer that must be about one reader.
func (g *Gateway) readerNamed(id string, r *sdk.TerminalReader, a *answer) (reader.Reader, error) {
	if r == nil || r.ID != id {
		return reader.Reader{}, errUnclear
	}
	return g.readerOf(r, a)
}

// readerOf reads a reader. An action without a state is not understood: taking it for a free reader would be a guess.
func (g *Gateway) readerOf(r *sdk.TerminalReader, a *answer) (reader.Reader, error) {
	if r == nil || r.ID == "" || r.Action != nil && r.Action.Status == "" {
		return reader.Reader{}, errUnclear
	}
	if r.Livemode != g.mode.Live && !r.Deleted {
		return reader.Reader{}, errOtherMode
	}
	out := reader.Reader{
		ID:       r.ID,
		Label:    r.Label,
		Type:     string(r.DeviceType),
		Status:   string(r.Status),
		Serial:   r.SerialNumber,
		Software: r.DeviceSwVersion,
		Address:  r.IPAddress,
		Livemode: r.Livemode,
		Epoch:    wholeNumber(r.Metadata[reader.MetaEpoch]),
		MovedBy:  r.Metadata[reader.MetaBy],
		Letter:   r.Metadata[reader.MetaLetter],
		ReadAt:   a.at,
		Request:  a.requestID,
		Deleted:  r.Deleted,
	}
	if moved := wholeNumber(r.Metadata[reader.MetaAt]); moved > 0 {
		out.MovedAt = unix(moved)
	}
	if r.Location != nil {
		out.Location = r.Location.ID
	}
	if a := r.Action; a != nil {
		out.Action = &reader.Action{Type: string(a.Type), Status: reader.ActionStatus(a.Status), FailureCode: a.FailureCode}
		if pi := intentInside(r); pi != nil {
			out.Action.Intent = pi.ID
		}
		if d := a.SetReaderDisplay; d != nil && d.Cart != nil && len(d.Cart.LineItems) > 0 {
			out.Action.Shows = d.Cart.LineItems[0].Description
		}
		if p := a.RefundPayment; p != nil {
			out.Action.Approval = p.Metadata[metaRefund]
			if p.PaymentIntent != nil {
				out.Action.RefundOf = p.PaymentIntent.ID
			}
			if p.Refund != nil {
				out.Action.Refund = p.Refund.ID
			}
		}
	}
	return out, nil
}

// wholeNumber reads metadata that anybody may have written: what is no number counts as absent (PROTOCOLS S2).
func wholeNumber(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func unix(s int64) time.Time { return time.Unix(s, 0).UTC() }
