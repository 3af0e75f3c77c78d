package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/staff"
)

// Why a bill is not charged at this counter.
var (
	// ErrOtherCompany says that a document belongs to a company that this counter does not book for.
	ErrOtherCompany = errors.New("the document belongs to a company that this counter only shows")
	// ErrMaxPayment says that the amount is above the counter's maximum.
	ErrMaxPayment = errors.New("more than this counter charges in one payment")
	// ErrReaderKeys says that a card number cannot be keyed in on a reader (Stripe facts §1.12).
	ErrReaderKeys = errors.New("a card number cannot be keyed in on this model: it takes a WisePOS E, an S700 or an S710")
)

// orderFor makes the order for a bill.
func (c *Counter) orderFor(b payment.Bill, who staff.Person, r reader.Listed) payment.Order {
	return payment.Order{
		Counter: payment.Counter{ID: c.ID, Name: c.Name}, Person: who.Name, Manager: who.Role == staff.Manager,
		Company: b.Company, Partner: b.Partner, Customer: b.Customer, Parts: b.Parts, Amount: b.Amount, Cash: b.Cash, Way: b.Way, Approver: b.Approver,
		Reader: payment.ReaderRef{ID: r.ID, Label: r.Label, Model: r.Model(), Tag: r.Tag},
	}
}

// chargeable refuses documents of companies that are only shown: their money would be booked in the wrong books. While
// Odoo has not said which company is ours, nothing is known of any. It refuses what is above the maximum, too.
func (c *Counter) chargeable(b payment.Bill) error {
	own := c.Facts().Company
	if own != b.Company && (own != 0 || len(c.Settings.Odoo.Also) > 0) {
		return ErrOtherCompany
	}
	if most := c.MaxPayment; above(b.Amount, most) {
		return fmt.Errorf("%w: %s", ErrMaxPayment, most)
	}
	return nil
}

// above says that an amount is over a limit. A limit in another currency says nothing about it, so it is.
func above(a money.Amount, most *money.Amount) bool {
	return most != nil && (a.Currency != most.Currency || a.Minor > most.Minor)
}

// awayLimit is what may be charged while Odoo is away by whoever took the payment, or by the manager who allowed it.
func (c *Counter) awayLimit(o payment.Order) int64 {
	if c.Staff.May(cmp.Or(o.Approver, o.Person), staff.Ask{Act: staff.ChargeAway, Amount: o.Amount}) != nil {
		return -1
	}
	return o.Amount.Minor
}

// ChargeApproved is Charge with the word of a manager, who may charge this while Odoo is away (PROTOCOLS C13).
func (c *Counter) ChargeApproved(b payment.Bill, who staff.Person, r reader.Listed, approver string) (string, error) {
	if err := c.Staff.May(approver, staff.Ask{Act: staff.ChargeAway, Amount: b.Amount}); err != nil {
		return "", err
	}
	o := c.orderFor(b, who, r)
	o.Approver = approver
	return c.start(b, o, r)
}

// findCash looks for the journal of a part in cash.
func (c *Counter) findCash(ctx context.Context) error {
	cash, err := c.Odoo.CashJournal(ctx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.cash = cash
	c.mu.Unlock()
	c.changed()
	return nil
}

// Charge starts the payment of a bill.
func (c *Counter) Charge(b payment.Bill, who staff.Person, r reader.Listed, takeOver string) (string, error) {
	o := c.orderFor(b, who, r)
	o.TakeOver = takeOver
	return c.start(b, o, r)
}

func (c *Counter) start(b payment.Bill, o payment.Order, r reader.Listed) (string, error) {
	err := c.chargeable(b)
	if err == nil && b.Way.Method == payment.ByMOTO && !r.KeysNumbers() {
		err = ErrReaderKeys
	}
	id := ""
	if err == nil {
		id, err = c.Desk.Start(o)
	}
	if err != nil {
		return id, fmt.Errorf("charge %s: %w", o.Numbers(), err)
	}
	return id, nil
}
