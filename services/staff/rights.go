package staff

import (
	"fmt"
	"slices"

	"paydesk/services/money"
)

// Act is something a person does at the counter.
type Act string

// Acts. What only reads is none: everybody who may sign in may look.
const (
	Charge     Act = "charge"      // take money, and ask for the card again
	CallOff    Act = "call_off"    // end a payment or a refund before money has moved
	ChargeAway Act = "charge_away" // take money while Odoo is away (PROTOCOLS C13)
	Refund     Act = "refund"      // give money back (PROTOCOLS R2)
	AskRefund  Act = "ask_refund"  // begin a refund that somebody else approves
	Book       Act = "book"        // have a booking tried again
	Decide     Act = "decide"      // settle what needs a manager, and look after readers
	Mail       Act = "mail"        // have a receipt mailed to a customer
	Prefer     Act = "prefer"      // choose a reader for oneself or the counter
	FreeReader Act = "free_reader" // stop what a reader runs for others (PROTOCOLS S8)
	Settings   Act = "settings"    // see the checks and change preferences
	People     Act = "people"      // look after people and PINs
)

// Roles lists all roles, as a person chooses from them.
func Roles() []Role { return []Role{Cashier, Manager, Auditor} }

// Valid says whether the role is one of ours.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Limit is up to which amount a role may do something by itself. The zero value: not at all.
type Limit struct {
	Any  bool         // without a limit
	Most money.Amount // else up to this amount of this currency: 100 in one currency says nothing about another
}

// Covers says whether an amount is within the limit.
func (l Limit) Covers(a money.Amount) bool {
	return l.Any || l.Most.Minor > 0 && a.Currency == l.Most.Currency && a.Minor <= l.Most.Minor
}

// Limits are what a role may do by itself. Above them a cashier asks for a manager's PIN; a manager is told no.
type Limits struct {
	Refund     Limit // of one refund
	RefundPart bool  // less than everything that may go back
	Away       Limit // of one payment while Odoo is away
	FreeReader bool
	Settings   bool
}

// Rights are the limits of each role. An auditor has none: that role reads.
type Rights map[Role]Limits

// UsualRights are those of a shop that has said nothing: managers refund, cashiers ask them, and nobody charges while Odoo is
// away.
func UsualRights() Rights {
	return Rights{Manager: {Refund: Limit{Any: true}, RefundPart: true, FreeReader: true, Settings: true}}
}

// Ask is an act with what its limit depends on.
type Ask struct {
	Act    Act
	Amount money.Amount // of Refund and ChargeAway
	Part   bool         // of Refund: less than everything that may go back
}

// Denial says why a person may not do something by themselves.
type Denial struct {
	Role   Role
	Ask    Ask
	Limit  Limit // what the role may, where the amount is what is too much
	ByPart bool  // the amount would do, but a part may not be refunded
	// Approvable: a manager's PIN makes it possible.
	Approvable bool
}

// Error names role and act; the screen has words of its own.
func (d *Denial) Error() string {
	why := ""
	switch {
	case d.ByPart:
		why = " a part"
	case d.Limit.Most.Minor > 0:
		why = fmt.Sprintf(" more than %s", d.Limit.Most)
	}
	if d.Approvable {
		return fmt.Sprintf("a %s may not %s%s without a manager's PIN", d.Role, d.Ask.Act, why)
	}
	return fmt.Sprintf("the role %s may not %s%s", d.Role, d.Ask.Act, why)
}

// Judge returns nil or a *Denial.
func (r Rights) Judge(role Role, ask Ask) error {
	l := r[role]
	d := &Denial{Role: role, Ask: ask, Approvable: role == Cashier && ask.Act != People && ask.Act != Settings}
	var may bool
	switch ask.Act {
	case Charge, CallOff, AskRefund, Book, Mail, Prefer:
		may = role == Cashier || role == Manager
	case ChargeAway:
		may, d.Limit = l.Away.Covers(ask.Amount), l.Away
	case Refund:
		may, d.Limit = l.Refund.Covers(ask.Amount), l.Refund
		if may && ask.Part && !l.RefundPart {
			may, d.ByPart = false, true
		}
	case FreeReader:
		may = l.FreeReader
	case Settings:
		may = l.Settings
	case Decide, People:
		may = role == Manager
	}
	if may && (role == Cashier || role == Manager) {
		return nil
	}
	return d
}

// May is asked at every door: nil, a *Denial, or why nothing at all may be done by whoever has this name.
type May func(name string, ask Ask) error

// May judges by what the store says now: a session, or a name on a screen, may be older than a change. In a store without
// people whoever is named is a cashier.
func (r *Register) May(name string, ask Ask) error {
	records, err := r.store.People()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return sameName(rec.Name, name) })
	switch {
	case i >= 0 && ask.Act == CallOff && records[i].Role != Auditor:
		return nil // also by somebody who was switched off meanwhile: it keeps money where it is
	case i >= 0:
		if err := records[i].Out(); err != nil {
			return err
		}
		return r.rights.Judge(records[i].Role, ask)
	case ask.Act == CallOff, ask.Act == Mail:
		return nil // nobody has signed in after a restart: it moves no money
	case len(records) == 0 && name != "":
		return r.rights.Judge(Cashier, ask)
	}
	return fmt.Errorf("%w: %q", ErrNoPerson, name)
}

// Rights are what each role may do here.
func (r *Register) Rights() Rights { return r.rights }
