package odoosim

func (c *call) createReversal() (any, error) {
	return c.eachValues(func(vals object) (int, error) {
		if err := c.checkFields(c.model, vals); err != nil {
			return 0, err
		}
		list, _ := c.context.get("active_ids")
		w := reversalWizard{stamp: c.stamped(), moves: idList(list), date: c.today()}
		if len(w.moves) == 0 {
			return 0, userError("%s", c.dialect.words.notPosted)
		}
		for _, v := range vals {
			text, _ := v.value.(string)
			n, _ := v.value.(int)
			switch v.name {
			case "journal_id":
				w.journal = n
			case "reason":
				w.reason = text
			case "date":
				w.date = text
			}
		}
		for _, id := range w.moves {
			if c.moves.at(id).state != "posted" {
				return 0, userError("%s", c.dialect.words.notPosted)
			}
		}
		if w.journal == 0 {
			return 0, userError("The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n\nModel: Account Move Reversal (account.move.reversal)\nField: Journal (journal_id)\n")
		}
		return c.reversals.add(func(int) reversalWizard { return w }), nil
	})
}

// refundMoves drafts a credit note; a second call drafts a second one.
func (c *call) refundMoves() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	var notes []int
	for _, id := range ids {
		w := c.reversals.at(id)
		for _, m := range w.moves {
			notes = append(notes, c.reverse(m, w.reason, w.date))
		}
		w.notes = notes
		c.reversals.put(id, w)
	}
	answer := object{{"name", "Reverse Moves"}, {"type", "ir.actions.act_window"}, {"res_model", "account.move"}}
	if len(notes) == 1 {
		return append(answer, member{"view_mode", "form"}, member{"res_id", notes[0]}, member{"context", object{{"default_move_type", "out_refund"}}}), nil
	}
	return append(answer, member{"view_mode", c.dialect.listView}, member{"domain", []any{[]any{"id", "in", ints(notes)}}}), nil
}
