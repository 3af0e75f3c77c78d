package app

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"paydesk/assets"
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
		fmt.Fprintln(e.Stderr, assets.T("cli.own_backups", "folder", backupDir(path)))
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
		fmt.Fprintln(w, assets.T("cli.backed_up", "file", oneLine(o.words[0]), "n", n))
	})
}

func restore(e Env, o options, path string) (int, error) {
	r, err := storage.Restore(o.words[0], path, storeOptions())
	if err != nil {
		code := e.fail(err)
		fmt.Fprintln(e.Stderr, assets.T("cli.unchanged"))
		return code, nil
	}
	return ExitOK, e.print(o, saved{File: path, Entries: r.Entries, Aside: r.Aside}, func(w io.Writer) {
		fmt.Fprintln(w, assets.T("cli.restored", "file", path, "n", r.Entries))
		if r.Aside != "" {
			fmt.Fprintln(w, assets.T("cli.aside", "file", r.Aside))
		}
		fmt.Fprintln(w, assets.T("cli.reads_first"))
	})
}
