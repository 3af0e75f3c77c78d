package ui

import (
	"time"

	"paydesk/services/staff"
)

// peopleEvery is how soon a person who was switched off leaves the screen after the counter has heard of it.
const peopleEvery = 20 * time.Second

// checkSession ends the session of somebody who was switched off, here or in Odoo, and follows a new name or role.
func (k *Kiosk) checkSession() {
	k.seen = k.Clock.Now()
	if k.session == nil {
		return
	}
	id := k.session.Person.ID
	var all []staff.Person
	var err error
	k.work(func() { all, err = k.Till.People() }, func() {
		for _, p := range all {
			switch {
			case err != nil || k.session == nil || k.session.Person.ID != id || p.ID != id:
			case p.Out() == nil:
				k.session.Person = p
			case k.leaveable(k.Clock.Now()):
				k.closeOverlay()
				k.lockNow()
				k.signing.selected, k.signing.message = id, say(p.Out())
			}
		}
	})
}

// readNews asks what a manager was not told yet: what the owner of the machine changed about people.
func (k *Kiosk) readNews() {
	id := k.session.Person.ID
	var news []staff.News
	var err error
	k.work(func() { news, err = k.Till.News(id) }, func() {
		if k.session != nil && k.session.Person.ID == id {
			k.news = news
			k.note(err)
		}
	})
}

// newsRead forgets the oldest news: it was read.
func (k *Kiosk) newsRead() {
	if len(k.news) == 0 || k.session == nil {
		return
	}
	id := k.session.Person.ID
	k.news = k.news[1:]
	k.work(func() { k.note(k.Till.Told(id, 1)) }, nil)
}
