package main

import (
	"fmt"
	"slices"
	"strings"
)

// only are the modules that one room alone may know.
var only = []struct {
	module string
	rooms  []string
	tests  []string // whose tests may too
}{
	{"fyne.io/", []string{"ui", "app", "."}, nil},
	{"github.com/go-gl/", []string{"app"}, nil},
	{"go.etcd.io/bbolt", []string{"storage"}, nil},
	{"github.com/kolo/xmlrpc", []string{"services/odoo"}, []string{"services/sim/odoo"}},
	{"github.com/stripe/stripe-go", []string{"services/stripe"}, []string{"services/sim/stripe"}},
}

// never are the imports inside the house that would turn it round.
var never = []struct {
	from, to []string
	why      string
	tests    bool // holds for tests as well
}{
	{[]string{"services/money"}, []string{"."}, "money imports nothing of ours", true},
	{[]string{"services"}, []string{"ui", "app", "storage"}, "services know nothing of those who use them", false},
	{[]string{"services/odoo"}, []string{"services/stripe"}, "gateways do not know each other", true},
	{[]string{"services/stripe"}, []string{"services/odoo"}, "gateways do not know each other", true},
	{[]string{"services", "ui", "storage"}, []string{"services/sim"}, "only app and tests use the simulators", false},
	{domain, []string{"services/odoo", "services/stripe"}, "the domain declares interfaces, gateways implement them", false},
	{[]string{"ui"}, []string{"storage", "services/odoo", "services/stripe", "services/sim"}, "the screen knows services by small interfaces only", true},
	{[]string{"ui"}, []string{"app"}, "app knows ui, not the other way", true},
	{[]string{"storage"}, []string{"ui", "app", "services/odoo", "services/stripe", "services/sim"}, "storage knows the domain's types only", true},
}

// domain are the rooms that own the ideas.
var domain = []string{
	"services/document", "services/payment", "services/refund", "services/reader", "services/customer", "services/receipt",
	"services/staff", "services/explain", "services/settlement", "services/recovery",
}

const module = "paydesk"

// importBreach says why f must not import target; empty if it may.
func importBreach(f file, target string) string {
	for _, o := range only {
		if strings.HasPrefix(target, o.module) && !f.in(o.rooms...) && !(f.test && f.in(o.tests...)) {
			return fmt.Sprintf("%s is imported by %s alone", target, strings.Join(o.rooms, ", "))
		}
	}
	rest, ours := strings.CutPrefix(target, module+"/")
	if !ours {
		return ""
	}
	for _, n := range never {
		if f.test && !n.tests || !f.in(n.from...) {
			continue
		}
		for _, to := range n.to {
			if (to == "." || within(rest, to)) && !sameRoom(f.dir, rest, to, n.from) {
				return fmt.Sprintf("%s must not import %s: %s", f.dir, target, n.why)
			}
		}
	}
	return ""
}

// sameRoom lets the parts of a room import each other: services/sim/stripe may import services/sim/shop.
func sameRoom(dir, target, to string, from []string) bool {
	if to == "." {
		return slices.ContainsFunc(from, func(room string) bool { return within(dir, room) && within(target, room) })
	}
	return within(dir, to) && within(target, to)
}

// clockCalls read the machine's clock or wait for it.
var clockCalls = []string{"Now", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick"}

// useBreach says why f must not use the name of package target; empty if it may.
func useBreach(f file, target, name string) string {
	switch {
	case strings.HasPrefix(target, "fyne.io/fyne/") && name == "DoAndWait":
		return "fyne.DoAndWait deadlocks on the screen's own goroutine: use fyne.Do"
	case target == "time" && !f.in("services/clock", "app") && f.dir != ".":
		if slices.Contains(clockCalls, name) || !f.test && (name == "Since" || name == "Until") {
			return fmt.Sprintf("time.%s: take the time from services/clock, so that tests and the simulation can set it", name)
		}
	}
	return ""
}
