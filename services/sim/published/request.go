package published

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Request says what Stripe would not take of a call: form is its query or its body. Stripe itself refuses an unknown
// parameter at any depth, where stripe-mock lets nested ones pass.
func Request(method, path string, form url.Values) error {
	d, err := stripe()
	if err != nil {
		return err
	}
	op, err := d.operation(method, path)
	if err != nil {
		return err
	}
	root := map[string]any{}
	for _, name := range sortedNames(form) {
		if slices.Contains(onRequest, name) {
			continue
		}
		for _, value := range form[name] {
			keys := strings.Split(strings.ReplaceAll(name, "]", ""), "[")
			if err := plant(root, keys, value); err != nil {
				return fmt.Errorf("%s %s: %s: %w", method, path, name, err)
			}
		}
	}
	if err := takes("", op.takes(), root); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// onRequest are parameters that Stripe documents and opens for an account that asks its support; the published description
// lacks them (Stripe facts §1.12).
var onRequest = []string{"process_config[moto]"}

// Parameters lists the names that a call's query or body may hold at its top.
func Parameters(method, path string) ([]string, error) {
	d, err := stripe()
	if err != nil {
		return nil, err
	}
	op, err := d.operation(method, path)
	if err != nil {
		return nil, err
	}
	return sortedNames(op.takes().Properties), nil
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// plant puts a value where its keys say.
func plant(node map[string]any, keys []string, value string) error {
	for len(keys) > 1 {
		next, ok := node[keys[0]].(map[string]any)
		if !ok {
			if node[keys[0]] != nil {
				return errors.New("both a value and a group")
			}
			next = map[string]any{}
			node[keys[0]] = next
		}
		node, keys = next, keys[1:]
	}
	if node[keys[0]] != nil {
		return errors.New("given twice")
	}
	node[keys[0]] = value
	return nil
}

// takes checks one value of a form, whose leaves are all text.
func takes(at string, s *schema, v any) error {
	if len(s.AnyOf) > 0 {
		var all []error
		for _, option := range s.AnyOf {
			err := takes(at, option, v)
			if err == nil {
				return nil
			}
			all = append(all, err)
		}
		return errors.Join(all...)
	}
	group, isGroup := v.(map[string]any)
	switch {
	case isGroup && s.Type == "array":
		return takesList(at, s, group)
	case isGroup && s.Type == "object":
		return takesObject(at, s, group)
	case isGroup:
		return fmt.Errorf("%s: a group instead of %s", at, s.Type)
	}
	return takesText(at, s, v.(string))
}

func takesText(at string, s *schema, text string) error {
	ok := false
	switch s.Type {
	case "integer":
		_, err := strconv.ParseInt(text, 10, 64)
		ok = err == nil
	case "number":
		_, err := strconv.ParseFloat(text, 64)
		ok = err == nil
	case "boolean":
		ok = text == "true" || text == "false"
	case "string":
		ok = (s.Enum == nil || slices.Contains(s.Enum, any(text))) && (s.MaxLength == 0 || len([]rune(text)) <= s.MaxLength)
	}
	if !ok {
		return fmt.Errorf("%s: %q is no %s %v", at, text, s.Type, s.Enum)
	}
	return nil
}

func takesList(at string, s *schema, items map[string]any) error {
	for i := range len(items) {
		item, ok := items[strconv.Itoa(i)]
		if !ok {
			return fmt.Errorf("%s has %d items and no number %d", at, len(items), i)
		}
		if err := takes(fmt.Sprintf("%s[%d]", at, i), s.Items, item); err != nil {
			return err
		}
	}
	return nil
}

func takesObject(at string, s *schema, fields map[string]any) error {
	for _, name := range s.Required {
		if _, ok := fields[name]; !ok {
			return fmt.Errorf("%s[%s] is missing", at, name)
		}
	}
	for _, name := range sortedNames(fields) {
		inside := name
		if at != "" {
			inside = at + "[" + name + "]"
		}
		known := s.Properties[name]
		if known == nil {
			if known = s.free(); known == nil {
				return fmt.Errorf("%s: Stripe has no such parameter", inside)
			}
		}
		if err := takes(inside, known, fields[name]); err != nil {
			return err
		}
	}
	return nil
}
