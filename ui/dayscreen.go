package ui

import (
	"time"

	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/receipt"
	"paydesk/ui/day"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// dayState is today so far, as a worker added it up.
type dayState struct {
	day      history.Day
	version  uint64    // of the history that day was made of
	since    time.Time // its midnight; zero: nothing was added up
	loaded   bool
	failed   bool
	adding   bool
	currency money.Currency
	busy     bool // the report is being made
}

func (k *Kiosk) dayActions() day.Actions {
	return day.Actions{Tile: k.dayTile, Report: k.showReport, Lock: func() { k.lockNow(); k.render() }}
}

func (k *Kiosk) dayScene(a About) present.DayScene {
	d := &k.today
	return present.DayScene{Now: k.Clock.Now(), Own: a.Own, Loaded: d.loaded, Failed: d.failed, Day: d.day, Currency: d.currency, Waiting: k.waiting()}
}

func (k *Kiosk) dayVM(a About) day.VM {
	k.addUp()
	vm := present.Day(k.dayScene(a))
	person := k.session.Person
	vm.Person = shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}
	return vm
}

// addUp lets a worker add the day up when the history has changed, or another day has begun.
func (k *Kiosk) addUp() {
	d := &k.today
	book, now := k.Till.History(), k.Clock.Now()
	version, since := book.Version(), history.Since(now)
	if d.adding || d.version == version && d.since.Equal(since) {
		return
	}
	d.adding = true
	var next history.Day
	var loaded bool
	var failed error
	k.work(func() {
		loaded, failed = book.Loaded()
		next = history.DayOf(book.Find(history.Query{}), since, since.AddDate(0, 0, 1))
	}, func() {
		d := &k.today
		d.adding, d.version, d.since, d.day, d.loaded, d.failed = false, version, since, next, loaded, failed != nil
	})
}

func (k *Kiosk) dayTile(id string) {
	k.touch()
	switch id {
	case present.DayCurrency:
		k.today.currency = k.dayScene(k.Till.About()).NextCurrency()
	case present.DayOpen:
		if k.waiting() > 0 {
			k.goTo(shell.PlaceAttention)
			return
		}
		k.goTo(shell.PlaceHistory)
		k.past.chip = present.HistoryOpen
	}
	k.render()
}

// showReport puts the X report on the screen. It may be looked at at any time and closes nothing.
func (k *Kiosk) showReport() {
	k.touch()
	d := &k.today
	if d.busy || !d.loaded {
		return
	}
	d.busy = true
	today := d.day
	now := k.Clock.Now()
	today.To = now
	var slip receipt.Slip
	k.work(func() { slip = k.Till.XReport(today) }, func() {
		k.today.busy = false
		if k.session == nil || k.place != shell.PlaceDay {
			return
		}
		k.past.sheet, k.past.paper, k.past.print = paperSheet, present.PaperScene{Slip: slip, Report: true}, ""
	})
}

// keepReport saves the report that is shown.
func (k *Kiosk) keepReport() {
	var path string
	k.giveReport(func(s receipt.Slip) (err error) { path, err = k.Till.KeepXReport(s); return err }, func() { k.past.paper.Path = path })
}

// printReport puts it on the printer; the sheet follows how that ends.
func (k *Kiosk) printReport() {
	var id string
	k.giveReport(func(s receipt.Slip) (err error) { id, err = k.Till.PrintXReport(s); return err }, func() { k.past.paper.Printed, k.past.print = true, id })
}

func (k *Kiosk) giveReport(give func(receipt.Slip) error, given func()) {
	p := &k.past.paper
	if p.Busy {
		return
	}
	p.Busy, p.Failed = true, ""
	slip := p.Slip
	var err error
	k.work(func() { err = give(slip) }, func() {
		p := &k.past.paper
		if p.Slip.Name != slip.Name {
			return // another one is shown
		}
		p.Busy = false
		if err != nil {
			p.Failed = inWords(err)
			return
		}
		given()
	})
}
