package odoosim

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

// replay carries what is known of the recorded server's ids on ours, both ways: a record stands for one record.
type replay struct {
	caller
	ids, back map[string]map[int]int
}

func newReplay(c caller) *replay {
	return &replay{c, map[string]map[int]int{}, map[string]map[int]int{}}
}

func (r *replay) learn(model string, recorded, ours int) {
	if model == "" || recorded == 0 {
		return
	}
	if r.ids[model] == nil {
		r.ids[model], r.back[model] = map[int]int{}, map[int]int{}
	}
	r.ids[model][recorded], r.back[model][ours] = ours, recorded
}

func (r *replay) ours(model string, recorded int) int {
	if n, ok := r.ids[model][recorded]; ok {
		return n
	}
	return recorded
}

// exchange is a recorded request and its answer, or fault.
type exchange struct {
	call   wireCall
	answer any
	fault  *rpcFault
}

func read(t *testing.T, folder, slug string) exchange {
	t.Helper()
	files := recorded(t)
	call, err := decodeCall(bytes.NewReader(files[folder+"/"+slug+".request.xml"]))
	if err != nil {
		t.Fatalf("%s: %v", slug, err)
	}
	answer, fault, err := decodeResponse(files[folder+"/"+slug+".response.xml"])
	if err != nil {
		t.Fatalf("%s: %v", slug, err)
	}
	return exchange{call, answer, fault}
}

// hook prepares what the recording did off the record before an exchange.
type hook func(r *replay, x exchange)

// series replays one folder of the archive. strict says where values and record links count beside types and keys.
func (r *replay) series(t *testing.T, folder string, before map[string]hook, strict func(slug string) bool) {
	for _, slug := range slugs(t, folder) {
		name := slug[4:]
		x := read(t, folder, slug)
		if _, never := neverAsked[name]; never && x.call.text(4) != "fields_get" {
			continue
		}
		if f := before[name]; f != nil {
			f(r, x)
		}
		base := "object"
		if x.call.method != "execute_kw" {
			base = "common"
			if len(x.call.params) > 2 && x.call.params[2] == "TEST-API-KEY-kiosk_bill" {
				x.call.params[2] = testKey // one key is all that ours has
			}
		} else {
			r.translate(x.call)
		}
		res, err := post(r.s, base, encodeRequest(t, x.call.method, x.call.params))
		if err != nil {
			t.Fatalf("%s: %v", slug, err)
		}
		ours, fault, err := decodeResponse(res.Body.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", slug, err)
		}
		t.Run(slug, func(t *testing.T) {
			switch {
			case x.fault == nil && fault != nil:
				t.Errorf("fault %v, recorded an answer", fault)
			case x.fault != nil && fault == nil:
				t.Errorf("answered %v, recorded %v", ours, x.fault)
			case x.fault != nil:
				sameFault(t, x.fault, fault)
			default:
				c := comparing{t: t, r: r, strict: strict(slug), except: exceptions[name].member}
				if base == "object" {
					c.model, _ = x.call.params[3].(string)
					c.method, _ = x.call.params[4].(string)
				}
				c.same("", c.ofAnswer(), x.answer, ours)
			}
		})
	}
}

// translate rewrites a recorded execute_kw: our sign-in, our ids.
func (r *replay) translate(w wireCall) {
	if w.params[2] != "wrong" {
		w.params[1], w.params[2] = r.s.db.self, testKey
	}
	w.params[0] = r.s.config.Database
	model, _ := w.params[3].(string)
	name, _ := w.params[4].(string)
	args, _ := w.params[5].([]any)
	if strings.HasPrefix(name, "search") {
		if len(args) > 0 {
			r.domain(model, args[0])
		}
	} else if name == "create" {
		r.vals(model, args[0])
	} else if name == "load" {
		r.rows(model, args)
	} else if len(args) > 0 && name != "fields_get" {
		args[0] = r.mapped(model, args[0])
		if name == "write" {
			r.vals(model, args[1])
		}
		if name == "js_assign_outstanding_line" {
			args[1] = r.mapped("account.move.line", args[1])
		}
	}
	if len(w.params) < 7 {
		return
	}
	kw, _ := w.params[6].(object)
	for i, m := range kw {
		if m.name == "attachment_ids" {
			kw[i].value = r.mapped("ir.attachment", m.value)
		}
		if context, ok := m.value.(object); ok && m.name == "context" {
			if ids, ok := context.get("active_ids"); ok {
				active, _ := context.get("active_model")
				context.set("active_ids", r.mapped(active.(string), ids))
			}
		}
	}
}

// mapped turns recorded ids (one or a list) into ours.
func (r *replay) mapped(model string, v any) any {
	switch x := v.(type) {
	case int:
		return r.ours(model, x)
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = r.mapped(model, e)
		}
		return out
	}
	return v
}

func (r *replay) relation(model, field string) string {
	if field == "id" {
		return model
	}
	m := r.s.models[model]
	first, rest, dotted := strings.Cut(field, ".")
	if m == nil || m.byName[first] == nil {
		return ""
	}
	if dotted {
		return r.relation(m.byName[first].relation, rest)
	}
	return m.byName[first].relation
}

func (r *replay) domain(model string, v any) {
	list, _ := v.([]any)
	resource := ""
	for _, e := range list {
		leaf, _ := e.([]any)
		if len(leaf) != 3 {
			continue
		}
		field, _ := leaf[0].(string)
		if field == "res_model" || field == "model" {
			resource, _ = leaf[2].(string)
		}
		if field == "res_id" {
			leaf[2] = r.mapped(resource, leaf[2])
		} else if rel := r.relation(model, field); rel != "" {
			leaf[2] = r.mapped(rel, leaf[2])
		}
	}
}

func (r *replay) vals(model string, v any) {
	o, _ := v.(object)
	for i, m := range o {
		if m.name == "res_id" {
			resource, _ := o.get("res_model")
			o[i].value = r.mapped(resource.(string), m.value)
			continue
		}
		rel := r.relation(model, m.name)
		commands, isList := m.value.([]any)
		if !isList {
			o[i].value = r.mapped(rel, m.value)
			continue
		}
		for _, e := range commands {
			if cmd, ok := e.([]any); ok && len(cmd) == 3 {
				cmd[1] = r.mapped(rel, cmd[1])
				cmd[2] = r.mapped(rel, cmd[2])
				r.vals(rel, cmd[2])
			}
		}
	}
}

func (r *replay) rows(model string, args []any) {
	columns := args[0].([]any)
	for _, row := range args[1].([]any) {
		cells := row.([]any)
		for i, c := range columns {
			column := c.(string)
			rel := ""
			if base, ok := strings.CutSuffix(column, "/.id"); ok {
				rel = r.relation(model, base)
			} else if column == "res_id" {
				rel, _ = cells[i-1].(string)
			}
			if rel == "" {
				continue
			}
			parts := strings.Split(cells[i].(string), ",")
			for j, p := range parts {
				n, _ := strconv.Atoi(p)
				parts[j] = strconv.Itoa(r.ours(rel, n))
			}
			cells[i] = strings.Join(parts, ",")
		}
	}
}
