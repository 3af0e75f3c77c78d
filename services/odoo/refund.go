package odoo

import (
	"context"
	"regexp"
	"slices"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/refund"
)

// ridForm is what may stand behind "pd:" in a note's reason: no wildcard of a search, no space.
var ridForm = regexp.MustCompile(`^[A-Za-z0-9-]{4,64}$`)

// CreditNotes reads credit notes anew, in the order asked for.
func (g *Gateway) CreditNotes(ctx context.Context, ids []int64) ([]refund.CreditNote, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := g.notes(ctx, leaf("id", "in", ids))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b refund.CreditNote) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return found, nil
}

// CreditNoteNumbered finds the posted credit note with exactly this number.
func (g *Gateway) CreditNoteNumbered(ctx context.Context, number string) (refund.CreditNote, error) {
	found, err := g.notes(ctx, leaf("name", "=", number), leaf("state", "=", "posted"))
	return only(found, err)
}

// Original reads an invoice anew with its payments and all its credit notes.
func (g *Gateway) Original(ctx context.Context, id int64) (refund.Original, error) {
	found, err := g.Documents(ctx, []int64{id})
	if err != nil {
		return refund.Original{}, err
	}
	if len(found) == 0 || found[0].Kind != document.Invoice {
		return refund.Original{}, noNote("account.move.search_read", "no such invoice")
	}
	o := refund.Original{Fresh: found[0]}
	o.Notes, err = g.notes(ctx, leaf("reversed_entry_id", "=", id))
	return o, err
}

// FindNote looks for the note of a rid by original and mark.
func (g *Gateway) FindNote(ctx context.Context, original int64, rid string) (refund.CreditNote, error) {
	const op = "account.move.search_read"
	if !ridForm.MatchString(rid) {
		return refund.CreditNote{}, refuse(op, "%q is no id of a refund", short(rid))
	}
	found, err := g.notes(ctx, leaf("reversed_entry_id", "=", original), leaf("ref", "like", refund.NoteMark(rid)))
	if err != nil {
		return refund.CreditNote{}, err
	}
	return only(slices.DeleteFunc(found, func(n refund.CreditNote) bool { return n.State == document.Cancelled || !n.Has(rid) }), nil)
}

// DraftNotes lists the drafts that carry a mark of Paydesk.
func (g *Gateway) DraftNotes(ctx context.Context) ([]refund.CreditNote, error) {
	return g.notes(ctx, leaf("state", "=", "draft"), leaf("ref", "like", refund.NoteMark(refund.IDPrefix)))
}

// only is the first of the found ones; the lowest id of twins is the note (PROTOCOLS R6).
func only(found []refund.CreditNote, err error) (refund.CreditNote, error) {
	switch {
	case err != nil:
		return refund.CreditNote{}, err
	case len(found) == 0:
		return refund.CreditNote{}, noNote("account.move.search_read", "no such credit note")
	}
	return found[0], nil
}

func noNote(op, text string) *explain.Failure {
	return &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound, Op: op, Text: text}
}

// notes reads the credit notes that a search finds, by id. Which invoice a note takes back is asked first, the rest as of
// any document.
func (g *Gateway) notes(ctx context.Context, conditions ...any) ([]refund.CreditNote, error) {
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	list, err := g.rows(ctx, s, "account.move", "search_read",
		keywords{Fields: []string{"id", "reversed_entry_id"}, Order: "id", Context: s.context()},
		append(conditions, leaf("move_type", "=", "out_refund"), leaf("company_id", "=", s.facts.Company)))
	if err != nil {
		return nil, err
	}
	var ids []int64
	original := map[int64]reference{}
	for _, r := range list {
		id, of := r.id("id"), r.many2one("reversed_entry_id")
		if r.err != nil {
			return nil, misread("account.move.search_read", r.err)
		}
		ids = append(ids, id)
		original[id] = of
	}
	docs, err := g.Documents(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]refund.CreditNote, 0, len(docs))
	for _, f := range docs {
		if f.State == document.Draft { // 17 shows a number that the note may never get
			f.Number = ""
		}
		out = append(out, refund.CreditNote{Fresh: f, Original: original[f.ID].id, OriginalNumber: original[f.ID].name})
	}
	return out, nil
}
