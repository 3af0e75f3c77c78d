package odoosim

import (
	"strings"
	"time"
)

// model is one Odoo model: its fields, what the Billing user may do with it, and its own methods.
type model struct {
	name, label, order string
	rights             string   // any of r, w, c, u
	groups             []string // who else may, for the words of a fault 4
	fields             []*field
	byName             map[string]*field
	ids                func(d *database) []int
	has                func(d *database, id int) bool
	display            func(d *database, id int) string
	turn               func(d *database) int         // of its table
	company            func(d *database, id int) int // nil where records belong to all companies
	methods            map[string]method
	known              map[string]knownField // what the real one has; nil where that was not recorded
}

// method is a call on a model. A nil answer is Python's None.
type method func(c *call) (any, error)

// field is one column. get returns nil for empty, else bool, int, float64, string, amount, time.Time, ref, refs
// or object, by type.
type field struct {
	name, kind, relation, label string
	choices                     [][2]string
	required, unsearchable      bool
	readonly                    bool
	get                         func(d *database, id int) any
	// At most one of these gives the same value without making it an interface first.
	text  func(d *database, id int) string
	whole func(d *database, id int) int // also the id of a many2one
	when  func(d *database, id int) time.Time
}

// amount is money on its way out: an integer until the encoder's edge.
type amount struct {
	minor  int64
	digits int
}

var powers = [...]float64{1, 10, 100, 1000}

func (a amount) float() float64 { return float64(a.minor) / powers[a.digits] }

// ref is a many2one, refs an x2many.
type ref struct {
	model string
	id    int
}

type refs struct {
	model string
	ids   []int
}

// column declares a field over the rows of one table.
type column[T any] struct {
	field
	of func(d *database, id int, row T) any
	// At most one of these reads it from the row alone.
	ofText func(row T) string
	ofInt  func(row T) int
	ofTime func(row T) time.Time
}

// newModel builds a model over a table. display names its records. Of the columns those remain that the recorded Odoo
// has, with its choices; where nothing was recorded, all do.
func newModel[T any](v *dialect, name, label, rights, order string, pick func(*database) *table[T], display func(d *database, id int, row T) string, columns ...column[T]) *model {
	m := &model{name: name, label: label, rights: rights, order: order, byName: map[string]*field{}, methods: map[string]method{}, known: known(v.major)[name]}
	m.ids = func(d *database) []int { return pick(d).ids }
	m.has = func(d *database, id int) bool { return pick(d).has(id) }
	m.turn = func(d *database) int { return pick(d).turn }
	m.display = func(d *database, id int) string { return display(d, id, pick(d).at(id)) }
	columns = append([]column[T]{
		{field: field{name: "id", kind: "integer", label: "ID"}, of: func(_ *database, id int, _ T) any { return id }},
		{field: field{name: "display_name", kind: "char", readonly: true}, of: func(d *database, id int, row T) any { return display(d, id, row) }},
	}, columns...)
	for _, c := range columns {
		f := c.field
		if real, ok := m.known[f.name]; ok {
			f.required, f.readonly = real.Required, real.Readonly
			if len(real.Selection) > 0 {
				f.choices = real.Selection
			}
		} else if m.known != nil {
			continue
		}
		if word := v.labels[name+"."+f.name]; word != "" {
			f.label = word
		}
		if f.label == "" {
			f.label = title(f.name)
		}
		if v.searchable[name+"."+f.name] {
			f.unsearchable = false
		}
		f.get = func(d *database, id int) any { return c.of(d, id, pick(d).at(id)) }
		switch {
		case c.ofText != nil:
			f.text = func(d *database, id int) string { return c.ofText(pick(d).at(id)) }
		case c.ofInt != nil:
			f.whole = func(d *database, id int) int { return c.ofInt(pick(d).at(id)) }
		case c.ofTime != nil:
			f.when = func(d *database, id int) time.Time { return c.ofTime(pick(d).at(id)) }
		case f.name == "id":
			f.whole = func(_ *database, id int) int { return id }
		}
		m.fields = append(m.fields, &f)
		m.byName[f.name] = &f
	}
	return m
}

func title(name string) string {
	words := strings.Split(strings.TrimSuffix(strings.TrimSuffix(name, "_ids"), "_id"), "_")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

func char[T any](name string, f func(T) string) column[T] { return textual(name, "char", f) }

func date[T any](name string, f func(T) string) column[T] { return textual(name, "date", f) }

func textual[T any](name, kind string, f func(T) string) column[T] {
	return column[T]{field: field{name: name, kind: kind}, of: func(_ *database, _ int, row T) any { return orNil(f(row)) }, ofText: f}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func selection[T any](name string, f func(T) string, choices ...string) column[T] {
	c := textual(name, "selection", f)
	for _, s := range choices {
		c.choices = append(c.choices, [2]string{s, title(s)})
	}
	return c
}

func flag[T any](name string, f func(T) bool) column[T] {
	return column[T]{field: field{name: name, kind: "boolean"}, of: func(_ *database, _ int, row T) any { return f(row) }}
}

func integer[T any](name string, f func(T) int) column[T] {
	return column[T]{field: field{name: name, kind: "integer"}, of: func(_ *database, _ int, row T) any { return f(row) }, ofInt: f}
}

func moment[T any](name string, f func(T) time.Time) column[T] {
	return column[T]{field: field{name: name, kind: "datetime"}, of: func(_ *database, _ int, row T) any {
		if t := f(row); !t.IsZero() {
			return t
		}
		return nil
	}, ofTime: f}
}

func many2one[T any](name, relation string, f func(T) int) column[T] {
	c := many2oneBy(name, relation, func(_ *database, row T) int { return f(row) })
	c.ofInt = f
	return c
}

func many2oneBy[T any](name, relation string, f func(*database, T) int) column[T] {
	return column[T]{field: field{name: name, kind: "many2one", relation: relation}, of: func(d *database, _ int, row T) any {
		if id := f(d, row); id != 0 {
			return ref{relation, id}
		}
		return nil
	}}
}

func x2many[T any](name, kind, relation string, f func(d *database, id int, row T) []int) column[T] {
	return column[T]{field: field{name: name, kind: kind, relation: relation}, of: func(d *database, id int, row T) any {
		return refs{relation, f(d, id, row)}
	}}
}

func computed[T any](name, kind string, f func(d *database, id int, row T) any) column[T] {
	return column[T]{field: field{name: name, kind: kind}, of: f}
}

// hidden marks a computed field that is not stored and has no search: the server drops a domain leaf on it.
func (c column[T]) hidden() column[T] { c.unsearchable = true; return c }

func (c column[T]) needed() column[T] { c.required = true; return c }

// worded gives the choices of a selection their labels, in their order.
func (c column[T]) worded(labels ...string) column[T] {
	for i := range labels {
		c.choices[i][1] = labels[i]
	}
	return c
}

func (c column[T]) titled(label string) column[T] { c.label = label; return c }

// stamps are the four bookkeeping fields.
func stamps[T any](of func(T) stamp) []column[T] {
	return []column[T]{
		moment("create_date", func(r T) time.Time { return of(r).created }),
		moment("write_date", func(r T) time.Time { return of(r).written }),
		many2oneBy("create_uid", "res.users", func(d *database, _ T) int { return d.self }),
		many2oneBy("write_uid", "res.users", func(d *database, _ T) int { return d.self }),
	}
}
