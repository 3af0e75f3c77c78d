package stripesim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stripe/stripe-mock/embedded"
)

// schema is the part of OpenAPI 3.0 that Stripe's description uses for answers.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       string             `json:"type"`
	Nullable   bool               `json:"nullable"`
	Enum       []string           `json:"enum"`
	AnyOf      []*schema          `json:"anyOf"`
	Items      *schema            `json:"items"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Additional json.RawMessage    `json:"additionalProperties"`
	MaxLength  int                `json:"maxLength"`
}

type operation struct {
	Parameters []struct {
		Name string `json:"name"`
	} `json:"parameters"`
	RequestBody struct {
		Content map[string]struct {
			Schema schema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]struct {
			Schema *schema `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
}

// published is Stripe's own description of the API, as stripe-mock v0.197.0 carries it (2025-09-30.clover; for the
// objects used here it differs from 2025-08-27.basil by additions only, facts §11).
type published struct {
	Paths      map[string]map[string]json.RawMessage `json:"paths"`
	Components struct {
		Schemas map[string]json.RawMessage `json:"schemas"`
	} `json:"components"`

	mu     sync.Mutex
	parsed map[string]*schema
	ops    map[string]*operation
}

var stripeSpec = sync.OnceValues(func() (*published, error) {
	p := &published{parsed: map[string]*schema{}, ops: map[string]*operation{}}
	return p, json.Unmarshal(embedded.OpenAPISpec, p)
})

func (p *published) resolve(ref string) (*schema, error) {
	name := strings.TrimPrefix(ref, "#/components/schemas/")
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.parsed[name]; s != nil {
		return s, nil
	}
	s := &schema{}
	if err := json.Unmarshal(p.Components.Schemas[name], s); err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	p.parsed[name] = s
	return s, nil
}

func (p *published) operation(method, path string) (*operation, error) {
	parts := strings.Split(path, "/")
	for template, ops := range p.Paths {
		pieces := strings.Split(template, "/")
		if len(pieces) != len(parts) || ops[strings.ToLower(method)] == nil {
			continue
		}
		fits := true
		for i, piece := range pieces {
			fits = fits && (piece == parts[i] || strings.HasPrefix(piece, "{") && parts[i] != "")
		}
		if !fits {
			continue
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if op := p.ops[method+template]; op != nil {
			return op, nil
		}
		op := &operation{}
		p.ops[method+template] = op
		return op, json.Unmarshal(ops[strings.ToLower(method)], op)
	}
	return nil, fmt.Errorf("%s %s is not in Stripe's description", method, path)
}

// validate checks v, and also that it has no field that Stripe does not know.
func (p *published) validate(at string, s *schema, v any) error {
	if s.Ref != "" {
		target, err := p.resolve(s.Ref)
		if err != nil {
			return err
		}
		return p.validate(at, target, v)
	}
	if v == nil {
		if s.Nullable {
			return nil
		}
		return fmt.Errorf("%s: null is not allowed", at)
	}
	if len(s.AnyOf) > 0 {
		var all []error
		for _, option := range s.AnyOf {
			err := p.validate(at, option, v)
			if err == nil {
				return nil
			}
			all = append(all, err)
		}
		return fmt.Errorf("%s fits none of its kinds: %w", at, errors.Join(all...))
	}
	switch got := v.(type) {
	case map[string]any:
		return p.validateObject(at, s, got)
	case []any:
		if s.Type != "array" {
			return fmt.Errorf("%s: array instead of %s", at, s.Type)
		}
		for i, item := range got {
			if err := p.validate(fmt.Sprintf("%s[%d]", at, i), s.Items, item); err != nil {
				return err
			}
		}
	case string:
		if s.Type != "string" || len(s.Enum) > 0 && !slices.Contains(s.Enum, got) || s.MaxLength > 0 && len(got) > s.MaxLength {
			return fmt.Errorf("%s: %q is no %s %v", at, got, s.Type, s.Enum)
		}
	case bool:
		if s.Type != "boolean" {
			return fmt.Errorf("%s: boolean instead of %s", at, s.Type)
		}
	case json.Number:
		if _, err := got.Int64(); s.Type != "number" && (s.Type != "integer" || err != nil) {
			return fmt.Errorf("%s: %v instead of %s", at, got, s.Type)
		}
	}
	return nil
}

func (p *published) validateObject(at string, s *schema, v map[string]any) error {
	if s.Type != "object" {
		return fmt.Errorf("%s: object instead of %s", at, s.Type)
	}
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return fmt.Errorf("%s.%s is missing", at, name)
		}
	}
	for name, field := range v {
		known := s.Properties[name]
		if known == nil {
			if len(s.Additional) > 0 && string(s.Additional) != "false" {
				continue
			}
			return fmt.Errorf("%s.%s: Stripe has no such field", at, name)
		}
		if err := p.validate(at+"."+name, known, field); err != nil {
			return err
		}
	}
	return nil
}

func (p *published) validateAnswer(method, path string, status int, body []byte) error {
	op, err := p.operation(method, path)
	if err != nil {
		return err
	}
	key := "default"
	if status == http.StatusOK {
		key = "200"
	}
	s := op.Responses[key].Content["application/json"].Schema
	if s == nil {
		return fmt.Errorf("%s %s: no schema for %d", method, path, status)
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if err := p.validate("answer", s, v); err != nil {
		return fmt.Errorf("%s %s (%d): %w", method, path, status, err)
	}
	return nil
}

// checked is a transport that holds every answer against Stripe's description.
type checked struct {
	t    testing.TB
	next http.RoundTripper
}

func (c checked) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if resp.Header.Get("Content-Type") == "application/json" {
		spec, err := stripeSpec()
		if err != nil {
			return nil, err
		}
		if err := spec.validateAnswer(r.Method, r.URL.Path, resp.StatusCode, body); err != nil {
			c.t.Error(err)
		}
	}
	return resp, nil
}

// The validator itself must notice a wrong answer, or all its silence is worth nothing.
func TestSchemaNoticesWrongAnswers(t *testing.T) {
	spec, err := stripeSpec()
	if err != nil {
		t.Fatal(err)
	}
	const good = `{"object":"terminal.reader","id":"tmr_1","device_type":"bbpos_wisepos_e","label":"a","livemode":false,"metadata":{"x":"y"},"serial_number":"1","action":null}`
	check := func(body string) error {
		return spec.validateAnswer("GET", "/v1/terminal/readers/tmr_1", http.StatusOK, []byte(body))
	}
	if err := check(good); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"label":"a",`, ``}, {`"bbpos_wisepos_e"`, `"toaster"`}, {`"livemode":false`, `"livemode":"no"`}, {`"action":null`, `"action":{"type":"dance","status":"failed"}`},
		{`"label":"a"`, `"label":null`}, {`"label":"a"`, `"label":"a","price":1`},
	} {
		if check(strings.Replace(good, change[0], change[1], 1)) == nil {
			t.Errorf("%s instead of %s was not noticed", change[1], change[0])
		}
	}
}

// Every parameter that an endpoint takes here exists at Stripe, so that a caller cannot be praised for nonsense.
func TestParametersExistAtStripe(t *testing.T) {
	spec, err := stripeSpec()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range routes {
		op, err := spec.operation(r.method, "/v1/"+strings.ReplaceAll(r.pattern, "{}", "x"))
		if err != nil {
			t.Error(err)
			continue
		}
		known := map[string]bool{}
		for _, p := range op.Parameters {
			known[p.Name] = true
		}
		for _, c := range op.RequestBody.Content {
			for name := range c.Schema.Properties {
				known[name] = true
			}
		}
		for _, name := range strings.Fields(r.params) {
			if !known[name] {
				t.Errorf("%s takes %q, Stripe does not", r.op, name)
			}
		}
	}
}
