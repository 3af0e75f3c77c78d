package stripesim

import (
	"slices"
	"strings"
	"time"
)

// createdFilter reads created=t or created[gt|gte|lt|lte]=t, whole seconds.
func createdFilter(c *call) (func(time.Time) bool, *apiError) {
	type bound struct {
		name string
		ok   func(have, want int64) bool
	}
	keep := func(time.Time) bool { return true }
	for _, b := range []bound{
		{"created", func(h, w int64) bool { return h == w }},
		{"created[gt]", func(h, w int64) bool { return h > w }},
		{"created[gte]", func(h, w int64) bool { return h >= w }},
		{"created[lt]", func(h, w int64) bool { return h < w }},
		{"created[lte]", func(h, w int64) bool { return h <= w }},
	} {
		want, ok, e := c.integer(b.name)
		if e != nil {
			return nil, e
		}
		if ok {
			before := keep
			keep = func(t time.Time) bool { return before(t) && b.ok(t.Unix(), want) }
		}
	}
	return keep, nil
}

// page cuts one page out of items, which come in the order of the list.
func page[T any](c *call, kind string, items []T, id func(T) string, render func(T, expands) any) (any, *apiError) {
	x, e := c.expandsFor(kind, true)
	if e != nil {
		return nil, e
	}
	limit, ok, e := c.integer("limit")
	switch {
	case e != nil:
		return nil, e
	case !ok:
		limit = 10
	case limit < 1 || limit > 100:
		return nil, invalid("parameter_invalid_integer", "limit", "This value must be between 1 and 100.")
	case c.has("starting_after") && c.has("ending_before"):
		return nil, invalid("parameters_exclusive", "ending_before", "You may only specify one of these parameters: starting_after, ending_before.")
	}
	from, to := 0, len(items)
	for _, cursor := range []string{"starting_after", "ending_before"} {
		if !c.has(cursor) {
			continue
		}
		at := slices.IndexFunc(items, func(it T) bool { return id(it) == c.get(cursor) })
		if at < 0 {
			return nil, missing(strings.ReplaceAll(kind, "_", ""), cursor, c.get(cursor), false)
		}
		if cursor == "starting_after" {
			from = at + 1
		} else {
			to = at
		}
	}
	out := listJSON{Object: "list", Data: []any{}, URL: c.path}
	more := to-from > int(limit)
	if c.has("ending_before") {
		from = max(from, to-int(limit))
	} else {
		to = min(to, from+int(limit))
	}
	for _, it := range items[from:to] {
		out.Data = append(out.Data, render(it, x))
	}
	out.HasMore = more
	return out, nil
}

// listSessions is always empty: this account has no Checkout.
func (s *Server) listSessions(c *call) (any, *apiError) {
	return page(c, "session", nil, func(struct{}) string { return "" }, func(struct{}, expands) any { return nil })
}
