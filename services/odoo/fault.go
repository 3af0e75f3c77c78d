package odoo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/kolo/xmlrpc"

	"paydesk/services/explain"
)

// errNone marks the fault of a method that returns nothing: the server cannot write None and says so after the commit.
var errNone = errors.New("done, without a result")

const noneFault = "TypeError: cannot marshal None unless allow_none is enabled"

// Fault codes of /xmlrpc/2 (contract §2).
const (
	faultServer   = 1 // a traceback: its last line tells
	faultWarning  = 2 // words for people
	faultDenied   = 3 // key refused
	faultForbids  = 4 // rights missing
	textLimit     = 600
	serialization = "could not serialize access"
)

// fault turns an Odoo fault into a failure. It decides by code, and by words of Python and PostgreSQL only, never by text
// that Odoo translates.
func (t *transport) fault(op string, f xmlrpc.FaultError) *explain.Failure {
	code, words := strconv.Itoa(f.Code), strings.TrimSpace(f.String)
	switch f.Code {
	case faultServer:
		last := lastLine(words)
		switch {
		case last == noneFault:
			return t.fail(op, explain.ServerError, code, "", errNone)
		case conflicting(words):
			return t.fail(op, explain.Conflict, code, last, nil)
		case strings.Contains(last, "FATAL") && strings.Contains(last, "does not exist"):
			return t.fail(op, explain.NoDatabase, code, last, nil)
		}
		return t.fail(op, explain.ServerError, code, last, nil)
	case faultWarning:
		if conflicting(words) {
			return t.fail(op, explain.Conflict, code, words, nil)
		}
		return t.fail(op, explain.Refused, code, words, nil)
	case faultDenied:
		return t.fail(op, explain.KeyRefused, code, words, nil)
	case faultForbids:
		return t.fail(op, explain.Forbidden, code, words, nil)
	}
	return t.fail(op, explain.ServerError, code, lastLine(words), nil)
}

// conflicting recognises PostgreSQL's words for two transactions in each other's way. They mean: nothing was written.
func conflicting(words string) bool {
	return strings.Contains(words, serialization) || strings.Contains(words, "deadlock detected")
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:])
}

func short(s string) string {
	if r := []rune(s); len(r) > textLimit {
		return string(r[:textLimit]) + "…"
	}
	return s
}

// misread is the failure of an answer that arrived whole but is not what was asked for.
func misread(op string, err error) *explain.Failure {
	return &explain.Failure{Side: explain.Odoo, Kind: explain.Unanswered, Op: op, Err: err}
}

// refuse is a refusal of our own or of Odoo's import: nothing was written.
func refuse(op, format string, args ...any) *explain.Failure {
	return &explain.Failure{Side: explain.Odoo, Kind: explain.Refused, Op: op, Text: short(fmt.Sprintf(format, args...))}
}
