package odoosim

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// sortIDs orders records by an SQL-like clause. Empty values come last ascending and first descending, as in
// PostgreSQL; a many2one sorts by its target's name; the id breaks ties.
func (r registry) sortIDs(d *database, m *model, ids []int, clause string) error {
	type key struct {
		f    *field
		desc bool
	}
	var keys []key
	for _, term := range strings.Split(clause, ",") {
		words := strings.Fields(strings.ToLower(term))
		if len(words) == 0 {
			continue
		}
		f := m.byName[words[0]]
		if f == nil {
			return exception("ValueError: Invalid field %s on model %s", repr(words[0]), repr(m.name))
		}
		keys = append(keys, key{f, len(words) > 1 && words[1] == "desc"})
	}
	values := make(map[int][]any, len(ids))
	for _, id := range ids {
		row := make([]any, len(keys))
		for i, k := range keys {
			row[i] = k.f.get(d, id)
			if x, ok := row[i].(ref); ok {
				row[i] = r[x.model].display(d, x.id)
			}
		}
		values[id] = row
	}
	slices.SortStableFunc(ids, func(a, b int) int {
		for i, k := range keys {
			c := compareKeys(values[a][i], values[b][i])
			if k.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	})
	return nil
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
