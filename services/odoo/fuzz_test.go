package odoo

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// FuzzAnswers feeds arbitrary bodies to every method: whatever Odoo or a proxy says, the program must go on, and every
// error must say of which kind it is.
func FuzzAnswers(f *testing.F) {
	for _, slug := range []string{"031-open-page1", "037-invoice-detail", "045-pay-full-payment", "create-once/009-load-bad-journal",
		"create-once/011-post", "create-once/013-payment-lines", "create-once/017-verify-document", "create-once/019-shop-record-read", "104-tx-read"} {
		f.Add(recorded(f, "18", slug, "response"))
	}
	f.Add([]byte("<methodResponse><params><param><value><array><data><value><nil/></value></data></array></value></param></params></methodResponse>"))
	f.Add([]byte("<methodResponse><params><param><value><double>NaN</double></value></param></params></methodResponse>"))
	f.Add(response(f, []any{recordedDocument(nil)}))
	f.Fuzz(func(t *testing.T, body []byte) {
		g, r := connected(t, "18")
		ctx := context.Background()
		if _, err := g.Facts(ctx); err != nil {
			t.Fatal(err)
		}
		known := *g.known
		r.send = func(request, *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(bytes.NewReader(body))}, nil
		}
		row := payment.BookingRow{Mark: "pi_1", Memo: "pi_1 x", Partner: 1, Amount: money.New(100, "USD"), Date: "2026-11-22", Documents: []int64{1}}
		for name, call := range map[string]func() error{
			"list":    func() error { return g.OpenDocuments(ctx, func([]document.Document) bool { return false }) },
			"fresh":   func() error { _, err := g.Documents(ctx, []int64{1}); return err },
			"detail":  func() error { _, err := g.Detail(ctx, 1); return err },
			"find":    func() error { _, err := g.FindBookings(ctx, "pi_1"); return err },
			"booking": func() error { _, err := g.Booking(ctx, 1); return err },
			"draft":   func() error { _, err := g.CreateDraft(ctx, row); return err },
			"post":    func() error { return g.Post(ctx, 1) },
			"assign":  func() error { return g.Assign(ctx, 1, 1) },
			"shop":    func() error { _, err := g.ShopRecord(ctx, "test"); return err },
			"survey":  func() error { _, err := g.Check(ctx); return err },
		} {
			fresh := known
			g.known = &fresh
			if err := call(); err != nil && explain.KindOf(err) == "" {
				t.Errorf("%s: an error without a kind: %v", name, err)
			}
		}
	})
}
