package ui

import (
	"strings"

	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/ui/chooser"
	"paydesk/ui/present"
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
			if person := k.session.Person.ID; remember {
				k.work(func() { k.note(k.Till.Prefer(person, id)) }, nil)
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
	mine := map[string]payment.State{}
	for _, s := range k.Till.Active() {
		if s.Intent != "" {
			mine[s.Intent] = s
		}
	}
	for _, r := range k.Till.Readers().Readers {
		row := chooser.Reader{ID: r.ID, Letter: r.Tag, Label: r.Label, Model: r.Model(), Usable: r.Availability == reader.Ready || r.Availability == reader.Uncertain}
		row.State, row.Word = present.ReaderWord(r.Availability)
		switch {
		case r.Availability == reader.InUse:
			if s, ours := mine[r.Action.Intent]; ours {
				row.Detail = assets.T("chooser.use.mine", "amount", s.Amount.Format(k.Till.About().Own))
			} else if r.MovedBy != "" {
				row.Detail = assets.T("chooser.use.by", "counter", r.MovedBy)
			}
		case r.Availability == reader.Away:
			row.Check, row.Checking = true, k.sheet.checking
			row.Detail = assets.T("chooser.use.away")
		}
		vm.Readers = append(vm.Readers, row)
	}
	return vm
}
