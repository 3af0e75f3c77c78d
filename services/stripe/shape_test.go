package stripe

import (
	"testing"

	"paydesk/services/sim/published"
)

// checkShape holds a request against Stripe's own description, nested parameters included: a parameter Stripe does not know
// is refused at the counter, in front of the customer. No call needs a parameter that the description lacks.
func checkShape(t *testing.T, s sent) {
	t.Helper()
	if err := published.Request(s.method, s.path, s.form); err != nil {
		t.Error(err)
	}
}
