package app

import (
	"errors"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/storage"
)

// Explain writes an error for a person at the command line: what happened, what to do, and what whoever mends it needs to know.
// What it means for the money is said by the payment, never by an error.
func Explain(err error) string {
	var stored *storage.Error
	var setup *odoo.SetupError
	switch {
	case errors.As(err, &stored):
		return stored.Error()
	case errors.As(err, &setup):
		return setup.Error()
	}
	if words := identityWords(err); words != "" {
		return words + "\n(" + err.Error() + ")"
	}
	var f *explain.Failure
	if errors.As(err, &f) {
		text := f.Words(explain.Idle)
		return text.Sentence() + "\n" + text.Manager + "\n(" + err.Error() + ")"
	}
	return reason(err)
}

// identityErrors say that Odoo, Stripe and this counter do not belong together, or not to this Paydesk. The first that fits speaks.
var identityErrors = []struct {
	err error
	key string
}{
	{odoo.ErrTestKey, "test_key"}, {odoo.ErrOtherShop, "other_shop"}, {payment.ErrOtherShop, "pinned"},
	{odoo.ErrNewerShop, "newer_shop"}, {odoo.ErrNewerOdoo, "newer_odoo"},
}

func identityWords(err error) string {
	for _, e := range identityErrors {
		if errors.Is(err, e.err) {
			return assets.T("identity."+e.key+".what") + " " + assets.T("identity."+e.key+".do")
		}
	}
	return ""
}
