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
	"paydesk/services/refund"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
	refundsheet "paydesk/ui/refund"
)

// giving is a refund in a phase, with shares that are as far as given.
func giving(p refund.Phase, shares ...refund.Progress) refund.State {
	s := refund.State{Phase: p, OpenedAt: noon.Add(-time.Minute), Since: noon.Add(-22 * time.Second), Checked: true}
	s.Order = refund.Order{
		ID: "rf1", Counter: payment.Counter{ID: "c1", Name: "Counter 1"}, Person: "Aisha Karim", Approver: "Ingrid Solheim", Reason: "Goods returned", Customer: "Harbour Dental Practice",
		Note: refund.Document{ID: 18, Number: "RINV/2026/00018"}, Original: refund.Document{ID: 438, Number: "INV/2026/00438"},
	}
	s.Amount = money.New(0, "EUR")
	for i, pr := range shares {
		sh := refund.Share{Intent: "pi_" + string(rune('1'+i)), Minor: 12845, Brand: "visa", Last4: "4242"}
		s.Amount.Minor += sh.Minor
		s.Shares = append(s.Shares, refund.ShareState{Share: sh, Progress: pr, Refund: "re_1", Booking: "PSTRP/2026/00197"})
	}
	return s
}

func gone(p *payment.Problem, s refund.State) refund.State { s.Problem = p; return s }

// refundLives are refunds in every state there is, by name.
func refundLives() map[string]refund.State {
	m := map[string]refund.State{
		"Checking": giving(refund.Checking, refund.Waits), "Noting": giving(refund.Noting, refund.Waits), "Sending": giving(refund.Sending, refund.Sent), "Sending-first": giving(refund.Sending, refund.Waits),
		"Sending-rest": giving(refund.Sending, refund.Given, refund.Waits), "AtReader": giving(refund.AtReader, refund.Prompting), "Unknown": giving(refund.Unknown, refund.Unsure), "AtBank": giving(refund.AtBank, refund.OnItsWay),
		"Booking": giving(refund.Booking, refund.Given), "Outbox": giving(refund.Outbox, refund.Given), "Held": giving(refund.Held, refund.Given), "Held-back": giving(refund.Held, refund.BackToo),
		"Done": giving(refund.Done, refund.Booked), "Done-two": giving(refund.Done, refund.Booked, refund.Booked), "Undoing": giving(refund.Undoing, refund.BackToo), "CameBack": giving(refund.CameBack, refund.Back),
		"CameBack-part": giving(refund.CameBack, refund.Booked, refund.Back),
	}
	at := m["AtReader"]
	at.Shares[0].Reader = &payment.ReaderRef{ID: "tmr_1", Label: "Front desk", Model: "S700", Tag: "A"}
	poor := giving(refund.AtBank, refund.OnItsWay)
	poor.Shares[0].Why = "insufficient_funds"
	m["AtBank-poor"] = poor
	key := giving(refund.Outbox, refund.Given)
	key.Delay = explain.KeyRefused
	m["Outbox-key"] = key
	for _, name := range []string{"Held", "Held-back"} {
		held := m[name]
		held.HeldBy = &payment.Problem{Kind: payment.ProblemRefused, Text: "The period is locked."}
		m[name] = held
	}
	for _, why := range []string{"lost_or_stolen_card", "expired_or_canceled_card", "charge_for_pending_refund_disputed", "insufficient_funds", "declined", "merchant_request", "unknown"} {
		back := giving(refund.CameBack, refund.Back)
		back.Shares[0].Why = why
		m["CameBack-"+why] = back
	}
	for _, k := range []payment.ProblemKind{refund.ProblemNothingOwed, refund.ProblemGivenUp, refund.ProblemChanged, refund.ProblemDisputed, refund.ProblemLapsed, refund.ProblemStored, refund.ProblemNote, refund.ProblemReader, payment.ProblemFailure} {
		m["Stopped-"+string(k)] = gone(&payment.Problem{Kind: k, Text: "Visa •••• 4242"}, giving(refund.Stopped, refund.Refused))
	}
	m["Stopped-code"] = gone(&payment.Problem{Kind: payment.ProblemFailure, Side: explain.Stripe, Failure: explain.Refused, Code: "charge_not_refundable"}, giving(refund.Stopped, refund.Refused))
	noted := m["Stopped-refund_given_up"]
	noted.Noted = true
	m["Stopped-noted"] = noted
	for name, s := range map[string]refund.State{
		"Checking": giving(refund.Checking, refund.Waits), "Noting": giving(refund.Noting, refund.Waits), "Booking": giving(refund.Booking, refund.Given),
		"Outbox": giving(refund.Outbox, refund.Given), "Held": m["Held"], "Done": giving(refund.Done, refund.Booked), "Stopped": m["Stopped-refund_changed"],
	} {
		s.Transfer = true
		s.Shares = []refund.ShareState{{Share: refund.Share{Minor: 12845}, Progress: s.Shares[0].Progress, Refund: "tr_18_0", Booking: "PSTRP/2026/00197"}}
		m["Transfer-"+name] = s
	}
	for name, s := range map[string]refund.State{
		"Checking": m["Checking"], "Sending": m["Sending"], "Unknown": m["Unknown"], "AtBank": m["AtBank"], "Booking": m["Booking"], "Outbox": m["Outbox"], "Held": m["Held"], "Done": m["Done"], "CameBack": m["CameBack"],
		"Done-unbooked": giving(refund.Done, refund.Booked),
	} {
		s.Loose, s.Note, s.Original = true, refund.Document{}, refund.Document{Number: "INV/2026/00438"}
		if strings.HasSuffix(name, "unbooked") {
			s.Shares[0].Booking = ""
		}
		m["Loose-"+name] = s
	}
	m["Done-part"] = gone(&payment.Problem{Kind: refund.ProblemDisputed, Text: "Visa •••• 4242"}, giving(refund.Done, refund.Booked, refund.Refused))
	return m
}

func refundOverlays(tight bool) map[string]overlay.ViewModel {
	m := map[string]overlay.ViewModel{}
	for name, s := range refundLives() {
		c := scene()
		c.Tight = tight
		m["refund-"+name] = RefundOverlay(s, RefundScene{Scene: c})
	}
	return m
}

// Lost if it fails: a screen that says of a refund what is not so, above all "not refunded" of one that nobody knows about.
func TestMoneyLineOfRefunds(t *testing.T) {
	want := map[string]string{
		"Checking": "Nothing has been refunded yet.", "Noting": "Nothing has been refunded yet.", "Sending-first": "Nothing has been refunded yet.", "Sending": "Not known yet: refunded or not.",
		"Sending-rest": "A part is on its way. The rest is not sent yet.", "AtReader": "Nothing has been refunded yet.", "Unknown": "It may have been refunded. Do not refund it again.",
		"AtBank": "Not on the card yet.", "AtBank-poor": "Not on the card yet.", "Booking": "Not on the card yet. €128.45 is reserved for it at Stripe.", "Outbox": "Not on the card yet. €128.45 is reserved for it at Stripe.",
		"Held": "Not on the card yet. €128.45 is reserved for it at Stripe.", "Held-back": "€128.45 came back. It is not on the card.", "Done": "Not on the card yet. €128.45 is reserved for it at Stripe.",
		"Done-two": "Not on the card yet. €256.90 is reserved for it at Stripe.", "Done-part": "Not on the card yet. €128.45 is reserved for it at Stripe.",
		"Transfer-Done": "You transfer €128.45. No card gets it.", "Transfer-Outbox": "Not in Odoo yet. No card gets it.", "Transfer-Stopped": "Nothing was refunded.",
		"Undoing": "€128.45 came back. It is not on the card.", "CameBack-part": "€128.45 came back. €128.45 stays refunded.", "Stopped-refund_changed": "Nothing was refunded.",
	}
	lives := refundLives()
	for name, line := range want {
		if got := RefundOverlay(lives[name], RefundScene{Scene: scene()}).Money.Text; got != line {
			t.Errorf("%s: %q, must be %q", name, got, line)
		}
	}
	for name, s := range lives {
		vm := RefundOverlay(s, RefundScene{Scene: scene()})
		for _, sh := range s.Shares {
			doubt := sh.Progress == refund.Sent || sh.Progress == refund.Unsure || sh.Progress.Went()
			if doubt && strings.HasPrefix(vm.Money.Text, "Nothing") {
				t.Errorf("%s: %q although a share is %d", name, vm.Money.Text, sh.Progress)
			}
		}
		filled := 0
		for _, b := range vm.Buttons {
			if b.Kind == kit.Filled || b.Kind == kit.Ink {
				filled++
			}
		}
		all := vm.Title + vm.Sub + vm.Money.Text + vm.Happened + vm.Todo.Text
		for _, st := range vm.Steps {
			all += st.Label
		}
		if len(vm.Buttons) == 0 || filled > 1 || strings.ContainsAny(all, "⟦{") || vm.Happened == "" || vm.Todo.Text == "" || !strings.HasPrefix(vm.Amount, "−") {
			t.Errorf("%s: %d buttons, %d filled, amount %s, words %q", name, len(vm.Buttons), filled, vm.Amount, all)
		}
		if vm.Panel == overlay.Charged {
			t.Errorf("%s: green says that the customer was charged", name)
		}
	}
}

// Lost if it fails: somebody sees in Odoo that the customer is still owed the money, finds no word why on the screen, and refunds again;
// or the reason why it hangs or came back, and what to do, stays in Stripe.
func TestRefundsSayWhyOdooStillShowsThemAsOwed(t *testing.T) {
	lives := refundLives()
	if poor := RefundOverlay(lives["AtBank-poor"], RefundScene{Scene: scene()}); strings.HasPrefix(poor.Todo.Text, "Nothing to do") {
		t.Errorf("the balance is to be filled, and the screen says %q", poor.Todo.Text)
	}
	for name, wants := range map[string][]string{
		"AtBank": {"Until then Odoo still shows €128.45 as owed."}, "AtBank-poor": {"balance at Stripe", "Until then Odoo still shows €128.45 as owed."},
		"Booking": {"Odoo may still show €128.45 as owed."}, "Outbox": {"Odoo is away, so it still shows €128.45 as owed."}, "Held": {"it still shows €128.45 as owed", "The period is locked"},
		"CameBack-declined": {"refused the refund", "Credit note RINV/2026/00018 is open again."}, "CameBack-insufficient_funds": {"did not cover"}, "Undoing": {"takes its booking back"},
	} {
		vm := RefundOverlay(lives[name], RefundScene{Scene: scene()})
		for _, want := range wants {
			if !strings.Contains(vm.Happened, want) || vm.Todo.Text == "" {
				t.Errorf("%s: %q lacks %q", name, vm.Happened, want)
			}
		}
	}
}

// Lost if it fails: an unanswered refund can be stopped, or one that Stripe has be begun again from its overlay.
func TestButtonsOfRefunds(t *testing.T) {
	want := map[string]string{
		"Checking": "cancel", "Noting": "cancel", "Sending": "go-on", "Sending-first": "cancel", "AtReader": "cancel", "Unknown": "ask go-on", "AtBank": "slip next", "Booking": "next",
		"Outbox": "book-again next", "Held": "book-again next", "Done": "slip next", "Undoing": "go-on", "CameBack": "refund-again next", "Stopped-refund_changed": "back refund-again",
		"CameBack-declined": "refund-again refund-transfer next", "CameBack-merchant_request": "refund-again next", "Stopped-code": "back refund-transfer",
		"Transfer-Checking": "cancel", "Transfer-Booking": "go-on", "Transfer-Outbox": "book-again next", "Transfer-Held": "book-again next", "Transfer-Done": "slip next", "Transfer-Stopped": "back refund-transfer",
	}
	lives := refundLives()
	for name, buttons := range want {
		var got []string
		for _, b := range RefundOverlay(lives[name], RefundScene{Scene: scene()}).Buttons {
			got = append(got, b.ID)
		}
		if strings.Join(got, " ") != buttons {
			t.Errorf("%s: %v, must be %s", name, got, buttons)
		}
	}
}

// Lost if it fails: what needs a person leaves the list or stands in it twice, or a minute's doubt is an alarm.
func TestAttentionOfRefunds(t *testing.T) {
	young, old := giving(refund.Unknown, refund.Unsure), giving(refund.Unknown, refund.Unsure)
	old.ID, old.Since = "rf-old", noon.Add(-61*time.Second)
	back, held := giving(refund.CameBack, refund.Back), giving(refund.Held, refund.Given)
	back.ID, held.ID = "rf-back", "rf-held"
	var got []string
	for _, s := range RefundAttention([]refund.State{back, giving(refund.AtBank, refund.OnItsWay), held, young, old}, noon) {
		got = append(got, RefundItem(s, "EUR", noon, false).ID)
	}
	if strings.Join(got, " ") != "rf-old rf-held rf-back" {
		t.Errorf("%v", got)
	}
}

func eur(minor int64) money.Amount { return money.New(minor, "EUR") }

// offered is a note over €128.45 with one charge of €412.35 behind it.
func offered() refund.Offer {
	c := refund.Charge{Intent: payment.Intent{ID: "pi_1", Created: noon, Charge: &payment.Charge{ID: "ch_1", Brand: "visa", Last4: "4242", Created: noon}}, Claim: payment.Claim{By: "Tomás Oliveira", Counter: payment.Counter{Name: "Counter 2"}},
		Received: eur(41235), Refunded: eur(6000), OnItsWay: eur(2390), Left: eur(32845)}
	note := refund.CreditNote{Original: 438, OriginalNumber: "INV/2026/00438"}
	note.Document = document.Document{ID: 18, Number: "RINV/2026/00018", Kind: document.CreditNote, State: document.Posted, Total: eur(12845), Residual: eur(12845), Partner: document.Partner{Name: "Harbour Dental Practice"}}
	invoice := refund.Original{}
	invoice.Document = document.Document{ID: 438, Number: "INV/2026/00438", Kind: document.Invoice, State: document.Posted, Total: eur(41235), Residual: eur(0), Partner: note.Partner}
	return refund.Offer{Note: &note, Original: &invoice, Charges: []refund.Charge{c}, Owed: eur(12845), Most: eur(12845)}
}

// Lost if it fails: somebody cannot see why there is no button, or is sent to make a second credit note.
func TestWhyNothingGoesBack(t *testing.T) {
	for name, change := range map[string]func(*refund.Offer){
		"In dispute: no refund": func(o *refund.Offer) { o.Charges[0].Disputed = true },
		"On its way already":    func(o *refund.Offer) {},
		"Refunded outside of Paydesk": func(o *refund.Offer) {
			o.Charges[0].OnItsWay, o.Charges[0].Refunds = eur(0), []refund.Refund{{ID: "re_9", Status: refund.Succeeded, Amount: eur(6000)}}
		},
		"All of the card's money is back": func(o *refund.Offer) { o.Charges[0].OnItsWay = eur(0) },
		"Not posted yet":                  func(o *refund.Offer) { o.Note.State = document.Draft },
		"No invoice behind it":            func(o *refund.Offer) { o.Original, o.Charges = nil, nil },
		"Not paid by card here":           func(o *refund.Offer) { o.Charges = nil },
		"Nothing is owed on it":           func(o *refund.Offer) { o.Note.Residual = eur(0) },
		"Nothing was paid":                func(o *refund.Offer) { o.Note.Residual, o.Charges = eur(0), nil },
		"There is a credit note":          func(o *refund.Offer) { o.Original.Notes, o.Note = []refund.CreditNote{*o.Note}, nil },
	} {
		o := offered()
		change(&o)
		o.Most = eur(0)
		vm := Refund(RefundDesk{Own: "EUR", Offer: &o, Reason: -1})
		byHand := map[string]bool{"In dispute: no refund": true, "All of the card's money is back": true, "No invoice behind it": true, "Not paid by card here": true}
		if (vm.Message.Action == "Record a transfer") != byHand[name] {
			t.Errorf("%s: the way out is %q", name, vm.Message.Action)
		}
		if vm.State != refundsheet.Closed || vm.Message.Title != name || vm.Message.Action == "" || strings.ContainsAny(vm.Message.Text, "⟦{") {
			t.Errorf("%s: %+v", name, vm.Message)
		}
	}
}

// Lost if it fails: the ink button is live before amount, reason and reader are there, or names another amount than what goes back.
func TestRefundSheet(t *testing.T) {
	o := offered()
	shares, _ := o.Allocate(o.Most.Minor)
	d := RefundDesk{Own: "EUR", Offer: &o, Shares: shares, Reason: -1}
	if vm := Refund(d); vm.PIN.Ready || vm.Amount != "€128.45" || vm.PIN.Act != "Refund €128.45" || vm.PIN.Kind != kit.Ink || vm.Charges[0].FreeWords != "Refundable now €328.45" || vm.To != "Refund to Visa •••• 4242" {
		t.Errorf("%+v", vm)
	}
	d.Reason = 1
	if !Refund(d).PIN.Ready || d.ReasonText() != "Goods returned" {
		t.Error("not ready with all there")
	}
	d.Reason = 3
	if Refund(d).PIN.Ready {
		t.Error("ready without the words of another reason")
	}
	d.Other = " Broken "
	if !Refund(d).PIN.Ready || d.ReasonText() != "Broken" {
		t.Errorf("reason %q", d.ReasonText())
	}
	d.Edit = &RefundEdit{Minor: 5000, Typed: true, Limit: 12845}
	if vm := Refund(d); vm.PIN.Ready || vm.Amount != "€50.00" || vm.Edit.Use != "Use €50.00" {
		t.Errorf("while typing %+v", vm.Edit)
	}
	d.Edit = nil
	o.Charges[0].Interac = true
	if vm := Refund(d); vm.PIN.Ready || !strings.Contains(vm.Notice, "none is ready") {
		t.Errorf("Interac without a reader: %q", vm.Notice)
	}
	d.Reader = &payment.ReaderRef{Tag: "A", Label: "Front desk"}
	if vm := Refund(d); !vm.PIN.Ready || !strings.Contains(vm.Notice, "reader A") {
		t.Errorf("Interac: %q", vm.Notice)
	}
	o.Note, o.Charges[0].Interac, o.Original.Residual = nil, false, eur(1000)
	if vm := Refund(d); !strings.HasPrefix(vm.Notice, "A credit note of €138.45 is made in Odoo first.") {
		t.Errorf("a note is made of what is owed too: %q", vm.Notice)
	}
	d.Edit = &RefundEdit{Minor: 5000, Typed: true, Limit: 12845}
	if vm := Refund(d); !strings.HasPrefix(vm.Notice, "A credit note of €60.00 is made") {
		t.Errorf("the note of an amount that is being typed: %q", vm.Notice)
	}
}

// Lost if it fails: a charge that went back without ever having been booked is called booked, and an accountant looks for it.
func TestNothingToBookIsNotCalledBooked(t *testing.T) {
	lives := refundLives()
	for name, booked := range map[string]bool{"Loose-Done-unbooked": false, "Loose-Done": true, "Done": true} {
		vm := RefundOverlay(lives[name], RefundScene{Scene: scene()})
		said := vm.Steps[stepBooked].Label == assets.T("refund.step.odoo.past")
		if said != booked || strings.Contains(vm.Happened, "Booked in Odoo") != booked {
			t.Errorf("%s: %q, %q", name, vm.Steps[stepBooked].Label, vm.Happened)
		}
	}
}
