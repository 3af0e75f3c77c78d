package published

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Answer says what in the body of an answer Stripe would not have said, a field that it does not have included.
func Answer(method, path string, status int, body []byte) error {
	d, err := stripe()
	if err != nil {
		return err
	}
	op, err := d.operation(method, path)
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
	j := json.NewDecoder(bytes.NewReader(body))
	j.UseNumber()
	if err := j.Decode(&v); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if err := d.validate("answer", s, v); err != nil {
		return fmt.Errorf("%s %s (%d): %w", method, path, status, err)
	}
	return nil
}

// free is the schema of the fields that an object takes without naming them, nil if it takes none.
func (s *schema) free() *schema {
	if len(s.Additional) == 0 || string(s.Additional) == "false" {
		return nil
	}
	of := &schema{}
	if string(s.Additional) != "true" && json.Unmarshal(s.Additional, of) != nil {
		return nil
	}
	return of
}

// validate checks v, and also that it has no field that Stripe does not know.
func (d *description) validate(at string, s *schema, v any) error {
	if s.Ref != "" {
		target, err := d.resolve(s.Ref)
		if err != nil {
			return err
		}
		return d.validate(at, target, v)
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
			err := d.validate(at, option, v)
			if err == nil {
				return nil
			}
			all = append(all, err)
		}
		return fmt.Errorf("%s fits none of its kinds: %w", at, errors.Join(all...))
	}
	switch got := v.(type) {
	case map[string]any:
		return d.validateObject(at, s, got)
	case []any:
		if s.Type != "array" {
			return fmt.Errorf("%s: array instead of %s", at, s.Type)
		}
		for i, item := range got {
			if err := d.validate(fmt.Sprintf("%s[%d]", at, i), s.Items, item); err != nil {
				return err
			}
		}
	case string:
		if s.Type != "string" || len(s.Enum) > 0 && !slices.Contains(s.Enum, any(got)) || s.MaxLength > 0 && len(got) > s.MaxLength {
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

func (d *description) validateObject(at string, s *schema, v map[string]any) error {
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
			if s.free() != nil {
				continue
			}
			return fmt.Errorf("%s.%s: Stripe has no such field", at, name)
		}
		if err := d.validate(at+"."+name, known, field); err != nil {
			return err
		}
	}
	return nil
}
