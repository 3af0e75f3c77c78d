package present

import (
	"strings"
	"testing"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/print"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

var noon = time.Date(2026, 11, 20, 14, 32, 18, 0, time.UTC)

// life is a payment in a phase, with all that a payment has by then.
func life(p payment.Phase) payment.State {
	s := payment.State{Phase: p, Since: noon.Add(-18 * time.Second), Attempt: 1}
	s.Order = payment.Order{
		ID: "p1", Counter: payment.Counter{ID: "c1", Name: "Counter 1"}, Person: "Aisha Karim", Customer: "Brandt & Söhne Feinmechanik GmbH",
		Parts: []payment.Part{{Document: 1, Number: "INV/2026/00427", Minor: 128450}}, Amount: money.New(128450, "EUR"),
		Reader: payment.ReaderRef{ID: "tmr_1", Label: "Front desk", Model: "S700", Tag: "A"},
	}
	s.Received = s.Amount
	s.Charge = &payment.Charge{ID: "ch_1", Brand: "visa", Last4: "4242", Method: "contactless_emv"}
	s.Booking, s.BookingID, s.Residual = "PSTRP/2026/00193", 193, []int64{0}
	s.Reservation = payment.Reservation{Amount: s.Amount, Until: noon.Add(47*time.Hour + 2*time.Minute), Key: "k", By: "Aisha Karim", Approver: "Ingrid Haugen", Reason: "goods came back"}
	s.Decline = &payment.Decline{Code: "card_declined", Decline: "insufficient_funds", Charge: "ch_0"}
	return s
}

func scene() Scene {
	return Scene{Now: noon, Own: "EUR", More: true, Other: &payment.ReaderRef{ID: "tmr_2", Label: "Window", Tag: "B"}}
}

// problems are all reasons a payment can stop for.
var problems = []payment.ProblemKind{
	payment.ProblemFailure, payment.ProblemElsewhere, payment.ProblemHere, payment.ProblemUnfinished, payment.ProblemBeingBooked,
	payment.ProblemReserved, payment.ProblemDocument, payment.ProblemOnline, payment.ProblemAmount, payment.ProblemClaimUnknown,
	payment.ProblemClaimContest, payment.ProblemUpdate, payment.ProblemAwayLimit, payment.ProblemJournal, payment.ProblemPresented,
	payment.ProblemTakenFromUs, payment.ProblemCustomer, payment.ProblemReaderDropped, payment.ProblemStale, payment.ProblemReaderTaken,
	payment.ProblemReaderOff, payment.ProblemReaderFault, payment.ProblemTakenOver, payment.ProblemReaderReset, payment.ProblemMOTO,
}

// states are all overlays there are, by name.
func states(tight bool) map[string]overlay.ViewModel {
	m := map[string]overlay.ViewModel{}
	scene := func() Scene { c := scene(); c.Tight = tight; return c }
	for _, p := range payment.Phases {
		s := life(p)
		if p == payment.Stopped || p == payment.NeedReader || p == payment.PostingHeld {
			continue
		}
		if p == payment.Declined {
			s.Attempt = 4
		}
		m[p.String()] = Overlay(s, scene())
	}
	for _, k := range problems {
		s := life(payment.Stopped)
		s.Problem = &payment.Problem{Kind: k, Counter: "Counter 2", At: noon.Add(-6 * time.Minute), Text: "INV/2026/00427", Side: explain.Stripe, Failure: explain.Unreachable}
		m["Stopped-"+string(k)] = Overlay(s, scene())
	}
	for _, k := range []payment.ProblemKind{payment.ProblemTakenOver, payment.ProblemReaderTaken, payment.ProblemReaderOff, payment.ProblemReaderReset, payment.ProblemReaderFault} {
		s := life(payment.NeedReader)
		s.Problem = &payment.Problem{Kind: k, Counter: "Counter 2", Side: explain.Stripe, Failure: explain.ReaderFault}
		m["NeedReader-"+string(k)] = Overlay(s, scene())
	}
	for _, k := range []payment.ProblemKind{payment.ProblemRefused, payment.ProblemTakenBack, payment.ProblemRefunded, payment.ProblemGone, payment.ProblemDocument} {
		s := life(payment.PostingHeld)
		s.Problem = &payment.Problem{Kind: k, Text: "The period is locked."}
		m["PostingHeld-"+string(k)] = Overlay(s, scene())
	}
	s := life(payment.Declined)
	s.Problem = &payment.Problem{Kind: payment.ProblemCustomer}
	m["Declined-customer"] = Overlay(s, scene())
	s = life(payment.Outbox)
	s.Delay = explain.KeyRefused
	m["Outbox-key"] = Overlay(s, scene())
	s = life(payment.Done)
	s.Residual = []int64{10000}
	m["Done-part"] = Overlay(s, scene())
	credit := money.New(10000, "EUR")
	s.Credit = &credit
	m["Done-credit"] = Overlay(s, scene())
	s.Credit, s.Dated = nil, "2026-12-01"
	m["Done-moved"] = Overlay(s, scene())
	for name, sl := range map[string]Slips{
		"printer": {Printer: true}, "printed": {Printer: true, Last: SlipPrinted, Print: print.Status{Phase: print.Printed}},
		"no-paper": {Printer: true, Last: SlipPrinted, Print: print.Status{Phase: print.Failed, Why: print.NoPaper, Sent: true}},
		"saved":    {Last: SlipSaved, Saved: "receipts/receipt-INV-2026-00427-20261120-143218.pdf"}, "mailed": {Printer: true, Last: SlipMailed, Mailed: "b…@brandt-soehne.example", Test: true},
	} {
		c := scene()
		c.Slips = sl
		m["Done-slip-"+name] = Overlay(life(payment.Done), c)
	}
	for _, p := range []payment.Phase{payment.Outbox, payment.PostingHeld, payment.Declined, payment.Cancelled, payment.Reserved, payment.Released} {
		c, s := scene(), life(p)
		c.Slips.Printer = true
		s.Attempt, s.Dispatched = 4, true
		if p == payment.PostingHeld {
			s.Problem = &payment.Problem{Kind: payment.ProblemRefused, Text: "The period is locked."}
		}
		m[p.String()+"-slip"] = Overlay(s, c)
	}
	s = life(payment.Claiming)
	s.Since = noon.Add(-slowClaim)
	m["Claiming-slow"] = Overlay(s, scene())
	s.CancelWanted = true
	m["Claiming-slow-cancelled"] = Overlay(s, scene())
	for _, k := range []payment.ProblemKind{payment.ProblemHoldEnded, payment.ProblemHoldReleased} {
		s = life(payment.Released)
		s.Problem = &payment.Problem{Kind: k}
		m["Released-"+string(k)] = Overlay(s, scene())
	}
	s = life(payment.Reserved)
	s.Problem = &payment.Problem{Kind: payment.ProblemDocument, Text: "INV/2026/00427"}
	m["Reserved-not-charged"] = Overlay(s, scene())
	s = life(payment.Capturing)
	s.Since, s.Reservation.Key = noon.Add(-500*time.Millisecond), ""
	m["Capturing-early"] = Overlay(s, scene())
	s = life(payment.Waiting)
	s.Method = payment.ByMOTO
	m["Waiting-moto"] = Overlay(s, scene())
	s = life(payment.Done)
	s.Method, s.Charge = payment.ByMOTO, &payment.Charge{ID: "ch_1", Brand: "visa", Last4: "4242", Type: "card"}
	m["Done-moto"] = Overlay(s, scene())
	s = life(payment.Cancelling)
	s.Since = noon.Add(-500 * time.Millisecond)
	m["Cancelling-early"] = Overlay(s, scene())
	return m
}

// Lost if it fails: a screen that says something about the money that is not so, or in words nobody agreed on.
func TestMoneyLineIsExact(t *testing.T) {
	want := map[payment.Phase]string{ // SCREENS §4
		payment.Checking: "Nothing has been charged yet.", payment.Claiming: "Nothing has been charged yet.", payment.Claimed: "Nothing has been charged yet.",
		payment.Dispatching: "Nothing has been charged yet.", payment.Waiting: "Nothing has been charged yet.",
		payment.Authorising: "Not charged yet. The bank is deciding.", payment.DeclinedAgain: "Nothing was charged.", payment.Declined: "Nothing was charged.",
		payment.Unknown:    "It may have been charged. Do not take this payment again.",
		payment.Cancelling: "Not known yet: charged or not.", payment.TooLate: "Not known yet: charged or declined.", payment.Cancelled: "Nothing was charged.",
		payment.Approved: "€1,284.50 was charged, once.", payment.Posting: "€1,284.50 was charged, once.", payment.Outbox: "€1,284.50 was charged, once.",
		payment.PostingHeld: "€1,284.50 was charged, once.", payment.Done: "€1,284.50 was charged, once.", payment.Settled: "€1,284.50 was charged, once.",
		payment.Reserved: "€1,284.50 is reserved. Nothing was charged.", payment.Capturing: "Not known yet: charged or not.",
		payment.Releasing: "Not known yet: reserved or let go.", payment.Released: "Nothing was charged.",
		payment.LeftBehind: "It may have been charged. Do not take this payment again.",
	}
	for phase, line := range want {
		if got := Overlay(life(phase), scene()).Money.Text; got != line {
			t.Errorf("%s: %q, must be %q", phase, got, line)
		}
	}
	for name, vm := range states(false) {
		phase, _, _ := strings.Cut(name, "-")
		if (vm.Panel == overlay.Charged) != (vm.Money.Tone == kit.ToneOK) {
			t.Errorf("%s: green panel and charged line do not go together", name)
		}
		if green := vm.Panel == overlay.Charged; green != strings.Contains("Approved Posting Outbox PostingHeld Done Settled", phase) {
			t.Errorf("%s: green is %v", name, green)
		}
	}
}

// Lost if it fails: a state that nobody can leave, two filled buttons, or a sentence with a hole in it.
func TestEveryStateIsComplete(t *testing.T) {
	for name, vm := range states(false) {
		filled := 0
		for _, b := range vm.Buttons {
			if b.Kind == kit.Filled {
				filled++
			}
		}
		if len(vm.Buttons) == 0 || len(vm.Buttons) > overlay.MaxButtons || filled > 1 {
			t.Errorf("%s: %d buttons, %d filled", name, len(vm.Buttons), filled)
		}
		for _, text := range []string{vm.Title, vm.Sub, vm.Money.Text, vm.Happened, vm.Todo.Text, vm.Steps[0].Label, vm.Steps[3].Label} {
			if strings.ContainsAny(text, "{}⟦⟧") || strings.Contains(text, "%!") {
				t.Errorf("%s: %q has a hole", name, text)
			}
		}
		for what, text := range map[string]string{"title": vm.Title, "money line": vm.Money.Text, "what happened": vm.Happened, "what to do": vm.Todo.Text} {
			if text == "" {
				t.Errorf("%s: no %s", name, what)
			}
		}
		for _, avoid := range []string{"transaction", "PaymentIntent", "timeout", "invalid", "Oops", "successfully", "please wait"} { // SCREENS §6
			for _, text := range []string{vm.Title, vm.Happened, vm.Todo.Text, vm.Money.Text} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(avoid)) {
					t.Errorf("%s: says %q in %q", name, avoid, text)
				}
			}
		}
	}
}

// Lost if it fails: a shaming reason on the cashier's screen, or no reason at all for an unknown code.
func TestDeclineReasons(t *testing.T) {
	for _, code := range []string{"insufficient_funds", "expired_card", "incorrect_pin", "lost_card", "stolen_card", "generic_decline", "do_not_honor",
		"card_velocity_exceeded", "issuer_not_available", "pin_try_exceeded", "a_code_of_tomorrow", ""} {
		s := life(payment.Declined)
		s.Decline = &payment.Decline{Code: "card_declined", Decline: code}
		got := Overlay(s, scene()).Happened
		if !strings.HasPrefix(got, "The bank says: ") || strings.Contains(got, "stolen") || strings.Contains(got, "lost") || strings.Contains(got, "fraud") {
			t.Errorf("%s: %q", code, got)
		}
	}
	if explain.Decline("insufficient_funds").What == explain.Decline("generic_decline").What {
		t.Error("reasons are not told apart")
	}
	if assets.T("decline.other.reason") == "" {
		t.Error("no words for an unknown reason")
	}
}

// Lost if it fails: the list shows what was charged, but is not booked yet, as owed and late, or the detail says that it is only
// being taken.
func TestListSaysWhatWasChargedAlready(t *testing.T) {
	doc := document.Document{ID: 1, Number: "INV/2026/00427", Kind: document.Invoice, State: document.Posted, PaymentState: "not_paid", Due: "2026-09-08", Total: money.New(128450, "EUR"), Residual: money.New(128450, "EUR")}
	desk := Desk{Now: noon, Own: "EUR", Shop: document.Snapshot{Open: []*document.Document{&doc}, Loaded: true, ReadAt: noon}, Chip: ChipOpen, Selected: 1, Detail: &document.Detail{Fresh: document.Fresh{Document: doc}}}
	for phase, want := range map[payment.Phase]struct{ badge, reason string }{
		payment.Waiting:     {"On a reader", "taking this payment"},
		payment.Unknown:     {"Not known", "taking this payment"},
		payment.Outbox:      {"Charged", "€1,284.50 was charged, once."},
		payment.PostingHeld: {"Charged", "€1,284.50 was charged, once."},
	} {
		desk.Active = []payment.State{life(phase)}
		vm := Picker(desk)
		if b := vm.Rows[0].Badges; b[0].Word != "" || b[1].Word != want.badge {
			t.Errorf("%v: badges %+v", phase, b)
		}
		if got := vm.Detail.Charge.Reason; !strings.Contains(got, want.reason) {
			t.Errorf("%v: says %q", phase, got)
		}
	}
}
