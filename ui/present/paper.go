package present

import (
	"slices"

	"paydesk/assets"
	"paydesk/services/print"
	"paydesk/services/receipt"
	"paydesk/ui/kit"
	"paydesk/ui/paper"
)

// The buttons beside a slip.
const (
	PaperPrint = "print"
	PaperKeep  = "keep"
	PaperMail  = "mail"
	PaperDone  = "done"
)

// PaperScene is a slip on the screen with what became of it.
type PaperScene struct {
	Slip    receipt.Slip
	Receipt bool // of a charge; else of what went back, or was not charged
	Report  bool // the X report: it is shown first, then kept or printed
	Printer bool
	Path    string // where it was kept
	Printed bool   // it was put on the printer
	Print   print.Status
	Failed  string // why it was neither, in words
	Busy    bool
	Mailed  string // the address it goes to, shortened
	Test    bool   // Stripe's test mode sends no mail
	Reads   bool   // whoever is signed in may look, and send nothing
}

// slipLines are a slip's lines for the screen: the two packages name the same kinds in the same order.
func slipLines(s receipt.Slip) []paper.Line {
	out := make([]paper.Line, len(s.Lines))
	for i, l := range s.Lines {
		out[i] = paper.Line{Kind: paper.Kind(l.Kind), Left: l.Left, Right: l.Right}
	}
	return out
}

// Paper shows a slip.
func Paper(c PaperScene) paper.VM {
	vm := paper.VM{Key: c.Slip.Name, Title: assets.T("button.slip"), Lines: slipLines(c.Slip)}
	duplicate := slices.Contains(c.Slip.Lines, receipt.Line{Kind: receipt.Banner, Left: assets.T("receipt.duplicate")})
	switch {
	case c.Report:
		vm.Title, vm.Second = assets.T("report.x.title"), assets.T("day.second")
	case c.Receipt && duplicate:
		vm.Title = assets.T("history.slip.title.again")
	case c.Receipt:
		vm.Title = assets.T("history.slip.title")
	}
	if duplicate {
		vm.Note, vm.NoteIcon = assets.T("history.slip.again"), "copy"
	}
	switch happened, todo := c.Print.Words(); {
	case c.Failed != "":
		vm.Note, vm.NoteIcon, vm.NoteTone = assets.T("day.not_kept")+" "+c.Failed, "triangle", kit.ToneBad
	case c.Printed && c.Print.Phase == print.Failed:
		vm.Note, vm.NoteIcon, vm.NoteTone = happened+" "+todo, "triangle", kit.ToneBad
	case c.Printed && c.Print.Phase != print.None:
		vm.Second = happened
	case c.Path != "":
		vm.Second = assets.T("history.slip.saved", "path", c.Path)
	}
	switch {
	case c.Mailed != "" && c.Test:
		vm.Note, vm.NoteIcon, vm.NoteTone = assets.T("slip.mailed.test", "to", c.Mailed), "mail", kit.ToneNeutral
	case c.Mailed != "":
		vm.Note, vm.NoteIcon, vm.NoteTone = assets.T("slip.mailed", "to", c.Mailed), "mail", kit.ToneNeutral
	}
	if !c.Report && c.Printed && c.Print.Phase == print.Failed {
		vm.Buttons = append(vm.Buttons, paper.Button{ID: PaperPrint, Label: assets.T("button.print_again"), Icon: "printer"})
	}
	if c.Receipt && !c.Reads {
		vm.Buttons = append(vm.Buttons, paper.Button{ID: PaperMail, Label: assets.T("button.mail"), Icon: "mail"})
	}
	if c.Report {
		if c.Path != "" {
			vm.Note, vm.NoteIcon = assets.T("day.kept"), "check"
		}
		if c.Printer {
			vm.Buttons = append(vm.Buttons, paper.Button{ID: PaperPrint, Label: assets.T("day.print"), Icon: "printer", Off: c.Busy || c.Print.Phase.UnderWay()})
		}
		vm.Buttons = append(vm.Buttons, paper.Button{ID: PaperKeep, Label: assets.T("day.keep"), Icon: "download", Off: c.Busy || c.Path != ""})
	}
	vm.Buttons = append(vm.Buttons, paper.Button{ID: PaperDone, Label: assets.T("history.slip.done"), Icon: "check", Kind: kit.Filled})
	return vm
}
