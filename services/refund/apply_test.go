package refund

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

var start = time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)

// approved is a refund of 128.45 on a note, spread over two charges.
func approved() Order {
	return Order{
		ID: "rf1", Counter: payment.Counter{ID: "c1", Name: "Counter 1"}, Person: "Aisha Karim", Approver: "Ingrid Solheim", Reason: "Goods returned",
		Company: 1, Note: Document{18, "RINV/2026/00018"}, Original: Document{7, "INV/2026/00438"}, Amount: money.New(12845, "EUR"),
		Shares: []Share{{Intent: "pi_new", Charge: "ch_new", Minor: 10000}, {Intent: "pi_old", Charge: "ch_old", Minor: 2845}},
	}
}

func stripeRefund(n int, s Status) *Refund {
	id := []string{"re_new", "re_old"}[n]
	r := &Refund{ID: id, Status: s, Amount: money.New(approved().Shares[n].Minor, "EUR"), Created: start}
	if s == Failed {
		r.FailureReason = "expired_or_canceled_card"
	}
	return r
}

func walk(t *testing.T, facts ...Fact) State {
	t.Helper()
	var s State
	for n, f := range facts {
		next, err := Apply(s, Event{start.Add(time.Duration(n) * time.Second), f})
		if err != nil {
			t.Fatalf("fact %d: %v", n, err)
		}
		s = next
	}
	return s
}

var opened = []Fact{RefundOpened{Order: approved()}, RefundChecked{}}

func sent(n int, a RefundAnswered) []Fact {
	a.Share = n
	return []Fact{RefundIntended{Share: n, Key: "k"}, a}
}

func path(parts ...[]Fact) []Fact { return slices.Concat(append([][]Fact{opened}, parts...)...) }

// byHand is a transfer that may be recorded.
var byHand = []Fact{
	RefundOpened{Order: Order{ID: "rf2", Approver: "Ingrid Solheim", Note: Document{18, "R"}, Amount: money.New(600, "EUR"), Shares: []Share{{Minor: 600}}, Transfer: true}},
	RefundChecked{},
}

// Lost if it fails: a transfer counts as recorded before Odoo has it, or one that Odoo has not is on no list.
func TestTransferFollowsOdoo(t *testing.T) {
	intended := append(slices.Clone(byHand), TransferIntended{Mark: "tr_18_0", At: start})
	if s := walk(t, intended...); s.Phase != Booking || s.Shares[0].Refund != "tr_18_0" {
		t.Errorf("%s %+v", s.Phase, s.Shares)
	}
	if s := walk(t, append(slices.Clone(intended), RefundDrafted{ID: 9}, RefundBooked{ID: 9, Name: "P"})...); s.Phase != Done {
		t.Error(s.Phase)
	}
	if s := walk(t, append(slices.Clone(intended), RefundAnswered{Problem: &payment.Problem{Kind: ProblemChanged}})...); s.Phase != Stopped || s.Problem.Kind != ProblemChanged {
		t.Error(s.Phase)
	}
	if s := walk(t, append(slices.Clone(intended), RefundDelayed{Failure: explain.Unanswered})...); s.Phase != Outbox {
		t.Error(s.Phase)
	}
}

// Lost if it fails: a screen says refunded, on its way or not refunded when it is not so, or the next step is forgotten.
func TestPhaseFollowsTheMoney(t *testing.T) {
	given := func(n int) []Fact { return sent(n, RefundAnswered{Refund: stripeRefund(n, Succeeded)}) }
	pending := func(n int) []Fact { return sent(n, RefundAnswered{Refund: stripeRefund(n, Pending)}) }
	booked := func(n int) []Fact {
		return []Fact{RefundPostIntended{Share: n}, RefundDrafted{Share: n, ID: 50 + int64(n)}, RefundBooked{Share: n, ID: 50 + int64(n), Name: "P"}}
	}
	seen := func(n int, s Status) []Fact { return []Fact{RefundObserved{Share: n, Refund: *stripeRefund(n, s)}} }
	for name, c := range map[string]struct {
		facts []Fact
		phase Phase
		act   Act
		share int
	}{
		"approved":                    {opened[:1], Checking, DoCheck, 0},
		"may be given back":           {opened, Sending, DoSend, 0},
		"not any more":                {[]Fact{opened[0], RefundChecked{Problem: &payment.Problem{Kind: ProblemChanged}}}, Stopped, DoNothing, 0},
		"sent, process died":          {path([]Fact{RefundIntended{Share: 0, Key: "k"}}), Sending, DoAsk, 0},
		"no answer":                   {path(sent(0, RefundAnswered{Unknown: true})), Unknown, DoAsk, 0},
		"key used by another":         {path(sent(0, RefundAnswered{Collided: true})), Sending, DoSend, 0},
		"less is left before a send":  {path([]Fact{RefundAnswered{Share: 0, Problem: &payment.Problem{Kind: ProblemChanged}}}), Stopped, DoNothing, 0},
		"less is left for the rest":   {path(given(0), []Fact{RefundAnswered{Share: 1, Problem: &payment.Problem{Kind: ProblemDisputed}}}), Booking, DoBook, 0},
		"there already before a send": {path([]Fact{RefundAnswered{Share: 0, Refund: stripeRefund(0, Succeeded)}}), Sending, DoSend, 1},
		"first given":                 {path(given(0)), Sending, DoSend, 1},
		"first pending":               {path(pending(0)), Sending, DoSend, 1},
		"second refused":              {path(given(0), sent(1, RefundAnswered{Problem: &payment.Problem{Kind: ProblemDisputed}})), Booking, DoBook, 0},
		"first refused":               {path(sent(0, RefundAnswered{Problem: &payment.Problem{Kind: ProblemDisputed}})), Stopped, DoNothing, 0},
		"both given":                  {path(given(0), given(1)), Booking, DoBook, 0},
		"one booked":                  {path(given(0), given(1), booked(0)), Booking, DoBook, 1},
		"all booked":                  {path(given(0), given(1), booked(0), booked(1)), Done, DoNothing, 0},
		"one with the bank":           {path(given(0), pending(1), booked(0)), AtBank, DoFollow, 1},
		"unknown beats pending":       {path(pending(0), sent(1, RefundAnswered{Unknown: true})), Unknown, DoAsk, 1},
		"Odoo away":                   {path(given(0), given(1), []Fact{RefundDelayed{Failure: explain.Unreachable}}), Outbox, DoBook, 0},
		"Odoo refuses":                {path(given(0), given(1), []Fact{RefundHeld{}}), Held, DoNothing, 0},
		"asked again":                 {path(given(0), given(1), []Fact{RefundHeld{}, RefundPostRequested{By: "x"}}), Booking, DoBook, 0},
		"came back before booking":    {path(given(0), given(1), seen(0, Failed), booked(1)), CameBack, DoNothing, 0},
		"came back while drafted":     {path(given(0), given(1), booked(1), []Fact{RefundDrafted{Share: 0, ID: 50}}, seen(0, Failed)), Undoing, DoTakeBack, 0},
		"came back days later":        {path(given(0), given(1), booked(0), booked(1), seen(1, Failed)), Undoing, DoTakeBack, 1},
		"and was taken back":          {path(given(0), given(1), booked(0), booked(1), seen(1, Failed), []Fact{TakeBackIntended{Share: 1}, TakenBack{Share: 1}}), CameBack, DoNothing, 0},
		"Odoo will not let it back":   {path(given(0), given(1), booked(0), booked(1), seen(1, Failed), []Fact{RefundHeld{}}), Held, DoNothing, 0},
		"given up in time":            {path([]Fact{RefundGivenUp{By: "x"}}), Stopped, DoNothing, 0},
		"given up after one":          {path(given(0), []Fact{RefundGivenUp{By: "x"}}), Booking, DoBook, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := walk(t, c.facts...)
			act, n := Next(s)
			if s.Phase != c.phase || act != c.act || act != DoNothing && n != c.share {
				t.Errorf("%s, act %d on share %d; want %s, %d on %d", s.Phase, act, n, c.phase, c.act, c.share)
			}
		})
	}
}

// Lost if it fails: where Odoo forbids the import, a refund that was registered before a restart is registered again, and the
// customer's money left twice in the books.
func TestWizardOfABookingIsRemembered(t *testing.T) {
	given := sent(0, RefundAnswered{Refund: stripeRefund(0, Succeeded)})
	s := walk(t, path(given, []Fact{RefundPostIntended{Share: 0}})...)
	if !s.Shares[0].Registered.IsZero() {
		t.Error("an ordinary booking counts as registered")
	}
	s = walk(t, path(given, []Fact{RefundPostIntended{Share: 0, Register: true}, RefundPostIntended{Share: 0}})...)
	if s.Shares[0].Registered.IsZero() {
		t.Error("forgotten")
	}
}

// Lost if it fails: an unanswered refund is abandoned (R3), or one that came back is called given again.
func TestForbiddenFacts(t *testing.T) {
	failed := path(sent(0, RefundAnswered{Refund: stripeRefund(0, Failed)}))
	for name, facts := range map[string][]Fact{
		"giving up an unanswered send":      append(path([]Fact{RefundIntended{Share: 0}}), RefundGivenUp{By: "x"}),
		"giving up an unknown":              append(path(sent(0, RefundAnswered{Unknown: true})), RefundGivenUp{By: "x"}),
		"giving up with the card at reader": append(path(sent(0, RefundAnswered{Prompting: true})), RefundGivenUp{By: "x"}),
		"success after failure":             append(failed, RefundObserved{Share: 0, Refund: *stripeRefund(0, Succeeded)}),
		"another refund's answer":           append(path(sent(0, RefundAnswered{Refund: stripeRefund(0, Pending)})), RefundObserved{Share: 0, Refund: *stripeRefund(1, Succeeded)}),
		"sent twice":                        path([]Fact{RefundIntended{Share: 0}, RefundIntended{Share: 0}}),
		"booked before it was given":        path([]Fact{RefundBooked{Share: 0}}),
		"a share that is none":              path([]Fact{RefundIntended{Share: 2}}),
		"opened twice":                      {opened[0], opened[0]},
		"a beginning without approval":      {RefundChecked{}},
		"no answer to what was not sent":    path([]Fact{RefundAnswered{Share: 0, Unknown: true}}),
		"a card's refund called a transfer": path([]Fact{TransferIntended{Share: 0, Mark: "tr_18_0"}}),
		"a recorded transfer is refused":    append(slices.Clone(byHand), TransferIntended{Mark: "tr_18_0"}, RefundDrafted{ID: 9}, RefundAnswered{Problem: &payment.Problem{}}),
		"a transfer is given up in Odoo":    append(slices.Clone(byHand), TransferIntended{Mark: "tr_18_0"}, RefundGivenUp{By: "x"}),
	} {
		t.Run(name, func(t *testing.T) {
			s := walk(t, facts[:len(facts)-1]...)
			after, err := Apply(s, Event{start, facts[len(facts)-1]})
			if !errors.Is(err, ErrUnexpected) {
				t.Errorf("taken: %s → %s, %v", s.Phase, after.Phase, err)
			}
			before, _ := json.Marshal(s)
			now, _ := json.Marshal(after)
			if string(before) != string(now) {
				t.Error("a refused fact changed the state")
			}
		})
	}
}

// Lost if it fails: a new credit note that owes less than what was approved is refunded all the same (an unpaid original).
func TestNoteThatOwesLessStops(t *testing.T) {
	o := approved()
	o.Note = Document{}
	s := walk(t, RefundOpened{Order: o}, RefundChecked{})
	if act, _ := Next(s); s.Phase != Noting || act != DoNote {
		t.Fatalf("%s", s.Phase)
	}
	row := NoteIntended{NoteRow{RID: "rf1"}}
	full := walk(t, RefundOpened{Order: o}, RefundChecked{}, row, NoteMade{Note: Document{18, "R"}, Left: 12845})
	less := walk(t, RefundOpened{Order: o}, RefundChecked{}, row, NoteMade{Note: Document{18, "R"}, Left: 12844})
	if full.Phase != Sending || less.Phase != Stopped || less.Problem.Kind != ProblemNothingOwed {
		t.Errorf("full %s, less %s %v", full.Phase, less.Phase, less.Problem)
	}
}

// Lost if it fails: some order of late, double or odd facts makes a panic, or a phase that contradicts the shares.
func TestAnyOrderOfFactsKeepsTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.IntRange(-1, 2)
		status := rapid.SampledFrom([]Status{Pending, RequiresAction, Succeeded, Failed, Canceled, "new_word"})
		answer := rapid.Custom(func(t *rapid.T) Fact {
			n := share.Draw(t, "share")
			a := RefundAnswered{Share: n}
			switch rapid.IntRange(0, 5).Draw(t, "answer") {
			case 0:
				a.Refund = &Refund{ID: []string{"re_x", "re_new", "re_old", "re_y"}[n+1], Status: status.Draw(t, "status")}
			case 1:
				a.Unknown = true
			case 2:
				a.Stored = true
			case 3:
				a.Collided = true
			case 4:
				a.Prompting = true
			case 5:
				a.Problem = &payment.Problem{Kind: ProblemChanged}
			}
			return a
		})
		fact := rapid.OneOf(answer, answer, rapid.Custom(func(t *rapid.T) Fact {
			n := share.Draw(t, "share")
			return rapid.SampledFrom([]Fact{
				RefundIntended{Share: n, Key: "k"}, RefundObserved{Share: n, Refund: Refund{ID: []string{"re_x", "re_new", "re_old", "re_y"}[n+1], Status: status.Draw(t, "status")}},
				RefundPostIntended{Share: n}, RefundDrafted{Share: n, ID: 9}, RefundBooked{Share: n, ID: 9}, TakeBackIntended{Share: n}, TakenBack{Share: n},
				RefundDelayed{}, RefundHeld{}, RefundPostRequested{}, RefundGivenUp{}, RefundSlotIntended{}, RefundSlotAnswered{}, RefundMended{Share: n}, NoteMade{}, NoteRefused{},
			}).Draw(t, "fact")
		}))
		var s State
		for n, f := range append(slices.Clone(opened), rapid.SliceOfN(fact, 0, 40).Draw(t, "facts")...) {
			next, err := Apply(s, Event{start, f})
			if err != nil {
				if next.Phase != s.Phase {
					t.Fatalf("fact %d refused, phase %s → %s", n, s.Phase, next.Phase)
				}
				continue
			}
			for i, sh := range next.Shares {
				if n >= len(opened) && (s.Shares[i].Progress == Back) && sh.Progress.Went() {
					t.Fatalf("share %d came back and is called given", i)
				}
				if s.Phase == Stopped && sh.Progress != s.Shares[i].Progress {
					t.Fatal("a stopped refund went on")
				}
			}
			s = next
			open := s.first(Sent, Unsure, Prompting) >= 0
			switch s.Phase {
			case Done:
				if s.first(Waits, Sent, Unsure, Prompting, OnItsWay, Given, Back, BackToo) >= 0 {
					t.Fatalf("done: %+v", s.Shares)
				}
			case Stopped:
				if open || s.first(OnItsWay, Given, Booked, Back, BackToo) >= 0 {
					t.Fatalf("stopped: %+v", s.Shares)
				}
			}
			if act, _ := Next(s); open && act != DoAsk && act != DoWatch {
				t.Fatalf("an unanswered send is left alone in %s", s.Phase)
			}
		}
		// what is on disk folds to the same state
		body, err := json.Marshal(s)
		if err != nil || len(body) == 0 {
			t.Fatal(err)
		}
	})
}

// Lost if it fails: an entry in the journal cannot be read after a restart.
func TestEveryFactSurvivesTheJournal(t *testing.T) {
	for name, kind := range kindByName {
		if f, err := Decode(name, []byte("{}")); err != nil || KindName(f) != kind.Name() {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := RefundOpened{Order: approved(), Adopted: stripeRefund(0, Pending), Booking: 7}
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode("RefundOpened", body)
	if again, _ := json.Marshal(back); err != nil || string(again) != string(body) {
		t.Errorf("%s\n%s %v", body, again, err)
	}
}
