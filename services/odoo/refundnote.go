package odoo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/refund"
)

const reversalModel = "account.move.reversal"

// DraftNote makes the credit note of a rid, or goes on with the one that exists (PROTOCOLS R6). The reversal wizard makes
// another draft each time it is fired, so the note is looked up before and after, and of twins one stays.
func (g *Gateway) DraftNote(ctx context.Context, row refund.NoteRow) (refund.CreditNote, error) {
	const op = reversalModel + ".create"
	if !ridForm.MatchString(row.RID) {
		return refund.CreditNote{}, refuse(op, "%q is no id of a refund", short(row.RID))
	}
	o, err := g.Original(ctx, row.Original)
	if err != nil {
		return refund.CreditNote{}, err
	}
	if o.Number != row.Number || o.State != document.Posted || row.Amount.Currency != o.Total.Currency {
		return refund.CreditNote{}, refuse(op, "document %d is not the posted invoice %s", row.Original, row.Number)
	}
	mine := notesOf(o.Notes, row.RID)
	if len(mine) == 0 {
		if slices.ContainsFunc(o.Notes, func(n refund.CreditNote) bool { return n.Has(row.RID) }) {
			return refund.CreditNote{}, refuse(op, "a person cancelled the credit note of this refund")
		}
		if row.Amount.Minor <= 0 || row.Amount.Minor > o.Creditable().Minor {
			return refund.CreditNote{}, refuse(op, "of %s only %s can be credited, not %s", o.Number, o.Creditable(), row.Amount)
		}
		if err := g.reverse(ctx, row); err != nil {
			return refund.CreditNote{}, err
		}
		if o, err = g.Original(ctx, row.Original); err != nil {
			return refund.CreditNote{}, err
		}
		if mine = notesOf(o.Notes, row.RID); len(mine) == 0 {
			return refund.CreditNote{}, misread(reversalModel+".refund_moves", fmt.Errorf("%w: no credit note appeared", errMalformed))
		}
	}
	if err := g.dropTwins(ctx, mine[1:]); err != nil {
		return refund.CreditNote{}, err
	}
	note := mine[0]
	if note.State == document.Draft && note.Total != row.Amount {
		if err := g.shrink(ctx, note, row.Amount); err != nil {
			return refund.CreditNote{}, err
		}
	}
	return g.checkedNote(ctx, row, note.ID)
}

// checkedNote reads the note back, and with it the sum of all notes: another one may have appeared meanwhile.
func (g *Gateway) checkedNote(ctx context.Context, row refund.NoteRow, id int64) (refund.CreditNote, error) {
	const op = "account.move.read"
	o, err := g.Original(ctx, row.Original)
	if err != nil {
		return refund.CreditNote{}, err
	}
	i := slices.IndexFunc(o.Notes, func(n refund.CreditNote) bool { return n.ID == id })
	if i < 0 {
		return refund.CreditNote{}, misread(op, fmt.Errorf("%w: the credit note is gone", errMalformed))
	}
	note := o.Notes[i]
	switch {
	case note.State == document.Posted && note.Total == row.Amount:
		return note, nil
	case note.State != document.Draft || note.Partner.CommercialID != o.Partner.CommercialID:
		return refund.CreditNote{}, refuse(op, "the credit note %s of this refund is for %s, not %s", note.Number, note.Total, row.Amount)
	case note.Total != row.Amount, o.Credited().Minor > o.Total.Minor:
		if err := g.dropTwins(ctx, []refund.CreditNote{note}); err != nil { // no draft of ours is left behind
			return refund.CreditNote{}, err
		}
		if note.Total != row.Amount {
			return refund.CreditNote{}, refuse(op, "the taxes of %s do not add up to exactly %s; the nearest is %s", o.Number, row.Amount, note.Total)
		}
		return refund.CreditNote{}, refuse(op, "the credit notes of %s together would exceed it", o.Number)
	}
	return note, nil
}

// notesOf are the notes of a rid that are not cancelled, by id.
func notesOf(notes []refund.CreditNote, rid string) (out []refund.CreditNote) {
	for _, n := range notes {
		if n.State != document.Cancelled && n.Has(rid) {
			out = append(out, n)
		}
	}
	return out
}

// reverse fires the reversal wizard once, in the invoice's own journal.
func (g *Gateway) reverse(ctx context.Context, row refund.NoteRow) error {
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	list, err := g.rows(ctx, s, "account.move", "read", keywords{Context: s.context()}, []int64{row.Original}, []string{"journal_id"})
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return misread("account.move.read", errMalformed)
	}
	journal := list[0].many2one("journal_id").id
	if list[0].err != nil {
		return misread("account.move.read", list[0].err)
	}
	// A mark that a person wrote into the reason would name another refund.
	reason := strings.Join(strings.Fields(strings.ReplaceAll(row.Reason, "pd:", "pd ")+" "+refund.NoteMark(row.RID)), " ")
	a, err := g.order(ctx, s, reversalModel, "create", keywords{Context: s.on("account.move", []int64{row.Original})},
		map[string]any{"journal_id": journal, "reason": reason, "date": row.Date})
	if err != nil {
		return err
	}
	w, ok := a.value.(int64)
	if !ok || w <= 0 {
		return misread(reversalModel+".create", fmt.Errorf("%w: %T instead of an id", errMalformed, a.value))
	}
	_, err = g.order(ctx, s, reversalModel, "refund_moves", keywords{Context: s.context()}, []int64{w})
	return err
}

// DropDraft deletes one draft.
func (g *Gateway) DropDraft(ctx context.Context, id int64) error {
	notes, err := g.CreditNotes(ctx, []int64{id})
	if err != nil {
		return err
	}
	return g.dropTwins(ctx, notes)
}

// dropTwins deletes drafts; a posted twin is a fact that people see in the sum of notes.
func (g *Gateway) dropTwins(ctx context.Context, notes []refund.CreditNote) error {
	var ids []int64
	for _, n := range notes {
		if n.State == document.Draft {
			ids = append(ids, n.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	_, err = g.order(ctx, s, "account.move", "unlink", keywords{Context: s.context()}, ids)
	if !explain.Is(err, explain.Refused) {
		return err
	}
	left, readErr := g.draftsOf(ctx, ids) // somebody else may have deleted them first
	if readErr != nil || len(left) == 0 {
		return readErr
	}
	// 17 numbers drafts, and one that is not the last of its numbers cannot go any more: it is cancelled, which counts for nothing.
	if _, cancelErr := g.order(ctx, s, "account.move", "button_cancel", keywords{Context: s.context()}, left); cancelErr != nil && !explain.Is(cancelErr, explain.Refused) {
		return cancelErr
	}
	if left, readErr = g.draftsOf(ctx, left); readErr != nil || len(left) == 0 {
		return readErr
	}
	return err
}

// draftsOf are those of the notes that are drafts still.
func (g *Gateway) draftsOf(ctx context.Context, ids []int64) (drafts []int64, err error) {
	notes, err := g.CreditNotes(ctx, ids)
	for _, n := range notes {
		if n.State == document.Draft {
			drafts = append(drafts, n.ID)
		}
	}
	return drafts, err
}

// PostNote posts a draft note and reads it back. Odoo posts also what exceeds the invoice, so the sum is looked at first.
func (g *Gateway) PostNote(ctx context.Context, id int64) (refund.CreditNote, error) {
	const op = "account.move.action_post"
	note, err := only(g.CreditNotes(ctx, []int64{id}))
	if err != nil || note.State == document.Posted {
		return note, err
	}
	if note.Original != 0 {
		o, err := g.Original(ctx, note.Original)
		if err != nil {
			return refund.CreditNote{}, err
		}
		if o.Credited().Minor > o.Total.Minor {
			return refund.CreditNote{}, refuse(op, "the credit notes of %s together would exceed it", o.Number)
		}
	}
	s, err := g.site(ctx)
	if err != nil {
		return refund.CreditNote{}, err
	}
	_, refusal := g.order(ctx, s, "account.move", "action_post", keywords{Context: s.context()}, []int64{id}) // false is done
	if refusal != nil && !explain.Is(refusal, explain.Refused) {
		return refund.CreditNote{}, refusal
	}
	note, err = only(g.CreditNotes(ctx, []int64{id}))
	if err == nil && note.State != document.Posted {
		if refusal == nil {
			refusal = misread(op, fmt.Errorf("%w: the credit note is %s", errMalformed, note.State))
		}
		return refund.CreditNote{}, refusal
	}
	return note, err
}
