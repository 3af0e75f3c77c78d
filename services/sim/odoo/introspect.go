package odoosim

import (
	"maps"
	"slices"
)

// fieldsGet tells of every field that Odoo was recorded to have, those that are not simulated too, and leaves unknown
// names out, which is how a caller detects fields.
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
	put := func(f field, searchable bool) {
		if len(wanted) > 0 && !wanted[f.name] {
			return
		}
		about := object{}
		tell := func(name string, v any) {
			if len(attributes) == 0 || attributes[name] {
				about = append(about, member{name, v})
			}
		}
		tell("type", f.kind)
		tell("string", f.label)
		tell("required", f.required)
		tell("readonly", f.readonly)
		tell("searchable", searchable)
		if f.relation != "" {
			tell("relation", f.relation)
		}
		if len(f.choices) > 0 {
			list := []any{}
			for _, p := range f.choices {
				list = append(list, []any{p[0], p[1]})
			}
			tell("selection", list)
		}
		out = append(out, member{f.name, about})
	}
	for _, f := range c.model.fields {
		put(*f, !f.unsearchable)
	}
	for _, name := range slices.Sorted(maps.Keys(c.model.known)) {
		if real := c.model.known[name]; c.model.byName[name] == nil {
			put(field{name: name, kind: real.Type, relation: real.Relation, label: title(name), choices: real.Selection,
				required: real.Required, readonly: real.Readonly}, true)
		}
	}
	return out, nil
}

func (c *call) nameSearch() (any, error) {
	text, limit := c.textArg(0, "name"), c.intArg(3, "limit")
	domain := []any{[]any{"display_name", "ilike", text}}
	if c.model.name == "res.partner" { // name, email and ref, not the barcode (contract §5)
		domain = []any{"|", "|", domain[0], []any{"email", "ilike", text}, []any{"ref", "=", text}}
	}
	domain = append(domain, c.listArg(1, c.dialect.searchKeyword)...)
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

// may is the user's right to an operation, unless a fault took it away.
func (c *call) may(operation string) bool {
	return c.allows(operation) && c.s.faults.due("rights-lost", c.target()) == nil
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
