package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
)

var (
	errDied     = errors.New("the machine lost its power")
	errDiskFull = errors.New("no space left on device")
)

// journal is a counter's disk: it survives the counter, except what was not durable when the power went.
type journal struct {
	w       *world
	c       *counter
	entries []payment.Entry
	order   []string // payments, oldest first
	refunds []string // refunds, oldest first
	records []string // attention entries and sweeps, oldest first
	cursors map[string]time.Time
	shop    string // as it was checked last
	final   map[string]bool
	wrote   map[string]bool // what may be sent: see intention
	full    int             // the next answers that find no space
}

func newJournal(w *world, c *counter) *journal {
	return &journal{w: w, c: c, final: map[string]bool{}, wrote: map[string]bool{}, cursors: map[string]time.Time{}}
}

// Append makes an entry durable; the seed may kill the counter just before or just after.
func (j *journal) Append(e payment.Entry, final bool) error {
	var fact payment.Fact
	if !recovery.Record(e.Payment) || strings.HasPrefix(e.Payment, "sweep:") {
		var err error
		if fact, err = payment.Decode(e.Kind, e.Body); err != nil {
			return err
		}
	}
	return j.commit(e, isAnswer(fact), func() {
		if recovery.Record(e.Payment) {
			if !slices.Contains(j.records, e.Payment) {
				j.records = append(j.records, e.Payment)
			}
		} else if e.Payment != "" && !slices.Contains(j.order, e.Payment) {
			j.order = append(j.order, e.Payment)
		}
		j.final[e.Payment] = final
		for _, i := range intentions(e.Payment, fact) {
			j.wrote[i] = true
		}
		if !recovery.Record(e.Payment) {
			j.w.walked(e, fact)
		}
		j.w.trace.fact(j.c, e, fact)
	})
}

// commit is the disk's part: it may be full, and the power may go before the entry is durable or after.
func (j *journal) commit(e payment.Entry, answer bool, done func()) error {
	w := j.w
	if j.c.dead {
		return errDied
	}
	if answer && w.weather.strikes(DiskFull, w.now) {
		j.full = 1 + w.lots.IntN(3)
	}
	if answer && j.full > 0 && w.now < w.weather.until {
		j.full--
		w.trace.line(j.c.name, "DISK FULL at %s", e.Kind)
		return errDiskFull
	}
	if w.weather.strikes(KillBefore, w.now) {
		w.trace.line(j.c.name, "KILLED before %s is durable", e.Kind)
		j.c.kill()
		return errDied
	}
	j.entries = append(j.entries, e)
	done()
	if w.weather.strikes(KillAfter, w.now) {
		w.trace.line(j.c.name, "KILLED after %s is durable", e.Kind)
		j.c.kill()
		return errDied
	}
	return nil
}

// isAnswer says that a fact is what a server said, as opposed to a plan or a wish.
func isAnswer(f payment.Fact) bool {
	switch f.(type) {
	case payment.ClaimAnswered, payment.DispatchAnswered, payment.SlotAnswered, payment.CancelAnswered, payment.CaptureAnswered, payment.TakeoverAnswered, payment.FreeAnswered, payment.Observed, payment.Drafted, payment.CashDrafted, payment.CashBooked, payment.Posted:
		return true
	}
	return false
}

// intentions are the writes that a fact allows, in the words of check.sent.
func intentions(id string, f payment.Fact) []string {
	switch f := f.(type) {
	case payment.ClaimIntended:
		return []string{fmt.Sprintf("create %s %s %d", f.Key, id, f.Params.Amount.Minor)}
	case payment.DispatchIntended:
		return []string{fmt.Sprintf("process %s %s %s", f.Key, f.Reader.ID, f.Intent)}
	case payment.SlotIntended:
		return []string{fmt.Sprintf("slot %s %s %s %d", f.Verb, f.Reader, f.Key, f.Epoch)}
	case payment.CancelIntended:
		return []string{"cancel " + f.Key}
	case payment.TakeoverIntended:
		return []string{"cancel " + f.Key}
	case payment.MoveIntended:
		return []string{"name " + f.Intent}
	case payment.CaptureIntended:
		return []string{fmt.Sprintf("capture %s %d", f.Key, f.Minor)}
	case payment.PostIntended:
		return []string{"book " + f.Row.Mark}
	case payment.Drafted:
		return []string{fmt.Sprintf("book payment %d", f.ID)}
	case payment.CashDrafted:
		return []string{fmt.Sprintf("book payment %d", f.ID)}
	case payment.Mended:
		var out []string
		for _, id := range f.Canceled {
			out = append(out, fmt.Sprintf("take back %d", id))
		}
		return out
	}
	return nil
}

// Entries returns a payment's facts in order.
func (j *journal) Entries(id string) ([]payment.Entry, error) {
	var out []payment.Entry
	for _, e := range j.entries {
		if e.Payment == id {
			out = append(out, e)
		}
	}
	return out, nil
}

// Unfinished lists payments that are not over, oldest first.
func (j *journal) Unfinished() ([]string, error) {
	return slices.DeleteFunc(slices.Clone(j.order), func(id string) bool { return j.final[id] }), nil
}

// Ready says whether there is space for a payment.
func (j *journal) Ready() error {
	if j.full > 0 && j.w.now < j.w.weather.until {
		return errDiskFull
	}
	return nil
}

// records is the disk as the healer sees it.
type records struct {
	payment.Journal
	disk *journal
}

// Unfinished lists what is no payment and not over.
func (r records) Unfinished() ([]string, error) {
	return slices.DeleteFunc(slices.Clone(r.disk.records), func(id string) bool { return r.disk.final[id] }), nil
}

// Cursor and SetCursor keep how far the healer has come.
func (j *journal) Cursor(name string) (time.Time, error) { return j.cursors[name], nil }

// SetCursor is durable at once.
func (j *journal) SetCursor(name string, t time.Time) error {
	if j.c.dead {
		return errDied
	}
	j.cursors[name] = t
	return nil
}
