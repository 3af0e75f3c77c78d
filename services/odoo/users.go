package odoo

import (
	"context"
	"slices"

	"paydesk/services/staff"
)

var _ staff.Directory = (*Gateway)(nil)

// userLimit is far above the staff of a shop; whoever is followed is asked for by id and always among the answer.
const userLimit = 500

// Users lists the internal users that are active, and those of ids whether they are active or not. Whether a Billing user may
// read others than itself is a matter of the server's record rules: a refusal is a *explain.Failure.
func (g *Gateway) Users(ctx context.Context, ids []int64) ([]staff.User, error) {
	const op = "res.users.search_read"
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	read := func(domain ...any) ([]staff.User, error) {
		list, err := g.rows(ctx, s, "res.users", "search_read",
			keywords{Fields: []string{"name", "login", "active"}, Order: "name, id", Limit: userLimit, Context: s.context()}, domain)
		if err != nil {
			return nil, err
		}
		users := make([]staff.User, len(list))
		for i, r := range list {
			users[i] = staff.User{ID: r.id("id"), Name: r.text("name"), Login: r.text("login"), Active: r.flag("active")}
			if r.err != nil {
				return nil, misread(op, r.err)
			}
		}
		return users, nil
	}
	users, err := read(leaf("share", "=", false), leaf("active", "=", true))
	if err != nil || len(ids) == 0 {
		return users, err
	}
	known, err := read(leaf("id", "in", ids), leaf("active", "in", []bool{true, false}))
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		if !slices.ContainsFunc(known, func(k staff.User) bool { return k.ID == u.ID }) {
			known = append(known, u)
		}
	}
	return known, nil
}
