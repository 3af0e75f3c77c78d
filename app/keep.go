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

	"paydesk/services/history"
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

// keptPayment is what stays of a booked payment when its life leaves the journal: its row in the history, and how the money was shared
// out.
type keptPayment struct {
	history.Row
	Parts  []payment.Part `json:"parts"`
	Credit *money.Amount  `json:"credit,omitempty"`
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
	k := keptPayment{Row: history.Of(s), Parts: s.Parts, Credit: s.Credit}
	k.Kept = true
	body, err = json.Marshal(k)
	return s.Intent, body, err == nil
}

// Kept gives the rows of the payments that have left the journal. One that cannot be read is named in the error; the others are given.
func (j journal) Kept(f func(history.Row)) error {
	var bad error
	err := j.store.Summaries(func(sum storage.Summary) error {
		var k keptPayment
		switch err := json.Unmarshal(sum.Body, &k); {
		case err != nil:
			bad = errors.Join(bad, fmt.Errorf("what was kept of payment %s: %w", sum.Payment, err))
		case k.ID != sum.Payment:
			bad = errors.Join(bad, fmt.Errorf("what was kept of payment %s is of %q", sum.Payment, k.ID))
		default:
			f(k.Row)
		}
		return nil
	})
	return errors.Join(err, bad)
}
