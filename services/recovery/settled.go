package recovery

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"paydesk/services/payment"
)

// Settled is an entry that is over. By is empty where nobody had to decide any more: the charge is booked by now.
type Settled struct {
	Entry
	By, Reason string
	Over       time.Time
}

// AnotherCounter stands for whoever settled an entry elsewhere: his name is in that counter's journal.
const AnotherCounter = "another counter"

// overEntries keeps the entries that ended, for people who ask what became of one.
type overEntries struct {
	said  map[string]Entry // as the journal told last
	ended map[string]Settled
}

const overKept = 48 * time.Hour

func newOver() overEntries {
	return overEntries{said: map[string]Entry{}, ended: map[string]Settled{}}
}

func (o overEntries) end(e Entry, c closing, at time.Time) {
	o.ended[e.ID] = Settled{Entry: e, By: c.By, Reason: c.Reason, Over: at}
}

// Recall is told of the journal's entries at the start, in their order; what is no record about attention it leaves alone.
func (a *Attention) Recall(r payment.Entry) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch r.Kind {
	case factAttention:
		var e Entry
		if json.Unmarshal(r.Body, &e) == nil {
			a.over.said[r.Payment] = e
		}
	case factClosed:
		var c closing
		e, known := a.over.said[r.Payment]
		if json.Unmarshal(r.Body, &c) == nil && known {
			a.over.end(e, c, r.At)
		}
	}
}

// Settled lists what ended at or after since, the latest first. What is open again, or went on as another entry about the same
// charge, did not end.
func (a *Attention) Settled(since time.Time) []Settled {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.clock.Now()
	var out []Settled
	for id, s := range a.over.ended {
		if now.Sub(s.Over) > overKept {
			delete(a.over.ended, id)
			continue
		}
		goesOn := slices.ContainsFunc(a.listLocked(), func(e Entry) bool { return e.ID == id || s.Intent != "" && e.about(s.Intent) })
		if !goesOn && !s.Over.Before(since) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(x, y Settled) int {
		if d := y.Over.Compare(x.Over); d != 0 {
			return d
		}
		return strings.Compare(x.ID, y.ID)
	})
	return out
}
