package odoo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/kolo/xmlrpc"
)

var violations struct {
	sync.Mutex
	list []string
}

func violated(found []string) {
	violations.Lock()
	defer violations.Unlock()
	violations.list = append(violations.list, found...)
}

// TestMain fails the package for what the checker found in any test.
func TestMain(m *testing.M) {
	code := m.Run()
	if len(violations.list) > 0 {
		slices.Sort(violations.list)
		fmt.Println("FAIL: no Odoo would understand this:\n" + strings.Join(slices.Compact(violations.list), "\n"))
		code = 1
	}
	os.Exit(code)
}

// Checked stands before a simulated Odoo of that version and checks what goes in and out.
func Checked(version int, next http.Handler) http.Handler {
	s := schema{strconv.Itoa(version)}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		call, err := decodeRequest(body)
		if err != nil {
			violated([]string{err.Error()})
		}
		violated(s.checkRequest(call))
		inner := httptest.NewRecorder()
		next.ServeHTTP(inner, r) // a broken connection goes on as a panic
		if inner.Code == http.StatusOK {
			violated(s.checkAnswer(call, inner.Body.Bytes()))
		}
		for k, v := range inner.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(inner.Code)
		_, _ = w.Write(inner.Body.Bytes()) // who has gone hears nothing, as from a server
	})
}

// decodeRequest reads a call with the codec, which only decodes answers: the parameters become one list.
func decodeRequest(body []byte) (request, error) {
	name := methodForm.FindSubmatch(body)
	if name == nil {
		return request{}, fmt.Errorf("not a call: %s", body)
	}
	r := request{method: string(name[1])}
	var params []any
	if m := paramsForm.FindSubmatch(body); m != nil {
		list := strings.NewReplacer("<param>", "", "</param>", "").Replace(string(m[1]))
		var v any
		if err := xmlrpc.Response("<r><value><array><data>" + list + "</data></array></value></r>").Unmarshal(&v); err != nil {
			return r, fmt.Errorf("request: %w\n%s", err, body)
		}
		params, _ = v.([]any)
	}
	if r.method != "execute_kw" {
		r.args = params
		return r, nil
	}
	if len(params) < 6 {
		return r, fmt.Errorf("execute_kw with %d parameters", len(params))
	}
	r.key, _ = params[2].(string)
	r.model, _ = params[3].(string)
	r.name, _ = params[4].(string)
	r.args, _ = params[5].([]any)
	if len(params) > 6 {
		r.kw, _ = params[6].(map[string]any)
	}
	return r, nil
}

// checkAnswer says what in an answer is not as a real Odoo of that version writes it.
func (s schema) checkAnswer(r request, body []byte) (found []string) {
	bad := func(format string, a ...any) {
		found = append(found, strings.TrimPrefix(r.model+"."+r.name, ".")+" answered: "+fmt.Sprintf(format, a...))
	}
	response := xmlrpc.Response(body)
	if err := response.Err(); err != nil {
		var fault xmlrpc.FaultError
		if !errors.As(err, &fault) || fault.Code < 1 || fault.Code > 4 || fault.String == "" {
			bad("%v", err)
		}
		return found
	}
	var v any
	if err := response.Unmarshal(&v); err != nil {
		bad("%v", err)
		return found
	}
	switch r.name {
	case "read", "search_read":
		s.records(r, v, bad)
	case "search":
		if !fits("ids", v) {
			bad("%v, not ids", v)
		}
	case "search_count", "create":
		if !fits("integer", v) {
			bad("%v, not a number", v)
		}
	case "write", "unlink", "check_access_rights", "has_group":
		if !fits("boolean", v) {
			bad("%v, not a truth", v)
		}
	case "load":
		m, _ := v.(map[string]any)
		if _, ok := m["messages"].([]any); !ok || m["ids"] != false && !fits("ids", m["ids"]) || !fits("integer", m["nextrow"]) {
			bad("%v", v)
		}
	case "action_post", "action_cancel", "js_assign_outstanding_line":
		if v != false {
			bad("%v, not false or None", v)
		}
	case "message_post":
		if _, isList := v.([]any); isList != (s.version == "19") || !isList && !fits("integer", v) {
			bad("%v", v)
		}
	}
	return found
}

// records checks that each one has the fields that were asked for, and of the recorded types.
func (s schema) records(r request, v any, bad func(string, ...any)) {
	fields, _ := s.fields(r.model)
	var asked []string
	for _, f := range append(asList(r.kw["fields"]), second(r)...) {
		asked = append(asked, fmt.Sprint(f))
	}
	list, ok := v.([]any)
	if !ok {
		bad("%T, not records", v)
	}
	for _, e := range list {
		m, _ := e.(map[string]any)
		for _, name := range append(asked, "id") {
			if _, ok := m[name]; !ok {
				bad("%s is missing", name)
			}
		}
		for name, v := range m {
			switch info, ok := fields[name]; {
			case name == "id" || name == "display_name":
			case !ok || len(asked) > 0 && !slices.Contains(asked, name):
				bad("%s was not asked for", name)
			case !info.answers(v):
				bad("%s is %v (%T), it is a %s", name, v, v, info.Type)
			}
		}
	}
}

// second are the fields of a read that came as its second argument.
func second(r request) []any {
	if len(r.args) > 1 && (r.name == "read" || r.name == "search_read") {
		return asList(r.args[1])
	}
	return nil
}

// answers says that Odoo could write a value for the field: false stands for everything that is empty.
func (f fieldInfo) answers(v any) bool {
	switch f.Type {
	case "many2one":
		l, ok := v.([]any)
		return v == false || ok && len(l) == 2 && fits("integer", l[0]) && fits("char", l[1])
	case "one2many", "many2many":
		return fits("ids", v)
	case "binary", "json":
		_, isMap := v.(map[string]any)
		return v == false || isMap || fits("char", v)
	case "monetary", "float":
		_, ok := v.(float64)
		return ok
	case "integer", "boolean", "many2one_reference":
		return f.holds(v)
	}
	return v == false || f.holds(v)
}
