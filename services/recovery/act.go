package recovery

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/staff"
)

// ErrNotOffered says that this cannot be done about this entry.
var ErrNotOffered = errors.New("this entry does not offer that")

// Act is a person's decision about an entry. By must be somebody who may; reason is needed to close. The entry leaves with
// the event it waits for: a booking, or the closing.
func (h *Healer) Act(ctx context.Context, id string, v Verb, by, reason string) error {
	reason = explain.Masked(reason)
	e, err := h.Attention.entry(id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(e.Actions(), func(a Action) bool { return a.Verb == v }) {
		return fmt.Errorf("%w: %s of %s", ErrNotOffered, v, id)
	}
	act := staff.Book
	if v == Close || slices.ContainsFunc(e.Actions(), func(a Action) bool { return a.Verb == v && a.Manager }) {
		act = staff.Decide
	}
	if err := h.May(by, staff.Ask{Act: act}); err != nil {
		return err
	}
	switch {
	case v == Close:
		return h.close(ctx, e, by, reason)
	case v == OnAccount:
		return h.book(ctx, e.Intent, e.Kind, by, true)
	case v == Elsewhere || v == GiveBack || v == ShowHold:
		return fmt.Errorf("%w: %s of %s needs more than a word", ErrNotOffered, v, id)
	case e.Kind == Stranger:
		return h.bookOn(ctx, e, e.Parts, by)
	}
	if e.Kind != Restored {
		return h.book(ctx, e.Intent, e.Kind, by, false)
	}
	for _, mark := range e.Marks {
		if err := h.book(ctx, mark, Gone, by, false); err != nil {
			return err
		}
	}
	return nil // it ends with the last booking
}

// book orders a booking by a person's word: on the life that holds the charge here, or on a new one.
func (h *Healer) book(ctx context.Context, intent string, k Kind, by string, credit bool) error {
	again := k != Refused && k != Document
	if s, ok := h.Desk.Held(intent); ok {
		return h.Desk.Book(s.ID, payment.PostRequested{By: by, Again: again, Credit: credit})
	}
	i, err := h.Stripe.Intent(ctx, intent)
	if err != nil {
		return err
	}
	_, err = h.Desk.Adopt(ctx, i, by, again, credit)
	return err
}

// BookOn is a manager's decision that a charge pays other documents of its customer, one after the other as far as it goes;
// what is left stands on the customer's account. The documents are read anew.
func (h *Healer) BookOn(ctx context.Context, id string, documents []payment.Part, by string) error {
	if err := h.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return err
	}
	e, err := h.Attention.entry(id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(e.Actions(), func(a Action) bool { return a.Verb == Elsewhere }) {
		return fmt.Errorf("%w: %s of %s", ErrNotOffered, Elsewhere, id)
	}
	return h.bookOn(ctx, e, documents, by)
}

// ErrNotPayable says that the chosen document cannot take the money.
var ErrNotPayable = errors.New("this document cannot take the money")

func (h *Healer) bookOn(ctx context.Context, e Entry, documents []payment.Part, by string) error {
	i, err := h.Stripe.Intent(ctx, e.Intent)
	if err != nil {
		return err
	}
	docs, err := h.Desk.Odoo.Documents(ctx, payment.Order{Parts: documents}.Documents())
	if err != nil {
		return err
	}
	o := payment.Order{Counter: payment.Counter{ID: h.Counter, Name: h.Name}, Person: by, Amount: money.New(i.Received, i.Currency)}
	rest := i.Received
	for _, p := range documents {
		n := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == p.Document && f.Number == p.Number })
		if n < 0 || !docs[n].Open() || docs[n].Residual.Currency != i.Currency ||
			o.Partner != 0 && (docs[n].Partner.CommercialID != o.Partner || docs[n].Company != o.Company) {
			return fmt.Errorf("%w: %s", ErrNotPayable, p.Number)
		}
		o.Company, o.Partner, o.Customer = docs[n].Company, docs[n].Partner.CommercialID, docs[n].Partner.Name
		p.Minor = min(docs[n].Residual.Minor, rest)
		if rest -= p.Minor; p.Minor > 0 {
			o.Parts = append(o.Parts, p)
		}
	}
	again := e.Kind != Document && e.Kind != Stranger
	s, held := h.Desk.Held(e.Intent)
	switch {
	case held && s.Partner != o.Partner:
		return fmt.Errorf("%w: %s is another customer's", ErrNotPayable, o.Numbers())
	case held:
		return h.Desk.Book(s.ID, payment.PostRequested{By: by, Again: again, Parts: o.Parts})
	}
	_, err = h.Desk.AdoptOn(ctx, i, o, by, again)
	return err
}

// close ends an entry by a person's word, and the payment with it that waits for nothing else. Other counters are told now,
// or by the next look.
func (h *Healer) close(ctx context.Context, e Entry, by, reason string) error {
	for _, intent := range append([]string{e.Intent}, e.Marks...) {
		s, ok := h.Desk.Held(intent)
		if !ok || intent == "" || s.Phase != payment.PostingHeld || !e.Kind.unbooked() {
			continue
		}
		if err := h.Desk.Close(s.ID, by, reason); err != nil {
			return err
		}
	}
	if err := h.Attention.Close(e.ID, by, reason); err != nil {
		return err
	}
	h.clearDrafts(ctx, e)
	if err := h.say(ctx); err != nil {
		h.Log.Warn("other counters are told later", "entry", e.ID, "error", err)
	}
	return nil
}

// clearDrafts takes back what was begun for a charge that a person settled otherwise: a draft left in Odoo would be posted by
// somebody one day. Best effort: it is not in the books.
func (h *Healer) clearDrafts(ctx context.Context, e Entry) {
	if !e.Kind.unbooked() || e.Kind == Restored {
		return
	}
	found, err := h.Odoo.FindBookings(ctx, e.Intent)
	for _, b := range found {
		if b.State == payment.BookingDraft {
			err = errors.Join(err, h.Odoo.TakeBack(ctx, b.ID))
		}
	}
	if err != nil {
		h.Log.Warn("a draft may be left in Odoo", "entry", e.ID, "error", err)
	}
}
