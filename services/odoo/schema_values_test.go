package odoo

import (
	"strconv"
	"strings"
)

func (s schema) values(model string, v any, bad func(string, ...any)) {
	fields, _ := s.fields(model)
	m, ok := v.(map[string]any)
	if !ok {
		bad("values are %T", v)
	}
	for k, v := range m {
		info, ok := fields[k]
		switch {
		case !ok:
			bad("unknown field %s", k)
		case strings.HasSuffix(info.Type, "2many"):
			for _, e := range asList(v) {
				cmd := asList(e)
				if len(cmd) < 2 || !fits("integer", cmd[0]) || !fits("integer", cmd[1]) {
					bad("%s has the command %v", k, e)
				} else if len(cmd) == 3 && (cmd[0] == int64(0) || cmd[0] == int64(1)) {
					s.values(info.Relation, cmd[2], bad)
				}
			}
		case v != false && !info.holds(v):
			bad("%s is %v (%T), it is a %s", k, v, v, info.Type)
		}
	}
}

// load checks columns and their cells, which are texts.
func (s schema) load(model string, columns, rows any, bad func(string, ...any)) {
	fields, _ := s.fields(model)
	names := asList(columns)
	for i, c := range names {
		column, _ := c.(string)
		base, way, _ := strings.Cut(column, "/")
		info, ok := fields[base]
		if column == "id" {
			info, ok = fieldInfo{Type: "char"}, true // the external id
		}
		if !ok || way != "" && (info.Relation == "" || way != "id" && way != ".id") {
			bad("unknown column %s", column)
			continue
		}
		for _, row := range asList(rows) {
			cells := asList(row)
			if len(cells) != len(names) {
				bad("%d cells under %d columns", len(cells), len(names))
				return
			}
			if !info.reads(way, cells[i]) {
				bad("column %s has %v (%T), it is a %s", column, cells[i], cells[i], info.Type)
			}
		}
	}
}

// reads says that Odoo's import would take a cell.
func (f fieldInfo) reads(way string, v any) bool {
	text, ok := v.(string)
	if !ok || text == "" {
		return ok
	}
	switch {
	case way == ".id":
		for _, part := range strings.Split(text, ",") {
			if _, err := strconv.Atoi(part); err != nil {
				return false
			}
		}
		return true
	case f.Type == "monetary" || f.Type == "float":
		_, err := strconv.ParseFloat(text, 64)
		return err == nil
	case f.Type == "integer" || f.Type == "many2one_reference":
		_, err := strconv.Atoi(text)
		return err == nil
	case way == "" && f.Type != "many2one":
		return f.holds(text)
	}
	return true
}
