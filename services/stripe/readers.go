package stripe

import (
	"context"
	"strings"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// expandWatch makes a reader's answer carry its intent and that intent's latest charge: one call for a poll, at the greatest
// depth Stripe expands (four levels).
const expandWatch = "action.process_payment_intent.payment_intent.latest_charge"

// Reader reads one reader. A simulated one is refused under a live key: whoever waits for its card waits for nobody.
func (g *Gateway) Reader(ctx context.Context, id string) (reader.Reader, error) {
	const op = "get_reader"
	if id == "" {
		return reader.Reader{}, refuse(op, "no reader named")
	}
	return send(ctx, g, op, reading, func(ctx context.Context, a *answer) (reader.Reader, error) {
		r, err := g.api.V1TerminalReaders.Retrieve(ctx, id, nil)
		if err != nil {
			return reader.Reader{}, err
		}
		out, err := g.readerNamed(id, r, a)
		if err == nil && g.mode.Live && strings.HasPrefix(strings.ToLower(out.Type), "simulated_") {
			err = &explain.Failure{
				Side: explain.Stripe, Kind: explain.ReaderFault, Op: op, Code: "simulated_reader_with_live_key",
				Text: "this reader is a simulated one, and the key moves real money", RequestID: a.requestID,
			}
		}
		return out, err
	})
}

// Readers lists the readers of the location, or of the account if none is configured.
func (g *Gateway) Readers(ctx context.Context) ([]reader.Reader, error) {
	return g.ReadersAt(ctx, g.location)
}

// ReadersAt lists the readers of a location, all pages; of the whole account if none is named.
func (g *Gateway) ReadersAt(ctx context.Context, location string) ([]reader.Reader, error) {
	return pages(ctx, g, "list_readers",
		func(page sdk.ListParams) ([]*sdk.TerminalReader, bool, error) {
			list := &sdk.TerminalReaderList{}
			params := &sdk.TerminalReaderListParams{ListParams: page}
			if location != "" {
				params.Location = sdk.String(location)
			}
			err := g.list("/v1/terminal/readers", params, list)
			return list.Data, list.HasMore, err
		},
		g.readerOf,
		func(r reader.Reader) string { return r.ID })
}

// watched is one poll's reader, with the intent if the answer carried all of it.
type watched struct {
	reader reader.Reader
	intent *payment.Intent
}

// Watch reads a reader and an intent: in one call while the reader's action carries this intent, else in two, the reader
// first, so that the intent is never older than what the reader said of it.
func (g *Gateway) Watch(ctx context.Context, readerID, intentID string) (reader.Reader, payment.Intent, error) {
	const op = "watch_reader"
	if readerID == "" || intentID == "" {
		return reader.Reader{}, payment.Intent{}, refuse(op, "no reader or no PaymentIntent named")
	}
	var w watched
	var err error
	if !g.plain.Load() {
		w, err = g.watch(ctx, op, readerID, intentID)
		if explain.Is(err, explain.Refused) {
			// Either Stripe does not expand that deep here, or the reader cannot be read at all: the plain call tells.
			if w.reader, err = g.Reader(ctx, readerID); err == nil {
				g.plain.Store(true)
			}
		}
	} else {
		w.reader, err = g.Reader(ctx, readerID)
	}
	if err != nil {
		return reader.Reader{}, payment.Intent{}, err
	}
	if w.intent != nil {
		return w.reader, *w.intent, nil
	}
	in, err := g.Intent(ctx, intentID)
	if err != nil {
		return reader.Reader{}, payment.Intent{}, err
	}
	return w.reader, in, nil
}

func (g *Gateway) watch(ctx context.Context, op, readerID, intentID string) (watched, error) {
	return send(ctx, g, op, reading, func(ctx context.Context, a *answer) (watched, error) {
		raw, err := g.api.V1TerminalReaders.Retrieve(ctx, readerID, &sdk.TerminalReaderRetrieveParams{
			Expand: sdk.StringSlice([]string{expandWatch}),
		})
		if err != nil {
			return watched{}, err
		}
		r, err := g.readerNamed(readerID, raw, a)
		if err != nil {
			return watched{}, err
		}
		w := watched{reader: r}
		if pi := intentInside(raw); whole(pi) && pi.ID == intentID {
			in, err := g.intentOf(pi, a)
			if err != nil {
				return watched{}, err
			}
			w.intent = &in
		}
		return w, nil
	})
}

// Process asks the reader for a card, or for its number; sent once. A 200 means that the reader acknowledged it (Stripe facts
// §1.1), and the answer may already be final. The customer may cancel on the reader; no tip is asked for.
func (g *Gateway) Process(ctx context.Context, key, readerID, intentID string, m payment.Method) (reader.Reader, error) {
	const op = "process_payment_intent"
	if err := needKey(op, key); err != nil {
		return reader.Reader{}, err
	}
	if readerID == "" || intentID == "" {
		return reader.Reader{}, refuse(op, "no reader or no PaymentIntent named")
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderProcessPaymentIntentParams{
			PaymentIntent: sdk.String(intentID),
			ProcessConfig: &sdk.TerminalReaderProcessPaymentIntentProcessConfigParams{
				EnableCustomerCancellation: sdk.Bool(true),
				SkipTipping:                sdk.Bool(true),
			},
		}
		if m == payment.ByMOTO {
			params.AddExtra("process_config[moto]", "true") // the SDK has no field for it (Stripe facts §1.12)
		}
		params.SetIdempotencyKey(key)
		r, err := g.api.V1TerminalReaders.ProcessPaymentIntent(ctx, readerID, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(readerID, r, a)
	})
}

// MoveSlot writes the slot into the reader's metadata (PROTOCOLS S4); sent once, with the key of the epoch it burns or, if key
// is empty, with none at all.
func (g *Gateway) MoveSlot(ctx context.Context, key, readerID string, s reader.Slot) (reader.Reader, error) {
	const op = "move_slot"
	if key != "" {
		if err := needKey(op, key); err != nil {
			return reader.Reader{}, err
		}
	}
	if readerID == "" {
		return reader.Reader{}, refuse(op, "no reader named")
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderUpdateParams{Metadata: s.Metadata()}
		params.SetIdempotencyKey(key)
		r, err := g.api.V1TerminalReaders.Update(ctx, readerID, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(readerID, r, a)
	})
}

// CancelAction clears whatever the reader runs then; sent once and without a key, given 5 s (PROTOCOLS S7).
func (g *Gateway) CancelAction(ctx context.Context, readerID string) (reader.Reader, error) {
	const op = "cancel_action"
	if readerID == "" {
		return reader.Reader{}, refuse(op, "no reader named")
	}
	return send(ctx, g, op, clearing, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderCancelActionParams{}
		params.SetIdempotencyKey("")
		r, err := g.api.V1TerminalReaders.CancelAction(ctx, readerID, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(readerID, r, a)
	})
}
