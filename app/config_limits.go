package app

import (
	"fmt"
	"maps"
	"slices"

	"paydesk/services/money"
	"paydesk/services/staff"
)

// rights reads what each role may do by itself. What the file does not say stays as it is usual.
func (r *configReader) rights() staff.Rights {
	rights := staff.UsualRights()
	set := func(role staff.Role, change func(*staff.Limits)) {
		l := rights[role]
		change(&l)
		rights[role] = l
	}
	for role, most := range r.amounts("counter", "away_limit") {
		set(role, func(l *staff.Limits) { l.Away = staff.Limit{Most: most} })
	}
	for role, most := range r.amounts("limits", "refund") {
		set(role, func(l *staff.Limits) { l.Refund = staff.Limit{Most: most} })
	}
	for key, flag := range map[string]func(*staff.Limits) *bool{
		"refund_part": func(l *staff.Limits) *bool { return &l.RefundPart },
		"free_reader": func(l *staff.Limits) *bool { return &l.FreeReader },
		"settings":    func(l *staff.Limits) *bool { return &l.Settings },
	} {
		if roles, given := r.roles("limits", key); given {
			for _, role := range limited {
				set(role, func(l *staff.Limits) { *flag(l) = slices.Contains(roles, role) })
			}
		}
	}
	return rights
}

// limited are the roles that have limits: an auditor may do nothing that has one.
var limited = []staff.Role{staff.Cashier, staff.Manager}

// amounts reads one amount for everybody, or one for each role.
func (r *configReader) amounts(section, key string) map[staff.Role]money.Amount {
	fix := fmt.Sprintf(`Write %s = { cashier = "250.00 EUR", manager = "1000.00 EUR" }`, key)
	v, ok := r.value(section, key)
	if !ok {
		return nil
	}
	limits := map[staff.Role]money.Amount{}
	set := func(name string, v any, roles ...staff.Role) {
		a, err := parseLimit(v)
		if err != nil {
			r.add(section, key, name+": "+err.Error(), fix)
			return
		}
		for _, role := range roles {
			limits[role] = a
		}
	}
	table, isTable := v.(map[string]any)
	if !isTable {
		set(key, v, limited...)
		return limits
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		role := staff.Role(name)
		if !slices.Contains(limited, role) {
			r.add(section, key, fmt.Sprintf("%s has no role %q", key, name), fix)
			continue
		}
		set(key+" of "+name, table[name], role)
	}
	if a, b := limits[staff.Cashier].Currency, limits[staff.Manager].Currency; a != b && a != "" && b != "" {
		r.add(section, key, fmt.Sprintf("%s is in %s and in %s", key, a, b), "Write both in the currency of the shop")
	}
	return limits
}

// roles reads the roles that may do something.
func (r *configReader) roles(section, key string) (roles []staff.Role, given bool) {
	v, given := r.value(section, key)
	if !given {
		return nil, false
	}
	list, isList := v.([]any)
	for _, v := range list {
		name, _ := v.(string)
		roles = append(roles, staff.Role(name))
	}
	if !isList || slices.ContainsFunc(roles, func(role staff.Role) bool { return !slices.Contains(limited, role) }) {
		r.add(section, key, key+" must be a list of roles", fmt.Sprintf(`Write %s = ["cashier", "manager"], or the roles that may`, key))
	}
	return roles, true
}
