package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

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
		return staff.Person{}, fmt.Errorf("%w: %q", staff.ErrNoPerson, o.as)
	}
	if !o.pinStdin {
		return staff.Person{}, errors.New("this needs a PIN: give --pin-stdin and the PIN on standard input")
	}
	pin, err := e.pin()
	if err != nil {
		return staff.Person{}, err
	}
	s, err := c.Staff.Approve(people[i].ID, pin, ask, what)
	if err != nil {
		return staff.Person{}, fmt.Errorf("this needs the PIN of somebody who may: %w", err)
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
		return ExitFailed, fmt.Errorf("the shop is not pinned, nothing is charged or booked: %w", err)
	}
	id, err := c.identity.ShopID()
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, map[string]string{"shop": id}, func(w io.Writer) {
		fmt.Fprintf(w, "Pinned: this Odoo and this Stripe account are one shop (%.8s…). Charging, booking and healing go on.\n", id)
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
		fmt.Fprintln(w, "From its next start on this machine is a counter of its own. What was unfinished on its disk is settled from what Stripe says, and never resumed.")
	})
}
