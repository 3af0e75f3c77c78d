package stripesim

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newID makes the next identifier of a kind, such as "pi_3" + 23 characters: a function of seed, kind and count.
func (s *Server) newID(prefix string, chars int) string {
	s.counters[prefix]++
	return prefix + s.scramble(prefix, s.counters[prefix], chars)
}

func (s *Server) scramble(what string, n uint64, chars int) string {
	var in [16]byte
	binary.BigEndian.PutUint64(in[:8], s.cfg.Seed)
	binary.BigEndian.PutUint64(in[8:], n)
	sum := sha256.Sum256(append(in[:], what...))
	var b strings.Builder
	for i := range chars {
		b.WriteByte(base62[int(sum[i%len(sum)])%len(base62)])
	}
	return b.String()
}

// hex makes lower-case hexadecimal digits (at most 64) that belong to a name.
func (s *Server) hex(what string, digits int) string {
	sum := sha256.Sum256([]byte(what + s.scramble(what, 0, 32)))
	return hex.EncodeToString(sum[:])[:digits]
}
