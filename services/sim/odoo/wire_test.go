package odoosim

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Lost: bytes as Odoo writes them. Every answer that was recorded byte by byte, read and written again, is the recording;
// the create-once series were written down by their recorder, which their first line tells.
func TestEveryRecordedAnswerIsWrittenByteForByte(t *testing.T) {
	n := 0
	for name, want := range recorded(t) {
		if !strings.HasSuffix(name, ".response.xml") || !bytes.HasPrefix(want, []byte("<?xml version=\"1.0\"?>")) {
			continue
		}
		v, fault, err := decodeResponse(want)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []byte
		if fault != nil {
			got = encodeFault(fault.code, fault.text)
		} else if got, err = encodeAnswer(v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: written\n%s\nrecorded\n%s", name, got, want)
		}
		n++
	}
	if n < 400 {
		t.Errorf("only %d recordings", n)
	}
}

// Lost: what a client may send: bare text, nil, dates, base64, either form of integer.
func TestDecodeTakesEveryKindOfValue(t *testing.T) {
	c, err := decodeCall(strings.NewReader(`<?xml version="1.0"?><methodCall><methodName>m</methodName><params>` +
		`<param><value>bare &amp; plain</value></param><param><value><i4>7</i4></value></param><param><value><nil/></value></param>` +
		`<param><value><dateTime.iso8601>20261122T09:30:00</dateTime.iso8601></value></param><param><value><base64>QQ==</base64></value></param>` +
		`<param><value><array><data></data></array></value></param><param><value><struct></struct></value></param>` +
		`<param><value><double>-1.5</double></value></param><param><value><boolean>1</boolean></value></param></params></methodCall>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []any{"bare & plain", 7, nil, "20261122T09:30:00", "QQ==", []any{}, object{}, -1.5, true}
	if len(c.params) != len(want) {
		t.Fatalf("%d values: %v", len(c.params), c.params)
	}
	for i := range want {
		if repr(c.params[i]) != repr(want[i]) {
			t.Errorf("value %d: %v, want %v", i, c.params[i], want[i])
		}
	}
}

// Lost: a server that survives nonsense from outside.
func TestNonsenseIsRefused(t *testing.T) {
	s, _, _ := newTestServer(t)
	deep := "<methodCall><methodName>m</methodName><params><param>" + strings.Repeat("<value><array><data>", 5000)
	for _, body := range []string{"", "{}", "<methodCall>", "<a/>", deep, "<methodCall><methodName>x</methodName><params><param><value><int>x</int></value></param></params></methodCall>"} {
		res, err := post(s, "object", strings.NewReader(body))
		if err != nil || res.Code != http.StatusBadRequest {
			t.Errorf("%.40q: %v %d", body, err, res.Code)
		}
	}
	if _, err := decodeCall(strings.NewReader(deep)); !errors.Is(err, errCall) {
		t.Errorf("deep nesting: %v", err)
	}
	res := httptest.NewRecorder()
	s.ServeHTTP(res, httptest.NewRequest(http.MethodGet, "/xmlrpc/2/object", nil))
	if res.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", res.Code)
	}
}

func FuzzDecodeCall(f *testing.F) {
	f.Add([]byte("<methodCall><methodName>m</methodName><params><param><value><array><data><value>x</value></data></array></value></param></params></methodCall>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := decodeCall(bytes.NewReader(b))
		if err != nil && !errors.Is(err, errCall) {
			t.Errorf("%v", err)
		}
		_ = c.target("object")
	})
}
