package stripe

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/sim/published"
)

// account answers as Stripe does: 403 without the right, else 404 for what cannot exist, else a list.
type account struct {
	t        *testing.T
	lacks    map[string]bool // "GET /v1/customers"
	location string
	readers  string
	sent     []string
}

func (a *account) RoundTrip(req *http.Request) (*http.Response, error) {
	path := req.URL.Path
	form := req.URL.Query()
	if req.Method == http.MethodPost {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		if form, err = url.ParseQuery(string(body)); err != nil {
			return nil, err
		}
		if !strings.Contains(path, nobody) {
			a.t.Errorf("%s %s could change something", req.Method, path)
		}
		if req.Header.Get("Idempotency-Key") != "" {
			a.t.Errorf("%s has a key of nobody's", path)
		}
	}
	if err := published.Request(req.Method, path, form); err != nil {
		a.t.Error(err)
	}
	a.sent = append(a.sent, req.Method+" "+path)
	status, body := 200, `{"object":"list","data":[],"has_more":false}`
	switch {
	case a.lacks[req.Method+" "+path]:
		status, body = 403, `{"error":{"type":"invalid_request_error","message":"The provided key does not have the required permissions for this endpoint."}}`
	case strings.Contains(path, nobody):
		status, body = 404, `{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such object"}}`
	case path == "/v1/terminal/locations":
		body = `{"data":[` + a.location + `],"has_more":false}`
	case path == "/v1/terminal/readers":
		body = `{"data":[` + a.readers + `],"has_more":false}`
	}
	return &http.Response{StatusCode: status, Request: req, Header: http.Header{"Date": {stripeDay.Format(http.TimeFormat)}},
		Body: io.NopCloser(bytes.NewBufferString(body))}, nil
}

func goodAccount(t *testing.T) *account {
	return &account{t: t, location: `{"id":"tml_1","display_name":"Harbour","address":{"country":"NL"}}`, readers: readerJSON()}
}

func (a *account) probe(key, location string, ahead time.Duration) map[string]explain.Finding {
	found := map[string]explain.Finding{}
	for _, f := range Probe(bg, Config{Key: key, Location: location, HTTP: a, Clock: &fakeClock{t: stripeDay.Add(ahead)}, Rand: dry{}}) {
		if _, twice := found[f.Name]; twice {
			a.t.Errorf("%s is said twice", f.Name)
		}
		if f.What == "" || strings.ContainsAny(f.What+f.Meaning+f.Fix, "⟦{") || f.State != explain.OK && f.Fix == "" {
			a.t.Errorf("%+v", f)
		}
		found[f.Name] = f
	}
	return found
}

// Lost if it fails: a right is found missing in the middle of a payment, or probing changes the account.
func TestEachPermissionIsProbed(t *testing.T) {
	a := goodAccount(t)
	if found := a.probe("rk_test_1", "tml_1", 0); len(found) != len(permissions)+4 {
		t.Errorf("%d findings: %+v", len(found), found)
	} else {
		for name, f := range found {
			if f.State != explain.OK {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
	for i, p := range permissions {
		lacking := goodAccount(t)
		lacking.lacks = map[string]bool{a.sent[i]: true}
		f, ok := lacking.probe("rk_test_1", "tml_1", 0)["no_permission:"+p.resource+":"+p.right]
		if !ok || f.State != p.missing || !strings.Contains(f.What, p.resource) || f.Said == "" {
			t.Errorf("without %s %s: %+v", p.resource, p.right, f)
		}
	}
}

// Lost if it fails: a counter is set up with another shop's location, without a reader, or with a key that can empty the account.
func TestProbeSaysWhatElseIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		change        func(*account)
		key, location string
		ahead         time.Duration
		want          explain.Judgement
	}{
		"secret_key":         {nil, testKey, "tml_1", 0, explain.Care},
		"live_mode":          {func(a *account) { a.location, a.readers = liveLocation, liveReader }, "rk_live_1", "tml_1", 0, explain.OK},
		"test_mode":          {nil, "rk_test_1", "tml_1", 0, explain.OK},
		"restricted_key":     {nil, "rk_test_1", "tml_1", 0, explain.OK},
		"no_location":        {nil, "rk_test_1", "", 0, explain.Care},
		"location_unknown":   {nil, "rk_test_1", "tml_2", 0, explain.Stop},
		"location_country":   {func(a *account) { a.location = strings.Replace(a.location, "NL", "AQ", 1) }, "rk_test_1", "tml_1", 0, explain.Care},
		"no_readers":         {func(a *account) { a.readers = "" }, "rk_test_1", "tml_1", 0, explain.Stop},
		"readers_not_driven": {func(a *account) { a.readers = readerJSON(`"device_type":"stripe_m2"`) }, "rk_test_1", "tml_1", 0, explain.Stop},
		"clock":              {nil, "rk_test_1", "tml_1", time.Hour, explain.Care},
		"key":                {nil, "pk_test_1", "tml_1", 0, explain.Stop},
	} {
		a := goodAccount(t)
		if c.change != nil {
			c.change(a)
		}
		if f, ok := a.probe(c.key, c.location, c.ahead)[name]; !ok || f.State != c.want {
			t.Errorf("%s: %+v", name, f)
		}
	}
	found := Probe(bg, Config{Key: "rk_test_1", HTTP: &script{replies: []reply{refusal(401, "invalid_request_error", "api_key_expired", "expired")}}, Clock: newClock(), Rand: dry{}})
	if last := found[len(found)-1]; len(found) != 3 || last.State != explain.Stop || last.Name != string(explain.KeyRefused) {
		t.Errorf("with a key that was revoked: %+v", found)
	}
}

const (
	liveLocation = `{"id":"tml_1","display_name":"Harbour","livemode":true,"address":{"country":"NL"}}`
	liveReader   = `{"id":"tmr_1","object":"terminal.reader","label":"Front","device_type":"stripe_s700","status":"offline","livemode":true}`
)
