package world

import (
	"fmt"
	"slices"

	"paydesk/services/payment"
	"paydesk/services/refund"
)

// refundDisk is the same disk as refunds see it: their lives alone.
type refundDisk struct{ *journal }

// Append makes an entry durable, or dies like any other.
func (r refundDisk) Append(e payment.Entry, final bool) error {
	j := r.journal
	fact, err := refund.Decode(e.Kind, e.Body)
	if err != nil {
		return err
	}
	return j.commit(e, isRefundAnswer(fact), func() {
		if !slices.Contains(j.refunds, e.Payment) {
			j.refunds = append(j.refunds, e.Payment)
		}
		j.final[e.Payment] = final
		for _, i := range refundIntentions(e.Payment, fact) {
			j.wrote[i] = true
		}
		j.w.refundWalked(e, fact)
		j.w.trace.line(j.c.name, "[%.6s] %s %s", e.Payment, e.Kind, refundText(fact))
		if j.w.onRefund != nil {
			j.w.onRefund(j.c, fact)
		}
	})
}

// Unfinished lists refunds that are not over, oldest first.
func (r refundDisk) Unfinished() ([]string, error) {
	return slices.DeleteFunc(slices.Clone(r.journal.refunds), func(id string) bool { return r.journal.final[id] }), nil
}

func isRefundAnswer(f refund.Fact) bool {
	switch f.(type) {
	case refund.RefundAnswered, refund.RefundObserved, refund.RefundDrafted, refund.RefundBooked, refund.RefundSlotAnswered, refund.NoteMade, refund.TakenBack:
		return true
	}
	return false
}

// refundIntentions are the writes that a fact allows, in the words of intentionOf.
func refundIntentions(id string, f refund.Fact) []string {
	switch f := f.(type) {
	case refund.NoteIntended:
		return []string{fmt.Sprintf("reverse %d %s", f.Row.Original, id), "post a credit note"}
	case refund.RefundIntended:
		if f.Reader != "" {
			return []string{fmt.Sprintf("give back %s %s %s %d", f.Key, f.Reader, f.Params.Intent, f.Params.Amount.Minor)}
		}
		return []string{fmt.Sprintf("refund %s %s %s %d", f.Key, id, f.Params.Intent, f.Params.Amount.Minor)}
	case refund.RefundSlotIntended:
		return []string{fmt.Sprintf("slot %s %s %s %d", f.Verb, f.Reader, f.Key, f.Epoch)}
	case refund.TransferIntended:
		return []string{"book " + f.Mark}
	case refund.RefundPostIntended:
		return []string{"book " + f.Row.Mark}
	case refund.RefundDrafted:
		return []string{fmt.Sprintf("book payment %d", f.ID)}
	case refund.TakeBackIntended:
		return []string{fmt.Sprintf("take back %d", f.ID)}
	case refund.RefundMended:
		var out []string
		for _, id := range f.Canceled {
			out = append(out, fmt.Sprintf("take back %d", id))
		}
		return out
	}
	return nil
}

// refundStep is a kind of fact that came in a phase of a refund.
type refundStep struct {
	Phase refund.Phase
	Fact  string
}

// refundWalked counts a durable fact.
func (w *world) refundWalked(e payment.Entry, f refund.Fact) {
	before := w.refundLives[e.Payment]
	w.refundSteps[refundStep{before.Phase, e.Kind}]++
	if next, err := refund.Apply(before, refund.Event{At: e.At, Fact: f}); err == nil {
		w.refundLives[e.Payment] = next
	}
}

func refundText(f refund.Fact) string {
	switch f := f.(type) {
	case refund.RefundOpened:
		text := fmt.Sprintf("%s on %s%s", f.Order.Amount, f.Order.Note.Number, f.Order.Original.Number)
		for _, sh := range f.Order.Shares {
			text += fmt.Sprintf(", %d of %s", sh.Minor, sh.Intent)
		}
		if f.Adopted != nil {
			text += fmt.Sprintf(", adopts %s %s, booked as %d", f.Adopted.ID, f.Adopted.Status, f.Booking)
		}
		return text
	case refund.RefundChecked:
		return problemText(f.Problem)
	case refund.NoteMade:
		return fmt.Sprintf("%d %s, %d left", f.Note.ID, f.Note.Number, f.Left)
	case refund.NoteRefused:
		return problemText(&f.Problem)
	case refund.RefundIntended:
		return fmt.Sprintf("%d: %s %s", f.Share, f.Key, f.Reader)
	case refund.RefundAnswered:
		text := fmt.Sprintf("%d: unknown %v, stored %v, collided %v, prompting %v%s", f.Share, f.Unknown, f.Stored, f.Collided, f.Prompting, problemText(f.Problem))
		if f.Refund != nil {
			text = fmt.Sprintf("%d: %s %s", f.Share, f.Refund.ID, f.Refund.Status)
		}
		return text
	case refund.RefundObserved:
		return fmt.Sprintf("%d: %s %s %s", f.Share, f.Refund.ID, f.Refund.Status, f.Refund.FailureReason)
	case refund.RefundPostIntended:
		return fmt.Sprintf("%d: %s", f.Share, f.Row.Mark)
	case refund.RefundDrafted:
		return fmt.Sprintf("%d: %d", f.Share, f.ID)
	case refund.RefundBooked:
		return fmt.Sprintf("%d: %d %s", f.Share, f.ID, f.Name)
	case refund.RefundDelayed:
		return string(f.Failure) + " " + f.Text
	case refund.RefundHeld:
		return problemText(&f.Problem)
	case refund.TakeBackIntended:
		return fmt.Sprintf("%d: %d", f.Share, f.ID)
	case refund.RefundSlotIntended:
		return fmt.Sprintf("%s %s %s %d", f.Verb, f.Reader, f.Key, f.Epoch)
	case refund.RefundSlotAnswered:
		return f.Verb + " " + string(f.Failure)
	case refund.RefundGivenUp:
		return f.By + problemText(f.Problem)
	}
	return ""
}
