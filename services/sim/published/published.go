// Package published holds requests and answers against Stripe's own description of its API, nested fields included: what
// the gateway sends, and what the simulated Stripe says. It is for tests.
//
// The description is the one that stripe-mock v0.197.0 carries (2025-09-30.clover); for the objects used here it differs
// from the version the SDK is pinned to (2025-08-27.basil) by additions only (Stripe facts §11).
package published

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/stripe/stripe-mock/embedded"
)

// schema is the part of OpenAPI 3.0 that Stripe's description uses.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       string             `json:"type"`
	Nullable   bool               `json:"nullable"`
	Enum       []any              `json:"enum"` // strings, and true for "deleted"
	AnyOf      []*schema          `json:"anyOf"`
	Items      *schema            `json:"items"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Additional json.RawMessage    `json:"additionalProperties"`
	MaxLength  int                `json:"maxLength"`
}

type parameter struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	Schema   schema `json:"schema"`
}

// operation is one method on one path.
type operation struct {
	Parameters  []parameter `json:"parameters"`
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

// takes is what the operation's parameters are held against: the query's, or the body's.
func (o *operation) takes() *schema {
	for _, c := range o.RequestBody.Content {
		if len(c.Schema.Properties) > 0 {
			return &c.Schema
		}
	}
	all := &schema{Type: "object", Properties: map[string]*schema{}}
	for i, p := range o.Parameters {
		if p.In != "query" {
			continue
		}
		all.Properties[p.Name] = &o.Parameters[i].Schema
		if p.Required {
			all.Required = append(all.Required, p.Name)
		}
	}
	return all
}

// description is parsed piece by piece, as it is asked for: the whole of it is large.
type description struct {
	Paths      map[string]map[string]json.RawMessage `json:"paths"`
	Components struct {
		Schemas map[string]json.RawMessage `json:"schemas"`
	} `json:"components"`

	mu     sync.Mutex
	parsed map[string]*schema
	ops    map[string]*operation
}

var stripe = sync.OnceValues(func() (*description, error) {
	d := &description{parsed: map[string]*schema{}, ops: map[string]*operation{}}
	return d, json.Unmarshal(embedded.OpenAPISpec, d)
})

func (d *description) resolve(ref string) (*schema, error) {
	name := strings.TrimPrefix(ref, "#/components/schemas/")
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.parsed[name]; s != nil {
		return s, nil
	}
	s := &schema{}
	if err := json.Unmarshal(d.Components.Schemas[name], s); err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	d.parsed[name] = s
	return s, nil
}

// operation finds the description of a call; a path's own words go before its holes.
func (d *description) operation(method, path string) (*operation, error) {
	parts := strings.Split(path, "/")
	best, holes := "", len(parts)+1
	for template, ops := range d.Paths {
		pieces := strings.Split(template, "/")
		if len(pieces) != len(parts) || ops[strings.ToLower(method)] == nil {
			continue
		}
		n := 0
		for i, piece := range pieces {
			switch {
			case piece == parts[i]:
			case strings.HasPrefix(piece, "{") && parts[i] != "":
				n++
			default:
				n = holes
			}
		}
		if n < holes {
			best, holes = template, n
		}
	}
	if best == "" {
		return nil, fmt.Errorf("%s %s is not in Stripe's description", method, path)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if op := d.ops[method+best]; op != nil {
		return op, nil
	}
	op := &operation{}
	if err := json.Unmarshal(d.Paths[best][strings.ToLower(method)], op); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, best, err)
	}
	d.ops[method+best] = op
	return op, nil
}
