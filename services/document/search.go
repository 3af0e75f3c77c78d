package document

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold lowers the case and drops diacritics, so that "soehne" stays as typed but "söhne" is found by "sohne".
func Fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Ranks of a hit, best first.
const (
	rankNumber = iota // the number itself, or its last part
	rankNumberPrefix
	rankAmount
	rankWord
	rankContains
	rankNone
)

// Search finds open documents by number, customer, reference or amount, best hits first and each rank by urgency.
// Every word typed must be found.
func (m *Mirror) Search(query string) []*Document {
	m.mu.Lock()
	l := m.shelf.list
	m.mu.Unlock()
	return l.search(query)
}

func (l *list) search(query string) []*Document {
	fields := strings.Fields(Fold(query))
	if len(fields) == 0 {
		return l.docs
	}
	ranks := l.ranks(strings.Join(fields, " "))
	if len(fields) > 1 && slices.Contains(ranks, rankNone) { // what is not found as one must hold every word
		all := l.ranks(fields[0])
		for _, f := range fields[1:] {
			for i, rank := range l.ranks(f) {
				all[i] = max(all[i], rank)
			}
		}
		for i, rank := range all {
			if ranks[i] == rankNone {
				ranks[i] = rank
			}
		}
	}
	var count [rankNone + 1]int
	for _, rank := range ranks {
		count[rank]++
	}
	var next [rankNone + 1]int
	for rank := 1; rank <= rankNone; rank++ {
		next[rank] = next[rank-1] + count[rank-1]
	}
	hits := make([]*Document, len(ranks)-count[rankNone])
	for i, rank := range ranks {
		if rank < rankNone {
			hits[next[rank]] = l.docs[i]
			next[rank]++
		}
	}
	return hits
}

// word is one thing typed, prepared once for all documents.
type word struct {
	text    string
	digits  bool
	trimmed string // of digits: without leading zeros
}

// ranks says how well a word fits each document.
func (l *list) ranks(text string) []uint8 {
	ranks := slices.Repeat([]uint8{rankNone}, len(l.docs))
	var minor [mostDigits + 1]int64
	amount := false
	for digits := range minor {
		minor[digits] = typedAmount(text, digits)
		amount = amount || minor[digits] >= 0
	}
	if amount {
		for i, left := range l.minor {
			if minor[l.digits[i]] == left {
				ranks[i] = rankAmount
			}
		}
	}
	w := word{text: text, digits: isDigits(text), trimmed: strings.TrimLeft(text, "0")}
	needle := text
	if w.digits && w.trimmed != "" {
		needle = w.trimmed
	}
	for from, i := 0, 0; ; i++ {
		at := strings.Index(l.text[from:], needle)
		if at < 0 {
			return ranks
		}
		i += l.owner(i, uint32(from+at))
		ranks[i] = min(ranks[i], w.rank(l.text[l.starts[i]:l.starts[i+1]], from+at-int(l.starts[i])))
		from = int(l.starts[i+1])
	}
}

// owner says how many documents after i the one is whose texts hold a place: mostly none or few.
func (l *list) owner(i int, at uint32) int {
	step := 1
	for i+step < len(l.docs) && l.starts[i+step] <= at {
		step *= 2
	}
	low := step / 2
	return low + sort.Search(min(step, len(l.docs)-i)-low-1, func(n int) bool { return l.starts[i+low+n+1] > at })
}

// rank says how well the word fits one document's texts, whose first place of interest is known.
func (w *word) rank(texts string, first int) uint8 {
	best := uint8(rankNone)
	end := 1 + strings.IndexByte(texts[1:], '\n')
	if first < end {
		best = w.rankNumber(texts[1:end])
	}
	if w.digits {
		first -= len(w.text) - len(w.trimmed) // found without the zeros before it
	}
	for from := max(end, first); best > rankWord; {
		i := strings.Index(texts[from:], w.text)
		if i < 0 {
			break
		}
		if before := texts[from+i-1]; before == '\n' || before == ' ' {
			return rankWord
		}
		best, from = min(best, rankContains), from+i+1
	}
	return best
}

// rankNumber ranks a word that the number holds, leading zeros aside.
func (w *word) rankNumber(number string) uint8 {
	last := number[strings.LastIndexByte(number, '/')+1:]
	switch {
	case number == w.text, w.digits && last != "" && strings.TrimLeft(last, "0") == w.trimmed:
		return rankNumber
	case strings.HasPrefix(number, w.text), w.digits && strings.HasPrefix(last, w.text):
		return rankNumberPrefix
	case strings.Contains(number, w.text):
		return rankContains
	}
	return rankNone
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// typedAmount reads what was typed as an amount of a currency with so many decimals, -1 where it is none: "1284.50",
// "1284,5", "1,284.50" and "€1,284.50" are all 1284.50.
func typedAmount(w string, exp int) int64 {
	w = strings.Trim(w, "€$£¥")
	if w == "" || strings.IndexFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' }) >= 0 {
		return -1
	}
	whole, frac := w, ""
	if i := strings.LastIndexAny(w, ".,"); i >= 0 && len(w)-i-1 <= max(exp, 2) && len(w)-i-1 > 0 {
		whole, frac = w[:i], w[i+1:]
	}
	if len(frac) > exp {
		return -1
	}
	n, err := strconv.ParseInt(strings.NewReplacer(".", "", ",", "").Replace(whole)+frac+strings.Repeat("0", exp-len(frac)), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
