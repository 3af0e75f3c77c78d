package staff

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alexedwards/argon2id"
)

// What is wrong with a new PIN.
var (
	ErrPINForm    = errors.New("a PIN has 4 to 8 digits")
	ErrPINTrivial = errors.New("this PIN is too easy to guess: no repeated digits, no runs such as 1234")
)

// Policy says which PINs may be set.
type Policy struct {
	AllowTrivial bool // the demo's PINs, 1111 and the like, are printed on its screen
}

// Check returns ErrPINForm or ErrPINTrivial.
func (p Policy) Check(pin string) error {
	if len(pin) < 4 || len(pin) > 8 || strings.Trim(pin, "0123456789") != "" {
		return ErrPINForm
	}
	if !p.AllowTrivial && trivial(pin) {
		return ErrPINTrivial
	}
	return nil
}

// trivial finds the PINs people try first: one digit or one pair repeated, and runs up or down.
func trivial(pin string) bool {
	same, up, down := true, true, true
	for i := 1; i < len(pin); i++ {
		step := (int(pin[i]) - int(pin[i-1]) + 10) % 10
		up, down = up && step == 1, down && step == 9
		same = same && (i < 2 || pin[i] == pin[i-2])
	}
	return same || up || down
}

// hashing is OWASP's smallest recommendation for argon2id: about 30 ms on the machine it was chosen on, so well below
// 150 ms on a small kiosk. The attempt limit, not the hash, protects a PIN of four digits.
var hashing = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Bounds of what a stored hash may ask for; a damaged record must not take the machine's memory.
const (
	maxHashMemoryKiB  = 256 * 1024
	maxHashIterations = 16
)

func hashPIN(pin string) (string, error) {
	hash, err := argon2id.CreateHash(pin, &hashing)
	if err != nil {
		return "", fmt.Errorf("hash the PIN: %w", err)
	}
	return hash, nil
}

// matchPIN compares in constant time; stale says that the hash was made with other parameters.
func matchPIN(pin, hash string) (ok, stale bool, err error) {
	p, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		return false, false, fmt.Errorf("the stored PIN cannot be read: %w", err)
	}
	if p.Memory > maxHashMemoryKiB || p.Iterations < 1 || p.Iterations > maxHashIterations || p.Parallelism < 1 || p.KeyLength < 16 {
		return false, false, errors.New("the stored PIN cannot be read: its parameters are out of bounds")
	}
	ok, err = argon2id.ComparePasswordAndHash(pin, hash)
	if err != nil {
		return false, false, fmt.Errorf("compare the PIN: %w", err)
	}
	return ok, *p != hashing, nil
}
