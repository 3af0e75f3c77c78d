package odoosim

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxDepth bounds nesting, so that a hostile body cannot exhaust the stack.
const maxDepth = 64

// errCall is the root of everything that is wrong with a request's XML.
var errCall = errors.New("odoosim: not an XML-RPC call")

// wireCall is a decoded method call.
type wireCall struct {
	method string
	params []any
}

// decodeCall reads one method call. Dates and base64 stay text, as Odoo's own server hands strings on.
func decodeCall(r io.Reader) (wireCall, error) {
	d := decoder{xml.NewDecoder(r)}
	var c wireCall
	if err := d.enter("methodCall"); err != nil {
		return c, err
	}
	if err := d.enter("methodName"); err != nil {
		return c, err
	}
	name, err := d.text()
	if err != nil {
		return c, err
	}
	c.method = strings.TrimSpace(name)
	for {
		start, err := d.next()
		if err != nil {
			return c, err
		}
		switch {
		case start == nil: // </param>, </params> or </methodCall>
			if d.done() {
				return c, nil
			}
		case start.Name.Local == "params" || start.Name.Local == "param":
		case start.Name.Local == "value":
			v, err := d.value(0)
			if err != nil {
				return c, err
			}
			c.params = append(c.params, v)
		default:
			return c, fmt.Errorf("%w: unexpected <%s>", errCall, start.Name.Local)
		}
	}
}

type decoder struct{ *xml.Decoder }

// next returns the next opening tag, or nil for a closing one.
func (d decoder) next() (*xml.StartElement, error) {
	for {
		t, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errCall, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			return &t, nil
		case xml.EndElement:
			return nil, nil
		}
	}
}

// done reports whether only white space is left.
func (d decoder) done() bool {
	for {
		t, err := d.Token()
		if err != nil {
			return true
		}
		switch t.(type) {
		case xml.StartElement:
			return false
		case xml.EndElement:
			continue
		}
	}
}

func (d decoder) enter(name string) error {
	start, err := d.next()
	if err != nil {
		return err
	}
	if start == nil || start.Name.Local != name {
		return fmt.Errorf("%w: <%s> expected", errCall, name)
	}
	return nil
}

// text collects character data up to the closing tag of the present element.
func (d decoder) text() (string, error) {
	var b strings.Builder
	for {
		t, err := d.Token()
		if err != nil {
			return "", fmt.Errorf("%w: %w", errCall, err)
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			return b.String(), nil
		case xml.StartElement:
			return "", fmt.Errorf("%w: <%s> inside text", errCall, t.Name.Local)
		}
	}
}

// value reads what stands inside an opened <value> and its closing tag.
func (d decoder) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: nested too deeply", errCall)
	}
	var bare strings.Builder
	for {
		t, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errCall, err)
		}
		switch t := t.(type) {
		case xml.CharData:
			bare.Write(t)
		case xml.EndElement:
			return bare.String(), nil
		case xml.StartElement:
			v, err := d.typed(t.Name.Local, depth)
			if err != nil {
				return nil, err
			}
			if end, err := d.next(); err != nil || end != nil {
				return nil, fmt.Errorf("%w: </value> expected", errCall)
			}
			return v, nil
		}
	}
}

func (d decoder) typed(kind string, depth int) (any, error) {
	switch kind {
	case "array":
		return d.array(depth)
	case "struct":
		return d.structure(depth)
	}
	s, err := d.text()
	if err != nil {
		return nil, err
	}
	switch kind {
	case "string", "base64", "dateTime.iso8601":
		return s, nil
	case "int", "i4", "i8":
		n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errCall, err)
		}
		return int(n), nil
	case "boolean":
		return strings.TrimSpace(s) == "1", nil
	case "double":
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errCall, err)
		}
		return f, nil
	case "nil":
		return nil, nil
	}
	return nil, fmt.Errorf("%w: type <%s>", errCall, kind)
}

func (d decoder) array(depth int) (any, error) {
	if err := d.enter("data"); err != nil {
		return nil, err
	}
	list := []any{}
	for {
		start, err := d.next()
		if err != nil {
			return nil, err
		}
		if start == nil { // </data>
			if end, err := d.next(); err != nil || end != nil {
				return nil, fmt.Errorf("%w: </array> expected", errCall)
			}
			return list, nil
		}
		v, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

func (d decoder) structure(depth int) (any, error) {
	o := object{}
	for {
		start, err := d.next()
		if err != nil {
			return nil, err
		}
		if start == nil { // </struct>
			return o, nil
		}
		if err := d.enter("name"); err != nil {
			return nil, err
		}
		name, err := d.text()
		if err != nil {
			return nil, err
		}
		if err := d.enter("value"); err != nil {
			return nil, err
		}
		v, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if end, err := d.next(); err != nil || end != nil {
			return nil, fmt.Errorf("%w: </member> expected", errCall)
		}
		o = append(o, member{name, v})
	}
}
