package app

import "strings"

// companies reads the company whose invoices are charged, and those whose invoices are shown beside them: one name, or a
// list of which the first counts.
func (r *configReader) companies() (own string, also []string) {
	v, _ := r.value("odoo", "company")
	list, several := v.([]any)
	if !several {
		return r.oneLine("odoo", "company"), nil
	}
	var names []string
	for _, n := range list {
		name, _ := n.(string)
		if name = strings.TrimSpace(name); name == "" || strings.ContainsAny(name, "\r\n\x00") {
			names = nil
			break
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		r.add("odoo", "company", "company must be a name or a list of names", `Write company = "Shop BV", or company = ["Shop BV", "Shop Online BV"] to show the second one's invoices too`)
		return "", nil
	}
	return names[0], names[1:]
}
