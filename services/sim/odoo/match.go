package odoosim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// matcher compares a field's value with the right side of a leaf, as the SQL that Odoo writes would.
func (r registry) matcher(d *database, f *field, op string, want any) func(v any) bool {
	negated := false
	switch op {
	case "!=", "<>":
		op, negated = "=", true
	case "not in":
		op, negated = "in", true
	case "not like", "not ilike":
		op, negated = op[4:], true
	}
	var one func(v any) bool
	switch op {
	case "=":
		if list, ok := want.([]any); ok {
			one = r.anyOf(d, f, list)
		} else {
			one = r.equals(d, f, want)
		}
	case "in":
		list, ok := want.([]any)
		if !ok {
			list = []any{want}
		}
		one = r.anyOf(d, f, list)
	case "like", "ilike", "=like", "=ilike":
		one = r.like(d, op, want)
	case "child_of":
		one = func(v any) bool { return r.childOf(d, v, want) }
	default:
		one = func(v any) bool { return ordered(op, f, v, want) }
	}
	return func(v any) bool { return one(v) != negated }
}

func (r registry) anyOf(d *database, f *field, list []any) func(any) bool {
	tests := make([]func(any) bool, len(list))
	for i, w := range list {
		tests[i] = r.equals(d, f, w)
	}
	return func(v any) bool {
		for _, t := range tests {
			if t(v) {
				return true
			}
		}
		return false
	}
}

func (r registry) equals(d *database, f *field, want any) func(any) bool {
	if s, ok := want.(string); ok && f.relation != "" {
		if n, err := strconv.Atoi(s); err == nil {
			want = n
		}
	}
	return func(v any) bool {
		switch x := v.(type) {
		case ref:
			if s, ok := want.(string); ok {
				return r[x.model].display(d, x.id) == s
			}
			return want == x.id
		case refs:
			if want == false {
				return len(x.ids) == 0
			}
			n, ok := want.(int)
			return ok && slices.Contains(x.ids, n)
		case nil:
			return want == false || want == nil || want == ""
		case bool:
			return x == truthy(want)
		}
		c, ok := compare(f, v, want)
		return ok && c == 0
	}
}

func truthy(v any) bool {
	switch x := v.(type) {
	case bool:
		return x
	case int:
		return x != 0
	case string:
		return x != ""
	}
	return v != nil
}

// ordered is <, >, <=, >=; an empty value satisfies none of them.
func ordered(op string, f *field, v, want any) bool {
	c, ok := compare(f, v, want)
	if !ok {
		return false
	}
	switch op {
	case "<":
		return c < 0
	case ">":
		return c > 0
	case "<=":
		return c <= 0
	}
	return c >= 0
}

// compare orders a field's value against a literal; ok is false when they cannot be compared (SQL's NULL).
func compare(f *field, v, want any) (order int, ok bool) {
	switch x := v.(type) {
	case int:
		n, ok := number(want)
		return cmp.Compare(float64(x), n), ok
	case float64:
		n, ok := number(want)
		return cmp.Compare(x, n), ok
	case amount:
		n, ok := number(want)
		return cmp.Compare(x.float(), n), ok
	case ref:
		n, ok := number(want)
		return cmp.Compare(float64(x.id), n), ok
	case time.Time:
		s, _ := want.(string)
		t, err := time.Parse(time.DateTime, s)
		if err != nil {
			t, err = time.Parse(time.DateOnly, s)
		}
		return x.Compare(t), err == nil
	case string:
		s, ok := want.(string)
		if n, isInt := want.(int); isInt {
			s, ok = strconv.Itoa(n), true
		}
		return strings.Compare(x, s), ok
	}
	return 0, false
}

func number(v any) (float64, bool) {
	switch x := v.(type) {
	case int:
		return float64(x), true
	case float64:
		return x, true
	case bool:
		return 0, !x
	case string:
		n, err := strconv.ParseFloat(x, 64)
		return n, err == nil
	}
	return 0, false
}

// like implements the four pattern operators. '%' and '_' are wildcards and '\' escapes them in all of them.
func (r registry) like(d *database, op string, want any) func(any) bool {
	pattern, isText := want.(string)
	if !isText {
		return func(any) bool { return false }
	}
	fold := strings.Contains(op, "ilike")
	if fold {
		pattern = strings.ToLower(pattern)
	}
	if op[0] != '=' {
		pattern = "%" + pattern + "%"
	}
	return func(v any) bool {
		s := ""
		switch x := v.(type) {
		case string:
			s = x
		case ref:
			s = r[x.model].display(d, x.id)
		case nil:
			return pattern == "%%"
		default:
			return false
		}
		if fold {
			s = strings.ToLower(s)
		}
		return sqlLike(pattern, s)
	}
}

// sqlLike is PostgreSQL's LIKE.
func sqlLike(pattern, s string) bool {
	for pattern != "" {
		switch pattern[0] {
		case '%':
			rest := strings.TrimLeft(pattern, "%")
			if rest == "" {
				return true
			}
			for i := 0; i <= len(s); i++ {
				if sqlLike(rest, s[i:]) {
					return true
				}
			}
			return false
		case '_':
			if s == "" {
				return false
			}
			_, n := utf8.DecodeRuneInString(s)
			pattern, s = pattern[1:], s[n:]
		default:
			if pattern[0] == '\\' && len(pattern) > 1 {
				pattern = pattern[1:]
			}
			if s == "" || s[0] != pattern[0] {
				return false
			}
			pattern, s = pattern[1:], s[1:]
		}
	}
	return s == ""
}

// childOf follows parent_id upwards from the record the value refers to.
func (r registry) childOf(d *database, v, want any) bool {
	x, ok := v.(ref)
	if !ok {
		if id, isID := v.(int); isID {
			x = ref{"res.partner", id}
		}
	}
	roots, isList := want.([]any)
	if !isList {
		roots = []any{want}
	}
	for id := x.id; id != 0; id = d.partners.at(id).parent {
		if slices.Contains(roots, any(id)) {
			return true
		}
		if x.model != "res.partner" {
			return false
		}
	}
	return false
}
