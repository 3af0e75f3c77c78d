package odoosim

import "slices"

// call is one execute_kw inside its transaction.
type call struct {
	*database
	s       *Server
	model   *model
	name    string
	args    []any
	kw      object
	context object
	began   int // the number the transaction would have had when the call came in
}

// arg is a positional argument or the keyword of that name; nil when neither was sent.
func (c *call) arg(i int, name string) any {
	if i < len(c.args) {
		return c.args[i]
	}
	v, _ := c.kw.get(name)
	return v
}

func (c *call) textArg(i int, name string) string { s, _ := c.arg(i, name).(string); return s }

func (c *call) intArg(i int, name string) int { n, _ := c.arg(i, name).(int); return n }

func (c *call) listArg(i int, name string) []any {
	list, _ := c.arg(i, name).([]any)
	return list
}

func (c *call) names(i int) []string {
	var out []string
	for _, v := range c.listArg(i, "fields") {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// ids are the records a method is called on: a list, or a bare id.
func (c *call) ids() []int {
	if len(c.args) == 0 {
		return nil
	}
	return idList(c.args[0])
}

func idList(v any) []int {
	switch x := v.(type) {
	case int:
		return []int{x}
	case []any:
		var out []int
		for _, e := range x {
			if n, ok := e.(int); ok {
				out = append(out, n)
			}
		}
		return out
	}
	return nil
}

// existing are the ids of a method call that must all be there.
func (c *call) existing() ([]int, error) {
	ids := c.ids()
	for _, id := range ids {
		if !c.model.has(c.database, id) {
			return nil, missing(c.model.name, id, c.self)
		}
	}
	return ids, nil
}

// values is the dictionary of create (argument 0) or write (argument 1).
func (c *call) values(i int) object {
	o, _ := c.arg(i, map[int]string{0: "vals_list", 1: "vals"}[i]).(object)
	return o
}

// eachValues serves create, which takes one dictionary (and answers an id) or a list (and answers a list).
func (c *call) eachValues(create func(object) (int, error)) (any, error) {
	list, many := c.arg(0, "vals_list").([]any)
	if !many {
		id, err := create(c.values(0))
		return id, err
	}
	out := []any{}
	for _, e := range list {
		vals, _ := e.(object)
		id, err := create(vals)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// checkFields refuses unknown names as create and write do.
func (c *call) checkFields(m *model, vals object) error {
	for _, v := range vals {
		if m.byName[v.name] != nil {
			continue
		}
		if _, exists := m.known[v.name]; !exists && c.name == "write" {
			return exception(c.dialect.words.noFieldInWrite, m.name, v.name)
		}
		return c.noField(m, v.name)
	}
	return nil
}

// common are the methods that every model has. Those that write are added by the models that allow it.
var common = map[string]method{
	"search":              (*call).search,
	"search_count":        (*call).searchCount,
	"search_read":         (*call).searchRead,
	"read":                (*call).read,
	"fields_get":          (*call).fieldsGet,
	"name_search":         (*call).nameSearch,
	"check_access_rights": (*call).checkAccessRights,
	"has_access":          (*call).hasAccess,
	"exists":              (*call).exists,
	"create":              (*call).refuse,
	"write":               (*call).refuse,
	"unlink":              (*call).refuse,
	"load":                (*call).refuse,
}

// needs is the right a method asks for, by its name.
func needs(name string) byte {
	switch name {
	case "create", "load":
		return 'c'
	case "write":
		return 'w'
	case "unlink":
		return 'u'
	case "fields_get", "check_access_rights", "has_access":
		return 0
	}
	return 'r'
}

var operationOf = map[byte]string{'r': "read", 'w': "write", 'c': "create", 'u': "unlink"}

// refuse answers writes that are allowed in Odoo and not simulated.
func (c *call) refuse() (any, error) {
	return nil, exception("NotImplementedError: %s.%s is not simulated", c.model.name, c.name)
}

func (c *call) find(domain []any, clause string, offset, limit int) ([]int, error) {
	if hasActive(c.model) && !mentions(domain, "active") {
		if v, ok := c.context.get("active_test"); !ok || truthy(v) {
			domain = append([]any{[]any{"active", "=", true}}, domain...)
		}
	}
	match, err := c.s.models.compile(c.database, c.model, domain)
	if err != nil {
		return nil, err
	}
	if clause == "" {
		clause = c.model.order
	}
	keys, err := c.s.models.keys(c.database, c.model, clause)
	if err != nil {
		return nil, err
	}
	candidates, narrow := named(domain, c.model, c.database)
	sorted := byID(keys)
	if !narrow {
		candidates = c.s.models.ordered(c.database, c.model, clause, keys)
		if sorted = candidates != nil; !sorted {
			candidates = c.model.ids(c.database)
		}
	}
	enough := -1
	if sorted && limit > 0 {
		enough = max(offset, 0) + limit
	}
	var ids []int
	visible := c.visible()
	for _, id := range candidates {
		if len(ids) == enough {
			break
		}
		if match(id, false) && (visible == nil || slices.Contains(visible, c.model.company(c.database, id))) {
			ids = append(ids, id)
		}
	}
	if !sorted {
		c.s.models.sort(c.database, ids, keys)
	}
	ids = ids[min(max(offset, 0), len(ids)):]
	if limit > 0 {
		ids = ids[:min(limit, len(ids))]
	}
	return ids, nil
}

// named are the records that a domain names by id, in ascending order.
func named(domain []any, m *model, d *database) (ids []int, ok bool) {
	for _, t := range domain {
		leaf, isLeaf := t.([]any)
		if !isLeaf { // an operator: what follows need not hold
			return nil, false
		}
		if len(leaf) != 3 || leaf[0] != "id" || leaf[1] != "in" && leaf[1] != "=" {
			continue
		}
		for _, id := range idList(leaf[2]) {
			if m.has(d, id) {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		return slices.Compact(ids), true
	}
	return nil, false
}

// visible are the companies whose records the call may see; nil where the model has none or there is only one.
func (c *call) visible() []int {
	if c.model.company == nil || len(c.companies.ids) < 2 {
		return nil
	}
	return c.allowed()
}

// allowed are the companies of the call: those of its context, else all of the user's.
func (c *call) allowed() []int {
	if v, ok := c.context.get("allowed_company_ids"); ok {
		if list := idList(v); len(list) > 0 {
			return list
		}
	}
	return c.users.at(c.self).companies
}

func hasActive(m *model) bool { return m.byName["active"] != nil }

func mentions(domain []any, name string) bool {
	for _, t := range domain {
		if leaf, ok := t.([]any); ok && len(leaf) == 3 && leaf[0] == name {
			return true
		}
	}
	return false
}

func (c *call) search() (any, error) {
	ids, err := c.find(c.listArg(0, "domain"), c.textArg(3, "order"), c.intArg(1, "offset"), c.intArg(2, "limit"))
	return ints(ids), err
}

func (c *call) searchCount() (any, error) {
	ids, err := c.find(c.listArg(0, "domain"), "", 0, c.intArg(1, "limit"))
	return len(ids), err
}

func (c *call) searchRead() (any, error) {
	ids, err := c.find(c.listArg(0, "domain"), c.textArg(4, "order"), c.intArg(2, "offset"), c.intArg(3, "limit"))
	if err != nil {
		return nil, err
	}
	rows, err := c.s.models.read(c.database, c.model, ids, c.names(1))
	return rows, err
}

func (c *call) read() (any, error) {
	rows, err := c.s.models.read(c.database, c.model, c.ids(), c.names(1))
	return rows, err
}

func (c *call) exists() (any, error) {
	var out []int
	for _, id := range c.ids() {
		if c.model.has(c.database, id) {
			out = append(out, id)
		}
	}
	return ints(out), nil
}
