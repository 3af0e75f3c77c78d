package payment

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

var update = flag.Bool("update", false, "write docs/payment.md anew")

// variants are the facts of every kind in every form that can lead somewhere else.
func variants() []struct {
	Name string
	Fact Fact
} {
	intent := func(s IntentStatus) Intent { return Intent{ID: "pi_1", Status: s, Received: 100, Currency: "EUR"} }
	declined := intent(RequiresPaymentMethod)
	declined.Declined = &Decline{Code: "card_declined", Decline: "insufficient_funds", Charge: "ch_1"}
	stolen := intent(RequiresPaymentMethod)
	stolen.Declined = &Decline{Code: "card_declined", Decline: "stolen_card", Charge: "ch_2"}
	paid := intent(Succeeded)
	paid.Charge = &Charge{ID: "ch_3"}
	act := func(st reader.ActionStatus, code string) *reader.Action {
		return &reader.Action{Type: "process_payment_intent", Status: st, Intent: "pi_1", FailureCode: code}
	}
	held := Intent{ID: "pi_1", Status: RequiresCapture, Reserved: 100, Currency: "EUR", Charge: &Charge{ID: "ch_4"}}
	p := &Problem{Kind: ProblemElsewhere}
	return []struct {
		Name string
		Fact Fact
	}{
		{"opened", Opened{Order{ID: "p", Parts: []Part{{Document: 1, Number: "INV/1", Minor: 100}}}}},
		{"checked", Checked{}},
		{"check: no", Checked{Problem: p}},
		{"claim sent", ClaimIntended{Key: "k"}},
		{"claim ours", ClaimAnswered{Intent: &Intent{ID: "pi_1"}}},
		{"claim collided", ClaimAnswered{Collided: true}},
		{"claim: no", ClaimAnswered{Problem: p}},
		{"gate open", ClaimChecked{}},
		{"gate: no", ClaimChecked{Problem: p}},
		{"prompt sent", DispatchIntended{Reader: ReaderRef{ID: "tmr_1"}, Intent: "pi_1"}},
		{"prompt stands", DispatchAnswered{OnReader: true}},
		{"prompt unknown", DispatchAnswered{Unknown: true}},
		{"prompt: no", DispatchAnswered{Problem: p}},
		{"takeover sent", TakeoverIntended{Key: "k", Intent: "pi_2"}},
		{"taken over", TakeoverAnswered{Intent: "pi_2", Status: Canceled}},
		{"slot sent", SlotIntended{Verb: "burn"}},
		{"slot answered", SlotAnswered{Verb: "burn"}},
		{"sees prompt", Observed{Intent: intent(RequiresPaymentMethod), Action: act(reader.InProgress, "")}},
		{"sees bank deciding", Observed{Intent: intent(Processing)}},
		{"sees declined", Observed{Intent: declined, Action: act(reader.Failed, "card_declined")}},
		{"sees stolen card", Observed{Intent: stolen, Action: act(reader.Failed, "card_declined")}},
		{"sees customer cancel", Observed{Intent: intent(RequiresPaymentMethod), Action: act(reader.Failed, "customer_canceled")}},
		{"sees reader dropped", Observed{Intent: intent(RequiresPaymentMethod), Action: act(reader.Failed, "connection_error")}},
		{"sees reader fault", Observed{Intent: intent(RequiresPaymentMethod), Action: act(reader.Failed, "new_word")}},
		{"sees succeeded", Observed{Intent: paid}},
		{"sees canceled", Observed{Intent: intent(Canceled)}},
		{"prompt replaced", ReaderLost{Replaced: true}},
		{"prompt vanished", ReaderLost{}},
		{"no contact", ContactLost{explain.Unreachable}},
		{"retry due", RetryDue{}},
		{"try again", RetryRequested{}},
		{"cancel", CancelRequested{}},
		{"deadline", CancelRequested{Problem: &Problem{Kind: ProblemPresented}}},
		{"cancel sent", CancelIntended{Key: "k"}},
		{"cancel: no answer", CancelAnswered{Failure: explain.Unanswered}},
		{"booking sent", PostIntended{Mark: "pi_1"}},
		{"drafted", Drafted{7}},
		{"cash drafted", CashDrafted{8}},
		{"cash booked", CashBooked{8, "CSH/1"}},
		{"cash: no", CashHeld{*p}},
		{"twins mended", Mended{7, []int64{8}}},
		{"odoo away", PostDelayed{explain.Unreachable, ""}},
		{"odoo: no", PostHeld{*p}},
		{"book again", PostRequested{By: "Kim"}},
		{"other documents", PostRequested{By: "Kim", Parts: []Part{{Document: 2, Number: "INV/2", Minor: 100}}}},
		{"adopted", Adopted{Order: Order{ID: "p", Parts: []Part{{Document: 1, Number: "INV/1", Minor: 100}}}, Intent: paid}},
		{"closed by hand", Closed{By: "Kim", Reason: "paid back in cash"}},
		{"copied", Disowned{}},
		{"booked", Posted{ID: 7, Name: "PSTRP/2026/00001"}},
		{"receipt", ReceiptMade{"Aisha"}},
		{"mailed", ReceiptMailed{"Aisha", "a…@example.com"}},
		{"restart", Resumed{}},
		{"reader freed", FreeIntended{Reader: "tmr_1"}},
		{"freed", FreeAnswered{Outcome: Cleared}},
		{"sees hold", Observed{Intent: held}},
		{"hold adopted", Adopted{Order: Order{ID: "p", Parts: []Part{{Document: 1, Number: "INV/1", Minor: 100}}}, Intent: held}},
		{"capture", CaptureRequested{By: "Kim", Minor: 100}},
		{"capture too much", CaptureRequested{By: "Kim", Minor: 101}},
		{"capture sent", CaptureIntended{Key: "k", Minor: 100}},
		{"capture: no answer", CaptureAnswered{Failure: explain.Unanswered}},
		{"capture refused", CaptureAnswered{Failure: explain.Refused}},
		{"capture: no", CaptureAnswered{Problem: p}},
		{"let go", ReleaseRequested{By: "Kim", Approver: "Ingrid", Reason: "the tools are back"}},
	}
}

// expected is what the protocols say, phase by phase: "fact → phase". A fact that is not listed must be refused.
const expected = `
Draft: opened→Checking, adopted→Approved, hold adopted→Reserved
Checking: checked→Claiming, check: no→Stopped, takeover sent→., taken over→., slot sent→., slot answered→., cancel→Cancelled, deadline→Stopped, restart→Cancelled, copied→LeftBehind
Claiming: claim sent→., claim ours→Claimed, claim collided→Checking, claim: no→Stopped, slot sent→., slot answered→., cancel→., deadline→., restart→Cancelled, copied→LeftBehind
Claimed: gate open→Dispatching, gate: no→Cancelling, slot sent→., slot answered→., cancel→Cancelling, deadline→Cancelling, restart→., sees prompt→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees bank deciding→Authorising, sees succeeded→Approved, sees canceled→Stopped, copied→LeftBehind, sees hold→Reserved
Dispatching: gate open→., gate: no→Cancelling, prompt sent→., prompt stands→Waiting, prompt unknown→Unknown, prompt: no→NeedReader, slot sent→., slot answered→., sees prompt→Waiting, sees bank deciding→Authorising, sees declined→DeclinedAgain, sees stolen card→Declined, sees customer cancel→Declined, sees reader dropped→Cancelling, sees reader fault→NeedReader, sees succeeded→Approved, sees canceled→Stopped, prompt replaced→NeedReader, prompt vanished→Claimed, no contact→Unknown, cancel→Cancelling, deadline→Cancelling, restart→Claimed, copied→LeftBehind, sees hold→Reserved
Waiting: slot sent→., slot answered→., sees prompt→., sees bank deciding→Authorising, sees declined→DeclinedAgain, sees stolen card→Declined, sees customer cancel→Declined, sees reader dropped→Cancelling, sees reader fault→NeedReader, sees succeeded→Approved, sees canceled→Stopped, prompt replaced→NeedReader, prompt vanished→Claimed, no contact→Unknown, cancel→Cancelling, deadline→Cancelling, restart→., copied→LeftBehind, sees hold→Reserved
Authorising: slot sent→., slot answered→., sees prompt→Waiting, sees bank deciding→., sees declined→DeclinedAgain, sees stolen card→Declined, sees customer cancel→Declined, sees reader dropped→Cancelling, sees reader fault→NeedReader, sees succeeded→Approved, sees canceled→Stopped, prompt replaced→NeedReader, prompt vanished→Claimed, no contact→Unknown, cancel→Cancelling, deadline→Cancelling, restart→., copied→LeftBehind, sees hold→Reserved
DeclinedAgain: slot sent→., slot answered→., retry due→Claimed, cancel→Cancelling, deadline→Cancelling, restart→., sees prompt→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees bank deciding→Authorising, sees succeeded→Approved, sees canceled→Stopped, copied→LeftBehind, sees hold→Reserved
Declined: slot sent→., slot answered→., try again→Claimed, cancel→Cancelling, deadline→Cancelling, restart→., sees prompt→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees bank deciding→Authorising, sees succeeded→Approved, sees canceled→Stopped, copied→LeftBehind, receipt→., sees hold→Reserved
NeedReader: slot sent→., slot answered→., try again→Claimed, cancel→Cancelling, deadline→Cancelling, restart→., sees prompt→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees bank deciding→Authorising, sees succeeded→Approved, sees canceled→Stopped, copied→LeftBehind, sees hold→Reserved
Unknown: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→Waiting, sees bank deciding→Authorising, sees declined→DeclinedAgain, sees stolen card→Declined, sees customer cancel→Declined, sees reader dropped→Cancelling, sees reader fault→NeedReader, sees succeeded→Approved, sees canceled→Stopped, prompt replaced→NeedReader, prompt vanished→Claimed, cancel→Cancelling, deadline→Cancelling, restart→., copied→LeftBehind, sees hold→Reserved
Cancelling: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees bank deciding→TooLate, sees succeeded→Approved, sees canceled→Cancelled, cancel→., deadline→., cancel sent→., cancel: no answer→., restart→., copied→LeftBehind, sees hold→Reserved
TooLate: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→Cancelling, sees declined→Cancelling, sees stolen card→Cancelling, sees customer cancel→Cancelling, sees reader dropped→Cancelling, sees reader fault→Cancelling, sees bank deciding→., sees succeeded→Approved, sees canceled→Cancelled, cancel→., deadline→., cancel sent→., cancel: no answer→., restart→., copied→LeftBehind, sees hold→Reserved
Cancelled: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→., sees bank deciding→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees canceled→., restart→., receipt→.
Stopped: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→., sees bank deciding→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees canceled→., restart→., receipt→.
Approved: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees succeeded→., booking sent→Posting, odoo away→Outbox, odoo: no→PostingHeld, receipt→., mailed→., restart→.
Posting: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees succeeded→., booking sent→., cash drafted→., cash booked→., cash: no→., drafted→., twins mended→., odoo away→Outbox, odoo: no→PostingHeld, booked→Done, receipt→., mailed→., restart→.
Outbox: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees succeeded→., booking sent→Posting, odoo away→., odoo: no→PostingHeld, book again→Approved, other documents→Approved, receipt→., mailed→., restart→.
PostingHeld: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees succeeded→., booking sent→Posting, odoo: no→., book again→Approved, other documents→Approved, receipt→., mailed→., restart→., closed by hand→Settled
Done: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees succeeded→., receipt→., mailed→., restart→.
Settled: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees succeeded→., receipt→., mailed→., restart→.
LeftBehind: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→., sees bank deciding→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees succeeded→., sees canceled→., restart→., sees hold→.
Reserved: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees hold→., sees succeeded→Approved, sees canceled→Released, capture→Capturing, let go→Releasing, restart→., copied→LeftBehind, receipt→.
Capturing: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees hold→., sees bank deciding→., sees succeeded→Approved, sees canceled→Released, capture sent→., capture: no answer→., capture refused→., capture: no→Reserved, restart→., copied→LeftBehind
Releasing: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees hold→., sees bank deciding→., sees succeeded→Approved, sees canceled→Released, cancel sent→., cancel: no answer→., restart→., copied→LeftBehind
Released: prompt stands→., prompt unknown→., prompt: no→., slot sent→., slot answered→., sees prompt→., sees bank deciding→., sees declined→., sees stolen card→., sees customer cancel→., sees reader dropped→., sees reader fault→., sees canceled→., restart→., receipt→.
`

func parseExpected(t *testing.T) map[string]map[string]string {
	t.Helper()
	m := map[string]map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(expected)) {
		phase, rest, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatalf("bad line %q", line)
		}
		m[phase] = map[string]string{}
		for cell := range strings.SplitSeq(rest, ", ") {
			fact, to, _ := strings.Cut(cell, "→")
			if to == "." {
				to = phase
			}
			m[phase][fact] = to
		}
	}
	return m
}

// Lost if it fails: a fact could move a payment where no protocol allows it, or be swallowed.
func TestApplyEveryPhaseAndFact(t *testing.T) {
	want := parseExpected(t)
	for _, phase := range Phases {
		for _, v := range variants() {
			s := State{Phase: phase, Intent: "pi_1", Attempt: 1}
			s.Parts = []Part{{Document: 1, Number: "INV/1", Minor: 100}}
			s.Reservation.Amount = euro(100)
			if phase == Draft || phase == Checking || phase == Claiming {
				s.Intent = ""
			}
			next, _, err := Apply(s, Event{time.Unix(1, 0), v.Fact})
			to, allowed := want[phase.String()][v.Name]
			switch {
			case !allowed && !errors.Is(err, ErrUnexpected):
				t.Errorf("%s + %s: went to %s, must be refused", phase, v.Name, next.Phase)
			case !allowed && next.Phase != phase:
				t.Errorf("%s + %s: refused but moved to %s", phase, v.Name, next.Phase)
			case allowed && err != nil:
				t.Errorf("%s + %s: refused (%v), must go to %s", phase, v.Name, err, to)
			case allowed && next.Phase.String() != to:
				t.Errorf("%s + %s: went to %s, must go to %s", phase, v.Name, next.Phase, to)
			}
		}
	}
}

// Lost if it fails: "charged" could be left by something other than booking, or "not charged" by a charge.
func TestMoneyIsNeverUnsaid(t *testing.T) {
	for _, phase := range Phases {
		for _, v := range variants() {
			s := State{Phase: phase, Intent: "pi_1", Attempt: 1}
			s.Reservation.Amount = euro(100)
			next, _, _ := Apply(s, Event{time.Unix(1, 0), v.Fact})
			if phase.Holding() && !next.Phase.Holding() && !next.Phase.Charged() && next.Phase != Released && next.Phase != LeftBehind {
				t.Errorf("%s + %s: a hold forgotten in %s", phase, v.Name, next.Phase)
			}
			if phase.Holding() && next.Phase == Released && KindName(v.Fact) != "Observed" {
				t.Errorf("%s + %s: let go without Stripe's word", phase, v.Name)
			}
			if phase.Charged() && !next.Phase.Charged() {
				t.Errorf("%s + %s: money forgotten in %s", phase, v.Name, next.Phase)
			}
			if phase.Final() && next.Phase != phase {
				t.Errorf("%s + %s: left a final phase for %s", phase, v.Name, next.Phase)
			}
			var seen Intent
			switch f := v.Fact.(type) {
			case Observed:
				seen = f.Intent
			case Adopted:
				seen = f.Intent
			}
			if next.Phase.Charged() && !phase.Charged() && seen.Status != Succeeded {
				t.Errorf("%s + %s: charged without Stripe's word", phase, v.Name)
			}
		}
	}
}

// Lost if it fails: a payment that waits would have no one asking for it, and would wait for ever.
func TestEveryWaitingPhaseHasACommandAfterRestart(t *testing.T) {
	for _, phase := range Phases {
		s := State{Phase: phase, Intent: "pi_1", Dispatched: true, ClaimSent: true}
		next, commands, err := Apply(s, Event{time.Unix(1, 0), Resumed{}})
		if phase == Draft {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", phase, err)
		}
		if !next.Phase.Final() && phase != PostingHeld && len(commands) == 0 {
			t.Errorf("%s: nothing is done after a restart", phase)
		}
		if slices.Contains(commands, DoSend) {
			t.Errorf("%s: something is sent before anything is read", phase)
		}
	}
}

// Lost if it fails: a card that must not be asked again would be, or a third automatic try would follow.
func TestAutomaticRetryEnds(t *testing.T) {
	s := State{Phase: Waiting, Intent: "pi_1", Attempt: 1}
	for n := range 4 {
		i := Intent{ID: "pi_1", Status: RequiresPaymentMethod, Declined: &Decline{Code: "card_declined", Decline: "generic_decline", Charge: fmt.Sprint("ch_", n)}}
		var err error
		if s, _, err = Apply(s, Event{time.Unix(int64(n), 0), Observed{Intent: i}}); err != nil {
			t.Fatal(err)
		}
		if want := map[bool]Phase{true: DeclinedAgain, false: Declined}[n < 2]; s.Phase != want {
			t.Fatalf("decline %d: %s, want %s", n+1, s.Phase, want)
		}
		if s.Phase == Declined {
			break
		}
		s, _, _ = Apply(s, Event{time.Unix(int64(n), 0), RetryDue{}})
		s.Phase = Waiting
	}
	for _, d := range []Decline{{Decline: "lost_card"}, {Decline: "stolen_card"}, {Decline: "generic_decline", Advice: "do_not_try_again"}, {Decline: "generic_decline", Outcome: Outcome{Type: "blocked"}}} {
		i := Intent{ID: "pi_1", Status: RequiresPaymentMethod, Declined: &d}
		got, _, _ := Apply(State{Phase: Waiting, Intent: "pi_1"}, Event{time.Unix(1, 0), Observed{Intent: i}})
		if got.Phase != Declined {
			t.Errorf("%+v: %s, must not be asked again by itself", d, got.Phase)
		}
	}
}

// Lost if it fails: what Radar says a moment after the bank counts as a second decline, and uses up the customer's next try.
func TestALateJudgementIsNoSecondDecline(t *testing.T) {
	d := Decline{Code: "card_declined", Decline: "generic_decline", Charge: "ch_1"}
	late := d
	late.Outcome = Outcome{Type: "issuer_declined", RiskLevel: "normal"}
	s := State{Phase: Waiting, Intent: "pi_1", Attempt: 1}
	s, _, err := Apply(s, Event{time.Unix(1, 0), Observed{Intent: Intent{ID: "pi_1", Status: RequiresPaymentMethod, Declined: &d}}})
	if err != nil {
		t.Fatal(err)
	}
	s.Phase = Waiting // asked again
	again, _, err := Apply(s, Event{time.Unix(2, 0), Observed{Intent: Intent{ID: "pi_1", Status: RequiresPaymentMethod, Declined: &late}}})
	if err != nil || again.Phase != Waiting || again.Attempt != s.Attempt {
		t.Errorf("%s, attempt %d, %v", again.Phase, again.Attempt, err)
	}
}

// Lost if it fails: a restart could not read its own journal.
func TestFactsSurviveTheJournal(t *testing.T) {
	for _, v := range variants() {
		kind, body, err := Encode(v.Fact)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(kind, body)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := fmt.Sprintf("%+v", v.Fact), fmt.Sprintf("%+v", back); KindName(v.Fact) != "Observed" && KindName(v.Fact) != "ClaimAnswered" && !strings.Contains(a, "0x") && a != b {
			t.Errorf("%s: %s became %s", v.Name, a, b)
		}
		if KindName(back) != KindName(v.Fact) {
			t.Errorf("%s came back as %s", KindName(v.Fact), KindName(back))
		}
	}
	if _, err := Decode("FromTheFuture", nil); err == nil {
		t.Error("an unknown kind must be an error")
	}
}

// The diagram in docs is drawn from Apply; -update writes it.
func TestDiagramIsCurrent(t *testing.T) {
	var b strings.Builder
	b.WriteString("# The life of a payment\n\nDrawn from `payment.Apply` by `go test ./services/payment -run Diagram -update`.\nFacts that do not move the payment are left out.\n\n```mermaid\nstateDiagram-v2\n    [*] --> Draft\n")
	for _, phase := range Phases {
		to := map[string][]string{}
		var order []string
		for _, v := range variants() {
			s := State{Phase: phase, Intent: "pi_1", Attempt: 1}
			s.Reservation.Amount = euro(100)
			if phase == Draft || phase == Checking || phase == Claiming {
				s.Intent = ""
			}
			next, _, err := Apply(s, Event{time.Unix(1, 0), v.Fact})
			if err == nil && next.Phase != phase {
				n := next.Phase.String()
				if to[n] == nil {
					order = append(order, n)
				}
				to[n] = append(to[n], strings.ReplaceAll(v.Name, ":", ""))
			}
		}
		for _, n := range order {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", phase, n, strings.Join(to[n], ", "))
		}
		if phase.Final() {
			fmt.Fprintf(&b, "    %s --> [*]\n", phase)
		}
	}
	b.WriteString("```\n")
	const path = "../../docs/payment.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != b.String() {
		t.Error("docs/payment.md does not show what Apply does; run with -update and look at it")
	}
}

// Lost if it fails: the slip that a payment was cancelled passes for a copy of the one that the card was declined, or a copy for the first.
func TestSlipsCountForEachEnd(t *testing.T) {
	at := time.Unix(1000, 0)
	s := State{Phase: Declined, Since: at}
	note := func(want int) {
		t.Helper()
		var err error
		if s, _, err = Apply(s, Event{At: at.Add(time.Hour), Fact: ReceiptMade{By: "Aisha"}}); err != nil || s.Slips != want || s.Receipts != 0 {
			t.Errorf("%d slips, %d receipts, want %d, %v", s.Slips, s.Receipts, want, err)
		}
	}
	note(1)
	note(2)
	s.Phase, s.Since = Cancelled, at.Add(time.Minute)
	note(1)
	note(2)
	s.Phase, s.Since = Approved, at.Add(time.Hour)
	if s, _, _ = Apply(s, Event{At: at, Fact: ReceiptMade{By: "Aisha"}}); s.Receipts != 1 {
		t.Errorf("%d receipts", s.Receipts)
	}
}
