package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/storage"
)

// documentRow is one open invoice on the command line.
type documentRow struct {
	ID            int64  `json:"id"`
	Number        string `json:"number"`
	Customer      string `json:"customer"`
	Due           string `json:"due"`
	Currency      string `json:"currency"`
	ResidualMinor int64  `json:"residual_minor"`
	TotalMinor    int64  `json:"total_minor"`
	State         string `json:"payment_state"`
}

func documents(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	if err := c.Mirror.Refresh(ctx); err != nil {
		return ExitFailed, err
	}
	docs := c.Mirror.Search(o.search)
	rows := make([]documentRow, len(docs))
	for i, d := range docs {
		rows[i] = documentRow{d.ID, d.Number, d.Partner.Name, d.Due, string(d.Residual.Currency), d.Residual.Minor, d.Total.Minor, d.PaymentState}
	}
	return ExitOK, e.print(o, rows, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		for i, r := range rows {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", oneLine(r.Number), docs[i].Residual, oneLine(r.Customer), assets.T("cli.due", "date", r.Due))
		}
		_ = t.Flush() // into memory
	})
}

// readerRow is one reader on the command line.
type readerRow struct {
	ID     string `json:"id"`
	Letter string `json:"letter"`
	Label  string `json:"label"`
	Type   string `json:"type"`
	Status string `json:"status"`
	Use    string `json:"availability"`
}

func readers(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	if err := c.Readers.Refresh(ctx); err != nil {
		return ExitFailed, err
	}
	rows := []readerRow{}
	for _, l := range c.Readers.Snapshot().Readers {
		rows = append(rows, readerRow{l.ID, l.Tag, l.Label, l.Type, l.Status, string(l.Availability)})
	}
	return ExitOK, e.print(o, rows, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		for _, r := range rows {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.Letter, r.ID, oneLine(r.Label), r.Type, r.Use)
		}
		_ = t.Flush()
	})
}

// findReader picks the reader with this id, or else the only one with this label or letter: a payment must not go to
// another counter's reader because two are called alike.
func findReader(readers []reader.Listed, name string) (reader.Listed, error) {
	name = strings.TrimSpace(name)
	var found []reader.Listed
	for _, l := range readers {
		if l.ID == name {
			return l, nil
		}
		if strings.EqualFold(l.Label, name) || strings.EqualFold(l.Tag, name) {
			found = append(found, l)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return reader.Listed{}, say(nil, "cli.no_reader", "name", quote(name))
	}
	return reader.Listed{}, say(nil, "cli.many_readers", "n", len(found), "name", quote(name))
}

// findDocument picks the open document with exactly this number.
func findDocument(m *document.Mirror, number string) (document.Document, error) {
	number = strings.TrimSpace(number)
	docs := m.Search(number)
	if i := slices.IndexFunc(docs, func(d *document.Document) bool { return strings.EqualFold(d.Number, number) }); i >= 0 {
		return *docs[i], nil
	}
	return document.Document{}, say(nil, "cli.no_document", "number", quote(number))
}

// factRow is one journaled fact on the command line.
type factRow struct {
	At   string          `json:"at"`
	Kind string          `json:"kind"`
	Body json.RawMessage `json:"body"`
}

// paymentID finds the payment that an intent belongs to; any other word is an id already.
func paymentID(store *storage.Store, word string) (string, error) {
	if !strings.HasPrefix(word, "pi_") {
		return word, nil
	}
	quoted, found := []byte(strconv.Quote(word)), ""
	err := store.Walk(1, func(e storage.Entry) error {
		if found == "" && e.Kind == payment.KindName(payment.ClaimAnswered{}) && bytes.Contains(e.Body, quoted) {
			found = e.Payment
		}
		return nil
	})
	return cmp.Or(found, word), err
}

func showPayment(_ context.Context, e Env, o options, c *Counter) (int, error) {
	id, err := paymentID(c.Store, o.words[0])
	if err != nil {
		return ExitFailed, err
	}
	entries, err := journal{store: c.Store}.Entries(id)
	if err != nil {
		return ExitFailed, err
	}
	if len(entries) == 0 {
		return showSummary(e, o, c, id)
	}
	events, err := payment.Events(entries)
	if err != nil {
		return ExitFailed, err
	}
	s, _, err := payment.Fold(events)
	if err != nil {
		return ExitFailed, err
	}
	out := struct {
		payResult
		Facts []factRow `json:"facts"`
	}{payResult: result(s)}
	for _, f := range entries {
		out.Facts = append(out.Facts, factRow{f.At.Format("2006-01-02T15:04:05.000Z07:00"), f.Kind, f.Body})
	}
	return ExitOK, e.print(o, out, func(w io.Writer) {
		fmt.Fprintf(w, "%s  %s  %s  %s\n", s.ID, s.Numbers(), s.Amount, phase(s.Phase))
		if judged := s.Judged().String(); judged != "" {
			fmt.Fprintln(w, assets.T("cli.judged", "text", oneLine(judged)))
		}
		for _, f := range out.Facts {
			fmt.Fprintf(w, "%s  %-17s %s\n", f.At, f.Kind, f.Body)
		}
	})
}

// showSummary prints what compaction kept of a payment.
func showSummary(e Env, o options, c *Counter, word string) (int, error) {
	sum, found, err := c.Store.Summary(word)
	if err == nil && !found {
		err = say(payment.ErrNoSuchPayment, "cli.no_payment", "id", word)
	}
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, sum, func(w io.Writer) {
		fmt.Fprintf(w, "%s\n%s\n", assets.T("cli.summary", "id", sum.Payment, "from", sum.From.Format(time.RFC3339), "to", sum.To.Format(time.RFC3339),
			"n", sum.Entries), sum.Body)
	})
}

func verify(_ context.Context, e Env, o options, c *Counter) (int, error) {
	n, err := c.Store.Verify()
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, map[string]uint64{"entries": n}, func(w io.Writer) {
		fmt.Fprintln(w, assets.T("cli.verified", "n", n))
	})
}
