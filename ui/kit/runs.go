package kit

import "unicode"

// scriptRuns cuts a line into pieces of one script in the order they stand on the screen: Arabic has a font of its own, and a line
// that begins with Arabic goes from right to left. Spaces between two scripts are pieces of their own.
func scriptRuns(s string) []string {
	type kind int
	const (
		none kind = iota
		gap
		latin
		arabic
	)
	of := func(r rune, before kind) kind {
		switch {
		case unicode.Is(unicode.Arabic, r):
			return arabic
		case unicode.IsSpace(r):
			return gap
		case r != '…' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && before == arabic: // punctuation stays with its word
			return arabic
		}
		return latin
	}
	var runs []string
	var kinds []kind
	last, mixed := none, false
	for _, r := range s {
		k := of(r, last)
		if k == arabic {
			mixed = true
		}
		if k != last {
			runs, kinds = append(runs, ""), append(kinds, k)
			last = k
		}
		runs[len(runs)-1] += string(r)
	}
	if !mixed {
		return []string{s}
	}
	// a gap between words of one script belongs to them: the shaper sets it
	joined, script := runs[:0:0], kinds[:0:0]
	for i := 0; i < len(runs); i++ {
		n := len(joined)
		if n > 0 && kinds[i] == gap && i+1 < len(runs) && kinds[i+1] == script[n-1] {
			joined[n-1] += runs[i] + runs[i+1]
			i++
			continue
		}
		joined, script = append(joined, runs[i]), append(script, kinds[i])
	}
	if script[0] == arabic {
		for i, j := 0, len(joined)-1; i < j; i, j = i+1, j-1 {
			joined[i], joined[j] = joined[j], joined[i]
		}
	}
	return joined
}
