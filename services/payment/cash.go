package payment

import (
	"context"
	"errors"
	"fmt"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/money"
)

// CashDrafted is the payment in Odoo that the cash becomes.
type CashDrafted struct {
	ID int64 `json:"id"`
}

// CashBooked says that what the customer gave in cash is in Odoo, on the cash journal.
type CashBooked struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// CashHeld says that Odoo does not take the cash. The charge's booking waits with it, for until then nobody else can charge
// what was paid in cash. After a person has ordered it again the booking goes on, and he enters the cash by hand.
type CashHeld struct {
	Problem Problem `json:"problem"`
}

func (CashDrafted) fact() {}
func (CashBooked) fact()  {}
func (CashHeld) fact()    {}

// CashMark is the mark of the cash that belongs to a charge.
func CashMark(intent string) string { return "cash_" + intent }

// due is what an order settles of a part's document: what is charged, and what is given in cash.
func (o Order) due(p Part) int64 { return p.Minor + o.Cash }

// cashOwed says that cash was given and is not in Odoo yet.
func (s State) cashOwed() bool { return s.Cash > 0 && s.CashID == 0 && !s.CashLeft }

// bookCash records the cash once the card has paid, and before the charge is booked: until that is done nobody else may
// claim the document (C2), so what was given in cash cannot be charged a second time. It is created once like the
// charge's own payment, never by the wizard. A refusal holds the charge's booking once, until a person orders it again.
func (d *Desk) bookCash(ctx context.Context, s State, i Intent, booker Booker) error {
	cash := money.New(s.Cash, s.Amount.Currency)
	mark := CashMark(s.Intent)
	part := s.Parts[0]
	part.Minor = s.Cash
	w := Work{
		Row: BookingRow{
			Mark: mark, Memo: mark + " " + s.Numbers(), Partner: s.Partner, Amount: cash, Date: d.Odoo.Day(i.Charge.Created), Documents: []int64{part.Document},
		},
		Company: s.Company, Parts: []Part{part}, Plain: true, Drafted: s.CashDraft, Again: s.Again,
		Record: func(f Fact) error {
			if drafted, ok := f.(Drafted); ok {
				f = CashDrafted(drafted)
			}
			_, err := d.record(ctx, s.ID, f)
			return err
		},
	}
	if s.CashDraft != 0 {
		w.Known = []int64{s.CashDraft}
	}
	if _, err := d.record(ctx, s.ID, PostIntended{Mark: mark, Row: w.Row}); err != nil {
		return err
	}
	read, err := booker.Look(ctx, mark, w.Known, w.Row.Documents)
	if err != nil {
		return err
	}
	posted, err := booker.Book(ctx, w, read)
	var held Held
	switch {
	case err == nil:
		_, err = d.record(ctx, s.ID, CashBooked{posted.ID, posted.Name})
		return err
	case errors.As(err, &held):
	case explain.Is(err, explain.Refused, explain.Forbidden): // rights that are gone for the charge too, its booking finds out
		held.Problem = *failure(err)
		held.Kind = ProblemRefused
	default:
		return fmt.Errorf("record the cash: %w", err)
	}
	if s, err = d.record(ctx, s.ID, CashHeld{held.Problem}); err != nil || s.CashLeft {
		return err
	}
	return Held{Problem{Kind: ProblemRefused, Intent: s.Intent, Text: assets.T("cash.refused", "text", held.Text)}}
}
