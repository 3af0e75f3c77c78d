package stripe

import (
	"errors"
	"regexp"
	"strings"
)

// ErrKey is what every *KeyError matches.
var ErrKey = errors.New("not a secret or restricted Stripe key")

// KeyError says what is wrong with a key and where the right one is. It never holds the key.
type KeyError struct{ Problem, Fix string }

// Error says both.
func (e *KeyError) Error() string { return e.Problem + ". " + e.Fix + "." }

// Is lets errors.Is find ErrKey.
func (e *KeyError) Is(target error) bool { return target == ErrKey }

// Mode is what the key itself says about what it opens.
type Mode struct {
	// Live: moves real money. Otherwise test mode or a sandbox, whose keys look alike.
	Live       bool
	Restricted bool // rk_: the rights were chosen in the dashboard
}

// String is for the manager: "test", "live, restricted key".
func (m Mode) String() string {
	s := "test"
	if m.Live {
		s = "live"
	}
	if m.Restricted {
		s += ", restricted key"
	}
	return s
}

var keyForm = regexp.MustCompile(`^(sk|rk)_(test|live)_[A-Za-z0-9_]+$`)

// strangers are what else can be copied from the dashboard, by how it begins (Stripe facts §10).
var strangers = []struct{ prefix, what string }{
	{"pk_", "a publishable key: it cannot take a payment"},
	{"whsec_", "the signing secret of a webhook, which Paydesk does not need"},
	{"sk_org_", "an organisation's key: Paydesk works with one account"},
	{"ek_", "a short-lived key of a customer"},
	{"acct_", "the number of an account"},
	{"tml_", "the number of a location; it belongs to location"},
	{"tmr_", "the number of a reader"},
}

// ParseKey recognises a secret or restricted key by its prefix. The error is a *KeyError.
func ParseKey(key string) (Mode, error) {
	const make = "Make a restricted key (rk_…) in Stripe's dashboard, under Developers, API keys"
	for _, s := range strangers {
		if strings.HasPrefix(key, s.prefix) {
			return Mode{}, &KeyError{"the Stripe key (" + s.prefix + "…) is " + s.what, make}
		}
	}
	switch part := keyForm.FindStringSubmatch(key); {
	case part != nil:
		return Mode{Live: part[2] == "live", Restricted: part[1] == "rk"}, nil
	case keyForm.MatchString(strings.TrimSpace(key)):
		return Mode{}, &KeyError{"there are spaces or line breaks around the Stripe key", "Leave nothing but the key"}
	case key == "":
		return Mode{}, &KeyError{"no Stripe key is set", make}
	}
	return Mode{}, &KeyError{"the Stripe key is not a secret or restricted key (sk_… or rk_…)", make}
}
