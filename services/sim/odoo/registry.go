package odoosim

import (
	"fmt"
	"slices"
	"time"
)

// registry is every model by name.
type registry map[string]*model

func (r registry) add(models ...*model) {
	for _, m := range models {
		r[m.name] = m
	}
}

// wire turns a field's value into what XML-RPC carries: false for empty, [id, name] for a many2one.
func (r registry) wire(d *database, v any) any {
	switch x := v.(type) {
	case nil:
		return false
	case amount:
		return x.float()
	case time.Time:
		return x.UTC().Format(time.DateTime)
	case ref:
		return []any{x.id, r[x.model].display(d, x.id)}
	case refs:
		return ints(x.ids)
	}
	return v
}

func ints(ids []int) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// noField is what asking for a field answers that there is not. A field that Odoo has and this simulator does not know
// says so: silence would be a wrong answer.
func (d *database) noField(m *model, name string) error {
	if _, exists := m.known[name]; exists {
		return exception("NotImplementedError: %s.%s exists in Odoo %d and is not simulated", m.name, name, d.dialect.major)
	}
	return exception(d.dialect.words.noField, m.name, name)
}

// listing are records on their way out, with their id first, then the fields in the order asked for.
type listing struct {
	registry registry
	db       *database
	model    *model
	ids      []int
	fields   []*field
}

func (r registry) read(d *database, m *model, ids []int, names []string) (listing, error) {
	l := listing{registry: r, db: d, model: m, ids: ids}
	if len(names) == 0 {
		l.fields = m.fields
	}
	for _, n := range names {
		f, ok := m.byName[n]
		if !ok {
			return l, d.noField(m, n)
		}
		if !slices.Contains(l.fields, f) {
			l.fields = append(l.fields, f)
		}
	}
	return l, nil
}

func (l listing) appendTo(b []byte) ([]byte, error) {
	b = append(b, "<value><array><data>\n"...)
	names := make([]string, len(l.fields))
	for i, f := range l.fields {
		names[i] = "<member>\n<name>" + f.name + "</name>\n"
	}
	for _, id := range l.ids {
		if !l.model.has(l.db, id) {
			continue
		}
		b = append(b, "<value><struct>\n<member>\n<name>id</name>\n"...)
		b = append(appendInt(b, id), "</member>\n"...)
		for i, f := range l.fields {
			if f.name == "id" {
				continue
			}
			b = append(b, names[i]...)
			var err error
			if b, err = l.field(b, f, id); err != nil {
				return nil, fmt.Errorf("%s.%s: %w", l.model.name, f.name, err)
			}
			b = append(b, "</member>\n"...)
		}
		b = append(b, "</struct></value>\n"...)
	}
	return append(b, "</data></array></value>\n"...), nil
}

func (l listing) field(b []byte, f *field, id int) ([]byte, error) {
	switch {
	case f.text != nil:
		if s := f.text(l.db, id); s != "" {
			return appendString(b, s), nil
		}
		return appendBool(b, false), nil
	case f.when != nil:
		t := f.when(l.db, id)
		if t.IsZero() {
			return appendBool(b, false), nil
		}
		b = append(b, "<value><string>"...)
		return append(t.UTC().AppendFormat(b, time.DateTime), "</string></value>\n"...), nil
	case f.whole != nil && f.relation != "":
		to := f.whole(l.db, id)
		if to == 0 {
			return appendBool(b, false), nil
		}
		b = appendInt(append(b, "<value><array><data>\n"...), to)
		b = appendString(b, l.registry[f.relation].display(l.db, to))
		return append(b, "</data></array></value>\n"...), nil
	case f.whole != nil:
		return appendInt(b, f.whole(l.db, id)), nil
	}
	return appendValue(b, l.registry.wire(l.db, f.get(l.db, id)))
}
