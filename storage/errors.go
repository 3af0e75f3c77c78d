package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"

	"paydesk/assets"
)

// The kinds of failure a caller tells apart, by errors.Is. Each returned error also carries the path and a sentence.
var (
	ErrLocked   = errors.New("another kiosk is using the store")
	ErrDamaged  = errors.New("the store is damaged")
	ErrNewer    = errors.New("the store was written by a newer version of Paydesk")
	ErrNoSpace  = errors.New("the disk is full")
	ErrReadOnly = errors.New("the store cannot be written to")
	ErrClosed   = errors.New("the store is closed")
)

// Error is a failure of the store with the sentence for people. Unwrap gives the kind and the cause.
type Error struct {
	Path string
	Kind error // one of the Err values above
	Err  error // the cause
}

// Error says what happened, to which file, and what to do.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %s", e.Path, advice(e.Kind))
	if cause := strings.TrimPrefix(e.Err.Error(), e.Kind.Error()+": "); cause != e.Kind.Error() && e.Kind != ErrLocked {
		text += " (" + cause + ")"
	}
	return text
}

// Unwrap lets errors.Is find the kind and the cause.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.Err} }

// advice is the kind in the words of the catalogue, which speaks of the records of a counter.
func advice(kind error) string {
	name, ok := map[error]string{ErrLocked: "locked", ErrDamaged: "damaged", ErrNewer: "newer", ErrNoSpace: "space", ErrReadOnly: "readonly", ErrClosed: "closed"}[kind]
	if !ok {
		return kind.Error()
	}
	return assets.T("store."+name+".what") + " " + assets.T("store."+name+".do")
}

// fail gives err its kind and the path; nil and errors that have both already pass through.
func fail(path string, err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if kind := kindOf(err); kind != nil {
		return &Error{Path: path, Kind: kind, Err: err}
	}
	return fmt.Errorf("store %s: %w", path, err)
}

func kindOf(err error) error {
	for _, kind := range []error{ErrLocked, ErrDamaged, ErrNewer, ErrNoSpace, ErrReadOnly} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	switch {
	case isAny(err, bolterrors.ErrTimeout):
		return ErrLocked
	case isAny(err, bolterrors.ErrInvalid, bolterrors.ErrVersionMismatch, bolterrors.ErrChecksum, bolterrors.ErrInvalidMapping),
		strings.HasPrefix(err.Error(), "file size too small"): // bbolt has no value for a file cut off within its heads
		return ErrDamaged
	case isNoSpace(err):
		return ErrNoSpace
	case isAny(err, fs.ErrPermission, syscall.EROFS, bolterrors.ErrDatabaseReadOnly):
		return ErrReadOnly
	}
	return nil
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}
