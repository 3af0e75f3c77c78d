package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/storage"
)

// factVersion is the form of the facts this program writes.
const factVersion = 1

// journal lets a desk write into the store: the payments' lives, or the refunds'. Both stand in one chain; the id's
// beginning tells them apart.
type journal struct {
	store   *storage.Store
	refunds bool
}

func (j journal) Append(e payment.Entry, final bool) error {
	_, err := j.store.Append(storage.Entry{At: e.At, Payment: e.Payment, Kind: e.Kind, Version: factVersion, Closed: final, Body: e.Body})
	return err
}

func (j journal) Entries(id string) ([]payment.Entry, error) {
	rows, err := j.store.Entries(id)
	if err != nil {
		return nil, err
	}
	return facts(rows)
}

// facts reads entries of this program's form.
func facts(rows []storage.Entry) ([]payment.Entry, error) {
	out := make([]payment.Entry, len(rows))
	for i, r := range rows {
		if r.Version > factVersion {
			return nil, fmt.Errorf("entry %d: %w", r.Seq, storage.ErrNewer)
		}
		out[i] = payment.Entry{Payment: r.Payment, At: r.At, Kind: r.Kind, Body: r.Body}
	}
	return out, nil
}

// Walk gives the payments' entries to whoever lists them; one of a newer form is left out with its payment.
func (j journal) Walk(f func(payment.Entry) error) error {
	return j.store.Walk(1, func(e storage.Entry) error {
		if e.Payment == "" || e.Version > factVersion {
			return nil
		}
		return f(payment.Entry{Payment: e.Payment, At: e.At, Kind: e.Kind, Body: e.Body})
	})
}

func (j journal) Unfinished() ([]string, error) {
	ids, err := j.store.OpenLives()
	return slices.DeleteFunc(ids, func(id string) bool {
		return recovery.Record(id) || strings.HasPrefix(id, refund.IDPrefix) != j.refunds
	}), err
}

func (j journal) Ready() error { return j.store.Probe() }

// keeper keeps the document mirror in the store. The cursor is the time of the reading.
type keeper struct{ store *storage.Store }

// savedAtOnce documents are in memory a second time while they are kept.
const savedAtOnce = 2000

func (k keeper) SaveMirror(changed []*document.Document, gone []int64, at time.Time) error {
	rows := make(map[string][]byte, min(len(changed), savedAtOnce)+len(gone))
	for _, id := range gone {
		rows[strconv.FormatInt(id, 10)] = nil
	}
	for _, d := range changed {
		if len(rows) >= savedAtOnce {
			if err := k.store.MirrorPut(rows, ""); err != nil {
				return err
			}
			clear(rows)
		}
		body, err := json.Marshal(d)
		if err != nil {
			return fmt.Errorf("document %d: %w", d.ID, err)
		}
		rows[strconv.FormatInt(d.ID, 10)] = body
	}
	return k.store.MirrorPut(rows, at.UTC().Format(time.RFC3339Nano))
}

// LoadMirror gives the copy, or nothing where it cannot be read: Odoo has the original.
func (k keeper) LoadMirror(take func(document.Document)) (time.Time, error) {
	var docs []document.Document // a damaged copy is not shown in part
	cursor, err := k.store.MirrorEach(func(_ string, body []byte) error {
		docs = append(docs, document.Document{})
		return json.Unmarshal(body, &docs[len(docs)-1])
	})
	if err != nil || cursor == "" && len(docs) > 0 {
		return time.Time{}, k.store.MirrorClear()
	}
	if cursor == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, cursor)
	if err != nil {
		return time.Time{}, k.store.MirrorClear()
	}
	for _, d := range docs {
		take(d)
	}
	return at, nil
}
