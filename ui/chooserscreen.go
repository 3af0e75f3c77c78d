package ui

import (
	"strings"

	"paydesk/services/money"
	"paydesk/services/reader"
	"paydesk/ui/chooser"
)

// choosing is the open reader sheet.
type choosing struct {
	open     bool
	chosen   string
	remember bool
	checking bool
	use      func(reader.Listed)
}

func (k *Kiosk) chooserActions() chooser.Actions {
	return chooser.Actions{
		Choose:   func(id string) { k.touch(); k.sheet.chosen = id; k.render() },
		Remember: func(on bool) { k.sheet.remember = on; k.render() },
		Use: func(id string) {
			k.touch()
			r, ok := k.readerByID(id)
			use, remember := k.sheet.use, k.sheet.remember
			k.closeChooser()
			if !ok || use == nil || k.session == nil {
				return
			}
			if person := k.session.Person; remember {
				k.work(func() { k.note(k.Till.Prefer(person, false, id)) }, nil)
			}
			use(r)
			k.render()
		},
		Check: func(string) {
			k.sheet.checking = true
			k.render()
			k.work(k.Till.CheckNow, func() { k.sheet.checking = false })
		},
		Close: func() { k.closeChooser(); k.render() },
	}
}

// openChooser lets the cashier pick a reader; use gets it.
func (k *Kiosk) openChooser(current string, use func(reader.Listed)) {
	if k.reads() {
		return
	}
	if current == "" {
		if r, _, ok := k.reader(); ok {
			current = r.ID
		}
	}
	k.sheet = choosing{open: true, chosen: current, use: use}
	k.render()
}

func (k *Kiosk) closeChooser() { k.sheet = choosing{} }

func (k *Kiosk) chooserVM() chooser.VM {
	first, _, _ := strings.Cut(k.session.Person.Name, " ")
	vm := chooser.VM{Chosen: k.sheet.chosen, Who: first, Remember: k.sheet.remember}
	scene := k.readerScene()
	scene.Asking = k.sheet.checking
	for _, r := range k.Till.Readers().Readers {
		vm.Readers = append(vm.Readers, scene.ChooserRow(r, k.Till.Preflight(r.ID, k.sheetAmount())))
	}
	return vm
}

// sheetAmount is what the reader would be asked for: the payment on the overlay, else the chosen invoice.
func (k *Kiosk) sheetAmount() money.Amount {
	if s, err := k.Till.Payment(k.paying); k.paying != "" && err == nil {
		return s.Amount
	}
	if doc, ok := k.chosen(); ok {
		return doc.Residual
	}
	return money.Amount{}
}
