package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/print"
	"paydesk/services/reader"
	"paydesk/services/sim"
	printersim "paydesk/services/sim/printer"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
	"paydesk/services/stripe"
)

// demoPeople are the people of the demo shop; their PINs stand on its lock screen.
var demoPeople = []struct {
	name, pin string
	role      staff.Role
}{
	{"Aisha Karim", "1111", staff.Cashier},
	{"Tomás Oliveira", "2222", staff.Cashier},
	{"Ingrid Solheim", "9999", staff.Manager},
}

// demoRights let a cashier of the demo refund a little, and both roles charge while Odoo is away.
func demoRights() staff.Rights {
	up := func(minor int64) staff.Limit { return staff.Limit{Most: money.New(minor, "EUR")} }
	r := staff.UsualRights()
	manager := r[staff.Manager]
	manager.Away = up(200000)
	r[staff.Manager], r[staff.Cashier] = manager, staff.Limits{Away: up(50000), Refund: up(2500)}
	return r
}

// demoShop is the demo: simulators, this counter, and a colleague at Counter 2.
type demoShop struct {
	lab     *sim.Lab
	printer *printersim.Printer
	here    *Counter
	second  *Counter
	dirs    []string
}

// startDemo builds the demo shop in a folder of its own that is emptied first: its simulators forget everything, too.
func startDemo(ctx context.Context, o options, log *slog.Logger) (*demoShop, error) {
	lab, err := startLab(o)
	if err != nil {
		return nil, err
	}
	d := &demoShop{lab: lab}
	if d.printer, err = printersim.Listen(); err != nil {
		return nil, errors.Join(fmt.Errorf("the demo's printer: %w", err), lab.Close())
	}
	dir := o.data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "paydesk-demo-"); err != nil {
			return nil, errors.Join(fmt.Errorf("folder of the demo: %w", err), d.close())
		}
		d.dirs = append(d.dirs, dir)
	}
	if d.here, err = d.counter(ctx, assets.T("counter.name", "number", 1), filepath.Join(dir, "counter-1"), log); err != nil {
		return nil, errors.Join(err, d.close())
	}
	if d.second, err = d.counter(ctx, assets.T("counter.name", "number", 2), filepath.Join(dir, "counter-2"), quiet()); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

func (d *demoShop) counter(ctx context.Context, name, dir string, log *slog.Logger) (*Counter, error) {
	c, err := NewCounter(ctx, Settings{
		Name: name, DataDir: dir, Demo: true, Log: log,
		Odoo:   odoo.Config{URL: d.lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Phone:  true,
		Stripe: stripe.Config{URL: d.lab.StripeURL, Key: sim.StripeKey, Location: sim.Location},
		Rights: demoRights(), Printer: PrinterConfig{Place: print.Place{Address: d.printer.Address()}, Paper: print.Paper{Width: 80}},
	})
	if err != nil {
		return nil, err
	}
	for id, letter := range map[string]string{"tmr_frontdesk": "A", "tmr_window": "B", "tmr_warehouse": "C"} {
		if err := c.Store.SetPreference("", reader.LetterPreference(id), letter); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	people, err := c.Staff.People()
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	for _, p := range demoPeople {
		if slices.ContainsFunc(people, func(have staff.Person) bool { return have.Name == p.name }) {
			continue
		}
		if _, err := c.Staff.Enrol(p.name, p.role, p.pin); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// charge2 lets the colleague charge the next open invoice on a free reader; the customer there taps a good card.
func (d *demoShop) charge2(ctx context.Context, not func(document.Document) bool) error {
	if err := d.second.Prepare(ctx); err != nil {
		return err
	}
	if err := d.second.Mirror.Refresh(ctx); err != nil {
		return err
	}
	docs := d.second.Mirror.Snapshot().Open
	i := slices.IndexFunc(docs, func(doc *document.Document) bool {
		return doc.Residual.Currency == "EUR" && doc.Residual.Minor%100 == 0 && !not(*doc)
	})
	readers := d.second.Readers.Snapshot().Readers
	j := slices.IndexFunc(readers, func(l reader.Listed) bool { return l.Availability == reader.Ready && l.Tag != "A" })
	if i < 0 || j < 0 {
		return errors.New("no free reader or no open invoice for Counter 2")
	}
	if err := d.lab.Gesture(sim.GestureRequest{Gesture: gesture(readers[j].ID, "auto", ""), Auto: "good", AfterMS: 2500}); err != nil {
		return err
	}
	bill, err := payment.BillFor([]document.Detail{document.Listed(*docs[i])}, docs[i].Residual.Minor)
	if err != nil {
		return err
	}
	_, err = d.second.Charge(bill, staff.Person{Name: "Tomás Oliveira", Role: staff.Cashier}, readers[j], "")
	if errors.Is(err, payment.ErrBusyDocument) {
		return nil
	}
	return err
}

func (d *demoShop) close() error {
	var errs error
	for _, c := range []*Counter{d.here, d.second} {
		if c != nil {
			errs = errors.Join(errs, c.Close())
		}
	}
	d.printer.Close()
	errs = errors.Join(errs, d.lab.Close())
	for _, dir := range d.dirs {
		errs = errors.Join(errs, os.RemoveAll(dir))
	}
	return errs
}

func gesture(readerID, kind, card string) stripesim.Gesture {
	return stripesim.Gesture{Reader: readerID, Kind: kind, Card: card}
}
