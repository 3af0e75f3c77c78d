package stripesim

import (
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"
)

// call is one request as it arrived.
type call struct {
	method, path string
	form         url.Values
	token        string // API key
	key          string // idempotency key; only POST and DELETE have one
	requestID    string
	malformed    bool

	route  *route
	id     string // the {id} of the address
	target string // reader named by the address, for faults

	delay  time.Duration // how long the answer is held back (a reader that does not answer)
	record *keyRecord    // the call already holds its idempotency key
}

// get returns a single value, empty if absent.
func (c *call) get(name string) string { return c.form.Get(name) }

func (c *call) has(name string) bool { _, ok := c.form[name]; return ok }

// flag reads a boolean; absent is false.
func (c *call) flag(name string) (bool, *apiError) {
	switch c.get(name) {
	case "true":
		return true, nil
	case "false", "":
		return false, nil
	}
	return false, invalid("parameter_invalid_boolean", name, "Invalid boolean: %s", c.get(name))
}

// integer reads a whole number; ok is false if it is absent.
func (c *call) integer(name string) (n int64, ok bool, _ *apiError) {
	if !c.has(name) {
		return 0, false, nil
	}
	n, err := strconv.ParseInt(c.get(name), 10, 64)
	if err != nil {
		return 0, false, invalid("parameter_invalid_integer", name, "Invalid integer: %s", c.get(name))
	}
	return n, true, nil
}

// list reads name[]=a or name[0]=a in order.
func (c *call) list(name string) []string {
	type item struct {
		index int
		value string
	}
	var items []item
	for k, values := range c.form {
		rest, ok := strings.CutPrefix(k, name+"[")
		if !ok || !strings.HasSuffix(rest, "]") {
			continue
		}
		index, err := strconv.Atoi(strings.TrimSuffix(rest, "]"))
		if err != nil {
			index = -1 // the name[] form keeps its own order
		}
		for _, v := range values {
			items = append(items, item{index, v})
		}
	}
	sort.SliceStable(items, func(i, j int) bool { return items[i].index < items[j].index })
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.value
	}
	return out
}

// group reads name[a]=x, name[b]=y.
func (c *call) group(name string) map[string]string {
	out := map[string]string{}
	for k, values := range c.form {
		rest, ok := strings.CutPrefix(k, name+"[")
		if ok && strings.HasSuffix(rest, "]") && len(values) > 0 {
			out[strings.TrimSuffix(rest, "]")] = values[0]
		}
	}
	return out
}

// checkNames refuses parameters that the endpoint does not know, as Stripe does at the top level.
func (c *call) checkNames(allowed string) *apiError {
	known := map[string]bool{"expand": true}
	for _, n := range strings.Fields(allowed) {
		known[n] = true
	}
	names := make([]string, 0, len(c.form))
	for k := range c.form {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		top, _, _ := strings.Cut(k, "[")
		if !known[top] {
			return invalid("parameter_unknown", top, "Received unknown parameter: %s", top)
		}
	}
	return nil
}

// mergeMetadata applies metadata[...] to have: an empty value removes a key, metadata="" removes all.
// Limits: 50 keys of 40 characters, values of 500 (facts §4).
func (c *call) mergeMetadata(have map[string]string) (map[string]string, *apiError) {
	out := map[string]string{}
	if !c.has("metadata") {
		for k, v := range have {
			out[k] = v
		}
	}
	for k, v := range c.group("metadata") {
		switch {
		case len(k) > 40:
			return nil, invalid("", "metadata", "Metadata keys can have up to 40 characters, %q has %d.", k, len(k))
		case len([]rune(v)) > 500:
			return nil, invalid("", "metadata["+k+"]", "Metadata values can have up to 500 characters, but you passed in a value that is %d characters.", len([]rune(v)))
		case v == "":
			delete(out, k)
		default:
			out[k] = v
		}
	}
	if len(out) > 50 {
		return nil, invalid("", "metadata", "Metadata can have up to 50 keys, but you passed in %d.", len(out))
	}
	return out, nil
}

// expands is the set of expand[] paths still to be opened below one object.
type expands []string

// has tells whether name itself is to be opened.
func (x expands) has(name string) bool {
	for _, p := range x {
		if p == name || strings.HasPrefix(p, name+".") {
			return true
		}
	}
	return false
}

// below returns the paths that continue under name.
func (x expands) below(name string) expands {
	var out expands
	for _, p := range x {
		if rest, ok := strings.CutPrefix(p, name+"."); ok {
			out = append(out, rest)
		}
	}
	return out
}

// expandable lists, per kind of object, what can be opened. A path names fields down to the next object.
var expandable = map[string]map[string]string{
	"payment_intent": {"latest_charge": "charge", "payment_method": ""},
	"charge":         {"payment_intent": "payment_intent"},
	"refund":         {"charge": "charge", "payment_intent": "payment_intent"},
	"reader":         {"location": "", "action.process_payment_intent.payment_intent": "payment_intent"},
	"location":       {},
	"customer":       {},
	"payment_method": {},
	"session":        {},
}

const maxExpandDepth = 4 // levels, Stripe's documented limit

// expandsFor reads and checks expand[] for an answer of the kind; lists open their items through "data".
func (c *call) expandsFor(kind string, list bool) (expands, *apiError) {
	var out expands
	for _, p := range c.list("expand") {
		rest := p
		if list {
			var ok bool
			if rest, ok = strings.CutPrefix(p, "data."); !ok {
				return nil, invalid("", "expand", "This property cannot be expanded (%s).", p)
			}
		}
		if strings.Count(rest, ".") >= maxExpandDepth {
			return nil, invalid("", "expand", "You cannot expand more than %d levels of a property (%s).", maxExpandDepth, p)
		}
		if !canExpand(kind, rest) {
			return nil, invalid("", "expand", "This property cannot be expanded (%s).", p)
		}
		out = append(out, rest)
	}
	return out, nil
}

func canExpand(kind, path string) bool {
	for field, next := range expandable[kind] {
		if path == field {
			return true
		}
		if rest, ok := strings.CutPrefix(path, field+"."); ok && next != "" {
			return canExpand(next, rest)
		}
	}
	return false
}
