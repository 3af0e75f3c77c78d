package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
)

// The wizard is not exactly-once: sent again too early, a charge is booked twice.
func TestWizardIsSentAgainOnlyAfterTwoLookUpsHalfAMinuteApart(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.closing = true
	lost := &explain.Failure{Side: explain.Odoo, Kind: explain.Unanswered}
	b.registers = func(BookingRow) (int64, error) { return 0, lost }
	w := b.work(98, 98)
	if _, err := b.book(w); !errors.Is(err, lost) {
		t.Fatal(err)
	}
	if p, ok := b.facts[0].(PostIntended); !ok || !p.Register {
		t.Fatalf("not on disk before it was sent: %+v", b.facts)
	}
	w.Registered = time.Unix(0, 0) // as the journal tells
	b.calls = nil
	b.registers = nil
	got, err := b.book(w)
	if err != nil || got.Credit != nil || !slices.Equal(got.Residual, []int64{0}) {
		t.Errorf("%+v %v", got, err)
	}
	if d := cmp.Diff([]string{"find", "closes?", "find", "register"}, b.calls); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]time.Duration{30 * time.Second}, b.clock.slept); d != "" {
		t.Error(d)
	}
}

// The first copy of the wizard's order arrives while its sender waits.
func TestWizardThatArrivedMeanwhileIsNotSentAgain(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.closing = true
	w := b.work(98, 98)
	w.Registered = time.Unix(0, 0)
	booker := Booker{Books: b.books, Clock: sleeper{func() { b.registered(w.Row) }}, Runner: inOrder{}, Rand: strings.NewReader("")}
	read, _ := booker.Look(context.Background(), testMark, nil, w.Row.Documents)
	if _, err := booker.Book(context.Background(), w, read); !errors.Is(err, ErrLater) {
		t.Errorf("%v", err)
	}
	if slices.Contains(b.calls, "register") {
		t.Error("sent again")
	}
	if got, err := b.book(w); err != nil || len(b.payments) != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

type sleeper struct{ f func() }

func (s sleeper) Now() time.Time { return time.Unix(0, 0) }
func (s sleeper) Sleep(ctx context.Context, _ time.Duration) error {
	s.f()
	return ctx.Err()
}

// Two counters with a wizard each book a charge twice: the charge's own counter has ten minutes.
func TestOthersLeaveTheWizardToTheChargesOwnCounter(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.closing = true
	w := b.work(98, 98)
	w.Patient = true
	if _, err := b.book(w); !errors.Is(err, ErrLater) {
		t.Error(err)
	}
	wantWrites(t, b)
}

// A shop whose Odoo forbids the import could not book at all.
func TestWhereLoadIsForbiddenTheWizardBooks(t *testing.T) {
	b := &bench{books: newBooks(100, 30)}
	b.noLoad = fmt.Errorf("%w: fault 4", ErrNoCreateOnce)
	if got, err := b.book(b.work(130, 100, 30)); err != nil || !slices.Equal(got.Residual, []int64{0, 0}) {
		t.Errorf("%+v %v", got, err)
	}
	wantWrites(t, b, "load", "register")
}

// 17 refuses one of two payments that take the same number in the same moment: told to a person at once, every busy morning
// would fill the list of what needs one.
func TestFirstRefusalOfTheWizardIsTriedOnceMore(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.closing = true
	no := &explain.Failure{Side: explain.Odoo, Kind: explain.Refused, Text: "Another entry with the same name already exists."}
	b.registers = func(BookingRow) (int64, error) { return 0, no }
	w := b.work(98, 98)
	if _, err := b.book(w); !errors.Is(err, ErrLater) || explain.Is(err, explain.Refused) {
		t.Errorf("%v", err)
	}
	w.Registered = time.Unix(1, 0)
	if _, err := b.book(w); !explain.Is(err, explain.Refused) {
		t.Errorf("a second no: %v", err)
	}
}

// The register wizard pays documents: used for a credit it would pay the invoice that was not meant.
func TestCreditWhereLoadIsForbiddenNeedsAPerson(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.noLoad = fmt.Errorf("%w: fault 4", ErrNoCreateOnce)
	w := b.work(100, 100)
	w.Credit, w.Row.Documents = true, nil
	_, err := b.book(w)
	wantHeld(t, err, ProblemRefused)
	wantWrites(t, b, "load")
}
