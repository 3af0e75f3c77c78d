package odoo

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// The checker holds every request that the tests make the gateway send, and every answer of the simulator, to the
// fields_get that was recorded of each version. What it finds fails the run of the package.

// fieldInfo is one recorded field.
type fieldInfo struct {
	Type, Relation string
	Selection      [][2]string
}

// otherFields are the fields of models whose fields_get was not recorded, from Odoo's source.
var otherFields = map[string]map[string]fieldInfo{
	"ir.module.module": {"name": {Type: "char"}, "state": {Type: "selection"}, "installed_version": {Type: "char"}},
	"account.account":  {"code": {Type: "char"}, "name": {Type: "char"}, "account_type": {Type: "selection"}},
	"res.users.apikeys": {"name": {Type: "char"}, "user_id": {Type: "many2one", Relation: "res.users"}, "create_date": {Type: "datetime"},
		"expiration_date": {Type: "datetime"}},
}

var schemas = sync.OnceValue(func() map[string]map[string]map[string]fieldInfo {
	f, err := os.Open("../sim/odoo/fields.json.gz")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	var all map[string]map[string]map[string]fieldInfo
	if err == nil {
		err = json.NewDecoder(z).Decode(&all)
	}
	if err != nil {
		panic(err)
	}
	return all
})

// schema knows one version.
type schema struct{ version string }

func (s schema) fields(model string) (map[string]fieldInfo, bool) {
	if f, ok := schemas()[s.version][model]; ok {
		return f, true
	}
	f, ok := otherFields[model]
	return f, ok
}

// namedArguments are the arguments of the methods that the gateway may call, in their order; context goes with all.
var namedArguments = map[string][]string{
	"search": {"domain", "offset", "limit", "order"}, "search_count": {"domain", "limit"},
	"search_read": {"domain", "fields", "offset", "limit", "order"}, "read": {"ids", "fields"},
	"fields_get": {"allfields", "attributes"}, "check_access_rights": {"operation", "raise_exception"},
	"create": {"vals_list"}, "write": {"ids", "vals"}, "unlink": {"ids"}, "load": {"fields", "data"},
	"has_group": {"ids", "group_ext_id"}, "action_post": {"ids"}, "action_cancel": {"ids"}, "button_draft": {"ids"},
	"js_assign_outstanding_line": {"ids", "line_id"}, "action_create_payments": {"ids"}, "refund_moves": {"ids"},
	"get_portal_url": {"ids"}, "message_post": {"ids", "body", "message_type", "subtype_xmlid", "body_is_html", "attachment_ids"},
}

// contextTypes are the keys of a context.
var contextTypes = map[string]string{"lang": "char", "allowed_company_ids": "ids", "active_model": "char", "active_ids": "ids",
	"mode": "char", "noupdate": "boolean", "active_test": "boolean", "tz": "char"}

var dateForm, momentForm = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`)

// checkRequest says what a real Odoo of that version would not understand.
func (s schema) checkRequest(r request) (found []string) {
	if r.method != "execute_kw" {
		return nil
	}
	bad := func(format string, a ...any) {
		found = append(found, r.model+"."+r.name+": "+fmt.Sprintf(format, a...))
	}
	fields, ok := s.fields(r.model)
	if !ok {
		bad("unknown model")
		return found
	}
	names, ok := namedArguments[r.name]
	if !ok {
		bad("unknown method")
		return found
	}
	if r.name == "has_group" && len(r.args) == 1 { // 17's form, which some releases after it may share: the servers tell
		names = names[1:]
	}
	if len(r.args) > len(names) {
		bad("%d arguments", len(r.args))
		return found
	}
	given := map[string]any{}
	for i, v := range r.args {
		given[names[i]] = v
	}
	for k, v := range r.kw {
		if k == "context" {
			s.context(v, bad)
		} else if !slices.Contains(names, k) {
			bad("unknown keyword %s", k)
		} else {
			given[k] = v
		}
	}
	for name, v := range given {
		switch name {
		case "domain":
			s.domain(r.model, v, bad)
		case "fields":
			if r.name == "load" {
				s.load(r.model, v, given["data"], bad)
				continue
			}
			for _, f := range asList(v) {
				if n, _ := f.(string); !known(fields, n) {
					bad("unknown field %v", f)
				}
			}
		case "vals", "vals_list":
			s.values(r.model, v, bad)
		case "order":
			for _, term := range strings.Split(fmt.Sprint(v), ",") {
				if n := strings.Fields(term); len(n) == 0 || !known(fields, n[0]) {
					bad("unknown field in order %q", term)
				}
			}
		case "ids":
			if !fits("ids", v) {
				bad("ids are %v", v)
			}
		case "limit", "offset", "line_id":
			if !fits("integer", v) {
				bad("%s is %v", name, v)
			}
		}
	}
	return found
}

// known says that a field exists: a shop's own begin with x_.
func known(fields map[string]fieldInfo, name string) bool {
	_, ok := fields[name]
	return ok || name == "id" || name == "display_name" || strings.HasPrefix(name, "x_")
}

func asList(v any) []any { l, _ := v.([]any); return l }

func (s schema) context(v any, bad func(string, ...any)) {
	m, ok := v.(map[string]any)
	if !ok {
		bad("context is %T", v)
	}
	for k, v := range m {
		if kind, ok := contextTypes[k]; !ok || !fits(kind, v) {
			bad("context %s is %v", k, v)
		}
	}
}

func (s schema) domain(model string, v any, bad func(string, ...any)) {
	list, ok := v.([]any)
	if !ok {
		bad("domain is %T", v)
	}
	for _, term := range list {
		if op, ok := term.(string); ok {
			if op != "&" && op != "|" && op != "!" {
				bad("operator %q", op)
			}
			continue
		}
		leaf := asList(term)
		if len(leaf) != 3 {
			bad("leaf %v", term)
			continue
		}
		path, _ := leaf[0].(string)
		info, ok := s.path(model, path)
		if !ok {
			bad("unknown field in domain %s", path)
			continue
		}
		values := []any{leaf[2]}
		if l, isList := leaf[2].([]any); isList {
			values = l
		}
		for _, v := range values {
			if v != false && !info.holds(v) {
				bad("%s is compared with %v (%T), it is a %s", path, v, v, info.Type)
			}
		}
	}
}

// path follows a dotted name; what lies behind a model that was not recorded is not known.
func (s schema) path(model, path string) (fieldInfo, bool) {
	first, rest, dotted := strings.Cut(path, ".")
	fields, ok := s.fields(model)
	if !ok {
		return fieldInfo{}, false
	}
	info, ok := fields[first]
	if first == "id" {
		info, ok = fieldInfo{Type: "integer"}, true
	}
	if !ok || !dotted {
		return info, ok
	}
	return s.path(info.Relation, rest)
}

// holds says that a value can stand for the field in a domain or dictionary.
func (f fieldInfo) holds(v any) bool {
	switch f.Type {
	case "selection":
		text, ok := v.(string)
		return ok && (len(f.Selection) == 0 || slices.ContainsFunc(f.Selection, func(s [2]string) bool { return s[0] == text }))
	case "many2one", "one2many", "many2many", "integer", "many2one_reference":
		return fits("integer", v)
	}
	return fits(f.Type, v)
}

func fits(kind string, v any) bool {
	text, isText := v.(string)
	switch kind {
	case "ids":
		l, ok := v.([]any)
		return ok && !slices.ContainsFunc(l, func(e any) bool { return !fits("integer", e) })
	case "integer":
		_, ok := v.(int64)
		return ok
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "monetary", "float":
		_, isInt := v.(int64)
		_, isFloat := v.(float64)
		return isInt || isFloat
	case "date":
		return isText && dateForm.MatchString(text)
	case "datetime":
		return isText && momentForm.MatchString(text)
	}
	return isText
}
