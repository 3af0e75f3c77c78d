package sim

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(int) { http.DefaultClient.CloseIdleConnections() }))
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	r, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// Lost if it fails: a test or a demo cannot play the people and the weather, or a typing error passes for done.
func TestControl(t *testing.T) {
	l, err := Start(Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	}()
	for _, c := range []struct {
		path, body string
		status     int
		says       string
	}{
		{"/gesture", `{"reader":"Front desk","kind":"tap"}`, 400, stripesim.ErrNotAsking.Error()},
		{"/gesture", `{"reader":"nowhere","kind":"tap"}`, 400, stripesim.ErrUnknownReader.Error()},
		{"/gesture", `{"kind":"auto","auto":"good","after_ms":5}`, 200, ""},
		{"/gesture", `{"kind":"hand-payment","document":"INV/2026/00427","minor":128450}`, 200, ""},
		{"/gesture", `{}`, 400, "unknown gesture"},
		{"/gesture", `{"kind":"refund","intent":"pi_0","amount":5}`, 400, stripesim.ErrNotPaid.Error()},
		{"/gesture", `{"kind":"refund-fails","refund":"re_0"}`, 400, stripesim.ErrNoRefund.Error()},
		{"/gesture", `{"kind":"refund-arrives","refund":"re_0"}`, 400, stripesim.ErrNoRefund.Error()},
		{"/gesture", `{"kind":"dispute","intent":"pi_0"}`, 400, stripesim.ErrNotPaid.Error()},
		{"/gesture", `{"kind":"dispute-won","intent":"pi_0"}`, 400, stripesim.ErrNotPaid.Error()},
		{"/gesture", `{"kind":"dispute-lost","intent":"pi_0"}`, 400, stripesim.ErrNotPaid.Error()},
		{"/gesture", `{"knid":"tap"}`, 400, "unknown field"},
		{"/gesture", `nonsense`, 400, "request body"},
		{"/fault", `{"side":"odoo","odoo":{"name":"down"}}`, 200, ""},
		{"/fault", `{"side":"odoo","clear":true}`, 200, ""},
		{"/fault", `{"side":"stripe","stripe":{"name":"no-such"}}`, 400, stripesim.ErrUnknownFault.Error()},
		{"/fault", `{"side":"odoo","odoo":{"name":"no-such"}}`, 400, odoosim.ErrNoFault.Error()},
		{"/fault", `{"side":"moon"}`, 400, "side is stripe or odoo"},
		{"/clock", `{"forward_ms":-5}`, 400, "forward"},
		{"/clock", `{"forward_ms":9223372036854775807}`, 400, "forward"},
		{"/clock", `{"forward_ms":3600000}`, 200, "now"},
	} {
		status, body := post(t, l.ControlURL+c.path, c.body)
		if status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s %s: %d %s", c.path, c.body, status, body)
		}
	}
	for _, name := range stripesim.FaultNames() {
		for _, count := range []string{"1", "0"} {
			if status, body := post(t, l.ControlURL+"/fault", `{"side":"stripe","stripe":{"name":"`+name+`","count":`+count+`}}`); status != 200 {
				t.Errorf("%s: %d %s", name, status, body)
			}
		}
	}
	r, err := http.Get(l.ControlURL + "/ledger")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var ledger Ledger
	if err := json.NewDecoder(r.Body).Decode(&ledger); err != nil {
		t.Fatal(err)
	}
	for _, i := range ledger.Odoo.Invoices {
		if i.Number == "INV/2026/00427" && i.ResidualMinor != 0 {
			t.Errorf("the hand payment left %d", i.ResidualMinor)
		}
	}
	if l.Clock.Now().Sub(l.Clock.Clock.Now()) < 59*time.Minute {
		t.Error("the simulators' clock did not move")
	}
}

// Lost if it fails: simulators with known keys answer to a whole network.
func TestOnlyLoopback(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:0"} {
		if _, err := Start(Options{StripeListen: address}); !errors.Is(err, ErrNotLoopback) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Lost if it fails: the demo says that the books agree while they do not.
func TestAgreement(t *testing.T) {
	paid := stripesim.LedgerIntent{ID: "pi_1", Status: "succeeded", Received: 100, Metadata: map[string]string{"pd_shop": "s"}}
	booking := odoosim.LedgerPayment{State: "paid", Memo: "pi_1 INV/1", AmountMinor: 100}
	other := booking
	other.AmountMinor = 90
	taken := booking
	taken.State = "canceled"
	for _, c := range []struct {
		name     string
		payments []odoosim.LedgerPayment
		agree    bool
		open     int
	}{
		{"booked", []odoosim.LedgerPayment{booking}, true, 0},
		{"not yet", nil, true, 1},
		{"twice", []odoosim.LedgerPayment{booking, booking}, false, 0},
		{"another amount", []odoosim.LedgerPayment{other}, false, 0},
		{"taken back", []odoosim.LedgerPayment{taken}, true, 1},
		{"without a charge", []odoosim.LedgerPayment{booking, {State: "paid", Memo: "pi_2 INV/2", AmountMinor: 5}}, false, 0},
	} {
		a := compare(stripesim.Ledger{Intents: []stripesim.LedgerIntent{paid}}, odoosim.Ledger{Payments: c.payments})
		if a.Agree() != c.agree || a.Open != c.open {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}
