package ui

import (
	"errors"
	"math"
	"slices"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/staff"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/lock"
	"paydesk/ui/overlay"
	"paydesk/ui/present"
)

// may says whether whoever is signed in may do something by themselves. It decides what the screen offers; the desk asks again.
func (k *Kiosk) may(ask staff.Ask) bool {
	return k.session != nil && k.Till.About().Rights.Judge(k.session.Person.Role, ask) == nil
}

// reads says that an auditor is signed in, who looks and changes nothing.
func (k *Kiosk) reads() bool { return k.session != nil && k.session.Person.Role == staff.Auditor }

// approvers are the people whose PIN allows what is asked for.
func (k *Kiosk) approvers(ask staff.Ask) []lock.Person {
	var out []lock.Person
	about := k.Till.About()
	for _, p := range k.signing.people {
		if p.Out() == nil && about.Rights.Judge(p.Role, ask) == nil {
			out = append(out, k.tile(p, about))
		}
	}
	return out
}

// tile is a person as the lock screen and a consent show one.
func (k *Kiosk) tile(p staff.Person, a About) lock.Person {
	role := assets.T("role." + string(p.Role))
	if p.UserOff {
		role = assets.T("people.off.odoo")
	}
	return lock.Person{ID: p.ID, Name: p.Name, Role: role, Index: p.Colour, PINHint: a.PINs[p.Name]}
}

// awayLimit is what whoever is signed in may charge while Odoo is away, in minor units of the company's currency.
func (k *Kiosk) awayLimit(a About) int64 {
	l := a.Rights[k.session.Person.Role].Away
	switch {
	case l.Any:
		return math.MaxInt64
	case l.Most.Currency == a.Own:
		return l.Most.Minor
	}
	return 0
}

// harmless are the buttons of an overlay that change nothing.
var harmless = []string{present.ButtonBack, present.ButtonNext, present.ButtonGoOn, present.ButtonAsk, present.ButtonSlip}

// onlyReading leaves an auditor the buttons that change nothing, and always a way out.
func (k *Kiosk) onlyReading(buttons []overlay.Button) []overlay.Button {
	if !k.reads() {
		return buttons
	}
	buttons = slices.DeleteFunc(slices.Clone(buttons), func(b overlay.Button) bool { return !slices.Contains(harmless, b.ID) })
	if !slices.ContainsFunc(buttons, func(b overlay.Button) bool { return b.ID != present.ButtonAsk && b.ID != present.ButtonSlip }) {
		buttons = append(buttons, overlay.Button{ID: present.ButtonBack, Label: assets.T("button.back_list"), Icon: "arrow-left", Kind: kit.Outline})
	}
	return buttons
}

// quiet takes the actions off the entries that an auditor reads.
func (k *Kiosk) quiet(items []attention.Item) []attention.Item {
	if k.reads() {
		for i := range items {
			items[i].Action, items[i].Filled, items[i].More = "", false, false
		}
	}
	return items
}

// denied puts a role's limit into words: what was refused, and who can help.
func denied(d *staff.Denial, own money.Currency) string {
	key := "denied.role"
	switch {
	case d.Role == staff.Auditor:
		key = "denied.auditor"
	case d.ByPart:
		key = "denied.part"
	case d.Limit.Most.Minor > 0:
		key = "denied.limit"
	}
	text := assets.T(key, "role", assets.T("role."+string(d.Role)), "limit", d.Limit.Most.Format(own))
	switch {
	case d.Role == staff.Auditor:
		return text
	case d.Approvable:
		return text + " " + assets.T("denied.ask")
	}
	return text + " " + assets.T("denied.nobody")
}

// nobodyMay says why no PIN at this counter allows what is asked for.
func (k *Kiosk) nobodyMay(ask staff.Ask) string {
	about := k.Till.About()
	if d, ok := denial(about.Rights.Judge(staff.Manager, ask)); ok {
		return denied(d, about.Own)
	}
	return assets.T("approve.nobody")
}

// denial finds a role's limit among the causes of an error.
func denial(err error) (d *staff.Denial, ok bool) {
	ok = errors.As(err, &d)
	return d, ok
}
