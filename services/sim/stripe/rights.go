package stripesim

import (
	"net/http"
	"slices"
	"strings"
)

// APIKey is a restricted key. Rights are of RightNames; the right to write includes the one to read.
type APIKey struct {
	Secret string
	Rights []string
}

// resources are what the rights of a restricted key are about (Stripe facts §10), by the beginning of an endpoint's name.
var resources = []struct{ begins, resource string }{
	{"payment_intents.", "PaymentIntents"},
	{"charges.", "Charges and refunds"},
	{"refunds.", "Charges and refunds"},
	{"disputes.", "Disputes"},
	{"checkout.sessions.", "Checkout Sessions"},
	{"customers.payment_methods.", "PaymentMethods"},
	{"customers.", "Customers"},
	{"terminal.locations.", "Terminal locations"},
	{"terminal.readers.", "Terminal readers"},
	{"test_helpers.", "Terminal readers"},
}

const (
	rightRead  = ".Read"
	rightWrite = ".Write"
)

// right is what a key needs for an endpoint.
func (r *route) right() string {
	what := rightWrite
	if r.method == http.MethodGet {
		what = rightRead
	}
	for _, res := range resources {
		if strings.HasPrefix(r.op, res.begins) {
			return res.resource + what
		}
	}
	return what
}

// RightNames lists the rights that the endpoints of this account ask for, sorted: "Customers.Read". Each is also a target of
// FaultPermission, and so is a resource alone.
func RightNames() []string {
	var names []string
	for i := range routes {
		names = append(names, routes[i].right())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// opens tells whether a key is one of the account's.
func (s *Server) opens(secret string) bool {
	return secret == s.cfg.Key || slices.ContainsFunc(s.cfg.Keys, func(k APIKey) bool { return k.Secret == secret })
}

// allowed tells whether the call's key has the right that its endpoint asks for.
func (s *Server) allowed(c *call) bool {
	need := c.route.right()
	for _, k := range s.cfg.Keys {
		if k.Secret == c.token && k.Secret != s.cfg.Key {
			return slices.Contains(k.Rights, need) || slices.Contains(k.Rights, strings.TrimSuffix(need, rightRead)+rightWrite)
		}
	}
	return true
}
