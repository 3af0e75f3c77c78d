package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/reader"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// readerViews are the screen of the readers and what lies over it.
type readerViews struct {
	screen *readers.View
	detail *readers.Detail
	help   *readers.Help
	choice *readers.Choice
	entry  *readers.Entry
}

// readerState is what is looked at and done on the readers' screen.
type readerState struct {
	open    string // reader whose sheet is open
	help    string // reader that is being looked for
	asking  bool
	working string // reader that something is being done with
	mine    string // reader of whoever is signed in, and of the counter
	counter string
	said    *shell.StripVM // how the last thing ended
	adding  adding
	turn    int // tells one adding or renaming from the next
}

func (k *Kiosk) newReaderViews() readerViews {
	close := func(f func(*readerState)) func() {
		return func() { k.touch(); f(&k.readers); k.render() }
	}
	return readerViews{
		screen: readers.New(readers.Actions{
			Act: k.readerAct, Add: k.addReader, Refresh: k.lookAgain, Lock: func() { k.lockNow(); k.render() },
			Strip: func(id string) {
				k.touch()
				if id == "said" {
					k.readers.said = nil
					k.render()
					return
				}
				k.lookAgain()
			},
		}),
		detail: readers.NewDetail(k.readerAct, close(func(s *readerState) { s.open = "" })),
		help:   readers.NewHelp(k.helpDone, close(func(s *readerState) { s.help = "" })),
		choice: readers.NewChoice(k.addChosen, close(func(s *readerState) { s.adding = adding{} })),
		entry:  readers.NewEntry(k.entered, close(func(s *readerState) { s.adding = adding{} })),
	}
}

func (k *Kiosk) readerScene() present.ReaderScene {
	s := k.readers
	return present.ReaderScene{Now: k.Clock.Now(), Own: k.Till.About().Own, Shop: k.Till.Readers(), Mine: s.mine, Counter: s.counter,
		Active: k.Till.Active(), Claim: k.Till.ClaimOf, Asking: s.asking, Working: s.working}
}

func (k *Kiosk) readersVM() readers.VM {
	vm := present.Readers(k.readerScene())
	person := k.session.Person
	vm.Person = shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}
	if said := k.readers.said; said != nil {
		vm.Strips = append([]shell.StripVM{*said}, vm.Strips...)
	}
	return vm
}

// readerSheet is what lies over the readers' screen, nil for nothing.
func (k *Kiosk) readerSheet() fyne.CanvasObject {
	s := &k.readers
	switch r, open := k.readerByID(s.open); {
	case s.adding.step == stepChoose || s.adding.step == stepWhere || s.adding.step == stepPlace:
		k.readerViews.choice.Set(k.choiceVM())
		return k.readerViews.choice.Object()
	case s.adding.step != stepNone:
		k.readerViews.entry.Set(k.entryVM())
		return k.readerViews.entry.Object()
	case s.help != "":
		h, ok := k.readerByID(s.help)
		if !ok {
			s.help = ""
			return nil
		}
		k.readerViews.help.Set(present.ReaderHelp(h, s.asking))
		return k.readerViews.help.Object()
	case open:
		k.readerViews.detail.Set(k.readerScene().ReaderDetail(r))
		return k.readerViews.detail.Object()
	}
	s.open = "" // it was removed
	return nil
}

// openReaders reads whose readers are whose when the screen opens.
func (k *Kiosk) openReaders() {
	k.readers = readerState{turn: k.readers.turn + 1}
	k.readChoices()
}

func (k *Kiosk) readChoices() {
	if k.session == nil {
		return
	}
	person := k.session.Person.ID
	var mine, counter string
	var err error
	k.work(func() {
		if mine, err = k.Till.PreferredID(person); err == nil {
			counter, err = k.Till.PreferredID("")
		}
	}, func() {
		k.readers.mine, k.readers.counter = mine, counter
		k.tellError(kit.ToneBad, "triangle", "readers.said.kept", err)
	})
}

func (k *Kiosk) lookAgain() {
	k.touch()
	k.readers.asking = true
	k.render()
	k.work(k.Till.CheckNow, func() { k.readers.asking = false })
}

func (k *Kiosk) helpDone() {
	if r, ok := k.readerByID(k.readers.help); ok && !r.Drivable() {
		k.touch()
		k.readers.help = ""
		k.render()
		return
	}
	k.lookAgain()
}

// readersShow are the taps that only show something.
var readersShow = []readers.Act{readers.ActMore, readers.ActHelp, readers.ActLook, readers.ActPayment}

// readerAct is a button of a card or of a reader's sheet.
func (k *Kiosk) readerAct(a readers.Act, id string) {
	k.touch()
	r, ok := k.readerByID(id)
	if !ok || k.session == nil || k.reads() && !slices.Contains(readersShow, a) {
		k.render()
		return
	}
	s := &k.readers
	s.said = nil
	switch a {
	case readers.ActMore:
		s.open = id
	case readers.ActHelp:
		s.open, s.help = "", id
	case readers.ActLook:
		k.lookAgain()
	case readers.ActMine:
		k.keepReader(false, id)
	case readers.ActCounter:
		k.keepReader(true, id)
	case readers.ActLetter:
		k.showLetter(r)
	case readers.ActFree:
		k.freeReader(r)
	case readers.ActPayment:
		k.showOn(r)
	case readers.ActRename:
		s.turn++
		s.open, s.adding = "", adding{step: stepRename, reader: id, label: r.Label}
	case readers.ActRemove:
		k.removeReader(r)
	}
	k.render()
}

func (k *Kiosk) keepReader(counter bool, id string) {
	person := k.session.Person
	var err error
	k.work(func() { err = k.Till.Prefer(person, counter, id) }, func() {
		k.tellError(kit.ToneBad, "triangle", "readers.said.kept", err)
		k.readChoices()
	})
}

// showOn opens the overlay of this counter's payment on a reader.
func (k *Kiosk) showOn(r reader.Listed) {
	for _, p := range k.Till.Active() {
		if r.Action != nil && p.Intent == r.Action.Intent {
			k.readers.open = ""
			k.paying = p.ID
		}
	}
}

func (k *Kiosk) removeReader(r reader.Listed) {
	k.approve(approval{
		show: approve.VM{Title: assets.T("readers.remove.title", "reader", r.Tag), Second: r.Label + " · " + present.Model(r.Reader), Reader: r.Tag,
			What: assets.T("readers.remove.what"), PIN: approve.PINVM{Act: assets.T("readers.remove.act"), Icon: "trash", Kind: kit.Ink}},
		journal: "remove reader " + r.ID,
		do: func(by staff.Session, _ string) {
			k.readers.open, k.readers.working = "", r.ID
			var err error
			k.work(func() { err = k.Till.RemoveReader(k.ctx, by.Person.Name, r.ID) }, func() {
				k.readers.working = ""
				if err == nil {
					k.tell(kit.ToneNeutral, "check", assets.T("readers.said.removed", "reader", r.Tag), r.Label)
				}
				k.tellError(kit.ToneBad, "triangle", "readers.said.not_removed", err, "reader", r.Tag)
			})
		},
	})
}

// asManager goes on at once where a manager is signed in, else after a manager's PIN.
func (k *Kiosk) asManager(show approve.VM, journal string, do func(by string)) {
	if p := k.session.Person; k.may(staff.Ask{Act: staff.Decide}) {
		do(p.Name)
		return
	}
	k.approve(approval{show: show, journal: journal, do: func(by staff.Session, _ string) { do(by.Person.Name) }})
}

// tell shows how something about a reader ended.
func (k *Kiosk) tell(tone kit.Tone, icon, lead, text string) {
	k.readers.said = &shell.StripVM{ID: "said", Icon: icon, Lead: lead, Text: text, Tone: tone, Action: assets.T("readers.said.ok")}
}

// tellError shows an error in words; nil says nothing.
func (k *Kiosk) tellError(tone kit.Tone, icon, key string, err error, args ...any) {
	if err != nil {
		k.tell(tone, icon, assets.T(key, args...), inWords(err))
	}
}
