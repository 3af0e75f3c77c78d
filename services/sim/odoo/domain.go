package odoosim

import (
	"fmt"
	"strings"
)

// test decides whether a record satisfies a parsed domain. Its second argument says whether it stands under a
// "not": Odoo pushes negation down to the leaves, and a leaf on an unsearchable field is then dropped, i.e. true
// either way.
type test func(id int, negated bool) bool

// compile parses Odoo's prefix notation: '&' is implied between terms, '!' takes one, '|' two.
func (r registry) compile(d *database, m *model, domain []any) (test, error) {
	var stack []test
	pop := func() (test, bool) {
		if len(stack) == 0 {
			return nil, false
		}
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		return t, true
	}
	for i := len(domain) - 1; i >= 0; i-- {
		switch term := domain[i].(type) {
		case string:
			a, ok := pop()
			b := test(nil)
			if ok && term != "!" {
				b, ok = pop()
			}
			if !ok {
				return nil, exception("ValueError: Domain %s is not well-formed", repr(domain))
			}
			switch term {
			case "!":
				stack = append(stack, func(id int, neg bool) bool { return a(id, !neg) })
			case "&":
				stack = append(stack, func(id int, neg bool) bool {
					if neg {
						return a(id, true) || b(id, true)
					}
					return a(id, false) && b(id, false)
				})
			case "|":
				stack = append(stack, func(id int, neg bool) bool {
					if neg {
						return a(id, true) && b(id, true)
					}
					return a(id, false) || b(id, false)
				})
			default:
				return nil, exception("ValueError: Domain %s is not well-formed", repr(domain))
			}
		case []any:
			t, err := r.leaf(d, m, term)
			if err != nil {
				return nil, err
			}
			stack = append(stack, t)
		default:
			return nil, exception("ValueError: Invalid leaf %s", repr(term))
		}
	}
	all := stack
	return func(id int, neg bool) bool {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i](id, neg) == neg {
				return neg
			}
		}
		return !neg
	}, nil
}

var operators = map[string]bool{
	"=": true, "!=": true, "<>": true, "in": true, "not in": true, "<": true, ">": true, "<=": true, ">=": true,
	"like": true, "ilike": true, "not like": true, "not ilike": true, "=like": true, "=ilike": true, "child_of": true,
}

func (r registry) leaf(d *database, m *model, term []any) (test, error) {
	if len(term) != 3 {
		return nil, exception("ValueError: Invalid leaf %s", repr(term))
	}
	if n, ok := term[0].(int); ok { // the constants (1, '=', 1) and (0, '=', 1)
		truth := n == term[2]
		return func(_ int, neg bool) bool { return truth != neg }, nil
	}
	name, _ := term[0].(string)
	op, _ := term[1].(string)
	quoted := fmt.Sprintf("(%s, %s, %s)", repr(term[0]), repr(term[1]), repr(term[2]))
	if !operators[op] {
		return nil, exception("ValueError: Invalid leaf %s", quoted)
	}
	steps := strings.Split(name, ".")
	path := make([]*field, len(steps))
	at := m
	for i, step := range steps {
		if at == nil || at.byName[step] == nil {
			owner := m.name
			if at != nil {
				owner = at.name
			}
			if at != nil {
				if _, exists := at.known[step]; exists {
					return nil, d.noField(at, step)
				}
			}
			return nil, exception("ValueError: Invalid field %s.%s in %s %s", owner, step, d.dialect.words.badLeaf, quoted)
		}
		path[i] = at.byName[step]
		at = r[path[i].relation]
	}
	for _, f := range path {
		if f.unsearchable {
			return func(int, bool) bool { return true }, nil
		}
	}
	if len(path) == 1 {
		if quick := quickLeaf(d, path[0], op, term[2]); quick != nil {
			return func(id int, neg bool) bool { return quick(id) != neg }, nil
		}
	}
	match := r.matcher(d, path[len(path)-1], op, term[2])
	return func(id int, neg bool) bool { return walk(d, path, id, match) != neg }, nil
}

// walk follows a dotted path; through an x2many any target may match.
func walk(d *database, path []*field, id int, match func(v any) bool) bool {
	v := path[0].get(d, id)
	if len(path) == 1 {
		return match(v)
	}
	switch x := v.(type) {
	case ref:
		return walk(d, path[1:], x.id, match)
	case refs:
		for _, e := range x.ids {
			if walk(d, path[1:], e, match) {
				return true
			}
		}
	}
	return false
}
