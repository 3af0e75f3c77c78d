package storage

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Limits of an entry: a payment id is a uuid, a body is one event.
const (
	maxNameBytes = 256
	maxBodyBytes = 1 << 20
	walkChunk    = 512
)

// Hash is a SHA-256, written as hexadecimal.
type Hash [32]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads hexadecimal.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(h)) {
		return fmt.Errorf("a hash has %d hexadecimal digits, this has %d", hex.EncodedLen(len(h)), len(text))
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// Entry is one fact in the journal. The caller gives Payment, Kind, Version, Closed and Body, and At if it is not now;
// Append fills in the rest.
type Entry struct {
	Seq     uint64          `json:"seq"`               // 1, 2, 3 … without a gap
	At      time.Time       `json:"at"`                // UTC; local clocks serve display only (PROTOCOLS G1)
	Payment string          `json:"payment,omitempty"` // the life it belongs to; empty: the counter's own
	Kind    string          `json:"kind"`              // name of the event, fixed for ever
	Version int             `json:"version"`           // of the body's form
	Closed  bool            `json:"closed,omitempty"`  // after this entry the life needs nothing more
	Body    json.RawMessage `json:"body"`              // JSON, stored compact
	Prev    Hash            `json:"prev"`              // the hash of the entry before, zero for the first
	Hash    Hash            `json:"-"`                 // over all fields above, as stored
}

// Append adds e to the journal and returns it completed, after it is on disk. Its life stays in OpenLives until an entry
// with Closed. After an error the entry is normally not there, but a disk that fails half-way leaves that open: read
// Entries before deciding anything. ErrNoSpace and ErrReadOnly say that nothing can be recorded.
func (s *Store) Append(e Entry) (Entry, error) {
	return s.append(e, func(*bbolt.Tx) error { return nil })
}

// append adds e in one transaction with what else is done.
func (s *Store) append(e Entry, also func(*bbolt.Tx) error) (Entry, error) {
	return s.appendFor(e, func(tx *bbolt.Tx, _ *Entry) error { return also(tx) })
}

// appendFor adds the entry whose body is made in the transaction that stores it: before is given it with its number.
func (s *Store) appendFor(e Entry, before func(*bbolt.Tx, *Entry) error) (Entry, error) {
	if err := e.check(); err != nil {
		return Entry{}, err
	}
	if e.At.IsZero() {
		e.At = s.clock.Now()
	}
	e.At = e.At.UTC().Round(0)
	err := s.update(func(tx *bbolt.Tx) error {
		last, err := readHead(tx)
		if err != nil {
			return err
		}
		e.Seq, e.Prev = last.Seq+1, last.Hash
		if err := before(tx, &e); err != nil {
			return err
		}
		sealed, err := e.seal()
		if err != nil {
			return err
		}
		if err := tx.Bucket(journalBucket).Put(seqKey(e.Seq), sealed); err != nil {
			return err
		}
		if err := put(tx.Bucket(metaBucket), headKey, (head{e.Seq, e.Hash}).bytes()); err != nil {
			return err
		}
		return index(tx, e)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	return e, nil
}

func (e Entry) check() error {
	switch {
	case e.Kind == "" || len(e.Kind) > maxNameBytes:
		return fmt.Errorf("journal: an entry's kind has 1 to %d bytes", maxNameBytes)
	case len(e.Payment) > maxNameBytes || strings.ContainsRune(e.Payment, 0):
		return fmt.Errorf("journal %s: the payment id is longer than %d bytes or holds a zero byte", e.Kind, maxNameBytes)
	case len(e.Body) > maxBodyBytes:
		return fmt.Errorf("journal %s: the body has %d bytes, the limit is %d", e.Kind, len(e.Body), maxBodyBytes)
	case e.Body != nil && !json.Valid(e.Body):
		return fmt.Errorf("journal %s: the body is not JSON", e.Kind)
	case e.Closed && e.Payment == "":
		return fmt.Errorf("journal %s: only an entry of a payment can close one", e.Kind)
	}
	return nil
}

// seal writes the stored form, 32 bytes of hash before the JSON it covers, and sets e.Hash and the compact e.Body.
// Hashing the stored bytes rather than the fields makes every changed byte visible.
func (e *Entry) seal() ([]byte, error) {
	var b bytes.Buffer
	b.Write(e.Hash[:])
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // keep the body's bytes
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("write entry %d: %w", e.Seq, err)
	}
	sealed := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	e.Hash = sha256.Sum256(sealed[len(e.Hash):])
	copy(sealed, e.Hash[:])
	if e.Body == nil {
		e.Body = json.RawMessage("null")
		return sealed, nil
	}
	var body bytes.Buffer
	if err := json.Compact(&body, e.Body); err != nil {
		return nil, fmt.Errorf("write entry %d: %w", e.Seq, err)
	}
	e.Body = body.Bytes()
	return sealed, nil
}

// unseal reads the stored form of entry seq and checks its hash.
func unseal(seq uint64, sealed []byte) (Entry, error) {
	var e Entry
	if len(sealed) < len(e.Hash) {
		return Entry{}, &ChainError{Seq: seq, Reason: "it is cut off"}
	}
	copy(e.Hash[:], sealed)
	if sha256.Sum256(sealed[len(e.Hash):]) != e.Hash {
		return Entry{}, &ChainError{Seq: seq, Reason: "its content does not match its hash"}
	}
	if err := json.Unmarshal(sealed[len(e.Hash):], &e); err != nil {
		return Entry{}, &ChainError{Seq: seq, Reason: err.Error()}
	}
	if e.Seq != seq {
		return Entry{}, &ChainError{Seq: seq, Reason: fmt.Sprintf("it calls itself number %d", e.Seq)}
	}
	return e, nil
}

// index keeps the two ways to find an entry again.
func index(tx *bbolt.Tx, e Entry) error {
	if e.Payment == "" {
		return nil
	}
	if err := tx.Bucket(paymentBucket).Put(paymentKey(e.Payment, e.Seq), []byte{}); err != nil {
		return err
	}
	lives := tx.Bucket(openBucket)
	if e.Closed {
		return lives.Delete([]byte(e.Payment))
	}
	if lives.Get([]byte(e.Payment)) != nil {
		return nil
	}
	return lives.Put([]byte(e.Payment), seqKey(e.Seq))
}

// Entries returns the journal of one payment, oldest first; none for a payment it does not know.
func (s *Store) Entries(payment string) ([]Entry, error) {
	var out []Entry
	err := s.view(func(tx *bbolt.Tx) error {
		journal, prefix := tx.Bucket(journalBucket), append([]byte(payment), 0)
		c := tx.Bucket(paymentBucket).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			if len(k) != len(prefix)+8 {
				return damaged("the index of payment %q is broken", payment)
			}
			seq := binary.BigEndian.Uint64(k[len(prefix):])
			e, err := unseal(seq, journal.Get(seqKey(seq)))
			if err != nil {
				return err
			}
			if e.Payment != payment {
				return &ChainError{Seq: seq, Reason: "the index gives it to another payment"}
			}
			out = append(out, e)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the journal of payment %q: %w", payment, err)
	}
	return out, nil
}

// Walk calls f for every entry from number from on, oldest first, until f returns an error, which Walk returns. f runs
// outside any transaction and may use the store; entries appended meanwhile are walked too.
func (s *Store) Walk(from uint64, f func(Entry) error) error {
	from = max(from, 1)
	for {
		var chunk []Entry
		err := s.view(func(tx *bbolt.Tx) error {
			c := tx.Bucket(journalBucket).Cursor()
			for k, v := c.Seek(seqKey(from)); k != nil && len(chunk) < walkChunk; k, v = c.Next() {
				e, err := unseal(seqOf(k), v)
				if err != nil {
					return err
				}
				chunk = append(chunk, e)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("walk the journal: %w", err)
		}
		for _, e := range chunk {
			if err := f(e); err != nil {
				return err
			}
		}
		if len(chunk) < walkChunk {
			return nil
		}
		from = chunk[len(chunk)-1].Seq + 1
	}
}

// OpenLives returns the payments that are not finished, the oldest first.
func (s *Store) OpenLives() ([]string, error) {
	type life struct {
		id  string
		seq uint64
	}
	var lives []life
	err := s.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(openBucket).ForEach(func(k, v []byte) error {
			if len(v) != 8 {
				return damaged("the list of open payments is broken at %q", k)
			}
			lives = append(lives, life{string(k), binary.BigEndian.Uint64(v)})
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list open payments: %w", err)
	}
	slices.SortFunc(lives, func(a, b life) int { return cmp.Compare(a.seq, b.seq) })
	ids := make([]string, len(lives))
	for i, l := range lives {
		ids[i] = l.id
	}
	return ids, nil
}

// Head returns the number and hash of the newest entry; zero for an empty journal.
func (s *Store) Head() (uint64, Hash, error) {
	var h head
	err := s.view(func(tx *bbolt.Tx) error {
		var err error
		h, err = readHead(tx)
		return err
	})
	return h.Seq, h.Hash, err
}

// head is the end of the chain, kept apart so that a journal that lost its newest entries is noticed.
type head struct {
	Seq  uint64
	Hash Hash
}

func readHead(tx *bbolt.Tx) (head, error) {
	v, err := get(tx.Bucket(metaBucket), headKey)
	if err != nil {
		return head{}, err
	}
	var h head
	switch len(v) {
	case 0:
	case 8 + len(h.Hash):
		h.Seq = binary.BigEndian.Uint64(v)
		copy(h.Hash[:], v[8:])
	default:
		return head{}, damaged("the end of its journal cannot be read")
	}
	return h, nil
}

func (h head) bytes() []byte { return append(seqKey(h.Seq), h.Hash[:]...) }

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// seqOf returns 0, which is no entry's number, for a key that is none.
func seqOf(k []byte) uint64 {
	if len(k) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(k)
}

func paymentKey(payment string, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(append([]byte(payment), 0), seq)
}

// ChainError names the first entry of the journal that is not what was written. It is ErrDamaged.
type ChainError struct {
	Seq    uint64
	Reason string
}

// Error names the entry and what is wrong with it.
func (e *ChainError) Error() string { return fmt.Sprintf("journal entry %d: %s", e.Seq, e.Reason) }

// Is makes a ChainError match ErrDamaged.
func (e *ChainError) Is(target error) bool { return target == ErrDamaged }
