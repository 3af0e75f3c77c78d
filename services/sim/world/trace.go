package world

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"paydesk/services/payment"
)

// trace is what happened, one line each: virtual time, who, what, outcome. Answers to reads that went well are left out.
type trace struct {
	w   *world
	buf bytes.Buffer
}

func stamp(d time.Duration) string {
	return fmt.Sprintf("%3d:%02d.%03d", int(d.Minutes()), int(d.Seconds())%60, d.Milliseconds()%1000)
}

func (t *trace) line(who, format string, args ...any) {
	fmt.Fprintf(&t.buf, "%s %-8s ", stamp(t.w.now), who)
	fmt.Fprintf(&t.buf, format, args...)
	t.buf.WriteByte('\n')
}

func (t *trace) call(_ string, c *call, outcome string) {
	if !c.write && outcome == strconv.Itoa(http.StatusOK) {
		return
	}
	t.line(c.counter.name, "%s #%d %s %s: %s", c.side, c.number, c.op, c.key, outcome)
}

// executed tells of a write from the server's side.
func (t *trace) executed(c *call, r *http.Response) {
	if !c.write {
		return
	}
	outcome := "connection broken"
	if r != nil {
		outcome = strconv.Itoa(r.StatusCode)
	}
	t.line(string(c.side), "executes #%d of %s: %s %s", c.number, c.counter.name, c.op, outcome)
}

func (t *trace) fault(k Kind, c *call) {
	if k == "" {
		k = "no connection"
	}
	t.line("weather", "%s: #%d of %s, %s", k, c.number, c.counter.name, c.op)
}

func (t *trace) fact(c *counter, e payment.Entry, f payment.Fact) {
	text := ""
	switch f := f.(type) {
	case nil:
		text = string(e.Body)
		t.line(c.name, "<%s> %s %s", e.Payment, e.Kind, text)
		return
	case payment.Opened:
		text = fmt.Sprintf("%s for %s on %s", f.Order.Amount, f.Order.Numbers(), f.Order.Reader.Label)
	case payment.Checked:
		text = problemText(f.Problem)
	case payment.ClaimIntended:
		text = f.Key
	case payment.ClaimAnswered:
		if f.Intent != nil {
			text = f.Intent.ID
		}
		if f.Collided {
			text = "collided"
		}
		text += problemText(f.Problem)
	case payment.ClaimChecked:
		text = problemText(f.Problem)
	case payment.DispatchIntended:
		text = f.Key + " " + f.Intent
	case payment.DispatchAnswered:
		text = fmt.Sprintf("on reader %v, unknown %v %s", f.OnReader, f.Unknown, problemText(f.Problem))
	case payment.SlotIntended:
		text = fmt.Sprintf("%s %s %d", f.Verb, f.Key, f.Epoch)
	case payment.SlotAnswered:
		text = fmt.Sprintf("%s %s", f.Verb, f.Failure)
	case payment.Observed:
		text = fmt.Sprintf("%s %s", f.Intent.ID, f.Intent.Status)
		if f.Action != nil {
			text += fmt.Sprintf(", reader %s %s %s", f.Action.Status, f.Action.Intent, f.Action.FailureCode)
		}
		if f.Intent.Declined != nil {
			text += ", declined " + f.Intent.Declined.Decline
		}
	case payment.ReaderLost:
		text = fmt.Sprintf("replaced %v by %s", f.Replaced, f.By)
	case payment.ContactLost:
		text = string(f.Failure)
	case payment.CancelRequested:
		text = f.By + problemText(f.Problem)
	case payment.CancelIntended:
		text = f.Key
	case payment.CancelAnswered:
		text = string(f.Failure)
	case payment.TakeoverIntended:
		text = f.Key + " " + f.Intent
	case payment.TakeoverAnswered:
		text = fmt.Sprintf("%s %s %s", f.Intent, f.Status, f.Failure)
	case payment.FreeIntended:
		text = fmt.Sprintf("%s %s of %s, %s: %s", f.Reader, f.Intent, f.Counter.Name, f.Manager, f.Reason)
	case payment.FreeAnswered:
		text = fmt.Sprintf("%s %s", f.Outcome, f.Failure)
	case payment.PostIntended:
		text = f.Mark
	case payment.Drafted:
		text = fmt.Sprint(f.ID)
	case payment.CashDrafted:
		text = fmt.Sprint(f.ID)
	case payment.CashHeld:
		text = problemText(&f.Problem)
	case payment.PostDelayed:
		text = string(f.Failure) + " " + f.Text
	case payment.PostHeld:
		text = problemText(&f.Problem)
	case payment.Posted:
		text = fmt.Sprintf("%d %s", f.ID, f.Name)
	}
	t.line(c.name, "[%.4s] %s %s", e.Payment, e.Kind, text)
}

func problemText(p *payment.Problem) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf(" problem %s %s %s %s %s", p.Kind, p.Failure, p.Code, p.Text, p.Counter)
}
