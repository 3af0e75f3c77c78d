package main

import (
	"fmt"
	"strings"
	"testing"
)

// A rule that never fires protects nothing: each is broken here once, and kept once.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		file, imports, use string
		want               string
	}{
		{"services/money/a.go", "fmt", "", ""},
		{"services/money/a.go", "paydesk/services/clock", "", "nothing of ours"},
		{"services/money/a_test.go", "paydesk/services/clock", "", "nothing of ours"},
		{"ui/kit/a.go", "fyne.io/fyne/v2", "", ""},
		{"app/a.go", "fyne.io/fyne/v2/app", "", ""},
		{"main.go", "fyne.io/fyne/v2", "", ""},
		{"services/payment/a.go", "fyne.io/fyne/v2", "", "ui, app"},
		{"storage/a.go", "go.etcd.io/bbolt", "", ""},
		{"app/a.go", "go.etcd.io/bbolt", "", "storage alone"},
		{"main.go", "go.etcd.io/bbolt", "", "storage alone"},
		{"services/odoo/a.go", "github.com/kolo/xmlrpc", "", ""},
		{"services/sim/odoo/a_test.go", "github.com/kolo/xmlrpc", "", ""},
		{"services/sim/odoo/a.go", "github.com/kolo/xmlrpc", "", "services/odoo alone"},
		{"services/stripe/a.go", "github.com/stripe/stripe-go/v82/client", "", ""},
		{"services/sim/stripe/a_test.go", "github.com/stripe/stripe-go/v82", "", ""},
		{"services/payment/a_test.go", "github.com/stripe/stripe-go/v82", "", "services/stripe alone"},
		{"services/staff/a.go", "paydesk/storage", "", "must not import"},
		{"services/staff/a.go", "paydesk/ui/kit", "", "must not import"},
		{"services/staff/a.go", "paydesk/app", "", "must not import"},
		{"services/recovery/a_test.go", "paydesk/storage", "", ""},
		{"storage/a.go", "paydesk/services/staff", "", ""},
		{"storage/a.go", "paydesk/services/odoo", "", "must not import"},
		{"services/odoo/a_test.go", "paydesk/services/stripe", "", "do not know each other"},
		{"services/stripe/a.go", "paydesk/services/odoo", "", "do not know each other"},
		{"services/stripe/a.go", "paydesk/services/sim/stripe", "", "simulators"},
		{"services/stripe/a_test.go", "paydesk/services/sim/stripe", "", ""},
		{"services/sim/odoo/a.go", "paydesk/services/sim/shop", "", ""},
		{"services/payment/a.go", "paydesk/services/stripe", "", "gateways implement"},
		{"services/payment/a.go", "paydesk/services/stripes", "", ""},
		{"app/a.go", "paydesk/services/sim/odoo", "", ""},
		{"ui/a.go", "paydesk/services/payment", "", ""},
		{"ui/a.go", "paydesk/storage", "", "must not import"},
		{"ui/a_test.go", "paydesk/services/sim/odoo", "", "must not import"},
		{"ui/a.go", "paydesk/app", "", "must not import"},
		{"ui/a.go", "fyne.io/fyne/v2", "fyne.Do", ""},
		{"ui/a.go", "fyne.io/fyne/v2", "fyne.DoAndWait", "deadlocks"},
		{"app/a.go", "time", "time.Now", ""},
		{"main.go", "time", "time.Now", ""},
		{"services/clock/a.go", "time", "time.Now", ""},
		{"ui/a.go", "time", "time.Now", "services/clock"},
		{"services/payment/a.go", "time", "time.Since", "services/clock"},
		{"services/payment/a.go", "time", "time.Second", ""},
		{"services/payment/a_test.go", "time", "time.Sleep", "services/clock"},
		{"storage/a.go", "time", "time.After", "services/clock"},
	} {
		use := ""
		if c.use != "" {
			use = "var _ = " + c.use
		}
		found, err := checkFile(c.file, fmt.Appendf(nil, "package p\nimport %q\n%s", c.imports, use))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(found, "; ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s imports %s, uses %q: %q, want %q", c.file, c.imports, c.use, got, c.want)
		}
		if c.want != "" && !strings.HasPrefix(got, c.file+":") {
			t.Errorf("%q does not name the place", got)
		}
	}
}

// The local name decides, not the text: a variable called time is not the package, a renamed import still is.
func TestRenamedImports(t *testing.T) {
	found, err := checkFile("services/x/a.go", []byte("package p\nimport t \"time\"\nvar _ = t.Now\nvar _ = time.Now"))
	if err != nil || len(found) != 1 || !strings.HasPrefix(found[0], "services/x/a.go:3:") {
		t.Errorf("%v, %v", found, err)
	}
	found, err = checkFile("ui/a.go", []byte("package p\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.DoAndWait(nil) }"))
	if err != nil || len(found) != 1 {
		t.Errorf("fyne under its package name: %v, %v", found, err)
	}
}
