package storage

import (
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"paydesk/services/staff"
)

var _ staff.Store = (*Store)(nil)

// People returns everybody who may sign in.
func (s *Store) People() ([]staff.Record, error) {
	var people []staff.Record
	err := s.view(func(tx *bbolt.Tx) error {
		people = nil
		return tx.Bucket(peopleBucket).ForEach(func(k, v []byte) error {
			data, err := open(k, v)
			if err != nil {
				return err
			}
			var r staff.Record
			if err := json.Unmarshal(data, &r); err != nil {
				return fmt.Errorf("person %q: %w", k, err)
			}
			people = append(people, r)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read the people: %w", err)
	}
	return people, nil
}

// SavePerson adds or replaces a person.
func (s *Store) SavePerson(r staff.Record) error {
	return s.update(func(tx *bbolt.Tx) error { return putJSON(tx.Bucket(peopleBucket), []byte(r.ID), r) })
}

// Attempts returns the failed attempts since person's last success.
func (s *Store) Attempts(person string) (staff.Attempts, error) {
	var a staff.Attempts
	err := s.view(func(tx *bbolt.Tx) error {
		_, err := getJSON(tx.Bucket(attemptsBucket), []byte(person), &a)
		return err
	})
	return a, err
}

// SaveAttempts keeps the failed attempts across a restart.
func (s *Store) SaveAttempts(person string, a staff.Attempts) error {
	return s.update(func(tx *bbolt.Tx) error { return putJSON(tx.Bucket(attemptsBucket), []byte(person), a) })
}

// RecordStaff journals who did what to whom.
func (s *Store) RecordStaff(e staff.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	_, err = s.Append(Entry{At: e.At, Kind: string(e.Kind), Version: 1, Body: body})
	return err
}
