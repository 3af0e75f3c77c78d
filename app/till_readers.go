//go:build !headless

package app

import (
	"context"
	"encoding/json"
	"fmt"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/storage"
	"paydesk/ui"
	"paydesk/ui/present"
)

var _ ui.ReaderCare = till{}

// readerJournal keeps what is done to readers among the counter's own facts.
type readerJournal struct{ store *storage.Store }

func (j readerJournal) RecordReader(e reader.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	_, err = j.store.Append(storage.Entry{At: e.At, Kind: string(e.Kind), Version: 1, Body: body})
	return err
}

// care looks after the readers of the counter's account.
func (t till) care() *reader.Manager {
	return &reader.Manager{Stripe: t.Stripe, Registry: t.Counter.Readers, Journal: readerJournal{t.Store}, Clock: t.Clock, Rand: cryptoRand, Live: t.Stripe.Mode().Live, May: t.Staff.May}
}

func (t till) PreferredID(person string) (string, error) {
	return t.Counter.Readers.PreferredID(person)
}

func (t till) ClaimOf(intent string) (payment.Claim, bool) { return t.Desk.Index.Of(intent) }

func (t till) Preflight(readerID string, amount money.Amount) []reader.Check {
	return t.Counter.Readers.Preflight(readerID, amount)
}

// preflight says in words why a payment must not start on a reader; nil where it may.
func (t till) preflight(readerID string, amount money.Amount) error {
	worst, found := reader.Worst(t.Preflight(readerID, amount))
	if !found || worst.Result != reader.Bad {
		return nil
	}
	return spoken{present.PreflightRefusal(worst), fmt.Errorf("pre-flight of %s: %s", readerID, worst.Kind)}
}

func (t till) Running(ctx context.Context, readerID string) (payment.Running, error) {
	return t.Desk.Running(ctx, readerID)
}

func (t till) Free(ctx context.Context, f payment.Freeing) (payment.FreeOutcome, payment.Intent, error) {
	return t.Desk.Free(ctx, f)
}

func (t till) ShowLetter(ctx context.Context, r reader.Listed) error {
	currency := t.About().Own
	if c, ok := t.Counter.Readers.Snapshot().Places[r.Location].Currency(); ok {
		currency = c
	}
	err := t.Desk.ShowLetter(ctx, t.Name, r.ID, reader.LetterCart(r.Tag, r.Label, currency))
	if rerr := t.Counter.Readers.Refresh(ctx); rerr != nil {
		t.Log.Warn("readers", "error", rerr) // the list says so itself
	}
	return err
}

func (t till) Locations(ctx context.Context) ([]reader.Location, func(string) bool, error) {
	return t.care().Locations(ctx)
}

func (t till) RegisterReader(ctx context.Context, by, code, label, location string) (reader.Reader, error) {
	return t.care().Register(ctx, by, code, label, location)
}

func (t till) AddReader(ctx context.Context, by, id string) (reader.Reader, error) {
	return t.care().Add(ctx, by, id)
}

func (t till) ImportReaders(ctx context.Context, by, location string) error {
	return t.care().Import(ctx, by, location)
}

func (t till) RenameReader(ctx context.Context, by, id, label string) error {
	return t.care().Rename(ctx, by, id, label)
}

func (t till) RemoveReader(ctx context.Context, by, id string) error {
	return t.care().Remove(ctx, by, id)
}
