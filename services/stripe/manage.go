package stripe

import (
	"context"
	"strings"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

// CreateReader registers a reader at a location by the code of three words that it shows (test keys: simulated-wpe, simulated-s700,
// simulated-s710). Sent up to three times within 20 s with the same key. A code that Stripe does not know is refused.
func (g *Gateway) CreateReader(ctx context.Context, key, code, label, location string) (reader.Reader, error) {
	const op = "register_reader"
	if err := needKey(op, key); err != nil {
		return reader.Reader{}, err
	}
	if code == "" || label == "" || location == "" {
		return reader.Reader{}, refuse(op, "registration code, label or location missing")
	}
	return send(ctx, g, op, creating, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderCreateParams{
			RegistrationCode: sdk.String(code), Label: sdk.String(label), Location: sdk.String(location),
		}
		params.SetIdempotencyKey(key)
		r, err := g.api.V1TerminalReaders.Create(ctx, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerOf(r, a)
	})
}

// UpdateReader gives a reader another label. It may be repeated and needs no key; of two, the one executed last stands.
func (g *Gateway) UpdateReader(ctx context.Context, id, label string) (reader.Reader, error) {
	const op = "rename_reader"
	if id == "" || label == "" {
		return reader.Reader{}, refuse(op, "no reader or no label named")
	}
	return send(ctx, g, op, creating, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderUpdateParams{Label: sdk.String(label)}
		params.SetIdempotencyKey("")
		r, err := g.api.V1TerminalReaders.Update(ctx, id, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(id, r, a)
	})
}

// NoteLetter writes a reader's letter into its metadata, for the other counters; a hint, sent once.
func (g *Gateway) NoteLetter(ctx context.Context, id, letter string) error {
	const op = "note_letter"
	if id == "" || letter == "" {
		return refuse(op, "no reader or no letter named")
	}
	_, err := send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (reader.Reader, error) {
		params := &sdk.TerminalReaderUpdateParams{Metadata: map[string]string{reader.MetaLetter: letter}}
		params.SetIdempotencyKey("")
		r, err := g.api.V1TerminalReaders.Update(ctx, id, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(id, r, a)
	})
	return err
}

// DeleteReader removes a reader from the account; it has to be registered anew to come back. It may be repeated: a reader that
// is gone after a try without answer was removed by that try.
func (g *Gateway) DeleteReader(ctx context.Context, id string) error {
	const op = "remove_reader"
	if id == "" {
		return refuse(op, "no reader named")
	}
	tries := 0
	_, err := send(ctx, g, op, creating, func(ctx context.Context, a *answer) (reader.Reader, error) {
		tries++
		params := &sdk.TerminalReaderDeleteParams{}
		params.SetIdempotencyKey("")
		r, err := g.api.V1TerminalReaders.Delete(ctx, id, params)
		if err != nil {
			return reader.Reader{}, err
		}
		out, err := g.readerNamed(id, r, a)
		if err == nil && !out.Deleted {
			err = errUnclear
		}
		return out, err
	})
	if tries > 1 && explain.Is(err, explain.NotFound) {
		return nil
	}
	return err
}

// SetReaderDisplay shows a cart; sent once, under the slot's key like every command to a reader (PROTOCOLS S2, S11). It stands
// until it is cleared, and a 200 does not prove that the reader drew it (Stripe facts §4).
func (g *Gateway) SetReaderDisplay(ctx context.Context, key, readerID string, c reader.Cart) (reader.Reader, error) {
	const op = "set_reader_display"
	if err := needKey(op, key); err != nil {
		return reader.Reader{}, err
	}
	if readerID == "" || len(c.Lines) == 0 {
		return reader.Reader{}, refuse(op, "no reader or nothing to show")
	}
	return send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (reader.Reader, error) {
		cart := &sdk.TerminalReaderSetReaderDisplayCartParams{
			Currency: sdk.String(strings.ToLower(string(c.Currency))), Total: sdk.Int64(c.Total),
		}
		for _, l := range c.Lines {
			cart.LineItems = append(cart.LineItems, &sdk.TerminalReaderSetReaderDisplayCartLineItemParams{
				Description: sdk.String(l.Text), Amount: sdk.Int64(l.Amount), Quantity: sdk.Int64(l.Quantity),
			})
		}
		params := &sdk.TerminalReaderSetReaderDisplayParams{Type: sdk.String("cart"), Cart: cart}
		params.SetIdempotencyKey(key)
		r, err := g.api.V1TerminalReaders.SetReaderDisplay(ctx, readerID, params)
		if err != nil {
			return reader.Reader{}, err
		}
		return g.readerNamed(readerID, r, a)
	})
}
