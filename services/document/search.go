package document

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"paydesk/services/money"
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

// hay is what a search looks through: the number, then the texts, each after a line feed.
func hay(d *Document) string {
	s := "\n" + Fold(d.Number) + "\n" + Fold(d.Partner.Name)
	if d.Reference != "" {
		s += "\n" + Fold(d.Reference)
	}
	if d.PaymentReference != "" && d.PaymentReference != d.Number {
		s += "\n" + Fold(d.PaymentReference)
	}
	return s
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
	all, open := m.shelf.order, m.snap.Open
	m.mu.Unlock()
	fields := strings.Fields(Fold(query))
	if len(fields) == 0 {
		return open
	}
	words := make([]word, len(fields))
	for i, f := range fields {
		words[i] = newWord(f)
	}
	whole := newWord(strings.Join(fields, " "))
	var hits [rankNone][]*Document
	for _, r := range all {
		rank := whole.rank(r)
		if rank == rankNone && len(words) > 1 {
			rank = 0
			for i := 0; i < len(words) && rank < rankNone; i++ {
				rank = max(rank, words[i].rank(r))
			}
		}
		if rank < rankNone {
			hits[rank] = append(hits[rank], &r.Document)
		}
	}
	n := 0
	for _, h := range hits {
		n += len(h)
	}
	docs := make([]*Document, 0, n)
	for _, h := range hits {
		docs = append(docs, h...)
	}
	return docs
}

// word is one thing typed, prepared once for all documents.
type word struct {
	text    string
	digits  bool
	trimmed string // of digits: without leading zeros
	needle  string // what a document must hold to be looked at
	// minor is the amount by the decimals of a currency, in minor units; -1 where it is none
	minor [4]int64
}

func newWord(text string) word {
	w := word{text: text, digits: isDigits(text), needle: text}
	if w.trimmed = strings.TrimLeft(text, "0"); w.digits && w.trimmed != "" {
		w.needle = w.trimmed
	}
	for exp := range w.minor {
		w.minor[exp] = typedAmount(text, exp)
	}
	return w
}

func (w *word) rank(r *row) int {
	best := rankNone
	if n := w.minor[exponent(r.Residual.Currency)]; n >= 0 && n == r.Residual.Minor {
		best = rankAmount
	}
	if !strings.Contains(r.hay, w.needle) {
		return best
	}
	texts := 1 + strings.IndexByte(r.hay[1:], '\n')
	best = min(best, w.rankNumber(r.hay[1:texts]))
	for from := texts; best > rankWord; {
		i := strings.Index(r.hay[from:], w.text)
		if i < 0 {
			break
		}
		if before := r.hay[from+i-1]; before == '\n' || before == ' ' {
			return rankWord
		}
		best, from = rankContains, from+i+1
	}
	return best
}

// rankNumber ranks a word that the number holds, leading zeros aside.
func (w *word) rankNumber(number string) int {
	last := number[strings.LastIndexByte(number, '/')+1:]
	switch {
	case number == w.text, w.digits && strings.TrimLeft(last, "0") == w.trimmed:
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

// exponent is the currency's, without its table for the most usual ones.
func exponent(c money.Currency) int {
	if c == "EUR" || c == "USD" {
		return 2
	}
	return min(c.Exponent(), 3)
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
