package stripe

import (
	"context"
	"net/url"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/explain"
)

// permission is one right of a restricted key, by the words of Stripe's dashboard, and a call that shows whether the key has it.
// No call changes anything: what needs a right to write is addressed to an object that cannot exist, and Stripe looks at the
// rights before it looks for the object (403 without the right, else 404).
type permission struct {
	resource, right string
	purpose         string            // key of its words under probe.stripe.why
	missing         explain.Judgement // what it means without
	try             func(context.Context, *Gateway) error
}

// nobody ends the ids of objects that cannot exist: Stripe's own ids hold no underscore after the first.
const nobody = "_paydesk_probe"

// permissions is what one restricted key for all counters of a shop needs (Stripe facts §10); README.md lists the same.
var permissions = []permission{
	{"PaymentIntents", "Write", "sale", explain.Stop, post("/v1/payment_intents/pi"+nobody, "description", "probe")},
	{"PaymentIntents", "Read", "index", explain.Stop, get("/v1/payment_intents", "limit", "1")},
	{"Terminal readers", "Write", "command", explain.Stop, post("/v1/terminal/readers/tmr"+nobody, "label", "probe")},
	{"Terminal readers", "Read", "readers", explain.Stop, get("/v1/terminal/readers", "limit", "1")},
	{"Charges and refunds", "Write", "refund", explain.Care, post("/v1/refunds/re"+nobody, "metadata[probe]", "1")},
	{"Charges and refunds", "Read", "charge", explain.Stop, get("/v1/refunds", "limit", "1")},
	{"Terminal locations", "Write", "pin", explain.Care, post("/v1/terminal/locations/tml"+nobody, "display_name", "probe")},
	{"Terminal locations", "Read", "location", explain.Stop, get("/v1/terminal/locations", "limit", "1")},
	{"Customers", "Read", "customer", explain.Care, get("/v1/customers", "limit", "1")},
	{"Disputes", "Read", "dispute", explain.Care, get("/v1/disputes", "limit", "1")},
	{"PaymentMethods", "Read", "card", explain.Care, get("/v1/customers/cus"+nobody+"/payment_methods", "limit", "1")},
}

// finding tries a permission. ok is false where nothing can be concluded and no other need be tried.
func (p permission) finding(ctx context.Context, g *Gateway) (f explain.Finding, ok bool) {
	about := []any{"resource", p.resource, "right", p.right}
	switch err := p.try(ctx, g); {
	case err == nil, explain.Is(err, explain.NotFound, explain.Refused):
		f = explain.Found(explain.Stripe, "permission", explain.OK, about...)
	case explain.Is(err, explain.Forbidden):
		f = explain.Found(explain.Stripe, "no_permission", p.missing, append(about, "why", why(p.purpose))...)
		f.Said = said(err)
	default:
		return explain.FoundFailure(explain.Stripe, err), false
	}
	f.Name += ":" + p.resource + ":" + p.right
	return f, true
}

func get(path, name, value string) func(context.Context, *Gateway) error {
	return raw("GET", path, name, value)
}

func post(path, name, value string) func(context.Context, *Gateway) error {
	return raw("POST", path, name, value)
}

// raw sends one parameter and reads nothing of the answer.
func raw(method, path, name, value string) func(context.Context, *Gateway) error {
	return func(ctx context.Context, g *Gateway) error {
		_, err := send(ctx, g, "probe", sentOnce, func(ctx context.Context, _ *answer) (none struct{}, err error) {
			params := sdk.Params{Context: ctx}
			params.SetIdempotencyKey("")
			return none, g.call(method, path, url.Values{name: {value}}.Encode(), &params, &sdk.APIResource{})
		})
		return err
	}
}
