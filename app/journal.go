package app

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/storage"
)

// factVersion is the form of the facts this program writes.
const factVersion = 1

// journal lets the desk write into the store.
type journal struct{ store *storage.Store }

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

func (j journal) Unfinished() ([]string, error) { return j.store.OpenLives() }
func (j journal) Ready() error                  { return j.store.Probe() }

// keeper keeps the document mirror in the store. The cursor is the time of the reading.
type keeper struct{ store *storage.Store }

func (k keeper) SaveMirror(docs []document.Document, at time.Time) error {
	old, _, err := k.store.MirrorLoad()
	if err != nil {
		if err := k.store.MirrorClear(); err != nil {
			return err
		}
	}
	rows := map[string][]byte{}
	for _, d := range docs {
		key := strconv.FormatInt(d.ID, 10)
		body, err := json.Marshal(d)
		if err != nil {
			return fmt.Errorf("document %d: %w", d.ID, err)
		}
		if string(old[key]) != string(body) {
			rows[key] = body
		}
		delete(old, key)
	}
	for key := range old {
		rows[key] = nil
	}
	return k.store.MirrorPut(rows, at.UTC().Format(time.RFC3339Nano))
}

func (k keeper) LoadMirror() ([]document.Document, time.Time, error) {
	rows, cursor, err := k.store.MirrorLoad()
	if err != nil {
		return nil, time.Time{}, k.store.MirrorClear() // only a copy: Odoo has the original
	}
	if cursor == "" {
		return nil, time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, cursor)
	if err != nil {
		return nil, time.Time{}, k.store.MirrorClear()
	}
	docs := make([]document.Document, 0, len(rows))
	for _, body := range rows {
		var d document.Document
		if err := json.Unmarshal(body, &d); err != nil {
			return nil, time.Time{}, k.store.MirrorClear()
		}
		docs = append(docs, d)
	}
	return docs, at, nil
}
