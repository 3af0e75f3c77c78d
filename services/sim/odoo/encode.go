package odoosim

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// What crosses the wire is kept in plain Go values: bool, int, float64, string, []any, object and nil.
// Nothing else is ever handed to the encoder.

// object is an XML-RPC struct with its members in the order in which Odoo writes them.
type object []member

type member struct {
	name  string
	value any
}

// get returns the member's value; ok is false when it is absent.
func (o object) get(name string) (value any, ok bool) {
	for _, m := range o {
		if m.name == name {
			return m.value, true
		}
	}
	return nil, false
}

// errNone is Odoo's inability to answer None: the caller sees a fault, the transaction stays committed.
const errNone = "cannot marshal None unless allow_none is enabled"

// encodeAnswer renders a method response with the same bytes between the values as Odoo's.
func encodeAnswer(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?>\n<methodResponse>\n<params>\n<param>\n")
	if err := encodeValue(&b, v); err != nil {
		return nil, err
	}
	b.WriteString("</param>\n</params>\n\n</methodResponse>\n")
	return b.Bytes(), nil
}

// encodeFault renders a fault; HTTP status is 200 for it as well.
func encodeFault(code int, text string) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?>\n<methodResponse>\n<fault>\n<value><struct>\n<member>\n<name>faultCode</name>\n<value><int>")
	b.WriteString(strconv.Itoa(code))
	b.WriteString("</int></value>\n</member>\n<member>\n<name>faultString</name>\n<value><string>")
	b.WriteString(escapeText(text))
	b.WriteString("</string></value>\n</member>\n</struct></value>\n</fault>\n\n</methodResponse>\n")
	return b.Bytes()
}

func encodeValue(b *bytes.Buffer, v any) error {
	b.WriteString("<value>")
	switch x := v.(type) {
	case bool:
		if x {
			b.WriteString("<boolean>1</boolean>")
		} else {
			b.WriteString("<boolean>0</boolean>")
		}
	case int:
		b.WriteString("<int>" + strconv.Itoa(x) + "</int>")
	case float64:
		b.WriteString("<double>" + pythonFloat(x) + "</double>")
	case string:
		b.WriteString("<string>" + escapeText(x) + "</string>")
	case []any:
		b.WriteString("<array><data>\n")
		for _, e := range x {
			if err := encodeValue(b, e); err != nil {
				return err
			}
		}
		b.WriteString("</data></array>")
	case object:
		b.WriteString("<struct>\n")
		for _, m := range x {
			b.WriteString("<member>\n<name>" + escapeText(m.name) + "</name>\n")
			if err := encodeValue(b, m.value); err != nil {
				return err
			}
			b.WriteString("</member>\n")
		}
		b.WriteString("</struct>")
	case nil:
		return fmt.Errorf("TypeError: %s", errNone)
	default:
		return fmt.Errorf("TypeError: cannot marshal %T objects", v)
	}
	b.WriteString("</value>\n")
	return nil
}

// pythonFloat writes a double as Python's repr does for the magnitudes of money and quantities.
func pythonFloat(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// escapeText escapes like Python's xmlrpc.client and drops what XML 1.0 cannot carry.
func escapeText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, s)
	return escapes.Replace(s)
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
