package app

import (
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
)

// Secret is a key. Printed, logged or encoded it shows nothing; Reveal is for the gateway that sends it.
type Secret string

// Reveal returns the key itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the key, and says whether there is one.
func (s Secret) String() string {
	if s == "" {
		return "(none)"
	}
	return "(hidden)"
}

// GoString hides the key from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the key from the log.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the key from JSON and TOML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

const maxSecretBytes = 4096

// readSecret reads a key file that only its owner may read; problem and fix never hold any of it.
func readSecret(path string) (s Secret, problem, fix string) {
	st, err := os.Stat(path)
	if err != nil {
		return "", fmt.Sprintf("the key file %s cannot be read: %v", path, err), "Write the key into it, on one line"
	}
	if runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
		return "", fmt.Sprintf("the key file %s can be read by others (mode %04o)", path, st.Mode().Perm()), "Run: chmod 600 " + shellQuote(path)
	}
	text, err := readSmall(path, maxSecretBytes)
	if err != nil {
		return "", fmt.Sprintf("the key file %s cannot be read: %v", path, err), "Write the key into it, on one line"
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")) // editors of Windows begin a file with this mark
	if text == "" || strings.ContainsAny(text, " \t\r\n\x00") {
		return "", fmt.Sprintf("the key file %s does not hold one key", path), "Write the key into it, on one line, and nothing else"
	}
	return Secret(text), "", ""
}

// shellQuote makes a path safe to paste.
func shellQuote(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
