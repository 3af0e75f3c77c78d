package app

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"paydesk/services/clock"
	"paydesk/services/stripe"
	"paydesk/storage"
)

// storePath is the file of a counter, found without opening it.
func (s Settings) storePath() (string, error) {
	s.Stripe.Clock, s.Stripe.Rand = clock.Real{}, cryptoRand
	g, err := stripe.New(s.Stripe)
	if err != nil {
		return "", err
	}
	return filepath.Join(s.DataDir, storeName(g.Mode().Live)), nil
}

func storeOptions() storage.Options { return storage.Options{Clock: clock.Real{}, Rand: cryptoRand} }

// saved is what backup and restore print.
type saved struct {
	File    string `json:"file"`
	Entries uint64 `json:"entries"` // number of the newest one
	Aside   string `json:"aside,omitempty"`
}

func backup(e Env, o options, path string) (_ int, err error) {
	store, err := storage.Open(path, storeOptions())
	if errors.Is(err, storage.ErrLocked) {
		code := e.fail(err)
		fmt.Fprintf(e.Stderr, "While it runs, the kiosk makes a backup of its own every day, in %s\n", backupDir(path))
		return code, nil
	}
	if err != nil {
		return ExitFailed, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	n, err := store.Backup(o.words[0])
	if err != nil {
		return ExitFailed, err
	}
	return ExitOK, e.print(o, saved{File: o.words[0], Entries: n}, func(w io.Writer) {
		fmt.Fprintf(w, "%s holds the journal up to entry %d, read back and proved.\n", oneLine(o.words[0]), n)
	})
}

func restore(e Env, o options, path string) (int, error) {
	r, err := storage.Restore(o.words[0], path, storeOptions())
	if err != nil {
		code := e.fail(err)
		fmt.Fprintln(e.Stderr, "Nothing was changed.")
		return code, nil
	}
	return ExitOK, e.print(o, saved{File: path, Entries: r.Entries, Aside: r.Aside}, func(w io.Writer) {
		fmt.Fprintf(w, "%s is the backup now, with the journal up to entry %d.\n", path, r.Entries)
		if r.Aside != "" {
			fmt.Fprintf(w, "What was there before is kept: %s\n", r.Aside)
		}
		fmt.Fprintln(w, "The next start reads what Stripe and Odoo know of the last 35 days before anything is sent.")
	})
}
