//go:build !headless

package app

import (
	"context"
	"errors"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/storage"
	"paydesk/ui"
)

// till shows a counter to the screens.
type till struct{ *Counter }

var _ ui.Till = till{}

func (t till) About() ui.About {
	facts := t.Facts()
	a := ui.About{Shop: facts.CompanyName, Counter: t.Name, Own: facts.Currency, Rights: t.Staff.Rights(), Most: t.MaxPayment, CashDesk: t.cashDesk(), Phone: t.Phone, Past: t.Desk.Index.Progress()}
	if facts.KeyEndsSoon(t.Clock.Now()) {
		a.KeyEnds = facts.KeyEnds
	}
	if a.Own == "" {
		a.Own = t.rememberedCurrency()
	}
	a.Band, a.Test, a.Location = t.banner(), !t.Stripe.Mode().Live, t.Settings.Stripe.Location
	if t.Demo {
		a.PINLength = 4
		a.PINs = map[string]string{}
		for _, p := range demoPeople {
			a.PINs[p.name] = p.pin
		}
	}
	if err := t.IdentityProblem(); err != nil {
		a.Stopped, a.Unpinned = stoppedWords(err), errors.Is(err, payment.ErrOtherShop)
	}
	return a
}

// rememberedCurrency is what the open documents are mostly in, before Odoo has said what the company's currency is.
func (t till) rememberedCurrency() money.Currency {
	count := map[money.Currency]int{}
	best := money.Currency("EUR")
	for _, d := range t.Mirror.Snapshot().Open {
		if c := d.Residual.Currency; c != "" {
			if count[c]++; count[c] > count[best] {
				best = c
			}
		}
	}
	return best
}

func stoppedWords(err error) string {
	var setup *odoo.SetupError
	switch {
	case errors.As(err, &setup) && len(setup.Problems) > 0:
		return setup.Problems[0].What + " " + setup.Problems[0].Fix
	}
	if words := identityWords(err); words != "" {
		return words
	}
	return payment.Sentence(payment.ProblemOf(err))
}

func (t till) Documents() document.Snapshot             { return t.Mirror.Snapshot() }
func (t till) Search(query string) []*document.Document { return t.Mirror.Search(query) }
func (t till) Readers() reader.Snapshot                 { return t.Counter.Readers.Snapshot() }
func (t till) Active() []payment.State                  { return t.Desk.Active() }

func (t till) Payment(id string) (payment.State, error) { return t.Desk.State(id) }

func (t till) Lately(b payment.Bill) (payment.Lately, bool) {
	return t.Desk.ChargedLately(t.orderFor(b, staff.Person{}, reader.Listed{}))
}

func (t till) People() ([]staff.Person, error)  { return t.Staff.People() }
func (t till) NeedsFirstManager() (bool, error) { return t.Staff.NeedsFirstManager() }
func (t till) CreateFirstManager(name, pin string) (staff.Person, error) {
	return t.Staff.CreateFirstManager(name, pin)
}
func (t till) SignIn(person, pin string) (staff.Session, error) { return t.Staff.SignIn(person, pin) }
func (t till) Approve(person, pin string, ask staff.Ask, what string) (staff.Session, error) {
	return t.Staff.Approve(person, pin, ask, what)
}

func (t till) Preferred(person string) (reader.Listed, bool, bool, error) {
	return t.Counter.Readers.Preferred(person)
}

// Prefer asks at the door who may choose a reader.
func (t till) Prefer(by staff.Person, counter bool, id string) error {
	if err := t.Staff.May(by.Name, staff.Ask{Act: staff.Prefer}); err != nil {
		return err
	}
	if counter {
		return t.Counter.Readers.Prefer("", id)
	}
	return t.Counter.Readers.Prefer(by.ID, id)
}

func (t till) Detail(ctx context.Context, id int64) (document.Detail, error) {
	d, err := t.Odoo.Detail(ctx, id)
	if err == nil {
		t.Mirror.Note(d.Document)
	}
	return d, err
}

func (t till) Owed(ctx context.Context, ids []int64) ([]document.Detail, error) {
	docs, err := t.Odoo.Owed(ctx, ids)
	for _, d := range docs {
		t.Mirror.Note(d.Document)
	}
	return docs, err
}

func (t till) Warm(ctx context.Context, ids []int64) {
	if err := t.Desk.Warm(ctx, ids); err != nil && ctx.Err() == nil {
		t.Log.Debug("warm", "documents", ids, "error", err)
	}
}

func (t till) RefreshNow() { t.refreshQuietly() }

func (t till) CheckNow() {
	if err := t.checkIdentity(t.ctx); err != nil {
		t.Log.Warn("identity", "error", err)
	}
	if err := t.Counter.Readers.Refresh(t.ctx); err != nil {
		t.Log.Warn("readers", "error", err)
	}
}

// Charge says in words why a payment could not begin.
func (t till) Charge(b payment.Bill, who staff.Person, r reader.Listed, takeOver string) (string, error) {
	return t.charge(b, r, func() (string, error) { return t.Counter.Charge(b, who, r, takeOver) })
}

func (t till) ChargeApproved(b payment.Bill, who staff.Person, r reader.Listed, approver string) (string, error) {
	return t.charge(b, r, func() (string, error) { return t.Counter.ChargeApproved(b, who, r, approver) })
}

func (t till) charge(b payment.Bill, r reader.Listed, start func() (string, error)) (string, error) {
	if err := t.preflight(r.ID, b.Amount); err != nil {
		return "", err
	}
	id, err := start()
	var denial *staff.Denial
	key := "error.start.other"
	switch {
	case err == nil, errors.Is(err, payment.ErrBusyDocument), errors.As(err, &denial), errors.Is(err, staff.ErrOff), errors.Is(err, staff.ErrUserOff):
		return id, err
	case errors.Is(err, ErrOtherCompany):
		key = "error.company"
	case errors.Is(err, ErrMaxPayment):
		key = "error.most"
	case errors.Is(err, storage.ErrNoSpace):
		key = "error.start.space"
	case errors.Is(err, storage.ErrReadOnly):
		key = "error.start.readonly"
	case errors.Is(err, storage.ErrDamaged):
		key = "error.start.damaged"
	}
	t.Log.Error("a payment could not begin", "documents", b.Numbers(), "error", err)
	return id, spoken{assets.T(key), err}
}

// spoken is an error in words for the screen; the cause stays for the log.
type spoken struct {
	words string
	err   error
}

func (s spoken) Error() string { return s.words }
func (s spoken) Unwrap() error { return s.err }

func (t till) Cancel(id, by string) error { return t.Desk.Cancel(id, by) }
func (t till) Retry(id string, r reader.Listed, by string) error {
	if s, err := t.Desk.State(id); err == nil {
		if err := t.preflight(r.ID, s.Amount); err != nil {
			return err
		}
	}
	return t.Desk.Retry(id, payment.ReaderRef{ID: r.ID, Label: r.Label, Model: r.Model(), Tag: r.Tag}, by)
}
func (t till) Rebook(id, by string) error { return t.Desk.Rebook(id, by) }
func (t till) Ask(id string)              { t.Desk.Ask(id) }

func (t till) Entries() []recovery.Entry { return t.Attention.List() }

func (t till) Settle(id string, v recovery.Verb, by, reason string) error {
	if err := t.Healer.Act(t.ctx, id, v, by, reason); err != nil {
		t.Log.Error("attention", "entry", id, "verb", v, "error", err)
		return spoken{assets.T("attention.not_done") + ": " + Explain(err), err}
	}
	return nil
}

func (t till) PinShop(by string, copied bool) error {
	if err := t.pin(t.ctx, by, copied); err != nil {
		return spoken{assets.T("pin.not_done") + ": " + Explain(err), err}
	}
	t.changed()
	return nil
}

// cashDesk says that a part in cash can be recorded.
func (t till) cashDesk() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cash != ""
}
