package odoosim

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What crosses the wire is kept in plain Go values: bool, int, float64, string, []any, object and nil; the records of a
// list are written from the database without becoming values first (listing).

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
	b, err := appendValue([]byte("<?xml version=\"1.0\"?>\n<methodResponse>\n<params>\n<param>\n"), v)
	if err != nil {
		return nil, err
	}
	return append(b, "</param>\n</params>\n\n</methodResponse>\n"...), nil
}

// encodeFault renders a fault; HTTP status is 200 for it as well.
func encodeFault(code int, text string) []byte {
	b := []byte("<?xml version=\"1.0\"?>\n<methodResponse>\n<fault>\n<value><struct>\n<member>\n<name>faultCode</name>\n<value><int>")
	b = strconv.AppendInt(b, int64(code), 10)
	b = append(b, "</int></value>\n</member>\n<member>\n<name>faultString</name>\n<value><string>"...)
	b = appendText(b, text)
	return append(b, "</string></value>\n</member>\n</struct></value>\n</fault>\n\n</methodResponse>\n"...)
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch x := v.(type) {
	case bool:
		return appendBool(b, x), nil
	case int:
		return appendInt(b, x), nil
	case float64:
		b = append(b, "<value><double>"...)
		return append(appendFloat(b, x), "</double></value>\n"...), nil
	case string:
		return appendString(b, x), nil
	case listing:
		return x.appendTo(b)
	case []any:
		b = append(b, "<value><array><data>\n"...)
		for _, e := range x {
			var err error
			if b, err = appendValue(b, e); err != nil {
				return nil, err
			}
		}
		return append(b, "</data></array></value>\n"...), nil
	case object:
		b = append(b, "<value><struct>\n"...)
		for _, m := range x {
			b = append(b, "<member>\n<name>"...)
			b = append(appendText(b, m.name), "</name>\n"...)
			var err error
			if b, err = appendValue(b, m.value); err != nil {
				return nil, err
			}
			b = append(b, "</member>\n"...)
		}
		return append(b, "</struct></value>\n"...), nil
	case nil:
		return nil, fmt.Errorf("TypeError: %s", errNone)
	}
	return nil, fmt.Errorf("TypeError: cannot marshal %T objects", v)
}

func appendBool(b []byte, x bool) []byte {
	if x {
		return append(b, "<value><boolean>1</boolean></value>\n"...)
	}
	return append(b, "<value><boolean>0</boolean></value>\n"...)
}

func appendInt(b []byte, x int) []byte {
	b = append(b, "<value><int>"...)
	return append(strconv.AppendInt(b, int64(x), 10), "</int></value>\n"...)
}

func appendString(b []byte, x string) []byte {
	b = append(b, "<value><string>"...)
	return append(appendText(b, x), "</string></value>\n"...)
}

// appendFloat writes a double as Python's repr does for the magnitudes of money and quantities.
func appendFloat(b []byte, f float64) []byte {
	n := len(b)
	b = strconv.AppendFloat(b, f, 'f', -1, 64)
	for _, c := range b[n:] {
		if c == '.' {
			return b
		}
	}
	return append(b, ".0"...)
}

func pythonFloat(f float64) string { return string(appendFloat(nil, f)) }

// appendText escapes like Python's xmlrpc.client and drops what XML 1.0 cannot carry.
func appendText(b []byte, s string) []byte {
	if plain(s) {
		return append(b, s...)
	}
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r':
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// plain says that a text needs no second look.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '&' || c == '<' || c == '>' {
			return false
		}
	}
	return true
}
