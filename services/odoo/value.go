package odoo

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// errMalformed says that an answer holds something else than the asked-for fields.
var errMalformed = errors.New("answer not understood")

// odooTime is how Odoo writes a moment, always UTC, whole seconds.
const odooTime = time.DateTime

// record reads the fields of one Odoo record. The first field that is missing or of another type is remembered in err, so
// that a whole record is read first and judged once. Odoo writes false for an empty text, date or link.
type record struct {
	fields map[string]any
	err    error
}

// reference is a many2one: id 0 where it is empty.
type reference struct {
	id   int64
	name string
}

// records reads a list of structs.
func records(v any) ([]*record, error) {
	list, ok := v.([]any)
	if !ok && v != nil {
		return nil, fmt.Errorf("%w: %T instead of records", errMalformed, v)
	}
	out := make([]*record, 0, len(list))
	for _, e := range list {
		r, err := one(e)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// one reads a struct.
func one(v any) (*record, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%w: %T instead of a record", errMalformed, v)
	}
	return &record{fields: m}, nil
}

func (r *record) get(field string) any {
	v, ok := r.fields[field]
	if !ok && r.err == nil {
		r.err = fmt.Errorf("%w: %s is missing", errMalformed, field)
	}
	return v
}

// bad remembers the type of what was found, never the value: it may be a customer's.
func (r *record) bad(field string, found any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s as %T", errMalformed, field, found)
	}
}

func empty(v any) bool { return v == nil || v == false }

func (r *record) text(field string) string {
	v := r.get(field)
	s, ok := v.(string)
	if !ok && !empty(v) {
		r.bad(field, v)
	}
	return s
}

// integer reads a whole number, 0 where Odoo writes false.
func (r *record) integer(field string) int64 {
	v := r.get(field)
	n, ok := v.(int64)
	if !ok && !empty(v) {
		r.bad(field, v)
	}
	return n
}

// id reads a record id, which is never empty.
func (r *record) id(field string) int64 {
	n := r.integer(field)
	if n <= 0 {
		r.bad(field, n)
	}
	return n
}

// number reads a float. Odoo never writes false for one, so false is an error here.
func (r *record) number(field string) float64 {
	switch v := r.get(field).(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			r.bad(field, v)
			return 0
		}
		return v
	case int64:
		return float64(v)
	default:
		r.bad(field, v)
		return 0
	}
}

func (r *record) flag(field string) bool {
	v := r.get(field)
	b, ok := v.(bool)
	if !ok {
		r.bad(field, v)
	}
	return b
}

func (r *record) many2one(field string) reference {
	v := r.get(field)
	if empty(v) {
		return reference{}
	}
	pair, ok := v.([]any)
	if !ok || len(pair) != 2 {
		r.bad(field, v)
		return reference{}
	}
	id, ok := pair[0].(int64)
	name, named := pair[1].(string)
	if !ok || id <= 0 || !named && !empty(pair[1]) {
		r.bad(field, pair[0])
		return reference{}
	}
	return reference{id, name}
}

func (r *record) ids(field string) []int64 {
	v := r.get(field)
	list, ok := v.([]any)
	if !ok && !empty(v) {
		r.bad(field, v)
	}
	out := make([]int64, 0, len(list))
	for _, e := range list {
		id, ok := e.(int64)
		if !ok {
			r.bad(field, e)
			return nil
		}
		out = append(out, id)
	}
	return out
}

// date reads a calendar day, "" where it is empty.
func (r *record) date(field string) string {
	s := r.text(field)
	if s == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		r.bad(field, s)
		return ""
	}
	return s
}

// moment reads a time, zero where it is empty.
func (r *record) moment(field string) time.Time {
	s := r.text(field)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(odooTime, s)
	if err != nil {
		r.bad(field, s)
	}
	return t
}
