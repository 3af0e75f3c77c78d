package app

import (
	"paydesk/services/odoo"
)

// writeOff reads which rest of an invoice is booked away, and on which account.
func (r *configReader) writeOff() *odoo.WriteOff {
	const fix = `Write write_off = { account = "6990", limit = "0.05 EUR" }`
	v, ok := r.value("odoo", "write_off")
	if !ok {
		return nil
	}
	table, isTable := v.(map[string]any)
	account, isText := table["account"].(string)
	limit, err := parseLimit(table["limit"])
	switch {
	case !isTable || len(table) != 2 || !isText || account == "":
		r.add("odoo", "write_off", "write_off must name an account and a limit", fix)
	case err != nil:
		r.add("odoo", "write_off", "limit of write_off: "+err.Error(), fix)
	}
	return &odoo.WriteOff{Account: account, Limit: limit}
}
