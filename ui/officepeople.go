package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/staff"
	"paydesk/ui/kit"
	"paydesk/ui/people"
	"paydesk/ui/readers"
)

// editStep is where adding or changing a person stands.
type editStep int

const (
	editNone  editStep = iota
	editHow            // a new person: of this counter, or from Odoo
	editUsers          // which of Odoo's users
	editName           // what they are called
	editRole
	editPIN    // the PIN, once
	editRepeat // and again
	editWhat   // what to change about a person
)

// editing is what is known so far. A PIN leaves it as soon as it is set.
type editing struct {
	step    editStep
	person  string // who is changed; empty: somebody new
	user    staff.User
	users   []staff.User
	loading bool
	name    string
	role    staff.Role
	pin     []rune
	first   []rune
	message string
	busy    bool
}

// typingPerson says that a page asks for a name, choosingPIN that the keys type a PIN.
func (k *Kiosk) typingPerson() bool { return k.session != nil && k.office.edit.step == editName }
func (k *Kiosk) choosingPIN() bool {
	return k.session != nil && (k.office.edit.step == editPIN || k.office.edit.step == editRepeat)
}

// editSheet is the sheet or page of the step, nil where nothing is changed.
func (k *Kiosk) editSheet() fyne.CanvasObject {
	e := &k.office.edit
	switch e.step {
	case editNone:
		return nil
	case editName:
		k.officeViews.entry.Set(k.nameVM())
		return k.officeViews.entry.Object()
	case editPIN, editRepeat:
		k.officeViews.pin.Set(k.newPINVM())
		return k.officeViews.pin.Object()
	}
	k.officeViews.choice.Set(k.editVM())
	return k.officeViews.choice.Object()
}

// editVM is the question of the step.
func (k *Kiosk) editVM() readers.ChoiceVM {
	e := k.office.edit
	p, _ := k.office.person(e.person)
	option := func(id, icon string) readers.Option {
		return readers.Option{ID: id, Icon: icon, Lead: assets.T("people.edit." + id), Text: assets.T("people.edit." + id + ".text")}
	}
	switch e.step {
	case editHow:
		return readers.ChoiceVM{Title: assets.T("people.add"), Second: assets.T("people.add.second"), Options: []readers.Option{option("local", "user"), option("odoo", "server")}}
	case editUsers:
		vm := readers.ChoiceVM{Title: assets.T("people.users.title"), Second: assets.T("people.users.second"), Message: e.message}
		if e.loading {
			vm.Message = assets.T("people.users.loading")
		}
		for _, u := range e.users {
			o := readers.Option{ID: u.Login, Icon: "user", Lead: u.Name, Text: u.Login}
			for _, p := range k.office.people {
				if p.User == u.ID {
					o.Off, o.Text = true, assets.T("people.users.taken", "name", p.Name)
				}
			}
			vm.Options = append(vm.Options, o)
		}
		return vm
	case editRole:
		vm := readers.ChoiceVM{Title: assets.T("people.role.title"), Second: e.name}
		for _, role := range staff.Roles() {
			vm.Options = append(vm.Options, readers.Option{ID: string(role), Icon: roleIcons[role], Lead: assets.T("role." + string(role)), Text: assets.T("role." + string(role) + ".text"),
				Off: e.person != "" && p.Role == role})
		}
		return vm
	}
	vm := readers.ChoiceVM{Title: p.Name, Second: assets.T("role." + string(p.Role)), Options: []readers.Option{option("name", "pencil"), option("role", "users"), option("pin", "keypad")}}
	if p.Off {
		vm.Options = append(vm.Options, option("on", "check"))
	} else {
		vm.Options = append(vm.Options, option("off", "circle-slash"))
	}
	return vm
}

var roleIcons = map[staff.Role]string{staff.Cashier: "card", staff.Manager: "star", staff.Auditor: "eye"}

// editChosen takes an answer and goes on.
func (k *Kiosk) editChosen(id string) {
	k.touch()
	e := &k.office.edit
	if e.busy || !k.mayPage() {
		return
	}
	switch {
	case e.step == editHow && id == "odoo":
		k.readUsers()
	case e.step == editHow:
		e.step = editName
	case e.step == editUsers:
		for _, u := range e.users {
			if u.Login == id {
				e.user, e.name, e.step = u, u.Name, editName
			}
		}
	case e.step == editRole && e.person == "":
		e.role, e.step = staff.Role(id), editPIN
	case e.step == editRole:
		k.change("people.said.role", func(by staff.Session, person string) error { return k.Till.GiveRole(by, person, staff.Role(id)) })
	case id == "name":
		p, _ := k.office.person(e.person)
		e.name, e.step = p.Name, editName
	case id == "role":
		p, _ := k.office.person(e.person)
		e.name, e.step = p.Name, editRole
	case id == "pin":
		p, _ := k.office.person(e.person)
		e.name, e.role, e.step = p.Name, p.Role, editPIN
	case id == "on", id == "off":
		k.change("people.said."+id, func(by staff.Session, person string) error { return k.Till.SwitchPerson(by, person, id == "on") })
	}
	k.render()
}

// readUsers reads Odoo's users, of whom one is chosen.
func (k *Kiosk) readUsers() {
	e := &k.office.edit
	e.step, e.loading, e.message = editUsers, true, ""
	var users []staff.User
	var err error
	k.work(func() { users, err = k.Till.OdooUsers(k.ctx) }, func() {
		e := &k.office.edit
		e.loading, e.users = false, users
		switch {
		case err != nil:
			e.message = inWords(err) + " " + assets.T("people.users.failed")
		case len(users) == 0:
			e.message = assets.T("people.users.none")
		}
	})
}

func (k *Kiosk) nameVM() readers.EntryVM {
	e := k.office.edit
	vm := readers.EntryVM{Key: "name " + strconv.Itoa(k.officeViews.turn) + e.user.Login, Title: assets.T("people.name.title"), Help: assets.T("people.name.help"), Hint: assets.T("people.name.hint"),
		Text: e.name, Icon: "arrow-right", Button: assets.T("people.name.next"), Message: e.message, Busy: e.busy}
	if e.person != "" {
		vm.Title, vm.Icon, vm.Button, vm.Help = assets.T("people.rename.title"), "check", assets.T("people.rename.act"), assets.T("people.rename.help")
	}
	return vm
}

func (k *Kiosk) editTyped(text string) {
	k.touch()
	e := &k.office.edit
	if e.person == "" {
		e.name, e.step, e.message = text, editRole, ""
		k.render()
		return
	}
	k.change("people.said.name", func(by staff.Session, person string) error { return k.Till.RenamePerson(by, person, text) })
	k.render()
}

// change does something about the person in hand, says how it ended, and shows the people anew.
func (k *Kiosk) change(said string, f func(by staff.Session, person string) error) {
	e := &k.office.edit
	if !k.may(staff.Ask{Act: staff.People}) {
		return
	}
	by, person, name := *k.session, e.person, e.name
	if p, ok := k.office.person(person); ok {
		name = p.Name
	}
	e.busy, e.message = true, ""
	var err error
	k.work(func() { err = f(by, person) }, func() {
		e := &k.office.edit
		e.busy = false
		switch {
		case err != nil && e.step == editName:
			e.message = say(err)
			return
		case err != nil && (e.step == editPIN || e.step == editRepeat):
			e.message, e.step, e.first, e.pin = say(err), editPIN, nil, nil
			return
		case err != nil:
			k.tellOffice(kit.ToneBad, assets.T("people.said.not"), say(err))
		default:
			k.tellOffice(kit.ToneNeutral, assets.T(said, "name", name), "")
		}
		k.office.edit = editing{}
		k.readPeople()
		k.checkSession()
	})
}

func (k *Kiosk) newPINVM() people.VM {
	e := k.office.edit
	vm := people.VM{Title: assets.T("people.pin.title"), Second: assets.T("people.pin.second"), Name: e.name, Role: assets.T("role." + string(e.role)), Typed: len(e.pin),
		PINLength: k.Till.About().PINLength, Busy: e.busy, Prompt: assets.T("lock.first.pin")}
	if p, ok := k.office.person(e.person); ok {
		vm.Index = k.indexOf(p)
	}
	switch {
	case e.message != "":
		vm.Prompt, vm.Bad = e.message, true
	case e.step == editRepeat:
		vm.Prompt = assets.T("lock.first.repeat")
	}
	return vm
}

func (k *Kiosk) newPINKey(r rune) {
	k.touch()
	e := &k.office.edit
	if e.busy || len(e.pin) >= maxPIN {
		return
	}
	e.message, e.pin = "", append(e.pin, r)
	if n := k.Till.About().PINLength; n > 0 && len(e.pin) == n {
		k.newPINEnter()
		return
	}
	k.render()
}

func (k *Kiosk) newPINBack() {
	k.touch()
	if e := &k.office.edit; len(e.pin) > 0 && !e.busy {
		e.pin = e.pin[:len(e.pin)-1]
	}
	k.render()
}

// newPINEnter takes the PIN, the second time for good.
func (k *Kiosk) newPINEnter() {
	k.touch()
	e := &k.office.edit
	pin := string(e.pin)
	switch {
	case e.busy || pin == "":
		return
	case len(pin) < minPIN:
		e.pin, e.message = nil, assets.T("lock.short")
	case e.step == editPIN:
		e.first, e.pin, e.step = e.pin, nil, editRepeat
	case string(e.first) != pin:
		e.pin, e.first, e.step, e.message = nil, nil, editPIN, assets.T("lock.mismatch")
	case e.person == "":
		u, name, role := e.user, e.name, e.role
		e.pin, e.first = nil, nil
		k.change("people.said.added", func(by staff.Session, _ string) error { return k.Till.TakePerson(by, u, name, role, pin) })
	default:
		e.pin, e.first = nil, nil
		k.change("people.said.pin", func(by staff.Session, person string) error { return k.Till.SetPIN(by, person, pin) })
	}
	k.render()
}
