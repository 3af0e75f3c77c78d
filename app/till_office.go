//go:build !headless

package app

import (
	"context"
	"slices"

	"paydesk/assets"
	"paydesk/services/staff"
	"paydesk/ui"
)

var _ ui.Office = till{}

// prefTheme is the counter's preference for dark or light colours.
const prefTheme = "theme"

func (t till) Checks() ui.Checks {
	k := &t.Counter.checks
	k.mu.Lock()
	defer k.mu.Unlock()
	return ui.Checks{Running: k.running, At: k.at, Took: k.took, Findings: slices.Clone(k.findings)}
}

func (t till) CheckSetup() { t.Counter.CheckSetup(t.ctx) }

func (t till) Setup() ui.Setup {
	f := t.Facts()
	s := ui.Setup{Company: f.CompanyName, Odoo: t.Settings.Odoo.URL, Database: t.Settings.Odoo.Database, Version: f.Version, User: t.Settings.Odoo.User, Journal: f.JournalName,
		Mode: "test", Location: t.Settings.Stripe.Location, Language: assets.T("language.name"), Header: t.Receipt.Header, Footer: t.Receipt.Footer}
	if t.Stripe.Mode().Live {
		s.Mode = "live"
	}
	return s
}

// Dark is what somebody chose for this counter. A store that cannot be read leaves it light: colours are no reason to stop.
func (t till) Dark() bool {
	value, _, err := t.Store.Preference("", prefTheme)
	if err != nil {
		t.Log.Warn("theme", "error", err)
	}
	return value == "dark"
}

func (t till) SetDark(by staff.Person, on bool) error {
	if err := t.Staff.May(by.Name, staff.Ask{Act: staff.Settings}); err != nil {
		return err
	}
	value := ""
	if on {
		value = "dark"
	}
	return t.Store.SetPreference("", prefTheme, value)
}

func (t till) OdooUsers(ctx context.Context) ([]staff.User, error) { return t.Odoo.Users(ctx, nil) }

func (t till) TakePerson(by staff.Session, u staff.User, name string, role staff.Role, pin string) error {
	_, err := t.Staff.Take(by, u, name, role, pin)
	return err
}
func (t till) RenamePerson(by staff.Session, id, name string) error {
	return t.Staff.Rename(by, id, name)
}
func (t till) GiveRole(by staff.Session, id string, role staff.Role) error {
	return t.Staff.SetRole(by, id, role)
}
func (t till) SetPIN(by staff.Session, id, pin string) error { return t.Staff.SetPIN(by, id, pin) }
func (t till) SwitchPerson(by staff.Session, id string, on bool) error {
	if on {
		return t.Staff.SwitchOn(by, id)
	}
	return t.Staff.SwitchOff(by, id)
}
func (t till) News(person string) ([]staff.News, error) { return t.Staff.News(person) }
func (t till) Told(person string, n int) error          { return t.Staff.Told(person, n) }
