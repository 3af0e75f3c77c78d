package odoosim

import (
	"slices"
	"strings"
	"time"
)

// quickLeaf is a leaf on a plain column without making its value an interface: lists over 100,000 documents live on it.
// It answers nil for what it does not know; the matcher, which knows everything, must agree with it.
func quickLeaf(d *database, f *field, op string, want any) func(id int) bool {
	switch {
	case f.text != nil:
		return quickText(d, f, op, want)
	case f.when != nil:
		return quickTime(d, f, op, want)
	case f.whole != nil:
		return quickInt(d, f, op, want)
	}
	return nil
}

func quickText(d *database, f *field, op string, want any) func(id int) bool {
	get := f.text
	if list, ok := want.([]any); ok && (op == "in" || op == "not in") {
		texts := make([]string, len(list))
		for i, e := range list {
			s, ok := e.(string)
			if !ok || s == "" {
				return nil
			}
			texts[i] = s
		}
		not := op == "not in"
		return func(id int) bool { return slices.Contains(texts, get(d, id)) != not }
	}
	s, ok := want.(string)
	if !ok || s == "" {
		return nil
	}
	switch op {
	case "=":
		return func(id int) bool { return get(d, id) == s }
	case "!=":
		return func(id int) bool { return get(d, id) != s }
	case "<", ">", "<=", ">=":
		holds := comparison(op)
		return func(id int) bool {
			v := get(d, id)
			return v != "" && holds(strings.Compare(v, s))
		}
	}
	return nil
}

func quickTime(d *database, f *field, op string, want any) func(id int) bool {
	s, ok := want.(string)
	t, err := time.Parse(time.DateTime, s)
	holds := comparison(op)
	if !ok || err != nil || holds == nil {
		return nil
	}
	return func(id int) bool {
		v := f.when(d, id)
		return !v.IsZero() && holds(v.Compare(t))
	}
}

func quickInt(d *database, f *field, op string, want any) func(id int) bool {
	get := f.whole
	if list, ok := want.([]any); ok && op == "in" {
		ids := idList(list)
		if len(ids) != len(list) {
			return nil
		}
		return func(id int) bool { return slices.Contains(ids, get(d, id)) }
	}
	n, ok := want.(int)
	if !ok || n == 0 {
		return nil
	}
	if op == "=" {
		return func(id int) bool { return get(d, id) == n }
	}
	if holds := comparison(op); holds != nil && f.relation == "" {
		return func(id int) bool { return holds(get(d, id) - n) }
	}
	return nil
}

// comparison reads <, >, <= and >= as a test of what compare functions answer.
func comparison(op string) func(order int) bool {
	switch op {
	case "<":
		return func(c int) bool { return c < 0 }
	case ">":
		return func(c int) bool { return c > 0 }
	case "<=":
		return func(c int) bool { return c <= 0 }
	case ">=":
		return func(c int) bool { return c >= 0 }
	}
	return nil
}
