package odoo_test

import (
	"context"
	"slices"
	"testing"

	"paydesk/services/odoo"
	odoosim "paydesk/services/sim/odoo"
	"paydesk/services/staff"
)

// Lost if it fails: who was archived in Odoo is not among the answer, and taken for somebody who was never there; or OdooBot is
// offered as a person.
func TestUsersAreThoseWhoWorkHereAndThoseAskedFor(t *testing.T) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		server, clk := newSimOf(odoosim.Config{Seed: 3, Version: version, Enterprise: enterprise})
		g, err := odoo.Connect(context.Background(), simConfig("https://odoo.sim", direct{server}, clk))
		if err != nil {
			t.Fatal(err)
		}
		noor, err := server.AddUser("Noor Haddad", "noor@northgate.example")
		if err != nil {
			t.Fatal(err)
		}
		names := func(ids ...int64) []staff.User {
			t.Helper()
			users, err := g.Users(context.Background(), ids)
			if err != nil {
				t.Fatal(err)
			}
			return users
		}
		is := func(active bool) func(staff.User) bool {
			return func(u staff.User) bool {
				return u == staff.User{ID: int64(noor), Name: "Noor Haddad", Login: "noor@northgate.example", Active: active}
			}
		}
		users := names()
		if len(users) != 2 || !slices.ContainsFunc(users, is(true)) {
			t.Errorf("%+v", users)
		}
		if err := server.ArchiveUser(noor, true); err != nil {
			t.Fatal(err)
		}
		if users := names(); len(users) != 1 || slices.ContainsFunc(users, func(u staff.User) bool { return u.ID == int64(noor) }) {
			t.Errorf("archived: %+v", users)
		}
		if users := names(int64(noor), 4711); len(users) != 2 || !slices.ContainsFunc(users, is(false)) {
			t.Errorf("archived and asked for: %+v", users)
		}
	})
}
