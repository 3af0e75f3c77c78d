package odoo

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"paydesk/services/explain"
)

// Lost if it fails: the key travels over a connection that others can read, is kept in a cookie, or a slow Odoo is buried
// under connections.
func TestOwnConnectionsAreSafe(t *testing.T) {
	c := newTransport("https://odoo.test", nil, testKey).client
	rt, ok := c.Transport.(*http.Transport)
	if !ok || rt.TLSClientConfig.MinVersion < tls.VersionTLS12 || rt.TLSClientConfig.InsecureSkipVerify {
		t.Errorf("TLS: %+v", rt.TLSClientConfig)
	}
	if c.Jar != nil || rt.MaxConnsPerHost == 0 || rt.MaxConnsPerHost > 16 || rt.TLSHandshakeTimeout == 0 {
		t.Errorf("connections: %+v", rt)
	}
}

// Lost if it fails: the key is given to whoever answers at Odoo's address, or the shop looks for a cable where the
// certificate has run out.
func TestServerThatCannotProveWhoItIsGetsNothing(t *testing.T) {
	var asked atomic.Int64
	odoo := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer odoo.Close()
	odoo.Config.ErrorLog = nil
	cfg := testConfig(nil, "18")
	cfg.URL = odoo.URL
	_, err := Connect(context.Background(), cfg)
	want(t, err, explain.Untrusted)
	if asked.Load() != 0 || explain.OutcomeUnknown(err) {
		t.Errorf("asked %d times, %v", asked.Load(), err)
	}
}

// Lost if it fails: requests go to an endpoint with other fault codes, in a form Odoo does not read, or a password is
// treated in another way than a key.
func TestEveryCallIsAPostOfXMLToTheTwoEndpoints(t *testing.T) {
	for _, secret := range []string{testKey, "kiosk_bill-pw with ümlaut & <tag>"} {
		r := wholeSetUp(t, "18")
		var paths []string
		r.send = func(_ request, req *http.Request) (*http.Response, error) {
			if req.Method != http.MethodPost || req.Header.Get("Content-Type") != "text/xml" || len(req.Cookies()) > 0 || req.URL.RawQuery != "" {
				t.Errorf("%s %s %v", req.Method, req.URL, req.Header)
			}
			if !slices.Contains(paths, req.URL.Path) {
				paths = append(paths, req.URL.Path)
			}
			return nil, nil
		}
		cfg := testConfig(r, "18")
		cfg.Key = secret
		Probe(context.Background(), cfg)
		if !slices.Equal(paths, []string{commonPath, objectPath}) {
			t.Errorf("endpoints %v", paths)
		}
		if got := r.calls[len(r.calls)-1].key; got != secret {
			t.Errorf("sent %q as the secret", got)
		}
	}
}

// Lost if it fails: an answer without an end fills the memory of the counter.
func TestEndlessAnswerIsCutOff(t *testing.T) {
	g, r := ready(t)
	read := 0
	breaking(r, "account.payment", func() (*http.Response, error) {
		read = 0
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(endless{&read})}, nil
	})
	_, err := g.Booking(context.Background(), 1)
	want(t, err, explain.Unanswered)
	if read > bodyLimit+(4<<20) {
		t.Errorf("%d bytes were read", read)
	}
}

type endless struct{ n *int }

func (e endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	*e.n += len(b)
	return len(b), nil
}

// parseBounded decodes a body and fails where that takes far more memory than the body has, or panics.
func parseBounded(t *testing.T, text []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v, err := newTransport("", nil, testKey).parse("x", body{text: text})
	runtime.ReadMemStats(&after)
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(1<<20+64*len(text)); got > most {
		t.Errorf("%d bytes of %.60q took %d bytes of memory", len(text), text, got)
	}
	if err != nil && explain.KindOf(err) == "" {
		t.Errorf("an error without a kind: %v", err)
	}
	if err == nil {
		if list, err := records(v); err == nil && len(list) > 0 {
			s := site{currencies: map[int64]currency{1: {1, "USD", 2}}, byCode: nil}
			s.document(list[0])
		}
	}
}

// Lost if it fails: a damaged or forged answer stops the counter or eats its memory. Every recorded answer is cut, its
// bytes are changed, its parts doubled and its tags moved.
func TestRecordedAnswersMutatedAreBounded(t *testing.T) {
	files, err := recordings()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range files {
		if strings.HasSuffix(name, ".response.xml") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) < 500 {
		t.Fatalf("only %d recorded answers", len(names))
	}
	chance := rand.New(rand.NewPCG(1, 2))
	if testing.Short() {
		names = names[:100]
	}
	tags := []string{"<value>", "</value>", "<struct>", "<member>", "<name>", "<fault>", "</fault>", "<nil/>", "<double>NaN</double>", "<int>99999999999999999999</int>", "&amp;", "&bogus;", "<![CDATA[", "<!--", "\x00", "<base64>"}
	for _, name := range names {
		text := files[name]
		parseBounded(t, text)
		for range 4 {
			at, n := chance.IntN(len(text)), chance.IntN(64)
			end := min(at+n, len(text))
			parseBounded(t, text[:at])
			parseBounded(t, slices.Concat(text[:end], text[at:]))
			parseBounded(t, slices.Concat(text[:at], text[end:]))
			parseBounded(t, slices.Concat(text[:at], []byte(tags[chance.IntN(len(tags))]), text[at:]))
			flipped := bytes.Clone(text)
			flipped[at] ^= 1 << chance.IntN(8)
			parseBounded(t, flipped)
		}
	}
}

// FuzzParse goes on where the mutations above end.
func FuzzParse(f *testing.F) {
	files, err := recordings()
	if err != nil {
		f.Fatal(err)
	}
	for _, slug := range []string{"17/031-open-page1", "18/037-invoice-detail", "19/045-pay-full-payment", "18/006-exec-wrong-password", "18/009-unknown-method", "19/create-once/013-payment-lines"} {
		f.Add(files[slug+".response.xml"])
	}
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><methodResponse><params><param><value>&b;</value></param></params></methodResponse>`))
	f.Add([]byte("<methodResponse>" + strings.Repeat("<value><struct><member><name>a</name>", 80) + "</methodResponse>"))
	f.Fuzz(parseBounded)
}
