package storage

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Preference returns what person chose for key, such as the reader; false if nothing. The empty person is the counter.
func (s *Store) Preference(person, key string) (string, bool, error) {
	k, err := prefKey(person, key)
	if err != nil {
		return "", false, err
	}
	var value string
	var found bool
	err = s.view(func(tx *bbolt.Tx) error {
		v, err := get(tx.Bucket(prefsBucket), k)
		value, found = string(v), v != nil
		return err
	})
	return value, found, err
}

// SetPreference keeps person's choice for key; the empty value forgets it.
func (s *Store) SetPreference(person, key, value string) error {
	k, err := prefKey(person, key)
	if err != nil {
		return err
	}
	return s.update(func(tx *bbolt.Tx) error {
		if value == "" {
			return tx.Bucket(prefsBucket).Delete(k)
		}
		return put(tx.Bucket(prefsBucket), k, []byte(value))
	})
}

func prefKey(person, key string) ([]byte, error) {
	if key == "" || strings.ContainsRune(person+key, 0) || len(person)+len(key) > 2*maxNameBytes {
		return nil, fmt.Errorf("preference %q of %q: not a usable name", key, person)
	}
	return []byte(person + "\x00" + key), nil
}

// Counter is who this counter is for Stripe's metadata and for the other counters (PROTOCOLS G3).
type Counter struct {
	ID          string    `json:"id"`          // 128 random bits, hexadecimal
	Fingerprint string    `json:"fingerprint"` // of the machine the id was made on
	Since       time.Time `json:"since"`
	SinceSeq    uint64    `json:"since_seq"` // entries up to here were written by Previous, on another machine
	Previous    []string  `json:"previous,omitempty"`
}

// Identify returns the identity of this counter, and makes it on the first call. On a machine with another fingerprint
// the store is a copy: a new identity is made, renewed is true, and open lives up to SinceSeq are settled from facts
// only, never resumed.
func (s *Store) Identify(fingerprint string) (c Counter, renewed bool, err error) {
	if fingerprint == "" {
		return Counter{}, false, errors.New("identify the counter: the machine's fingerprint is empty")
	}
	err = s.update(func(tx *bbolt.Tx) error {
		c, renewed = Counter{}, false
		known, err := getJSON(tx.Bucket(metaBucket), counterKey, &c)
		if err != nil {
			return err
		}
		if known {
			if c.Fingerprint == fingerprint {
				return nil
			}
			renewed = true
			c.Previous = append(c.Previous, c.ID)
		}
		last, err := readHead(tx)
		if err != nil {
			return err
		}
		if c.ID, err = randomHex(s.rand, 16); err != nil {
			return err
		}
		c.Fingerprint, c.Since, c.SinceSeq = fingerprint, s.clock.Now().UTC().Round(0), last.Seq
		return putJSON(tx.Bucket(metaBucket), counterKey, c)
	})
	if err != nil {
		return Counter{}, false, fmt.Errorf("identify the counter: %w", err)
	}
	return c, renewed, nil
}

func randomHex(random io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("read %d random bytes: %w", n, err)
	}
	return hex.EncodeToString(b), nil
}
