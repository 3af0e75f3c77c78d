package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/print"
	"paydesk/services/receipt"
	"paydesk/services/refund"
)

// slips is what leaves the counter on paper.
type slips struct {
	printer *print.Queue // nil without one
	mu      sync.Mutex   // one slip is made at a time: a second tap must find the first one's note
	// spent are the failed slips, by their failure, whose copy number was given to another try
	spent map[string]time.Time
	head  letterhead
}

// letterhead is what receipts need of Odoo's company; kept, so that they have it while Odoo is away.
type letterhead struct {
	Name     string         `json:"name"`
	Currency money.Currency `json:"currency"`
	Lines    []string       `json:"lines,omitempty"`
}

// letterheadKey is the counter's preference that keeps it.
const letterheadKey = "letterhead"

// ErrNoPrinter says that the configuration names none.
var ErrNoPrinter = errors.New("no printer is set up")

// openSlips reads what is kept and makes the printer's queue; Start runs it.
func (c *Counter) openSlips() error {
	c.slips.spent = map[string]time.Time{}
	kept, known, err := c.Store.Preference("", letterheadKey)
	if err == nil && known {
		err = json.Unmarshal([]byte(kept), &c.slips.head)
	}
	if err != nil {
		return fmt.Errorf("letterhead: %w", err)
	}
	if c.Printer.Set() {
		c.slips.printer = print.New(print.Config{Place: c.Printer.Place, Paper: c.Printer.Paper, Clock: c.Clock, Log: c.Log, Changed: c.changed})
	}
	return nil
}

// noteCompany keeps what receipts need of Odoo's company, once for each change.
func (c *Counter) noteCompany(f odoo.Facts) {
	head := letterhead{Name: f.CompanyName, Currency: f.Currency, Lines: f.Address}
	if f.VAT != "" {
		head.Lines = append(head.Lines[:len(head.Lines):len(head.Lines)], f.VAT)
	}
	body, err := json.Marshal(head)
	if err != nil {
		c.Log.Warn("letterhead", "error", err)
		return
	}
	c.slips.mu.Lock()
	defer c.slips.mu.Unlock()
	if was, err := json.Marshal(c.slips.head); err == nil && string(was) == string(body) {
		return
	}
	c.slips.head = head
	if err := c.Store.SetPreference("", letterheadKey, string(body)); err != nil {
		c.Log.Warn("letterhead", "error", err) // the next start reads it from Odoo
	}
}

// shop is what stands on a slip. The caller holds the slips' mutex.
func (c *Counter) shop() receipt.Shop {
	head := c.slips.head
	s := receipt.Shop{Name: cmp.Or(head.Name, c.Name), Counter: c.Name, Banner: c.banner(), Own: head.Currency, Header: c.Receipt.Header, Footer: c.Receipt.Footer}
	if len(s.Header) == 0 {
		s.Header = head.Lines
	}
	return s
}

// slip makes the next slip of a payment or refund, and notes it before it leaves: what a power cut hides counts as made.
func (c *Counter) slip(id, by string) (receipt.Slip, error) {
	now := c.Clock.Now().Local()
	if strings.HasPrefix(id, refund.IDPrefix) {
		s, err := c.Refunds.State(id)
		if err != nil {
			return receipt.Slip{}, err
		}
		slip, _, err := c.keep(now, func(n int) receipt.Slip { return receipt.Refund(s, c.shop(), now, n) })
		return slip, err
	}
	s, err := c.Desk.State(id)
	if err == nil && !c.unspent(id) {
		s, err = c.Desk.NoteReceipt(id, by)
	}
	switch {
	case err != nil:
		return receipt.Slip{}, err
	case s.Phase.Charged():
		return receipt.Payment(s, c.shop(), now), nil
	case s.Phase == payment.Reserved:
		return receipt.Held(s, c.shop(), now), nil
	case s.Phase.Refused():
		return receipt.Refused(s, c.shop(), now), nil
	}
	return receipt.Slip{}, fmt.Errorf("%s is %s: there is nothing to give a receipt for", s.Numbers(), s.Phase)
}

// unspent says that the last slip of a payment certainly did not leave the printer, and gives its number to the next try.
func (c *Counter) unspent(id string) bool {
	if c.slips.printer == nil {
		return false
	}
	last := c.slips.printer.Status(id)
	if last.Phase != print.Failed || last.Sent || c.slips.spent[id].Equal(last.Since) {
		return false
	}
	c.slips.spent[id] = last.Since
	return true
}

// HasPrinter says that slips can be printed; it never waits.
func (c *Counter) HasPrinter() bool { return c.slips.printer != nil }

// PrintSlip puts a slip of a payment or refund on the printer. It waits for the disk, not for the printer: Printed tells how it ends.
// While one is under way a second tap does nothing.
func (c *Counter) PrintSlip(id, by string) error {
	q := c.slips.printer
	if q == nil {
		return ErrNoPrinter
	}
	c.slips.mu.Lock()
	defer c.slips.mu.Unlock()
	if q.Status(id).Phase.UnderWay() {
		return nil
	}
	s, err := c.slip(id, by)
	if err != nil {
		return err
	}
	return q.Print(id, s)
}

// Printed says how far the slip of a payment or refund is; it never waits.
func (c *Counter) Printed(id string) print.Status {
	if c.slips.printer == nil {
		return print.Status{}
	}
	return c.slips.printer.Status(id)
}

// KeepSlip keeps a slip as a PDF in the folder of receipts and says where.
func (c *Counter) KeepSlip(id, by string) (string, error) {
	c.slips.mu.Lock()
	defer c.slips.mu.Unlock()
	_, path, err := c.keepSlip(id, by)
	return path, err
}

// GiveSlip puts a slip on the printer, or keeps it as a PDF where there is none, and returns it: path is empty for a printed one.
func (c *Counter) GiveSlip(id, by string) (s receipt.Slip, path string, err error) {
	c.slips.mu.Lock()
	defer c.slips.mu.Unlock()
	q := c.slips.printer
	if q == nil {
		return c.keepSlip(id, by)
	}
	if q.Status(id).Phase.UnderWay() {
		return s, "", print.ErrUnderWay
	}
	if s, err = c.slip(id, by); err != nil {
		return s, "", err
	}
	return s, "", q.Print(id, s)
}

func (c *Counter) keepSlip(id, by string) (receipt.Slip, string, error) {
	now := c.Clock.Now().Local()
	if strings.HasPrefix(id, refund.IDPrefix) {
		s, err := c.Refunds.State(id)
		if err != nil {
			return receipt.Slip{}, "", err
		}
		return c.keep(now, func(n int) receipt.Slip { return receipt.Refund(s, c.shop(), now, n) })
	}
	slip, err := c.slip(id, by)
	if err != nil {
		return slip, "", err
	}
	return c.keep(now, func(n int) receipt.Slip {
		s := slip
		if n > 1 {
			s.Name += fmt.Sprintf("_%d", n) // a restored store counts again what is there
		}
		return s
	})
}

// keep writes a slip into the folder of receipts. What is there already is never written over: make is asked for the next number.
func (c *Counter) keep(now time.Time, make func(n int) receipt.Slip) (slip receipt.Slip, path string, err error) {
	path, err = c.keepFile("receipts", func(n int) (string, []byte, error) {
		slip = make(n)
		body, err := slip.PDF(c.Receipt.paper(), now)
		return slip.Name + ".pdf", body, err
	})
	return slip, path, err
}

// MailSlip has Stripe send its receipt of a charged payment to an address.
func (c *Counter) MailSlip(ctx context.Context, id, address, by string) (payment.State, error) {
	return c.Desk.MailReceipt(ctx, c.Stripe, id, address, by)
}
