package refund

import (
	"context"
	"errors"
)

// tidy deletes drafts of this counter's refunds that nobody will post: the wizard makes one more each time it is executed, also
// when a copy of the call arrives hours later, and a draft counts as credited until it is gone (R6).
func (d *Desk) tidy(ctx context.Context) error {
	drafts, err := d.Odoo.DraftNotes(ctx)
	if err != nil {
		return err
	}
	var bad error
	for _, n := range drafts {
		needless, err := d.needless(n)
		if err == nil && needless {
			err = d.Odoo.DropDraft(ctx, n.ID)
		}
		bad = errors.Join(bad, err)
	}
	return bad
}

// needless says that a draft was made for a refund of this counter that has its note, or will never have one. A note that
// a person took back to draft is not: the refund rests on it.
func (d *Desk) needless(n CreditNote) (bool, error) {
	for _, rid := range n.rids() {
		s, err := d.take(rid)
		if errors.Is(err, ErrNoRefund) {
			continue // another counter's, or a person's words
		}
		if err != nil {
			return false, err
		}
		return s.Noted && s.Note.ID != n.ID && (s.Note.ID != 0 || s.Phase.Final()), nil
	}
	return false, nil
}
