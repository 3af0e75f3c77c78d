package payment

import (
	"context"
	"errors"
	"fmt"

	"paydesk/services/explain"
	"paydesk/services/reader"
	"paydesk/services/staff"
)

// Running is what a reader runs at one reading, and for whom (PROTOCOLS S8).
type Running struct {
	Reader reader.Reader
	Intent Intent // of the payment it asks a card for; zero for anything else
	Claim  Claim
	Ours   bool // a claim of this shop
	Here   bool // taken by this desk: cancelled on its own screen, not by force
}

// Running reads what a reader runs now and whose payment clearing it would stop.
func (d *Desk) Running(ctx context.Context, readerID string) (Running, error) {
	r, err := d.Stripe.Reader(ctx, readerID)
	if err != nil {
		return Running{}, fmt.Errorf("look at reader %s: %w", readerID, err)
	}
	out := Running{Reader: r}
	if !r.Busy() || r.Action.Intent == "" {
		return out, nil
	}
	if out.Intent, err = d.Stripe.Intent(ctx, r.Action.Intent); err != nil {
		return Running{}, fmt.Errorf("look at the payment on reader %s: %w", readerID, err)
	}
	shop, err := d.Shop.ShopID()
	if err != nil {
		return Running{}, err
	}
	d.Index.Note(out.Intent)
	out.Claim, out.Ours = ReadClaim(out.Intent, shop)
	out.Here = out.Ours && d.running(out.Claim.Payment)
	return out, nil
}

// Freeing is the order to clear a reader whoever uses it.
type Freeing struct {
	Seen    Running // as it was shown to who approved
	By      string  // person at the counter
	Manager string  // who approved: somebody who may free readers
	Reason  string
	Warned  bool // that it may be another till's customer: needed where it is no payment of this shop
}

// FreeOutcome is how a Freeing ended.
type FreeOutcome string

// Outcomes. Only Cleared and FreeAlready say that the reader is free.
const (
	Cleared     FreeOutcome = "cleared"
	FreeAlready FreeOutcome = "free"     // it had become free by itself
	FreeChanged FreeOutcome = "changed"  // it runs something else than what was shown: left alone
	FreeTooLate FreeOutcome = "too_late" // a card is being charged, or Stripe does not let go of the payment: left alone
	FreeHere    FreeOutcome = "here"     // this counter's own payment
	FreeUnknown FreeOutcome = "unknown"  // Stripe did not say whether the reader was cleared
)

// ErrNotWarned says that something which may be another till's was to be stopped without a word about it.
var ErrNotWarned = errors.New("what the reader runs may be another till's: say so first")

// Free is S8. A payment of this shop is proven dead, or paid, before its prompt goes; then the reader is read once more
// and cleared only if it still runs what was shown. Payment is that payment as it was read last.
func (d *Desk) Free(ctx context.Context, f Freeing) (outcome FreeOutcome, payment Intent, err error) {
	if err := d.May(f.Manager, staff.Ask{Act: staff.FreeReader}); err != nil {
		return "", Intent{}, err
	}
	now, err := d.Running(ctx, f.Seen.Reader.ID)
	if err != nil {
		return "", Intent{}, err
	}
	switch {
	case !now.Reader.Busy():
		return FreeAlready, now.Intent, nil
	case !sameAction(now.Reader.Action, f.Seen.Reader.Action):
		return FreeChanged, now.Intent, nil
	case now.Here:
		return FreeHere, now.Intent, nil
	case !now.Ours && !f.Warned:
		return "", now.Intent, ErrNotWarned
	}
	a := now.Reader.Action
	if err := d.own(FreeIntended{Reader: now.Reader.ID, Type: a.Type, Intent: a.Intent, Counter: now.Claim.Counter, By: f.By, Manager: f.Manager, Reason: explain.Masked(f.Reason)}); err != nil {
		return "", now.Intent, err
	}
	outcome, payment, err = d.free(ctx, now)
	if jerr := d.own(FreeAnswered{Reader: now.Reader.ID, Outcome: outcome, Failure: explain.KindOf(err)}); jerr != nil {
		return "", payment, errors.Join(err, jerr)
	}
	return outcome, payment, err
}

func (d *Desk) free(ctx context.Context, seen Running) (FreeOutcome, Intent, error) {
	i := seen.Intent
	if !seen.Ours || i.Dead() || i.Money() {
		outcome, err := d.clearSeen(ctx, seen.Reader)
		return outcome, i, err
	}
	if i.Authorising() {
		return FreeTooLate, i, nil
	}
	i, refused, err := d.cancelTheirs(ctx, d.own, i.ID)
	if err != nil {
		return "", seen.Intent, err
	}
	stuck := i.Status == RequiresPaymentMethod && (refused == explain.IntentState || refused == explain.Refused)
	if !i.Dead() && !i.Money() && !stuck {
		return FreeTooLate, i, nil
	}
	outcome, err := d.clearSeen(ctx, seen.Reader)
	if err != nil || !stuck || outcome != Cleared && outcome != FreeAlready {
		return outcome, i, err
	}
	// Stripe may refuse to cancel an intent that is on a reader (PROTOCOLS S7): it is off it now.
	if i, _, err = d.cancelTheirs(ctx, d.own, i.ID); err == nil && !i.Dead() && !i.Money() {
		outcome = FreeTooLate
	}
	return outcome, i, err
}

// clearSeen clears a reader that still runs what was seen, once (PROTOCOLS S7: 5 s, no retry).
func (d *Desk) clearSeen(ctx context.Context, seen reader.Reader) (FreeOutcome, error) {
	now, err := d.Stripe.Reader(ctx, seen.ID)
	switch {
	case err != nil:
		return "", fmt.Errorf("look at reader %s again: %w", seen.ID, err)
	case !now.Busy():
		return FreeAlready, nil
	case !sameAction(now.Action, seen.Action):
		return FreeChanged, nil
	}
	if err := d.own(SlotIntended{Verb: "clear", Reader: seen.ID}); err != nil {
		return "", err
	}
	cleared, err := d.Stripe.CancelAction(ctx, seen.ID)
	if jerr := d.own(slotAnswered("clear", cleared, err)); jerr != nil {
		return "", jerr
	}
	switch {
	case err == nil:
		return Cleared, nil
	case explain.Is(err, explain.ReaderBusy):
		return FreeTooLate, nil
	case !explain.OutcomeUnknown(err):
		return "", fmt.Errorf("clear reader %s: %w", seen.ID, err)
	}
	if now, err = d.Stripe.Reader(ctx, seen.ID); err == nil && !now.Busy() {
		return Cleared, nil
	}
	return FreeUnknown, nil
}

// sameAction says that a reader runs the same thing at two readings.
func sameAction(a, b *reader.Action) bool {
	return a != nil && b != nil && a.Type == b.Type && a.Intent == b.Intent && a.RefundOf == b.RefundOf && a.Approval == b.Approval && a.Status == b.Status
}

// own journals a fact of the counter that belongs to no payment of its own.
func (d *Desk) own(f Fact) error {
	kind, body, err := Encode(f)
	if err == nil {
		err = d.Journal.Append(Entry{At: d.Clock.Now(), Kind: kind, Body: body}, false)
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	d.Log.Info("counter", "fact", kind)
	return nil
}
