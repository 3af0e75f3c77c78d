package payment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

const (
	showFor    = 8 * time.Second // how long a letter stands
	showRounds = 8               // epochs walked (PROTOCOLS S3)
	hideTries  = 5
)

// ErrReaderInUse says that a reader takes a payment, or is about to.
var ErrReaderInUse = errors.New("the reader is in use")

// ShowLetter puts a reader's letter on its own screen for some seconds: only while it is free, and under the slot's key
// like everything a reader is asked (PROTOCOLS S2, S11). counter names this one to others.
func (d *Desk) ShowLetter(ctx context.Context, counter, readerID string, letter reader.Cart) error {
	if len(letter.Lines) == 0 {
		return errors.New("nothing to show")
	}
	for range showRounds {
		r, err := d.Stripe.Reader(ctx, readerID)
		if err != nil {
			return fmt.Errorf("look at reader %s: %w", readerID, err)
		}
		if r.ShowsLetter() {
			return nil
		}
		if d.inUse(ctx, r) {
			return ErrReaderInUse
		}
		key := slotKey(r.ID, r.Epoch)
		if err := d.own(SlotIntended{Verb: "show", Reader: r.ID, Key: key, Text: letter.Lines[0].Text}); err != nil {
			return err
		}
		_, err = d.Stripe.SetReaderDisplay(ctx, key, r.ID, letter)
		if jerr := d.own(SlotAnswered{Verb: "show", Failure: explain.KindOf(err)}); jerr != nil {
			return jerr
		}
		used := false
		switch {
		case err == nil:
			d.Runner.Go(func() { d.hideLetter(d.ctx, counter, r.ID, r.Epoch) })
			return nil
		case explain.Is(err, explain.Mismatch):
			used = true
		case explain.OutcomeUnknown(err):
			// A late copy must never replace somebody's prompt: the epoch is burned at once (PROTOCOLS S4).
			if used = explain.Is(d.moveTo(ctx, counter, key, r), explain.Mismatch); used {
				d.Runner.Go(func() { d.hideLetter(d.ctx, counter, r.ID, r.Epoch) }) // it stands there after all
				return nil
			}
		}
		if !used {
			return fmt.Errorf("show a letter on reader %s: %w", readerID, err)
		}
		// Somebody used this epoch: it is moved only from what is read now, and only while nobody uses the reader.
		if r, err = d.Stripe.Reader(ctx, readerID); err == nil && !d.inUse(ctx, r) {
			err = d.moveTo(ctx, counter, "", r)
		}
		if err != nil {
			return fmt.Errorf("move the slot of reader %s: %w", readerID, err)
		}
	}
	return ErrReaderInUse
}

// inUse is S1 for whoever has no payment.
func (d *Desk) inUse(ctx context.Context, r reader.Reader) bool {
	if r.Busy() {
		return true
	}
	_, taken := d.taken(ctx, State{}, r)
	return taken
}

// moveTo writes the epoch after the one just read, with that one's key where it must be burned.
func (d *Desk) moveTo(ctx context.Context, counter, key string, r reader.Reader) error {
	verb := "move"
	if key != "" {
		verb = "burn"
	}
	if err := d.own(SlotIntended{Verb: verb, Reader: r.ID, Key: key, Epoch: r.Epoch + 1}); err != nil {
		return err
	}
	_, err := d.Stripe.MoveSlot(ctx, key, r.ID, reader.Slot{Epoch: r.Epoch + 1, At: d.Stripe.Now(), By: counter})
	return errors.Join(err, d.own(SlotAnswered{Verb: verb, Failure: explain.KindOf(err)}))
}

// hideLetter takes a letter off again (S7) and moves the epoch it stood under. What is left over, because the power went,
// the next payment clears.
func (d *Desk) hideLetter(ctx context.Context, counter, readerID string, epoch int64) {
	pause := showFor
	for range hideTries {
		if d.Clock.Sleep(ctx, pause) != nil {
			return
		}
		pause = 2 * time.Second
		r, err := d.Stripe.Reader(ctx, readerID)
		if err != nil {
			continue
		}
		if r.Epoch != epoch || r.Busy() && !r.ShowsLetter() {
			return // somebody went on
		}
		if r.Busy() && d.clearLetter(ctx, d.own, readerID) != nil {
			continue
		}
		if err := d.moveTo(ctx, counter, "", r); err != nil {
			d.Log.Warn("the slot was not moved", "reader", readerID, "error", err)
		}
		return
	}
}

// clearLetter clears a letter that was just seen, once.
func (d *Desk) clearLetter(ctx context.Context, write func(Fact) error, readerID string) error {
	if err := write(SlotIntended{Verb: "clear", Reader: readerID}); err != nil {
		return err
	}
	_, err := d.Stripe.CancelAction(ctx, readerID)
	return errors.Join(err, write(SlotAnswered{Verb: "clear", Failure: explain.KindOf(err)}))
}
