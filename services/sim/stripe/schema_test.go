package stripesim

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"paydesk/services/sim/published"
)

// checked is a transport that holds every answer against Stripe's description.
type checked struct {
	t    testing.TB
	next http.RoundTripper
}

func (c checked) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if resp.Header.Get("Content-Type") == "application/json" {
		if err := published.Answer(r.Method, r.URL.Path, resp.StatusCode, body); err != nil {
			c.t.Error(err)
		}
	}
	return resp, nil
}

// Every parameter that an endpoint takes here exists at Stripe, so that a caller cannot be praised for nonsense.
func TestParametersExistAtStripe(t *testing.T) {
	for _, r := range routes {
		known, err := published.Parameters(r.method, "/v1/"+strings.ReplaceAll(r.pattern, "{}", "x"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, name := range strings.Fields(r.params) {
			if !slices.Contains(known, name) {
				t.Errorf("%s takes %q, Stripe does not", r.op, name)
			}
		}
	}
}
