package ui

import (
	"slices"
	"strconv"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/reader"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// addStep is where the adding or renaming of a reader stands.
type addStep int

const (
	stepNone   addStep = iota
	stepChoose         // pair, by id, or a location
	stepWhere          // at which location a new one will stand
	stepPlace          // whose readers are imported
	stepCode           // three words
	stepName           // what it will be called
	stepID             // tmr_
	stepRename
)

// adding is what is known so far.
type adding struct {
	step    addStep
	loading bool
	busy    bool
	message string
	places  []reader.Location
	listed  func(id string) bool
	place   string // location of a new reader
	code    string
	reader  string // that is renamed
	label   string
}

// typingReader says that a page asks for words about a reader.
func (k *Kiosk) typingReader() bool {
	return k.session != nil && k.place == shell.PlaceReaders && k.readers.adding.step >= stepCode
}

func (k *Kiosk) addReader() {
	k.touch()
	if k.reads() {
		return
	}
	k.readers.said = nil
	k.readers.turn++
	k.readers.adding = adding{step: stepChoose}
	k.render()
}

func (k *Kiosk) choiceVM() readers.ChoiceVM {
	a := k.readers.adding
	vm := readers.ChoiceVM{Title: assets.T("readers.add"), Second: assets.T("readers.add.second"), Message: a.message}
	if a.step == stepChoose {
		for _, o := range []struct{ id, icon string }{{"pair", "reader"}, {"id", "keyboard"}, {"place", "shop"}} {
			vm.Options = append(vm.Options, readers.Option{ID: o.id, Icon: o.icon, Lead: assets.T("readers.add." + o.id), Text: assets.T("readers.add." + o.id + ".text")})
		}
		return vm
	}
	vm.Title, vm.Second = assets.T("readers.place.title"), assets.T("readers.place.second")
	if a.step == stepWhere {
		vm.Title, vm.Second = assets.T("readers.where.title"), assets.T("readers.where.second")
	}
	if a.loading {
		vm.Message = assets.T("readers.loading")
	} else if len(a.places) == 0 && a.message == "" {
		vm.Message = assets.T("readers.place.none")
	}
	for _, p := range a.places {
		o := readers.Option{ID: p.ID, Icon: "shop", Lead: p.Name, Text: p.Country + " · " + p.ID}
		if a.step == stepPlace && a.listed(p.ID) {
			o.Off, o.Text = true, assets.T("readers.place.listed")
		}
		vm.Options = append(vm.Options, o)
	}
	return vm
}

// addChosen is a tap on an option.
func (k *Kiosk) addChosen(id string) {
	k.touch()
	a := &k.readers.adding
	switch {
	case a.step == stepChoose && id == "id":
		a.step = stepID
	case a.step == stepChoose && id == "place":
		k.loadPlaces(stepPlace)
	case a.step == stepChoose:
		if a.place = k.Till.About().Location; a.place != "" {
			a.step = stepCode
		} else {
			k.loadPlaces(stepWhere)
		}
	case a.step == stepWhere:
		a.place, a.step = id, stepCode
	case a.step == stepPlace:
		k.importPlace(id)
	}
	k.render()
}

func (k *Kiosk) loadPlaces(step addStep) {
	k.readers.adding = adding{step: step, loading: true}
	var places []reader.Location
	var listed func(string) bool
	var err error
	k.work(func() { places, listed, err = k.Till.Locations(k.ctx) }, func() {
		a := &k.readers.adding
		if a.step != step {
			return // closed meanwhile
		}
		a.loading, a.places, a.listed = false, places, listed
		if err != nil {
			a.message = inWords(err)
		}
		if step == stepWhere && len(places) == 1 {
			a.place, a.step = places[0].ID, stepCode
		}
	})
}

func (k *Kiosk) importPlace(id string) {
	i := slices.IndexFunc(k.readers.adding.places, func(l reader.Location) bool { return l.ID == id })
	if i < 0 {
		return
	}
	name := k.readers.adding.places[i].Name
	k.readers.adding = adding{}
	show := approve.VM{Title: assets.T("readers.add.place"), Second: name, What: assets.T("readers.import.what", "place", name), PIN: approve.PINVM{Act: assets.T("readers.import.act"), Icon: "download"}}
	show.PIN.Kind = kit.Filled
	k.asManager(show, "import the readers of "+id, func(by string) {
		var err error
		k.work(func() { err = k.Till.ImportReaders(k.ctx, by, id) }, func() { k.sayAdded("readers.said.added", name, err) })
	})
}

func (k *Kiosk) sayAdded(key, name string, err error) {
	if err == nil {
		k.tell(kit.ToneNeutral, "check", assets.T(key, "name", name), "")
	}
	k.tellError(kit.ToneBad, "triangle", "readers.said.not", err)
}

// simulated are the codes with which Stripe's test mode makes readers (Stripe's documentation of simulated readers).
var simulated = []readers.Quick{{Label: "WisePOS E", Text: "simulated-wpe"}, {Label: "S700", Text: "simulated-s700"}, {Label: "S710", Text: "simulated-s710"}}

func (k *Kiosk) entryVM() readers.EntryVM {
	a := k.readers.adding
	vm := readers.EntryVM{Message: a.message, Busy: a.busy, Button: assets.T("readers.entry.next"), Icon: "arrow-right"}
	kind := ""
	switch a.step {
	case stepCode:
		kind = "code"
		if k.Till.About().Test {
			for _, q := range simulated {
				vm.Quick = append(vm.Quick, readers.Quick{Label: assets.T("readers.code.simulated", "model", q.Label), Text: q.Text})
			}
		}
	case stepName:
		kind = "name"
		vm.Button, vm.Icon = assets.T("readers.name.act"), "check"
	case stepID:
		kind = "id"
		vm.Text, vm.Button, vm.Icon = "tmr_", assets.T("readers.id.act"), "plus"
	default:
		kind = "rename"
		vm.Text, vm.Button, vm.Icon = a.label, assets.T("readers.act.rename"), "check"
	}
	vm.Key = kind + a.reader + strconv.Itoa(k.readers.turn) // a field begins anew with each reader
	word := func(what string) string { return assets.T("readers.entry." + kind + what) }
	vm.Title, vm.Help, vm.Hint = word(".title"), word(".help"), word(".hint")
	return vm
}

// entered takes a typed text.
func (k *Kiosk) entered(text string) {
	k.touch()
	a := &k.readers.adding
	if a.busy {
		return
	}
	a.message = ""
	show := approve.VM{Title: assets.T("readers.add"), Second: text, What: assets.T("readers.add.what", "name", text), PIN: approve.PINVM{Act: assets.T("readers.add.act"), Icon: "plus"}}
	show.PIN.Kind = kit.Filled
	switch a.step {
	case stepCode:
		a.code, a.step = text, stepName
	case stepName:
		code, place := a.code, a.place
		k.asManager(show, "pair a reader called "+text, func(by string) {
			k.sendEntry("readers.said.added", text, func() error { _, err := k.Till.RegisterReader(k.ctx, by, code, text, place); return err })
		})
	case stepID:
		k.asManager(show, "add reader "+text, func(by string) {
			k.sendEntry("readers.said.added", text, func() error { _, err := k.Till.AddReader(k.ctx, by, text); return err })
		})
	case stepRename:
		id := a.reader
		show.Title, show.What = assets.T("readers.rename.title"), assets.T("readers.rename.what", "from", a.label, "name", text)
		show.PIN.Act, show.PIN.Icon = assets.T("readers.act.rename"), "pencil"
		k.asManager(show, "rename reader "+id, func(by string) {
			k.sendEntry("readers.said.renamed", text, func() error { return k.Till.RenameReader(k.ctx, by, id, text) })
		})
	}
	k.render()
}

// sendEntry does what the text was for. Refused, the page comes back with the reason. done is the text's key for the good end.
func (k *Kiosk) sendEntry(done, name string, send func() error) {
	k.readers.adding.busy = true
	k.render()
	var err error
	k.work(func() { err = send() }, func() {
		a := &k.readers.adding
		a.busy = false
		switch {
		case err == nil:
			k.readers.adding = adding{}
			k.sayAdded(done, name, nil)
		case a.step == stepNone: // closed meanwhile
			k.sayAdded(done, name, err)
		default:
			if a.step == stepName && explain.Is(err, explain.Refused, explain.NotFound) {
				a.step = stepCode // Stripe does not know the code
			}
			a.message = inWords(err)
		}
	})
}
