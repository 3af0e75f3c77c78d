package ui

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

func (k *Kiosk) copyID(value string) {
	k.touch()
	fyne.CurrentApp().Clipboard().SetContent(value)
	k.past.copied = value
	k.render()
}

// daysOptions are the spans and the file.
func (k *Kiosk) daysOptions() readers.ChoiceVM {
	vm := readers.ChoiceVM{Title: assets.T("history.chip.more"), Second: assets.T("history.span.second")}
	icons := map[present.Span]string{present.Today: "sun", present.Yesterday: "moon", present.Week: "calendar", present.Month: "calendar", present.Ever: "layers"}
	for _, s := range present.Spans {
		vm.Options = append(vm.Options, readers.Option{ID: string(s), Icon: icons[s], Lead: s.Word(), Text: assets.T("history.span." + string(s) + ".text"), Off: s == k.past.span && k.past.query == ""})
	}
	export := readers.Option{ID: exportOption, Icon: "download", Lead: assets.T("history.export"), Text: assets.T("history.export.text")}
	vm.Options = append([]readers.Option{export}, vm.Options...)
	return vm
}

const exportOption = "export"

func (k *Kiosk) daysChosen(id string) {
	k.touch()
	k.past.sheet = noSheet
	if id == exportOption {
		k.exportHistory()
	} else {
		k.past.span = present.Span(id)
		k.records.history.Seek("")
	}
	k.render()
}

// exportHistory saves what the list shows.
func (k *Kiosk) exportHistory() {
	rows := k.past.found.Raw
	var path string
	var err error
	k.work(func() { path, err = k.Till.Export(rows) }, func() {
		if err != nil {
			k.tellPast(kit.ToneBad, "triangle", assets.T("history.not_exported"), inWords(err))
			return
		}
		k.tellPast(kit.ToneNeutral, "check", assets.T("history.exported.lead"), assets.T("history.exported.text", "count", len(rows), "path", path))
	})
}

func (k *Kiosk) tellPast(tone kit.Tone, icon, lead, text string) {
	k.past.said = &shell.StripVM{ID: "said", Icon: icon, Lead: lead, Text: text, Tone: tone, Action: assets.T("readers.said.ok")}
}

// reprint makes the receipt of a payment, or the slip of a refund, and shows it.
func (k *Kiosk) reprint(id string) {
	s := &k.past
	if s.page.Printing || k.session == nil {
		return
	}
	s.page.Printing = true
	turn, by := s.turn, k.session.Person.Name
	var p Paper
	var err error
	k.work(func() { p, err = k.Till.MakeReceipt(id, by) }, func() {
		s := &k.past
		s.page.Printing = false
		switch {
		case err != nil:
			k.tellPast(kit.ToneBad, "triangle", assets.T("history.slip.failed"), inWords(err))
		case s.selected == id && k.session != nil && s.turn >= turn:
			s.sheet, s.paper, s.print = paperSheet, present.PaperScene{Slip: p.Slip, Receipt: s.page.Row.Outcome.MoneyIn(), Path: p.Path, Printed: p.Path == ""}, id
			k.readRecord()
		}
	})
	k.render()
}

func (k *Kiosk) paperTapped(id string) {
	k.touch()
	switch id {
	case present.PaperKeep:
		k.keepReport()
	case present.PaperPrint:
		if k.past.paper.Report {
			k.printReport()
		} else {
			k.reprint(k.past.print)
		}
	case present.PaperMail:
		k.mailReceipt(k.past.print)
	default:
		k.past.sheet = noSheet
	}
	k.render()
}

// pastSheet is what lies over the screens of the past, nil for nothing.
func (k *Kiosk) pastSheet() fyne.CanvasObject {
	s := &k.past
	switch s.sheet {
	case daysSheet:
		k.records.days.Set(k.daysOptions())
		return k.records.days.Object()
	case recordSheet:
		if s.page.Row.ID != "" {
			k.records.record.Set(present.HistoryRecord(s.page.Row, k.Till.About().Own, k.Till.Address(s.page.Row), s.copied))
			return k.records.record.Object()
		}
	case paperSheet:
		if s.paper.Printer = k.Till.HasPrinter(); s.paper.Printed {
			s.paper.Print = k.Till.Printed(s.print)
		}
		if k.giving.id == s.print {
			s.paper.Mailed = k.giving.mailed
		}
		about := k.Till.About()
		s.paper.Test, s.paper.Reads = about.Test, k.reads()
		k.records.paper.Set(present.Paper(s.paper))
		return k.records.paper.Object()
	}
	return nil
}

// mailReceipt asks for the address that the receipt on the sheet goes to.
func (k *Kiosk) mailReceipt(id string) {
	if k.reads() {
		return
	}
	var s payment.State
	var err error
	k.work(func() { s, err = k.Till.Payment(id) }, func() {
		switch {
		case k.past.sheet != paperSheet || k.past.print != id:
		case err != nil:
			k.past.paper.Failed = inWords(err)
		default:
			k.giving = giving{id: id}
			k.openMail(s)
		}
	})
}
