package stripe

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// schema is what Stripe's OpenAPI description says of a parameter. testdata/requests.json.gz holds the parameters of the
// operations used here, from github.com/stripe/openapi as of API version 2025-09-30.clover (MIT licence).
type schema struct {
	Type                 string            `json:"type"`
	Properties           map[string]schema `json:"properties"`
	Required             []string          `json:"required"`
	Items                *schema           `json:"items"`
	AnyOf                []schema          `json:"anyOf"`
	Enum                 []string          `json:"enum"`
	AdditionalProperties json.RawMessage   `json:"additionalProperties"`
}

var operations = sync.OnceValues(func() (map[string]schema, error) {
	f, err := os.Open("testdata/requests.json.gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out map[string]schema
	return out, json.NewDecoder(z).Decode(&out)
})

// takes says whether the value may stand under the path of keys.
func (s schema) takes(keys []string, value string) bool {
	for _, one := range s.AnyOf {
		if one.takes(keys, value) {
			return true
		}
	}
	if len(s.AnyOf) > 0 {
		return false
	}
	if len(keys) == 0 {
		switch s.Type {
		case "integer":
			_, err := strconv.ParseInt(value, 10, 64)
			return err == nil
		case "boolean":
			return value == "true" || value == "false"
		case "string":
			return s.Enum == nil || slices.Contains(s.Enum, value)
		}
		return false
	}
	if s.Type == "array" {
		_, err := strconv.Atoi(keys[0])
		return err == nil && s.Items.takes(keys[1:], value)
	}
	if p, ok := s.Properties[keys[0]]; ok {
		return p.takes(keys[1:], value)
	}
	var free schema
	if json.Unmarshal(s.AdditionalProperties, &free) != nil {
		return false
	}
	return free.takes(keys[1:], value)
}

// pattern turns a path of the tests into the description's: "/v1/terminal/readers/tmr_1" has a named hole.
func pattern(path string) string {
	for id, hole := range map[string]string{intentID: "{intent}", readerID: "{reader}", "tml_1": "{location}"} {
		path = strings.ReplaceAll(path, id, hole)
	}
	return path
}

// checkShape holds a request against Stripe's own description, nested parameters included: a parameter Stripe does not know
// is refused at the counter, in front of the customer.
func checkShape(t *testing.T, s sent) {
	t.Helper()
	all, err := operations()
	if err != nil {
		t.Fatal(err)
	}
	op, ok := all[s.method+" "+pattern(s.path)]
	if !ok {
		t.Fatalf("Stripe does not describe %s %s", s.method, pattern(s.path))
	}
	have := map[string]bool{}
	for name, values := range s.form {
		keys := strings.FieldsFunc(name, func(r rune) bool { return r == '[' || r == ']' })
		have[keys[0]] = true
		for _, v := range values {
			if !op.takes(keys, v) {
				t.Errorf("Stripe does not take %s=%s", name, v)
			}
		}
	}
	for _, name := range op.Required {
		if !have[name] {
			t.Errorf("%s is missing", name)
		}
	}
}

// A checker that lets everything pass would prove nothing.
func TestTheShapeCheckKnowsWrongFromRight(t *testing.T) {
	all, err := operations()
	if err != nil {
		t.Fatal(err)
	}
	op := all["POST /v1/terminal/readers/{reader}/process_payment_intent"]
	for _, c := range []struct {
		keys  []string
		value string
		want  bool
	}{
		{[]string{"process_config", "skip_tipping"}, "true", true},
		{[]string{"process_config", "skip_tipping"}, "yes", false},
		{[]string{"process_config", "moto"}, "true", false},
		{[]string{"amount"}, "1", false},
		{[]string{"process_config"}, "x", false},
	} {
		if got := op.takes(c.keys, c.value); got != c.want {
			t.Errorf("%v=%s: %v", c.keys, c.value, got)
		}
	}
}
