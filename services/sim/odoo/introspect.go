package odoosim

import "strings"

// fieldsGet leaves unknown names out, which is how a caller detects fields.
func (c *call) fieldsGet() (any, error) {
	wanted := map[string]bool{}
	for _, v := range c.listArg(0, "allfields") {
		if s, ok := v.(string); ok {
			wanted[s] = true
		}
	}
	attributes := map[string]bool{}
	for _, v := range c.listArg(1, "attributes") {
		if s, ok := v.(string); ok {
			attributes[s] = true
		}
	}
	out := object{}
	for _, f := range c.model.fields {
		if len(wanted) > 0 && !wanted[f.name] {
			continue
		}
		about := object{}
		put := func(name string, v any) {
			if len(attributes) == 0 || attributes[name] {
				about = append(about, member{name, v})
			}
		}
		put("type", f.kind)
		put("string", f.label)
		put("required", f.required)
		put("readonly", f.name == "id" || f.name == "display_name" || f.unsearchable)
		put("searchable", !f.unsearchable)
		if f.relation != "" {
			put("relation", f.relation)
		}
		if len(f.choices) > 0 {
			list := []any{}
			for _, p := range f.choices {
				list = append(list, []any{p[0], p[1]})
			}
			put("selection", list)
		}
		out = append(out, member{f.name, about})
	}
	return out, nil
}

func (c *call) nameSearch() (any, error) {
	text, limit := c.textArg(0, "name"), c.intArg(3, "limit")
	domain := []any{[]any{"display_name", "ilike", text}}
	if c.model.name == "res.partner" { // name, email and ref, not the barcode (contract §5)
		domain = []any{"|", "|", domain[0], []any{"email", "ilike", text}, []any{"ref", "=", text}}
	}
	domain = append(domain, c.listArg(1, "args")...)
	ids, err := c.find(domain, "", 0, limit)
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, id := range ids {
		out = append(out, []any{id, c.model.display(c.database, id)})
	}
	return out, nil
}

func (m *model) allows(operation string) bool {
	for b, name := range operationOf {
		if name == operation {
			return strings.IndexByte(m.rights, b) >= 0
		}
	}
	return false
}

// may is the user's right to an operation, unless a fault took it away.
func (c *call) may(operation string) bool {
	return c.model.allows(operation) && c.s.faults.due("rights-lost", c.target()) == nil
}

func (c *call) checkAccessRights() (any, error) {
	op := c.textArg(0, "operation")
	raise := c.arg(1, "raise_exception")
	may := c.may(op)
	if !may && (raise == nil || truthy(raise)) {
		return nil, notAllowed(c.model, op)
	}
	return may, nil
}

func (c *call) hasAccess() (any, error) { return c.may(c.textArg(1, "operation")), nil }
