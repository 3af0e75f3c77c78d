package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/storage"
)

// How the store is looked after.
const (
	backupEvery = 24 * time.Hour
	backupsKept = 14
)

func backupDir(store string) string { return filepath.Join(filepath.Dir(store), "backups") }

// keepStore stamps the store, makes the day's backup from inside (nobody else can: the kiosk holds the file), and only
// after one lets old, booked payments leave the journal. What fails is said in the log and tried again in an hour.
func (c *Counter) keepStore(context.Context) error {
	if c.Demo {
		return nil // it forgets everything anyway
	}
	if err := errors.Join(c.Store.Stamp(), c.keepBackups()); err != nil {
		c.Log.Error("the store could not be backed up; payments go on", "error", err)
	}
	return nil
}

func (c *Counter) keepBackups() error {
	dir, now := backupDir(c.Store.Path()), c.Clock.Now()
	base := filepath.Base(c.Store.Path())
	names, err := filepath.Glob(filepath.Join(dir, strings.TrimSuffix(base, filepath.Ext(base))+"-*"+filepath.Ext(base)))
	if err != nil {
		return err
	}
	slices.Sort(names)
	// a clock that was set back must not end the backups
	due := storage.BackupName(base, now.Add(-backupEvery))
	if n := len(names); n > 0 && filepath.Base(names[n-1]) > due && filepath.Base(names[n-1]) <= storage.BackupName(base, now) {
		return nil
	}
	if _, err := c.Store.Backup(filepath.Join(dir, storage.BackupName(base, now))); err != nil {
		return err
	}
	for len(names) >= backupsKept {
		if err := os.Remove(names[0]); err != nil {
			return fmt.Errorf("remove an old backup: %w", err)
		}
		names = names[1:]
	}
	for {
		n, err := c.Store.Compact(now.Add(-storage.CompactAge), summarise)
		if n == 0 || err != nil {
			return err
		}
		c.Log.Info("journal compacted", "entries", n)
	}
}

// keptPayment is what stays of a booked payment when its life leaves the journal.
type keptPayment struct {
	Intent   string         `json:"payment_intent"`
	Charge   string         `json:"charge"`
	Card     string         `json:"card,omitempty"` // brand and last four digits
	Received money.Amount   `json:"received"`
	Parts    []payment.Part `json:"parts"`
	Customer string         `json:"customer"`
	Person   string         `json:"person"`
	Counter  string         `json:"counter"`
	Reader   string         `json:"reader"`
	Opened   time.Time      `json:"opened"`
	Charged  time.Time      `json:"charged"`
	Odoo     int64          `json:"odoo_payment"`
	OdooName string         `json:"odoo_name"`
	Credit   *money.Amount  `json:"credit,omitempty"`
}

// summarise keeps the facts of a payment that is charged and booked; every other keeps its whole life.
func summarise(life []storage.Entry) (mark string, body json.RawMessage, ok bool) {
	entries, err := facts(life)
	if err != nil {
		return "", nil, false
	}
	events, err := payment.Events(entries)
	if err != nil {
		return "", nil, false
	}
	s, _, err := payment.Fold(events)
	if err != nil || s.Phase != payment.Done {
		return "", nil, false
	}
	k := keptPayment{
		Intent: s.Intent, Received: s.Received, Parts: s.Parts, Customer: s.Customer, Person: s.Person, Counter: s.Counter.Name, Reader: s.Reader.Label,
		Opened: s.OpenedAt, Charged: s.ChargedAt, Odoo: s.BookingID, OdooName: s.Booking, Credit: s.Credit,
	}
	if s.Charge != nil {
		k.Charge, k.Card = s.Charge.ID, strings.TrimSpace(s.Charge.Brand+" "+s.Charge.Last4)
	}
	body, err = json.Marshal(k)
	return s.Intent, body, err == nil
}
