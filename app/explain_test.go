package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/storage"
)

// Lost if it fails: what stops the counter is said in Go's words, in the wrong language, or without what a manager needs.
func TestErrorsSpeakTheLanguageOfTheCounter(t *testing.T) {
	t.Cleanup(func() { assets.Use(assets.English) })
	deep := func(err error) error { return fmt.Errorf("deep: %w", err) }
	for _, c := range []struct {
		err             error
		english, german string
	}{
		{deep(odoo.ErrTestKey), "takes real money", "nimmt echtes Geld"},
		{deep(payment.ErrOtherShop), "same shop", "selben Laden"},
		{deep(odoo.ErrOtherShop), "another address", "anderen Adresse"},
		{deep(odoo.ErrNewerShop), "newer Paydesk", "neueres Paydesk"},
		{deep(odoo.ErrNewerOdoo), "newer than Paydesk knows", "neuer, als Paydesk kennt"},
		{&storage.Error{Path: "x.db", Kind: storage.ErrNoSpace, Err: errors.New("ENOSPC")}, "The disk is full", "Die Festplatte ist voll"},
		{deep(&explain.Failure{Side: explain.Stripe, Kind: explain.Refused, Code: "api_key_expired", RequestID: "req_7"}), "has expired", "ist abgelaufen"},
		{deep(&explain.Failure{Side: explain.Odoo, Kind: explain.Forbidden, Code: "4", Text: "Access Denied by ACL"}), "Access Denied by ACL", "Rechte"},
	} {
		assets.Use(assets.English)
		if got := Explain(c.err); !strings.Contains(got, c.english) || strings.Contains(got, "⟦") {
			t.Errorf("%v: %q", c.err, got)
		}
		assets.Use("de")
		if got := Explain(c.err); !strings.Contains(got, c.german) {
			t.Errorf("%v: %q", c.err, got)
		}
	}
	if got := Explain(&explain.Failure{Side: explain.Stripe, Kind: explain.Refused, Code: "api_key_expired", RequestID: "req_7"}); !strings.Contains(got, "req_7") {
		t.Errorf("a manager reads no request: %q", got)
	}
}
