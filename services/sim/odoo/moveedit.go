package odoosim

import "math"

// postMoves answers false, which is success.
func (c *call) postMoves() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := c.postDocument(id); err != nil {
			return nil, err
		}
	}
	return false, nil
}

func (c *call) createMove() (any, error) {
	return c.eachValues(func(vals object) (int, error) {
		kind, _ := vals.get("move_type")
		text, _ := kind.(string)
		if text != "out_invoice" && text != "out_refund" {
			return 0, userError("Only customer invoices and credit notes are simulated, not %s.", repr(kind))
		}
		company := c.allowed()[0]
		if v, ok := c.context.get("allowed_company_ids"); !ok || len(idList(v)) == 0 {
			company = c.users.at(c.self).company
		}
		id := c.newDocument(company, text, 0, c.companies.at(company).currency)
		return id, c.applyMove(id, vals)
	})
}

func (c *call) writeMove() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := c.applyMove(id, c.values(1)); err != nil {
			return nil, err
		}
	}
	return true, nil
}

// applyMove writes the fields that are simulated. The rest of Odoo's fields are known but left as they are.
func (c *call) applyMove(id int, vals object) error {
	if err := c.checkFields(c.model, vals); err != nil {
		return err
	}
	m := c.moves.at(id)
	for _, v := range vals {
		text, _ := v.value.(string)
		n, _ := v.value.(int)
		switch v.name {
		case "partner_id":
			m.partner = n
		case "currency_id":
			m.currency = n
		case "ref":
			m.ref = text
		case "payment_reference":
			m.paymentReference = text
		case "invoice_date":
			m.invoiceDate = text
		case "invoice_date_due":
			m.due = text
		case "narration":
			m.narration = text
		case "reversed_entry_id":
			m.reversed = n
		}
	}
	m.written = c.now
	c.moves.put(id, m)
	if m.state == "draft" && len(m.lines) > 0 {
		c.spread(id)
	}
	commands, edited := vals.get("invoice_line_ids")
	if !edited {
		return nil
	}
	if m.state != "draft" {
		return userError("You cannot modify the lines of a posted entry. Reset it to draft first.")
	}
	list, _ := commands.([]any)
	for _, e := range list {
		if err := c.lineCommand(id, e); err != nil {
			return err
		}
	}
	return nil
}

// lineCommand is one x2many command: [0, 0, values] adds, [1, id, values] changes, [2, id, 0] deletes.
func (c *call) lineCommand(moveID int, command any) error {
	parts, _ := command.([]any)
	if len(parts) < 2 {
		return exception("ValueError: Invalid command %s", repr(command))
	}
	kind, _ := parts[0].(int)
	lineID, _ := parts[1].(int)
	var vals object
	if len(parts) > 2 {
		vals, _ = parts[2].(object)
	}
	if err := c.checkFields(c.s.models["account.move.line"], vals); err != nil {
		return err
	}
	switch kind {
	case 0:
		lineID = c.addProduct(moveID, "", 1000, 0, 0)
	case 1, 2:
		if c.lines.at(lineID).move != moveID {
			return missing("account.move.line", lineID, c.self)
		}
		if kind == 2 {
			m := c.moves.at(moveID)
			m.lines = without(m.lines, lineID)
			c.moves.put(moveID, m)
			c.lines.drop(lineID)
			c.recompute(moveID)
			return nil
		}
	default:
		return exception("ValueError: Command %d is not simulated", kind)
	}
	l := c.lines.at(lineID)
	scale := powers[c.currencies.at(l.currency).digits]
	for _, v := range vals {
		f, _ := number(v.value)
		switch v.name {
		case "name":
			l.name, _ = v.value.(string)
		case "quantity":
			l.thousandths = int64(math.Round(f * 1000))
		case "price_unit":
			l.unit = int64(math.Round(f * scale))
		}
	}
	l.subtotal = (l.unit*l.thousandths + sign(l.unit)*500) / 1000
	l.written = c.now
	c.lines.put(lineID, l)
	c.recompute(moveID)
	return nil
}

func (c *call) unlinkMoves() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if c.moves.at(id).state == "posted" {
			return nil, userError("You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal entry to draft before deleting it.")
		}
		if err := c.deleteMove(id); err != nil {
			return nil, err
		}
	}
	return true, nil
}
