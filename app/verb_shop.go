package app

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"paydesk/assets"
	"paydesk/services/staff"
)

// manager asks for the PIN of the manager who is named, and for nobody else's. what is what he approves, for the journal.
func (e Env) manager(o options, c *Counter, what string) (staff.Person, error) {
	return e.consent(o, c, staff.Ask{Act: staff.Decide}, what)
}

// consent asks for the PIN of who is named and may do what is asked for.
func (e Env) consent(o options, c *Counter, ask staff.Ask, what string) (staff.Person, error) {
	people, err := c.Staff.People()
	if err != nil {
		return staff.Person{}, err
	}
	name := strings.Join(strings.Fields(o.as), " ")
	i := slices.IndexFunc(people, func(p staff.Person) bool { return strings.EqualFold(p.Name, name) || p.ID == name })
	if i < 0 {
		return staff.Person{}, say(staff.ErrNoPerson, "cli.no_person", "name", quote(o.as))
	}
	if !o.pinStdin {
		return staff.Person{}, say(nil, "cli.pin_needed")
	}
	pin, err := e.pin()
	if err != nil {
		return staff.Person{}, err
	}
	s, err := c.Staff.Approve(people[i].ID, pin, ask, what)
	if err != nil {
		return staff.Person{}, say(err, "cli.pin_of_who_may")
	}
	return s.Person, nil
}

// pinShop makes Odoo, Stripe's location and this counter one shop, by a manager's word (PROTOCOLS G2).
func pinShop(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	who, err := e.manager(o, c, "shop pin")
	if err != nil {
		return ExitFailed, err
	}
	if err := c.pin(ctx, who.Name, o.copied); err != nil {
		return ExitFailed, say(err, "cli.not_pinned")
	}
	id, err := c.identity.ShopID()
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, map[string]string{"shop": id}, func(w io.Writer) {
		fmt.Fprintln(w, assets.T("cli.pinned", "id", fmt.Sprintf("%.8s…", id)))
	})
}

// renewCounter gives this machine an identity of its own (PROTOCOLS G3).
func renewCounter(_ context.Context, e Env, o options, c *Counter) (int, error) {
	who, err := e.manager(o, c, "counter renew")
	if err != nil {
		return ExitFailed, err
	}
	if err := c.RenewIdentity(who.Name); err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, map[string]string{"was": c.ID}, func(w io.Writer) {
		fmt.Fprintln(w, assets.T("cli.renewed"))
	})
}
