package odoosim

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// key is one term of an order clause.
type key struct {
	f    *field
	desc bool
}

func (r registry) keys(d *database, m *model, clause string) ([]key, error) {
	var keys []key
	for _, term := range strings.Split(clause, ",") {
		words := strings.Fields(strings.ToLower(term))
		if len(words) == 0 {
			continue
		}
		f := m.byName[words[0]]
		if f == nil {
			return nil, d.noField(m, words[0])
		}
		keys = append(keys, key{f, len(words) > 1 && words[1] == "desc"})
	}
	return keys, nil
}

// byID says that ids in their own order are already sorted.
func byID(keys []key) bool { return len(keys) > 0 && keys[0].f.name == "id" && !keys[0].desc }

// own says that the order depends on nothing but the rows of the table itself.
func own(keys []key) bool {
	return !slices.ContainsFunc(keys, func(k key) bool {
		return k.f.relation != "" || k.f.text == nil && k.f.whole == nil && k.f.when == nil
	})
}

// ordered is the whole table in the order of a clause, where that is known or worth finding out.
func (r registry) ordered(d *database, m *model, clause string, keys []key) []int {
	if byID(keys) {
		return m.ids(d)
	}
	if !own(keys) {
		return nil
	}
	name := m.name + " " + clause
	known, asked := d.index.orders[name]
	if turn := m.turn(d); !asked || known.turn != turn {
		d.index.orders[name] = order{turn: turn}
		return nil
	}
	if known.ids == nil {
		known.ids = slices.Clone(m.ids(d))
		r.sort(d, known.ids, keys)
		d.index.orders[name] = known
	}
	return known.ids
}

// sort orders records. Empty values come last ascending and first descending, as in PostgreSQL; a many2one sorts by its
// target's name; the id breaks ties.
func (r registry) sort(d *database, ids []int, keys []key) {
	type entry struct {
		id   int
		keys []any
	}
	list := make([]entry, len(ids))
	all := make([]any, len(ids)*len(keys))
	for i, id := range ids {
		row := all[i*len(keys) : (i+1)*len(keys)]
		for n, k := range keys {
			row[n] = k.f.get(d, id)
			if x, ok := row[n].(ref); ok {
				row[n] = r[x.model].display(d, x.id)
			}
		}
		list[i] = entry{id, row}
	}
	slices.SortFunc(list, func(a, b entry) int {
		for i, k := range keys {
			c := compareKeys(a.keys[i], b.keys[i])
			if k.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Compare(a.id, b.id)
	})
	for i, e := range list {
		ids[i] = e.id
	}
}

func compareKeys(a, b any) int {
	if a == nil || b == nil {
		switch {
		case a == nil && b == nil:
			return 0
		case a == nil:
			return 1
		}
		return -1
	}
	switch x := a.(type) {
	case int:
		return cmp.Compare(x, b.(int))
	case float64:
		return cmp.Compare(x, b.(float64))
	case amount:
		return cmp.Compare(x.float(), b.(amount).float())
	case string:
		return cmp.Compare(x, b.(string))
	case bool:
		switch y := b.(bool); {
		case x == y:
			return 0
		case !x:
			return -1
		}
		return 1
	case time.Time:
		return x.Compare(b.(time.Time))
	}
	return 0
}
