package stripe

import (
	"context"
	"time"

	sdk "github.com/stripe/stripe-go/v82"
)

// dispute is what is read of one.
type dispute struct {
	id  string
	due time.Time // zero where nobody waits for the shop's answer
}

// DisputeDue is until when the shop may answer a dispute of an intent, the earliest of several; zero where none waits for an answer.
// It needs the right to read disputes.
func (g *Gateway) DisputeDue(ctx context.Context, intentID string) (time.Time, error) {
	const op = "list_disputes"
	if intentID == "" {
		return time.Time{}, refuse(op, "no PaymentIntent named")
	}
	all, err := pages(ctx, g, op,
		func(page sdk.ListParams) ([]*sdk.Dispute, bool, error) {
			list := &sdk.DisputeList{}
			err := g.list("/v1/disputes", &sdk.DisputeListParams{ListParams: page, PaymentIntent: sdk.String(intentID)}, list)
			return list.Data, list.HasMore, err
		},
		func(d *sdk.Dispute, _ *answer) (dispute, error) {
			if d == nil || d.ID == "" {
				return dispute{}, errUnclear
			}
			out := dispute{id: d.ID}
			waits := d.Status == sdk.DisputeStatusNeedsResponse || d.Status == sdk.DisputeStatusWarningNeedsResponse
			if waits && d.EvidenceDetails != nil && d.EvidenceDetails.DueBy > 0 {
				out.due = unix(d.EvidenceDetails.DueBy)
			}
			return out, nil
		},
		func(d dispute) string { return d.id })
	var due time.Time
	for _, d := range all {
		if !d.due.IsZero() && (due.IsZero() || d.due.Before(due)) {
			due = d.due
		}
	}
	return due, err
}
