package odoosim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// load is Odoo's import: column "id" is an external id, "x/.id" a database id. With mode update and noupdate the
// first call creates the record and every later one answers its id and writes nothing (PROTOCOLS A5). What is wrong
// with the data is no fault: ids is false and messages say why.
func (c *call) load() (any, error) {
	var columns []string
	for _, v := range c.listArg(0, "fields") {
		s, _ := v.(string)
		columns = append(columns, s)
	}
	if c.s.faults.due("serialize", c.target()) != nil {
		return c.loaded(nil, []any{rowMessage(0, notSerializable)}), nil
	}
	ids, messages := []any{}, []any{}
	point := c.undo.mark()
	for i, r := range c.listArg(1, "data") {
		cells, _ := r.([]any)
		id, wrong, err := c.loadRow(i, columns, cells)
		if err != nil {
			return nil, err
		}
		messages = append(messages, wrong...)
		ids = append(ids, id)
	}
	if len(messages) > 0 {
		c.undo.rollbackTo(point)
		return c.loaded(nil, messages), nil
	}
	return c.loaded(ids, messages), nil
}

const notSerializable = "could not serialize access due to concurrent update\n"

func (c *call) loaded(ids, messages []any) object {
	o := object{{"ids", false}, {"messages", messages}, {"nextrow", 0}}
	if ids != nil {
		o.set("ids", ids)
	}
	return o
}

func rowMessage(row int, text string) object {
	return object{{"rows", object{{"from", row}, {"to", row}}}, {"record", row}, {"type", "error"}, {"message", text}}
}

func fieldMessage(row int, f *field, text string, more any) object {
	o := object{{"rows", object{{"from", row}, {"to", row}}}, {"type", "error"}, {"record", row}, {"field", f.name}, {"message", text}}
	if more != nil {
		o = append(o, member{"moreinfo", more})
	}
	return append(o, member{"field_name", f.label})
}

// loadRow creates the record of one row, or finds the one its external id already names.
func (c *call) loadRow(row int, columns []string, cells []any) (id int, messages []any, err error) {
	vals := object{}
	name := ""
	for i, column := range columns {
		text := ""
		if i < len(cells) {
			text = cellText(cells[i])
		}
		if column == "id" {
			name = text
			continue
		}
		base, way, _ := strings.Cut(column, "/")
		f := c.model.byName[base]
		if f == nil {
			return 0, nil, exception("KeyError: %s", repr(base))
		}
		v, wrong := c.convert(row, f, way, text)
		if wrong != nil {
			messages = append(messages, wrong)
		} else if v != nil {
			vals = append(vals, member{base, v})
		}
	}
	if name != "" && !strings.Contains(name, ".") {
		name = "__import__." + name
	}
	if e, ok := c.externals[name]; ok && e.model == c.model.name && len(messages) == 0 {
		if e.made >= c.began && e.made != c.number {
			// Created by a transaction that this one cannot see: six callers at once make one record, and five
			// of these messages (PROTOCOLS A5).
			return 0, []any{rowMessage(row, notSerializable)}, nil
		}
		if noUpdate, _ := c.context.get("noupdate"); truthy(noUpdate) {
			return e.id, nil, nil
		}
		return c.loadUpdate(row, e.id, vals)
	}
	id, err = c.loadCreate(vals)
	if err != nil {
		// Odoo tries to store the record even after a cell was wrong, so both complaints are told.
		return 0, append(messages, rowMessage(row, wordsOf(err))), nil
	}
	if name != "" {
		c.bind(name, c.model.name, id)
		if c.model.name == "account.payment" {
			c.born(strings.TrimPrefix(name, "__import__."))
		}
	}
	return id, messages, nil
}

func wordsOf(err error) string {
	if f, ok := err.(*rpcFault); ok {
		return f.text
	}
	return err.Error()
}

func (c *call) loadCreate(vals object) (int, error) {
	if c.model.name == "ir.attachment" {
		return c.createAttachment(vals)
	}
	var p payment
	c.fillPayment(&p, vals)
	return c.createPayment(p)
}

// loadUpdate writes the row into the existing record: what happens without noupdate.
func (c *call) loadUpdate(row, id int, vals object) (int, []any, error) {
	sub := *c
	sub.args, sub.kw = []any{[]any{id}, vals}, nil
	if _, err := c.model.methods["write"](&sub); err != nil {
		return 0, []any{rowMessage(row, wordsOf(err))}, nil
	}
	return id, nil, nil
}

func cellText(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case bool, nil:
		return ""
	}
	return strings.Trim(repr(v), "'")
}

// convert turns a cell into a value, or into the message that Odoo's import gives.
func (c *call) convert(row int, f *field, way, text string) (value any, wrong any) {
	if text == "" {
		return nil, nil
	}
	switch f.kind {
	case "many2one":
		return c.convertOne(row, f, way, text)
	case "many2many", "one2many":
		list := []any{}
		for _, part := range strings.Split(text, ",") {
			v, wrong := c.convertOne(row, f, way, strings.TrimSpace(part))
			if wrong != nil {
				return nil, wrong
			}
			list = append(list, v)
		}
		return list, nil
	case "monetary", "float":
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fieldMessage(row, f, fmt.Sprintf("'%s' does not seem to be a number for field '%s'", text, f.label), nil)
		}
		return n, nil
	case "integer", "many2one_reference":
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, fieldMessage(row, f, fmt.Sprintf("'%s' does not seem to be an integer for field '%s'", text, f.label), nil)
		}
		return n, nil
	case "date":
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return nil, fieldMessage(row, f, fmt.Sprintf("'%s' does not seem to be a valid date for field '%s'", text, f.label), "Use the format '2012-12-31'")
		}
	case "selection":
		for _, choice := range f.choices {
			if text == choice[0] || text == choice[1] {
				return choice[0], nil
			}
		}
		return nil, fieldMessage(row, f, fmt.Sprintf("Value '%s' not found in selection field '%s'", text, f.label), nil)
	}
	return text, nil
}

func (c *call) convertOne(row int, f *field, way, text string) (value any, wrong any) {
	target := c.s.models[f.relation]
	kind := "name"
	switch way {
	case ".id":
		kind = "database id"
		if n, err := strconv.Atoi(text); err == nil && target != nil && target.has(c.database, n) {
			return n, nil
		}
	case "id":
		kind = "external id"
		name := text
		if !strings.Contains(name, ".") {
			name = "__import__." + name
		}
		if e, ok := c.externals[name]; ok && e.model == f.relation {
			return e.id, nil
		}
	default:
		if target != nil {
			for _, id := range target.ids(c.database) {
				if target.display(c.database, id) == text {
					return id, nil
				}
			}
		}
	}
	return nil, fieldMessage(row, f, fmt.Sprintf("No matching record found for %s '%s' in field '%s'", kind, text, f.label), object{
		{"name", "Possible Values"}, {"type", "ir.actions.act_window"}, {"target", "new"}, {"view_mode", c.dialect.listView},
		{"views", []any{[]any{false, "list"}, []any{false, "form"}}}, {"context", object{{"create", false}}},
		{"help", "See all possible values"}, {"res_model", "ir.model.data"},
		{"domain", []any{[]any{"model", "=", f.relation}}},
	})
}
