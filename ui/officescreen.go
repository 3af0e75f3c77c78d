package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/staff"
	"paydesk/ui/kit"
	"paydesk/ui/people"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	"paydesk/ui/settings"
	"paydesk/ui/shell"
)

// The pages of Settings.
const (
	pageChecks  = "checks"
	pagePeople  = "people"
	pageShop    = "shop"
	pageCounter = "counter"
)

// officeViews are the views of Settings.
type officeViews struct {
	screen *settings.View
	note   *settings.Note
	choice *readers.Choice
	entry  *readers.Entry
	pin    *people.PIN
	turn   int // tells one person's name being typed from the next
}

// officeState is what a manager looks at in Settings.
type officeState struct {
	page   string
	open   string // finding whose sheet is open
	people []staff.Person
	failed error
	edit   editing
	said   *shell.StripVM
}

func (k *Kiosk) newOfficeViews() officeViews {
	close := func() { k.touch(); k.office.open, k.office.edit = "", editing{}; k.render() }
	return officeViews{
		screen: settings.New(settings.Actions{
			Section: func(id string) { k.touch(); k.openPage(id) },
			Act:     k.officeAct, Row: k.officeRow, Lock: func() { k.lockNow(); k.render() },
			Strip: func(id string) {
				k.touch()
				if id == "said" {
					k.office.said = nil
				}
				k.render()
			},
		}),
		note:   settings.NewNote(close),
		choice: readers.NewChoice(k.editChosen, close),
		entry:  readers.NewEntry(k.editTyped, close),
		pin:    people.New(people.Actions{Key: k.newPINKey, Backspace: k.newPINBack, Enter: k.newPINEnter, Close: close}),
	}
}

// openPage turns to a page of Settings and reads what it needs.
func (k *Kiosk) openPage(id string) {
	k.office = officeState{page: id}
	if id == pagePeople && k.mayPage() {
		k.readPeople()
	}
	k.render()
}

// mayPage says whether whoever is signed in may use the open page.
func (k *Kiosk) mayPage() bool {
	return k.may(staff.Ask{Act: shell.Pick(k.office.page == pagePeople, staff.People, staff.Settings)})
}

// readPeople reads everybody, also who is switched off.
func (k *Kiosk) readPeople() {
	var all []staff.Person
	var err error
	k.work(func() { all, err = k.Till.People() }, func() { k.office.people, k.office.failed = all, err })
	k.loadPeople()
}

// officeVM shows the open page.
func (k *Kiosk) officeVM() settings.VM {
	person := k.session.Person
	vm := settings.VM{Person: shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}, Current: k.office.page}
	for _, s := range []struct {
		id, icon string
		ask      staff.Act
	}{{pageChecks, "shield-tick", staff.Settings}, {pagePeople, "users", staff.People}, {pageShop, "shop", staff.Settings}, {pageCounter, "sliders", staff.Settings}} {
		if k.may(staff.Ask{Act: s.ask}) {
			vm.Sections = append(vm.Sections, settings.Section{ID: s.id, Icon: s.icon, Label: assets.T("settings.page." + s.id)})
		}
	}
	if said := k.office.said; said != nil {
		vm.Strips = append(vm.Strips, *said)
	}
	if s, ok := k.keyStrip(); ok {
		vm.Strips = append(vm.Strips, s)
	}
	switch k.office.page {
	case pagePeople:
		k.peoplePage(&vm)
	case pageShop:
		k.shopPage(&vm)
	case pageCounter:
		k.counterPage(&vm)
	default:
		k.checksPage(&vm)
	}
	return vm
}

// keyStrip warns of a key that ends soon, in time to make a new one.
func (k *Kiosk) keyStrip() (shell.StripVM, bool) {
	ends, now := k.Till.About().KeyEnds, k.Clock.Now()
	if ends.IsZero() {
		return shell.StripVM{}, false
	}
	return shell.StripVM{ID: "key", Icon: "clock", Lead: present.KeyLead(ends, now), Text: assets.T("strip.key.text"), Tone: kit.ToneWarn}, true
}

func (k *Kiosk) checksPage(vm *settings.VM) {
	c := k.Till.Checks()
	vm.Rows, vm.Worst = present.CheckRows(c.Findings), true
	vm.Action, vm.Icon, vm.Busy = assets.T("settings.checks.again"), "refresh", c.Running
	switch {
	case c.At.IsZero():
		vm.Title, vm.Second, vm.Message = assets.T("settings.checks.running"), assets.T("settings.checks.wait"), assets.T("settings.checks.none")
	default:
		vm.Title = present.CheckTitle(c.Findings)
		vm.Second = assets.T("settings.checks.second", "count", len(c.Findings), "time", c.At.Local().Format("15:04"), "seconds", max(int(c.Took.Round(time.Second).Seconds()), 1))
	}
	if c.Running {
		vm.Action = assets.T("settings.checks.busy")
	}
}

func (k *Kiosk) peoplePage(vm *settings.VM) {
	vm.Title, vm.Second = assets.T("people.title"), assets.T("people.second")
	if k.office.failed != nil {
		vm.Message = say(k.office.failed)
		return
	}
	if k.office.people == nil {
		vm.Message = assets.T("people.reading")
		return
	}
	vm.Action, vm.Icon = assets.T("people.add"), "plus"
	in := 0
	for _, p := range k.office.people {
		if p.Out() == nil {
			in++
		}
		vm.Rows = append(vm.Rows, present.PersonRow(p, k.indexOf(p)))
	}
	vm.Title = assets.N("people.count", in)
}

func (k *Kiosk) shopPage(vm *settings.VM) {
	s := k.Till.Setup()
	vm.Title, vm.Second = assets.T("settings.shop.title"), assets.T("settings.shop.second")
	fact := func(icon, title, text string) {
		if title != "" {
			vm.Rows = append(vm.Rows, settings.Row{Icon: icon, Tone: kit.ToneNeutral, Title: title, Text: text})
		}
	}
	fact("shop", s.Company, assets.T("settings.shop.company"))
	fact("server", s.Odoo, assets.T("settings.shop.odoo", "database", s.Database, "version", s.Version, "user", s.User))
	fact("bank", s.Journal, assets.T("settings.shop.journal"))
	fact("card", assets.T("settings.shop.stripe."+s.Mode), assets.T("settings.shop.location", "location", s.Location))
	none := assets.T("settings.shop.nothing")
	lines := func(l []string) string {
		if len(l) == 0 {
			return none
		}
		return strings.Join(l, " · ")
	}
	fact("receipt", assets.T("settings.shop.header"), lines(s.Header))
	fact("receipt", assets.T("settings.shop.footer"), lines(s.Footer))
}

func (k *Kiosk) counterPage(vm *settings.VM) {
	a := k.Till.About()
	vm.Title, vm.Second = a.Counter, assets.T("settings.counter.second")
	look, other := "light", "dark"
	if k.Till.Dark() {
		look, other = "dark", "light"
	}
	vm.Rows = append(vm.Rows, settings.Row{ID: "theme", Icon: shell.Pick(look == "dark", "moon", "sun"), Tone: kit.ToneNeutral,
		Title: assets.T("settings.theme." + look), Text: assets.T("settings.theme.text"), Action: assets.T("settings.theme.to." + other)})
	preferred := func(id, known, none, text string) {
		title := assets.T(none)
		if r, ok := k.readerByID(id); ok {
			title = assets.T(known, "letter", r.Tag, "label", r.Label)
		}
		vm.Rows = append(vm.Rows, settings.Row{ID: "reader", Icon: "reader", Tone: kit.ToneNeutral, Title: title, Text: assets.T(text), Action: assets.T("settings.reader.choose")})
	}
	preferred(k.readers.counter, "settings.reader.is", "settings.reader.none", "settings.reader.text")
	preferred(k.readers.mine, "settings.reader.mine", "settings.reader.mine.none", "settings.reader.mine.text")
	vm.Rows = append(vm.Rows, settings.Row{Icon: "globe", Tone: kit.ToneNeutral, Title: k.Till.Setup().Language, Text: assets.T("settings.language.text")})
}

// officeAct is the button of the whole page.
func (k *Kiosk) officeAct() {
	k.touch()
	if !k.mayPage() {
		return
	}
	switch k.office.page {
	case pagePeople:
		k.officeViews.turn++
		k.office.edit = editing{step: editHow}
	default:
		k.work(k.Till.CheckSetup, nil)
	}
	k.render()
}

// officeRow is the button of a row.
func (k *Kiosk) officeRow(id string) {
	k.touch()
	switch {
	case !k.mayPage():
	case k.office.page == pagePeople:
		k.officeViews.turn++
		k.office.edit = editing{step: editWhat, person: id}
	case id == "theme":
		k.switchTheme()
	case id == "reader":
		k.goTo(shell.PlaceReaders)
	default:
		k.office.open = id
	}
	k.render()
}

func (k *Kiosk) switchTheme() {
	on, by := !k.Till.Dark(), k.session.Person
	var err error
	k.work(func() { err = k.Till.SetDark(by, on) }, func() {
		if err != nil {
			k.tellOffice(kit.ToneBad, assets.T("settings.theme.not"), say(err))
			return
		}
		k.Dark(on)
	})
}

func (k *Kiosk) tellOffice(tone kit.Tone, lead, text string) {
	k.office.said = &shell.StripVM{ID: "said", Icon: shell.Pick(tone == kit.ToneBad, "triangle", "check"), Lead: lead, Text: text, Tone: tone, Action: assets.T("readers.said.ok")}
}

// officeSheet is the open sheet of Settings, nil where there is none.
func (k *Kiosk) officeSheet() fyne.CanvasObject {
	if o := k.editSheet(); o != nil {
		return o
	}
	i, err := strconv.Atoi(k.office.open)
	found := k.Till.Checks().Findings
	if k.office.page != pageChecks || err != nil || i < 0 || i >= len(found) {
		return nil
	}
	k.officeViews.note.Set(present.CheckNote(found[i]))
	return k.officeViews.note.Object()
}

// person finds somebody among all people.
func (s officeState) person(id string) (staff.Person, bool) {
	i := slices.IndexFunc(s.people, func(p staff.Person) bool { return p.ID == id })
	if i < 0 {
		return staff.Person{}, false
	}
	return s.people[i], true
}
