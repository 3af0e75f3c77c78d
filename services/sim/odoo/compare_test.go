package odoosim

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"time"
)

// reporter hears what differs: a test, or one that plants differences.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// sameFault compares code and words: of a server exception the last line, else all of it.
func sameFault(t reporter, want, got *rpcFault) {
	t.Helper()
	a, b := want.text, got.text
	if want.code == 1 {
		// One recording lost the front of its last line with the stack frames.
		a, b = strings.TrimPrefix(lastLine(a), `Traceback (most recent call last):\n  (stack frames elided in this recording)\n`), lastLine(b)
	}
	if got.code != want.code || !strings.HasSuffix(shapeOf(strings.TrimSpace(b)), shapeOf(strings.TrimSpace(a))) {
		t.Errorf("fault %d %q, recorded %d %q", got.code, got.text, want.code, want.text)
	}
}

// shapeOf keeps the words of a text and leaves its numbers open.
func shapeOf(s string) string {
	var b strings.Builder
	digits := false
	for _, c := range s {
		if c >= '0' && c <= '9' {
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(c)
	}
	return b.String()
}

// comparing holds one answer to a recorded one: the same members and types everywhere; where it is strict also the
// length of lists, truth, money, counts and words (numbers inside words as they come), and that ids name the records
// that stand for the recorded ones.
type comparing struct {
	t             reporter
	r             *replay
	model, method string
	strict        bool
	except        string // a member that may differ
}

// ofAnswer is the model that ids at the top of an answer belong to.
func (c comparing) ofAnswer() string {
	switch c.method {
	case "search_count":
		return ""
	case "message_post":
		return "mail.message"
	}
	return c.model
}

// same compares; model is what a bare id here would belong to.
func (c comparing) same(at, model string, want, got any) {
	c.t.Helper()
	if a, b := fmt.Sprintf("%T", want), fmt.Sprintf("%T", got); a != b {
		c.t.Errorf("%s is %v (%s), recorded %v (%s)", at, got, b, want, a)
		return
	}
	switch a := want.(type) {
	case bool, float64:
		if c.strict && a != got {
			c.t.Errorf("%s is %v, recorded %v", at, got, a)
		}
	case string:
		if _, err := time.Parse(time.DateOnly, a); err == nil && c.strict && a != got {
			c.t.Errorf("%s is %v, recorded %v", at, got, a)
		}
		if c.strict && shapeOf(a) != shapeOf(got.(string)) {
			c.t.Errorf("%s is %q, recorded %q", at, got, a)
		}
	case int:
		c.number(at, model, a, got.(int))
	case []any:
		b := got.([]any)
		if isReference(a) && isReference(b) {
			c.same(at+"/0", model, a[0], b[0])
			c.same(at+"/1", "", a[1], b[1])
			return
		}
		if c.strict && len(a) != len(b) || len(a) > 0 && len(b) == 0 {
			c.t.Errorf("%s has %d entries, recorded %d: %v", at, len(b), len(a), b)
		}
		for i := range min(len(a), len(b)) {
			c.same(fmt.Sprintf("%s/%d", at, i), model, a[i], b[i])
		}
	case object:
		c.members(at, model, a, got.(object))
	}
}

func (c comparing) number(at, model string, want, got int) {
	c.t.Helper()
	known, ok := c.r.ids[model][want]
	back, taken := c.r.back[model][got]
	switch {
	case model == "" && c.strict && want != got:
		c.t.Errorf("%s is %d, recorded %d", at, got, want)
	case model == "":
	case c.strict && (ok && known != got || taken && back != want):
		c.t.Errorf("%s is %s %d, recorded %d, which stands for %d here", at, model, got, want, known)
	case !ok && !taken:
		c.r.learn(model, want, got)
	}
}

func (c comparing) members(at, model string, want, got object) {
	c.t.Helper()
	for _, m := range want {
		if m.name == c.except {
			continue
		}
		v, ok := got.get(m.name)
		if !ok {
			c.t.Errorf("%s/%s is missing", at, m.name)
			continue
		}
		c.same(at+"/"+m.name, c.belongs(model, m.name, want), m.value, v)
	}
	for _, m := range got {
		if _, ok := want.get(m.name); !ok {
			c.t.Errorf("%s/%s was not recorded", at, m.name)
		}
	}
}

// belongs is the model of the ids in a member.
func (c comparing) belongs(model, name string, of object) string {
	switch name {
	case "res_id":
		v, _ := of.get("res_model")
		s, _ := v.(string)
		return s
	case "ids":
		return model
	case "content", "invoice_payments_widget":
		return "widget"
	case "partial_id":
		return "partial"
	case "account_payment_id":
		return "account.payment"
	case "domain": // of an action: the payments it made
		v, _ := of.get("res_model")
		s, _ := v.(string)
		return s
	}
	if model == "widget" {
		return map[string]string{"move_id": "account.move", "currency_id": "res.currency"}[name]
	}
	return c.r.relation(model, path.Base(name))
}

// isReference recognises a many2one value.
func isReference(l []any) bool {
	if len(l) != 2 {
		return false
	}
	_, id := l[0].(int)
	_, name := l[1].(string)
	return id && name
}

// planted counts what is reported.
type planted int

func (p *planted) Helper()               {}
func (p *planted) Errorf(string, ...any) { *p++ }

// Lost: the comparison itself. Each way in which an answer can be another one is noticed.
func TestComparisonNoticesWhatIsPlanted(t *testing.T) {
	s, _, _ := newTestServer(t, 1000)
	fresh := func() *replay {
		r := newReplay(caller{t, s})
		r.learn("account.payment", 5, 1)
		return r
	}
	recorded := func() object {
		return object{{"id", 5}, {"memo", "pi_1"}, {"amount", 12.5}, {"date", "2026-11-22"}, {"is_reconciled", true}, {"journal_id", []any{7, "Bank"}}, {"invoice_ids", []any{3, 4}}}
	}
	ours := func(name string, v any) object {
		o := recorded()
		o.set("id", 1)
		o.set(name, v)
		return o
	}
	without := ours("id", 1)[:6]
	for name, c := range map[string]struct {
		want, got any
		model     string
		noticed   bool
	}{
		"nothing planted":   {recorded(), ours("id", 1), "account.payment", false},
		"text for a number": {recorded(), ours("amount", "12.5"), "account.payment", true},
		"false for a text":  {recorded(), ours("memo", false), "account.payment", true},
		"another amount":    {recorded(), ours("amount", 12.51), "account.payment", true},
		"another truth":     {recorded(), ours("is_reconciled", false), "account.payment", true},
		"another day":       {recorded(), ours("date", "2026-11-23"), "account.payment", true},
		"another word":      {recorded(), ours("memo", "re_1"), "account.payment", true},
		"another record":    {recorded(), ours("id", 2), "account.payment", true},
		"one link less":     {recorded(), ours("invoice_ids", []any{3}), "account.payment", true},
		"a bare link":       {recorded(), ours("journal_id", 7), "account.payment", true},
		"a missing key":     {recorded(), without, "account.payment", true},
		"a key too many":    {recorded(), append(ours("id", 1), member{"x", 1}), "account.payment", true},
		"another count":     {3, 4, "", true},
	} {
		var p planted
		comparing{t: &p, r: fresh(), model: c.model, strict: true}.same("", c.model, c.want, c.got)
		if (p > 0) != c.noticed {
			t.Errorf("%s: %d reports", name, p)
		}
	}
	for name, got := range map[string]*rpcFault{
		"another code": {1, "You can only reverse posted moves."}, "other words": {2, "No."}, "words cut": {2, "You can only"},
	} {
		var p planted
		if sameFault(&p, &rpcFault{2, "You can only reverse posted moves."}, got); p == 0 {
			t.Errorf("fault with %s: not noticed", name)
		}
	}
}
