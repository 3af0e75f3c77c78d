package odoosim

import (
	"fmt"
	"strings"
)

// rpcFault is a failed call as XML-RPC reports it. The codes are Odoo's: 1 a server exception, 2 words for a
// person, 3 access denied, 4 not allowed.
type rpcFault struct {
	code int
	text string
}

func (f *rpcFault) Error() string { return fmt.Sprintf("odoo fault %d: %s", f.code, f.text) }

// exception is a fault 1: a traceback whose last line says what happened.
func exception(format string, a ...any) error {
	return &rpcFault{1, "Traceback (most recent call last):\n  File \"/opt/odoo/odoo/http.py\", line 2165, in _transactioning\n    return service_model.retrying(func, env=self.env)\n" +
		fmt.Sprintf(format, a...) + "\n"}
}

// userError is a fault 2.
func userError(format string, a ...any) error { return &rpcFault{2, fmt.Sprintf(format, a...)} }

// notAllowed is a fault 4 in Odoo's words. operation is one of read, write, create, unlink.
func notAllowed(m *model, operation string) error {
	verb := map[string]string{"read": "access", "write": "modify", "create": "create", "unlink": "delete"}[operation]
	groups := m.groups
	if len(groups) == 0 {
		groups = []string{"Administration/Settings"}
	}
	return &rpcFault{4, fmt.Sprintf("You are not allowed to %s '%s' (%s) records.\n\nThis operation is allowed for the following groups:\n\t- %s\n\nContact your administrator to request access if necessary.",
		verb, m.label, m.name, strings.Join(groups, "\n\t- "))}
}

// missing is what writing to, or acting on, a record that is not there answers.
func missing(model string, id, uid int) error {
	return userError("Record does not exist or has been deleted.\n(Record: %s(%d,), User: %d)", model, id, uid)
}

var errDenied = &rpcFault{3, "Access Denied"}

// repr writes a value as Python would, for the messages that quote a leaf.
func repr(v any) string {
	switch x := v.(type) {
	case nil:
		return "None"
	case bool:
		if x {
			return "True"
		}
		return "False"
	case string:
		if strings.Contains(x, "'") && !strings.Contains(x, `"`) {
			return `"` + x + `"`
		}
		return "'" + strings.ReplaceAll(strings.ReplaceAll(x, `\`, `\\`), "'", `\'`) + "'"
	case float64:
		return pythonFloat(x)
	case []any:
		parts := make([]string, len(x))
		for i, e := range x {
			parts[i] = repr(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(v)
}
