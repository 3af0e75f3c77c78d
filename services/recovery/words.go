package recovery

import (
	"slices"
	"strings"
)

// refundOf tells refunds of one charge apart in pd_closed.
func refundOf(e Entry) string {
	if e.Kind == Refund {
		return "/" + e.Mark
	}
	return ""
}

// withWord adds a word to a list of words, once. Stripe keeps 500 characters of a value: the oldest words go first, and
// never one that says the charge is settled.
func withWord(list, word string) string {
	words := strings.Fields(list)
	if slices.Contains(words, word) {
		return list
	}
	words = append(words, word)
	for len(strings.Join(words, " ")) > 500 {
		i := slices.IndexFunc(words, func(w string) bool { return strings.Contains(w, "/") })
		if i < 0 {
			break
		}
		words = slices.Delete(words, i, i+1)
	}
	return strings.Join(words, " ")
}

// closedWord says that pd_closed holds an entry.
func closedWord(list string, e Entry) bool {
	return slices.Contains(strings.Fields(list), string(e.Kind)+refundOf(e))
}
