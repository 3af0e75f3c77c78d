package ui

import (
	"context"
	"time"

	"paydesk/services/explain"
	"paydesk/services/staff"
)

// fakeOffice is the office of a counter whose people are the fakeTill's.
type fakeOffice struct {
	found   Checks
	looks   int
	setup   Setup
	dark    bool
	users   []staff.User
	userErr error
	news    []staff.News
	told    int
	didTo   []string // who did what to whom
	denies  error
}

func (f *fakeOffice) Checks() Checks                        { return f.found }
func (f *fakeOffice) CheckSetup()                           { f.looks++ }
func (f *fakeOffice) Setup() Setup                          { return f.setup }
func (f *fakeOffice) Dark() bool                            { return f.dark }
func (f *fakeOffice) SetDark(_ staff.Person, on bool) error { f.dark = on; return f.denies }
func (f *fakeOffice) OdooUsers(context.Context) ([]staff.User, error) {
	return f.users, f.userErr
}
func (f *fakeOffice) noted(by staff.Session, what string) error {
	if f.denies == nil {
		f.didTo = append(f.didTo, by.Person.Name+": "+what)
	}
	return f.denies
}
func (f *fakeOffice) TakePerson(by staff.Session, u staff.User, name string, role staff.Role, pin string) error {
	return f.noted(by, "add "+name+" "+string(role)+" "+pin+" "+u.Login)
}
func (f *fakeOffice) RenamePerson(by staff.Session, id, name string) error {
	return f.noted(by, "rename "+id+" "+name)
}
func (f *fakeOffice) GiveRole(by staff.Session, id string, role staff.Role) error {
	return f.noted(by, "role "+id+" "+string(role))
}
func (f *fakeOffice) SetPIN(by staff.Session, id, pin string) error {
	return f.noted(by, "pin "+id+" "+pin)
}
func (f *fakeOffice) SwitchPerson(by staff.Session, id string, on bool) error {
	if on {
		return f.noted(by, "on "+id)
	}
	return f.noted(by, "off "+id)
}
func (f *fakeOffice) News(string) ([]staff.News, error) { return f.news, nil }
func (f *fakeOffice) Told(_ string, n int) error        { f.told += n; return nil }

// found is what a shop with two things to mend finds.
func found() Checks {
	return Checks{At: time.Unix(1000, 0), Took: 3 * time.Second, Findings: []explain.Finding{
		{Side: explain.Odoo, Name: "version", State: explain.OK, What: "Odoo 18.0 answers"},
		{Side: explain.Odoo, Name: "key_ends_soon", State: explain.Care, What: "The key ends in 7 days", Meaning: "Then nothing is read or booked.", Fix: "Make a new one in Odoo."},
		{Side: explain.Stripe, Name: "right", State: explain.Stop, What: "The key may not refund", Meaning: "Nothing can be given back.", Fix: "Change the key in Stripe."},
	}}
}
