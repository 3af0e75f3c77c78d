package present

import (
	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/services/print"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// Buttons of the receipt, on the overlay.
const (
	ButtonPrint = "print"
	ButtonSave  = "save"
	ButtonMail  = "mail"
)

// SlipAct is the last thing that was done for a receipt.
type SlipAct string

// Slip acts.
const (
	SlipNone    SlipAct = ""
	SlipPrinted SlipAct = "print"
	SlipSaved   SlipAct = "save"
	SlipMailed  SlipAct = "mail"
)

// Slips is what became of the customer's receipt while the overlay stands.
type Slips struct {
	Printer bool // there is one
	Print   print.Status
	Last    SlipAct
	Saved   string // where the file is
	Mailed  string // to whom, shortened
	Test    bool   // Stripe's test mode sends no mail
	Failed  string // why no slip could be made, in words
}

// given says that the customer has a receipt, or will have without anybody's doing.
func (s Slips) given() bool {
	return s.Print.Phase == print.Printed || s.Print.Phase == print.Handed || s.Print.Phase.UnderWay() || s.Saved != "" || s.Mailed != ""
}

// receipt offers the receipt of a charge and the way forward: until there is one, the printer is what the next tap is for. Each button
// stands in its place whatever has been done.
func (v *view) receipt(forward string) {
	s, first, icon := v.c.Slips, "button.print", "printer"
	id := ButtonPrint
	if !s.Printer {
		id, first, icon = ButtonSave, "button.save", "download"
	}
	if s.Printer && s.Print.Phase != print.None {
		first = "button.print_again"
	}
	way, kind := kit.Outline, kit.Filled
	switch {
	case v.c.Nobody:
		v.button(ButtonNext, forward, "arrow-right", kit.Filled)
		return
	case s.given() || v.s.Phase == payment.PostingHeld:
		way, kind = kit.Filled, kit.Outline
	default:
		forward = "button.no_receipt"
	}
	v.button(id, first, icon, kind)
	if s.Printer && len(v.vm.Buttons) < overlay.MaxButtons-2 {
		v.button(ButtonSave, "button.pdf", "download", kit.Outline)
	}
	v.button(ButtonMail, "button.mail", "mail", kit.Outline)
	v.button(ButtonNext, forward, "arrow-right", way)
}

// slipOffered says that nothing was charged after a customer had been asked for a card: refused, cancelled, let go, or only reserved.
func (v *view) slipOffered() bool {
	return (v.s.Phase.Refused() || v.s.Phase == payment.Reserved) && v.s.Dispatched && !v.c.Nobody
}

// slip offers a slip that nothing was charged, where it has room: before the way forward.
func (v *view) slip() {
	n := len(v.vm.Buttons)
	if !v.slipOffered() || n == 0 || n >= overlay.MaxButtons {
		return
	}
	id, icon := ButtonPrint, "printer"
	if !v.c.Slips.Printer {
		id, icon = ButtonSave, "download"
	}
	last := v.vm.Buttons[n-1]
	v.vm.Buttons = v.vm.Buttons[:n-1]
	v.button(id, "button.slip", icon, kit.Outline)
	v.vm.Buttons = append(v.vm.Buttons, last)
}

// slipWords tells what became of the receipt, once somebody asked for one.
func (v *view) slipWords() {
	happened, todo := v.c.Slips.words()
	if happened != "" {
		v.vm.Happened = happened
	}
	if todo != "" {
		v.vm.Todo = overlay.Line{Icon: v.c.Slips.icon(), Text: todo}
	}
}

func (s Slips) icon() string {
	switch s.Last {
	case SlipSaved:
		return "download"
	case SlipMailed:
		return "mail"
	}
	return "printer"
}

// words are what happened, empty where that is no news beside the payment's own, and what to do now.
func (s Slips) words() (happened, todo string) {
	switch {
	case s.Failed != "":
		return assets.T("slip.failed.happened", "why", s.Failed), assets.T("slip.failed.todo")
	case s.Last == SlipPrinted && s.Print.Phase == print.Failed:
		return s.Print.Words()
	case s.Last == SlipPrinted && s.Print.Phase != print.None:
		happened, todo = s.Print.Words()
		return "", happened + " " + todo
	case s.Last == SlipSaved && s.Saved != "":
		return "", assets.T("slip.saved", "path", s.Saved)
	case s.Last == SlipMailed && s.Mailed != "" && s.Test:
		return "", assets.T("slip.mailed.test", "to", s.Mailed)
	case s.Last == SlipMailed && s.Mailed != "":
		return "", assets.T("slip.mailed", "to", s.Mailed)
	}
	return "", ""
}
