package world

import (
	"context"
	"fmt"

	"strings"
	"testing"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// sabotages are bugs that somebody may plant one day. A simulation that does not see them proves nothing.
var sabotages = []struct {
	name   string
	within int      // seeds that are looked at
	rules  []string // one of these must be broken
	bug    Sabotage
}{
	{"the list of claims is a minute old", 60, []string{"I3"}, Sabotage{Stripe: func(s payment.Stripe) payment.Stripe {
		return &staleList{Stripe: s}
	}}},
	{"cancelled is said before it is done", 60, []string{"I4"}, Sabotage{Stripe: func(s payment.Stripe) payment.Stripe {
		return saysCanceled{s}
	}}},
	{"each claim has a key of its own, and nobody lists", 200, []string{"I1", "I2"}, Sabotage{Stripe: func(s payment.Stripe) payment.Stripe {
		return &ownKeys{Stripe: s}
	}}},
	{"the journal answers before the entry is durable", 60, []string{"I10", "I14", "I15", "I16"}, Sabotage{Journal: func(j payment.Journal) payment.Journal {
		return &lazyJournal{Journal: j}
	}}},
	{"the booking is not assigned to its document, and shown as assigned", 20, []string{"I4", "I15"}, Sabotage{Odoo: func(o payment.Odoo) payment.Odoo {
		return &unassigned{Odoo: o}
	}}},
	{"the amount asked for is booked, not the amount received", 200, []string{"I8", "I15"}, Sabotage{Stripe: func(s payment.Stripe) payment.Stripe {
		return asksForAll{s}
	}}},
	{"every slot is free", 60, []string{"I5"}, Sabotage{Stripe: func(s payment.Stripe) payment.Stripe {
		return neverTaken{s}
	}}},
	{"the documents are as they were a minute ago", 60, []string{"I3"}, Sabotage{Odoo: func(o payment.Odoo) payment.Odoo {
		return &staleDocuments{Odoo: o}
	}}},
	{"an intent waits for a card, and is said to be paid", 60, []string{"I4"}, Sabotage{Stripe: func(s payment.Stripe) payment.Stripe {
		return saysPaid{s}
	}}},
}

// TestSabotage would lose: the worth of TestSeeds.
func TestSabotage(t *testing.T) {
	for _, s := range sabotages {
		t.Run(s.name, func(t *testing.T) {
			const batch = 4
			for first := 1; first <= s.within; first += batch {
				planted := seeds(uint64(first), batch)
				for i := range planted {
					planted[i].Sabotage = s.bug
				}
				for _, r := range live(planted) {
					for _, v := range r.Violations {
						for _, rule := range s.rules {
							if strings.Contains(v, " "+rule+": ") {
								t.Logf("seen in seed %d: %s", r.Seed, v)
								return
							}
						}
					}
				}
			}
			t.Errorf("not seen in %d seeds", s.within)
		})
	}
}

// staleList answers the first listing of each minute again and again.
type staleList struct {
	payment.Stripe
	at   time.Time
	kept []payment.Intent
}

func (s *staleList) IntentPages(ctx context.Context, from, _ time.Time, page func([]payment.Intent) error) error {
	if now := s.Now(); s.kept == nil || now.Sub(s.at) >= time.Minute {
		list, err := s.Stripe.Intents(ctx, from)
		if err != nil {
			return err
		}
		s.kept, s.at = list, s.Now()
	}
	return page(s.kept)
}

type saysCanceled struct{ payment.Stripe }

func (s saysCanceled) CancelIntent(ctx context.Context, _, id string) (payment.Intent, error) {
	i, err := s.Intent(ctx, id)
	i.Status = payment.Canceled
	return i, err
}

// ownKeys makes the claims of different payments never collide, and shows nobody's but the counter's own.
type ownKeys struct{ payment.Stripe }

func (s *ownKeys) CreateIntent(ctx context.Context, key string, p payment.IntentParams) (payment.Intent, error) {
	return s.Stripe.CreateIntent(ctx, key+":"+p.Metadata["pd_pay"], p)
}

func (s *ownKeys) IntentPages(context.Context, time.Time, time.Time, func([]payment.Intent) error) error {
	return nil
}

// lazyJournal keeps the last entry in memory until the next one comes; the power goes, the entry goes.
type lazyJournal struct {
	payment.Journal
	pending *payment.Entry
	final   bool
}

func (j *lazyJournal) Append(e payment.Entry, final bool) error {
	if j.pending != nil {
		if err := j.Journal.Append(*j.pending, j.final); err != nil {
			return err
		}
	}
	j.pending, j.final = &e, final
	return nil
}

// unassigned skips the assignment and shows documents as if it had been done.
type unassigned struct {
	payment.Odoo
	on map[int64]payment.Booking
}

func (o *unassigned) Assign(ctx context.Context, booking, doc int64) error {
	b, err := o.Booking(ctx, booking)
	if o.on == nil {
		o.on = map[int64]payment.Booking{}
	}
	o.on[doc] = b
	return err
}

func (o *unassigned) Documents(ctx context.Context, ids []int64) ([]document.Fresh, error) {
	docs, err := o.Odoo.Documents(ctx, ids)
	for i := range docs {
		if b, ok := o.on[docs[i].ID]; ok {
			docs[i].Payments = append(docs[i].Payments, document.AppliedPayment{ID: b.ID, Memo: b.Memo, Amount: b.Amount, Date: b.Date})
		}
	}
	return docs, err
}

type asksForAll struct{ payment.Stripe }

func (s asksForAll) Intent(ctx context.Context, id string) (payment.Intent, error) {
	i, err := s.Stripe.Intent(ctx, id)
	if i.Status == payment.Succeeded {
		i.Received = i.Amount
	}
	return i, err
}

// neverTaken hides what a reader does, and takes a new epoch each time.
type neverTaken struct{ payment.Stripe }

func (s neverTaken) Reader(ctx context.Context, id string) (reader.Reader, error) {
	r, err := s.Stripe.Reader(ctx, id)
	r.Action = nil
	return r, err
}

func (s neverTaken) Process(ctx context.Context, key, readerID, intentID string) (reader.Reader, error) {
	return s.Stripe.Process(ctx, key+":"+intentID, readerID, intentID)
}

// staleDocuments answers the first reading of a set of documents for a minute.
type staleDocuments struct {
	payment.Odoo
	kept map[string][]document.Fresh
	left int
}

func (o *staleDocuments) Documents(ctx context.Context, ids []int64) ([]document.Fresh, error) {
	key := fmt.Sprint(ids)
	if docs, ok := o.kept[key]; ok && o.left > 0 {
		o.left--
		return docs, nil
	}
	docs, err := o.Odoo.Documents(ctx, ids)
	if err == nil {
		o.kept, o.left = map[string][]document.Fresh{key: docs}, 6
	}
	return docs, err
}

type saysPaid struct{ payment.Stripe }

func (s saysPaid) Watch(ctx context.Context, readerID, intentID string) (reader.Reader, payment.Intent, error) {
	r, i, err := s.Stripe.Watch(ctx, readerID, intentID)
	if r.Busy() && r.Runs(intentID) {
		i.Status, i.Received = payment.Succeeded, i.Amount
	}
	return r, i, err
}
