package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"paydesk/assets"
	"paydesk/services/staff"
)

// followUsers locks out whoever was switched off in Odoo.
func (c *Counter) followUsers(ctx context.Context) error {
	changed, err := c.Staff.Follow(ctx, c.Odoo)
	if changed {
		c.changed()
	}
	return err
}

// The commands about people are the machine owner's: who may open the store's file may do them, without a PIN. All of them
// stand in the journal, and what concerns managers is told to them at their next login.

func listPeople(_ context.Context, e Env, o options, c *Counter) (int, error) {
	people, err := c.Staff.People()
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, people, func(w io.Writer) {
		for _, p := range people {
			fmt.Fprintf(w, "%-30s %-8s %s\n", oneLine(p.Name), role(p.Role), oneLine(personNote(p)))
		}
	})
}

// personNote says what is special about a person.
func personNote(p staff.Person) string {
	var notes []string
	if p.User != 0 {
		notes = append(notes, assets.T("cli.from_odoo", "login", p.Login))
	}
	switch {
	case p.Off:
		notes = append(notes, assets.T("cli.off_here"))
	case p.UserOff:
		notes = append(notes, assets.T("cli.off_odoo"))
	}
	return strings.Join(notes, ", ")
}

// listUsers shows Odoo's users, of whom people are made with --odoo-user.
func listUsers(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	users, err := c.Odoo.Users(ctx, nil)
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, users, func(w io.Writer) {
		for _, u := range users {
			fmt.Fprintf(w, "%-30s %s\n", oneLine(u.Name), oneLine(u.Login))
		}
	})
}

func addPerson(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	pin, err := e.newPIN(o)
	if err != nil {
		return ExitFailed, err
	}
	var p staff.Person
	if o.odooUser == "" {
		p, err = c.Staff.Enrol(o.words[0], staff.Role(o.role), pin)
	} else {
		p, err = e.takeUser(ctx, o, c, pin)
	}
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, p, func(w io.Writer) { fmt.Fprintf(w, "%s, %s\n", p.Name, role(p.Role)) })
}

func (e Env) takeUser(ctx context.Context, o options, c *Counter, pin string) (staff.Person, error) {
	users, err := c.Odoo.Users(ctx, nil)
	if err != nil {
		return staff.Person{}, err
	}
	i := slices.IndexFunc(users, func(u staff.User) bool { return strings.EqualFold(u.Login, strings.TrimSpace(o.odooUser)) })
	if i < 0 {
		return staff.Person{}, say(nil, "cli.no_user", "login", quote(o.odooUser))
	}
	if pin == "" {
		return staff.Person{}, staff.ErrPINForm
	}
	return c.Staff.Take(staff.Owner(), users[i], o.words[0], staff.Role(o.role), pin)
}

// newPIN reads a PIN that is to be set, and tells of one that is easy to guess.
func (e Env) newPIN(o options) (string, error) {
	if !o.pinStdin {
		return "", nil
	}
	pin, err := e.pin()
	if err == nil && errors.Is(staff.Policy{}.Check(pin), staff.ErrPINTrivial) {
		fmt.Fprintln(e.Stderr, assets.T("cli.easy_pin"))
	}
	return pin, err
}

// changePerson makes a verb of one change to the person who is named.
func changePerson(change func(c *Counter, o options, e Env, id string) error) func(context.Context, Env, options, *Counter) (int, error) {
	return func(_ context.Context, e Env, o options, c *Counter) (int, error) {
		people, err := c.Staff.People()
		if err != nil {
			return ExitFailed, err
		}
		name := strings.Join(strings.Fields(o.words[0]), " ")
		i := slices.IndexFunc(people, func(p staff.Person) bool { return strings.EqualFold(p.Name, name) })
		if i < 0 {
			return ExitFailed, say(staff.ErrNoPerson, "cli.no_person", "name", quote(o.words[0]))
		}
		if err := change(c, o, e, people[i].ID); err != nil {
			return ExitFailed, err
		}
		if people, err = c.Staff.People(); err != nil {
			return ExitFailed, err
		}
		i = slices.IndexFunc(people, func(p staff.Person) bool { return p.ID == people[i].ID })
		p := people[i]
		return ExitOK, e.print(o, p, func(w io.Writer) {
			fmt.Fprintln(w, strings.TrimRight(p.Name+", "+role(p.Role)+", "+personNote(p), ", "))
		})
	}
}

var (
	renamePerson = changePerson(func(c *Counter, o options, _ Env, id string) error { return c.Staff.Rename(staff.Owner(), id, o.to) })
	giveRole     = changePerson(func(c *Counter, o options, _ Env, id string) error {
		return c.Staff.SetRole(staff.Owner(), id, staff.Role(o.role))
	})
	personOff = changePerson(func(c *Counter, _ options, _ Env, id string) error { return c.Staff.SwitchOff(staff.Owner(), id) })
	personOn  = changePerson(func(c *Counter, _ options, _ Env, id string) error { return c.Staff.SwitchOn(staff.Owner(), id) })
	resetPIN  = changePerson(func(c *Counter, o options, e Env, id string) error {
		pin, err := e.newPIN(o)
		if err != nil {
			return err
		}
		return c.Staff.SetPIN(staff.Owner(), id, pin)
	})
)
