package odoo

import (
	"context"
	"maps"
	"slices"

	"paydesk/services/explain"
)

// booked are the fields that a booking reads and writes, with the types all recorded versions give them. A later Odoo
// that has them all, and no payment state of another name, is taken at its word.
func (d dialect) booked() map[string]map[string]string {
	payment := map[string]string{"payment_type": "selection", "partner_type": "selection", "partner_id": "many2one", "amount": "monetary",
		"currency_id": "many2one", "journal_id": "many2one", "payment_method_line_id": "many2one", "date": "date", d.memo: "char",
		"destination_account_id": "many2one", "state": "selection", "is_reconciled": "boolean", "move_id": "many2one", "company_id": "many2one"}
	if d.link {
		payment["invoice_ids"] = "many2many"
	}
	return map[string]map[string]string{
		"account.payment": payment,
		"account.move": {"amount_residual": "monetary", "amount_total": "monetary", "payment_state": "selection", "state": "selection",
			"move_type": "selection", "invoice_payments_widget": "binary", "commercial_partner_id": "many2one"},
		"account.move.line": {"move_id": "many2one", "payment_id": "many2one", "account_id": "many2one", "reconciled": "boolean",
			"amount_residual_currency": "monetary", "display_type": "selection"},
		"account.payment.method.line": {"code": "char", "payment_type": "selection", "payment_account_id": "many2one", "journal_id": "many2one"},
	}
}

// prove looks for everything a booking needs in a version that is not in the table.
func (g *Gateway) prove(ctx context.Context, s *site) error {
	for _, model := range []string{"account.payment", "account.move", "account.move.line", "account.payment.method.line"} {
		want := s.dialect.booked()[model]
		names := slices.Sorted(maps.Keys(want))
		have, err := g.fields(ctx, s, model, []string{"type", "selection"}, names...)
		if err != nil {
			return err
		}
		for _, name := range names {
			about, _ := have.fields[name].(map[string]any)
			if about["type"] != want[name] {
				s.dialect.missing = append(s.dialect.missing, model+"."+name)
			}
		}
		if model == "account.payment" && !s.dialect.knowsStates(have) {
			s.dialect.missing = append(s.dialect.missing, model+".state")
		}
	}
	return nil
}

// knowsStates says that the states of a payment are the dialect's, each of them.
func (d dialect) knowsStates(fields *record) bool {
	about, _ := fields.fields["state"].(map[string]any)
	choices, _ := about["selection"].([]any)
	for _, c := range choices {
		pair, ok := c.([]any)
		if !ok || len(pair) != 2 {
			return false
		}
		word, _ := pair[0].(string)
		if _, err := d.state(word); err != nil {
			return false
		}
	}
	return len(choices) > 0
}

// fields asks a model which of the named fields it has. Unknown ones are left out of the answer.
func (g *Gateway) fields(ctx context.Context, s *site, model string, attributes []string, names ...string) (*record, error) {
	a, err := g.read(ctx, s, model, "fields_get", keywords{Kinds: attributes, Context: s.context()}, names)
	if err != nil {
		return nil, err
	}
	r, err := one(a.value)
	if err != nil {
		return nil, misread(model+".fields_get", err)
	}
	return r, nil
}

// refuseUnproven is why nothing is written to an Odoo whose version is not understood, nil where it is.
func (s *site) refuseUnproven(op string) error {
	if len(s.dialect.missing) == 0 {
		return nil
	}
	return &explain.Failure{Side: explain.Odoo, Kind: explain.Unsupported, Op: op, Text: s.facts.Version}
}
