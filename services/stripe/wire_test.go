package stripe

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"paydesk/services/clock"
	"paydesk/services/explain"
)

// Lost if it fails: the key travels over a connection that others can read, or to somebody who only says he is Stripe.
func TestOnlyProvenEncryptionWillDo(t *testing.T) {
	for name, c := range map[string]struct {
		most uint16
		says string
	}{"TLS 1.1": {tls.VersionTLS11, "protocol version"}, "a certificate of its own": {tls.VersionTLS13, "certificate"}} {
		srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Errorf("%s: the key arrived", name) }))
		srv.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: c.most}
		srv.Config.ErrorLog = log.New(io.Discard, "", 0)
		srv.StartTLS()
		g, err := New(Config{Key: testKey, URL: srv.URL, Clock: clock.Real{}, Rand: dry{}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := g.CancelAction(bg, readerID); !explain.Is(err, explain.Unreachable) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		srv.Close()
	}
}

// Lost if it fails: every call shakes hands anew, and the prompt comes half a second later.
func TestConnectionsAreKept(t *testing.T) {
	var opened atomic.Int32
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, readerJSON()) }))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	g, err := New(Config{Key: testKey, URL: srv.URL, Clock: clock.Real{}, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if _, err := g.Reader(bg, readerID); err != nil {
			t.Fatal(err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections for ten calls", n)
	}
}
