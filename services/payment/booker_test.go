package payment

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
)

// Money would be booked on the wrong invoice: Odoo gives a document all that a payment has left.
func TestFullDocumentsFirstAndThePartialOneLast(t *testing.T) {
	b := &bench{books: newBooks(100, 500, 50)}
	got, err := b.book(b.work(200, 100, 50, 50))
	if err != nil || got.Credit != nil || !slices.Equal(got.Residual, []int64{0, 450, 0}) {
		t.Errorf("%+v %v", got, err)
	}
	wantWrites(t, b, "load", "post 100", "assign 1", "assign 3", "assign 2")
}

// What a hand payment kept from the first invoice would end on the second, which the customer did not pay that much of.
func TestWhatTheOthersDidNotTakeDoesNotEndOnThePartialOne(t *testing.T) {
	b := &bench{books: newBooks(100, 500)}
	b.onAssign = func(doc int64) {
		if doc == 1 {
			b.documents[1].Residual.Minor = 70 // 30 came by hand in this second
		}
	}
	got, err := b.book(b.work(150, 100, 50))
	if err != nil || got.Credit == nil || *got.Credit != euro(80) || b.documents[2].Residual.Minor != 500 {
		t.Errorf("%+v %v, the second owes %d", got, err, b.documents[2].Residual.Minor)
	}
}

// A tip must be booked to the cent and must not pay an invoice; what a hand payment kept from the money is told all the same.
func TestTipIsBookedAndStaysTheCustomersCredit(t *testing.T) {
	for taken, want := range map[int64]int64{0: 0, 30: 30} {
		b := &bench{books: newBooks(100)}
		b.onAssign = func(int64) { b.documents[1].Residual.Minor -= taken }
		w := b.work(115, 100)
		w.Row.Tip = 15
		got, err := b.book(w)
		if err != nil || (got.Credit == nil) != (want == 0) || want != 0 && *got.Credit != euro(want) || b.payments[0].Amount != euro(115) {
			t.Errorf("%d taken by hand: %+v %v", taken, got, err)
		}
	}
}

// An accountant's decision would be undone, again and again.
func TestTakenBackOrGoneIsNeverBookedAgainWithoutAPerson(t *testing.T) {
	b := &bench{books: newBooks(100)}
	w := b.work(100, 100)
	b.add(Booking{State: BookingCanceled, Memo: testMark, Amount: euro(100), Partner: 7})
	_, err := b.book(w)
	wantHeld(t, err, ProblemTakenBack)

	gone := &bench{books: newBooks(100)}
	w = gone.work(100, 100)
	w.Known = []int64{77}
	_, err = gone.book(w)
	wantHeld(t, err, ProblemGone)
	wantWrites(t, b)
	wantWrites(t, gone)

	w = b.work(100, 100)
	w.Again = true
	if got, err := b.book(w); err != nil || got.ID != 101 {
		t.Errorf("a person ordered it: %+v %v", got, err)
	}
}

// The second payment of a person's order must not be the first one, whose external id is taken.
func TestOrderedAgainItIsCreatedUnderAnIDOfItsOwn(t *testing.T) {
	b := &bench{books: newBooks(100)}
	for range 2 {
		b.add(Booking{State: BookingCanceled, Memo: testMark, Amount: euro(100), Partner: 7})
	}
	w := b.work(100, 100)
	w.Again = true
	booker := Booker{Books: b.books, Clock: &b.clock, Runner: inOrder{}, Rand: strings.NewReader("")}
	read, _ := booker.Look(context.Background(), testMark, nil, w.Row.Documents)
	if p, err := booker.pick(context.Background(), &w, read); p != nil || err != nil || w.Row.Canceled != 2 {
		t.Errorf("%+v %v %d", p, err, w.Row.Canceled)
	}
}

// A memo that a person retyped would make a booked charge look new.
func TestKnownByItsIDItIsFoundWhateverItsMemoSays(t *testing.T) {
	b := &bench{books: newBooks(100)}
	w := b.work(100, 100)
	w.Known = []int64{b.add(Booking{State: BookingDraft, Memo: "Mrs Brant, card", Amount: euro(100), Partner: 7, Date: w.Row.Date})}
	if got, err := b.book(w); err != nil || got.ID != 100 || len(b.payments) != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

// Refunded before it was booked: booking it blindly would leave Odoo with money that is not there.
func TestWhatSpeaksAgainstABookingStopsOnlyANewOne(t *testing.T) {
	b := &bench{books: newBooks(100)}
	w := b.work(100, 100)
	w.Speaks = &Problem{Kind: ProblemRefunded}
	_, err := b.book(w)
	wantHeld(t, err, ProblemRefunded)
	wantWrites(t, b)
	b.add(Booking{State: BookingDraft, Memo: testMark, Amount: euro(100), Partner: 7, Date: w.Row.Date})
	if _, err := b.book(w); err != nil {
		t.Errorf("a payment that exists stays half done: %v", err)
	}
}

// Booked on a payment of another amount, customer or journal the books would not say what was charged.
func TestAPaymentThatIsNotOursAsItStandsStopsTheBooking(t *testing.T) {
	for name, p := range map[string]Booking{
		"amount":  {State: BookingDraft, Memo: testMark, Amount: euro(99), Partner: 7},
		"partner": {State: BookingDraft, Memo: testMark, Amount: euro(100), Partner: 8},
		"journal": {State: BookingDraft, Memo: testMark, Amount: euro(100), Partner: 7, Foreign: true},
	} {
		b := &bench{books: newBooks(100)}
		b.add(p)
		_, err := b.book(b.work(100, 100))
		t.Run(name, func(t *testing.T) { wantHeld(t, err, ProblemRefused) })
		wantWrites(t, b)
	}
}

// Counters that create the same payment at once would each call the others' success a failure.
func TestOthersInTheWayOfLoadAreWaitedForAMoment(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.conflicts = 3
	if _, err := b.book(b.work(100, 100)); err != nil {
		t.Error(err)
	}
	if len(b.clock.slept) != 3 {
		t.Errorf("%v", b.clock.slept)
	}
	for _, d := range b.clock.slept {
		if d < 200*time.Millisecond || d > time.Second {
			t.Errorf("waited %s", d)
		}
	}
	b.conflicts = 1000
	other := b.work(100, 100)
	other.Row.Mark, other.Row.Memo = "pi_other", "pi_other"
	b.documents[1].Residual = euro(100)
	if _, err := b.book(other); !explain.Is(err, explain.Conflict) {
		t.Errorf("it would never end: %v", err)
	}
}

// Cancelling the reconciled one because it is the younger opens a paid invoice again; leaving both books a charge twice.
func TestOfTwinsTheReconciledOneStays(t *testing.T) {
	for name, c := range map[string]struct {
		reconciled int // index of the twin that pays the invoice, -1: none
		kept       int64
	}{"the second": {1, 101}, "the first": {0, 100}, "none": {-1, 100}} {
		t.Run(name, func(t *testing.T) {
			b := &bench{books: newBooks(100)}
			for range 2 {
				b.add(Booking{State: BookingLive, HasEntry: true, Memo: testMark, Amount: euro(100), Partner: 7, Date: "2026-11-22"})
			}
			if c.reconciled >= 0 {
				b.apply(&b.payments[c.reconciled], b.documents[1], 100)
			}
			got, err := b.book(b.work(100, 100))
			if err != nil || got.ID != c.kept || b.documents[1].Residual.Minor != 0 {
				t.Errorf("%+v %v", got, err)
			}
			for _, p := range b.payments {
				if (p.State == BookingLive) != (p.ID == c.kept) {
					t.Errorf("%+v", p)
				}
			}
			if m, ok := b.facts[0].(Mended); !ok || m.Kept != c.kept || len(m.Canceled) != 1 {
				t.Errorf("not on disk before it was done: %+v", b.facts)
			}
		})
	}
}

// The customer would owe what he paid, or the invoice be paid with it after a person said otherwise.
func TestCustomersCreditIsBookedOnNoDocument(t *testing.T) {
	b := &bench{books: newBooks(0)} // paid otherwise meanwhile
	w := b.work(100, 100)
	w.Credit, w.Row.Documents = true, nil
	got, err := b.book(w)
	if err != nil || got.Credit == nil || *got.Credit != euro(100) {
		t.Errorf("%+v %v", got, err)
	}
	wantWrites(t, b, "load", "post 100")
}

// A locked period moves the booking; the day in the books is not the receipt's, and nobody would know why.
func TestMovedDayIsSaidNotFailed(t *testing.T) {
	b := &bench{books: newBooks(100)}
	b.onAssign = func(int64) { b.payments[0].Date = "2026-12-01" }
	if got, err := b.book(b.work(100, 100)); err != nil || got.Dated != "2026-12-01" {
		t.Errorf("%+v %v", got, err)
	}
}

// Odoo 18 calls a stray payment paid, and Enterprise without an outstanding account makes no entry at all: both would be
// shown as booked while the invoice is still owed.
func TestPaidOrPostedAloneProvesNothing(t *testing.T) {
	stray := &bench{books: newBooks(100)}
	stray.onAssign = func(doc int64) { stray.documents[doc].Residual.Minor = 0 } // paid by somebody else in this moment
	_, err := stray.book(stray.work(100, 100))
	wantHeld(t, err, ProblemDocument)

	hollow := &bench{books: newBooks(100)}
	hollow.onAssign = func(int64) { hollow.payments[0].HasEntry = false }
	_, err = hollow.book(hollow.work(100, 100))
	wantHeld(t, err, ProblemRefused)
}
