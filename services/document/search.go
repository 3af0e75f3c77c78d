package document

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is a document with its texts prepared for search.
type folded struct {
	doc    Document
	number string
	texts  []string // name, customer reference, references
	amount string   // digits of the residual in minor units
}

// Fold lowers the case and drops diacritics, so that "soehne" stays as typed but "söhne" is found by "sohne".
func Fold(s string) string {
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

func foldAll(docs []Document) []folded {
	out := make([]folded, len(docs))
	for i, d := range docs {
		out[i] = folded{
			doc: d, number: Fold(d.Number), amount: strconv.FormatInt(d.Residual.Minor, 10),
			texts: []string{Fold(d.Partner.Name), Fold(d.Reference), Fold(d.PaymentReference), Fold(d.Partner.Ref)},
		}
	}
	return out
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
func (m *Mirror) Search(query string) []Document {
	m.mu.Lock()
	all := m.found
	m.mu.Unlock()
	words := strings.Fields(Fold(query))
	if len(words) == 0 {
		return m.Snapshot().Open
	}
	whole := strings.Join(words, " ")
	type hit struct {
		rank int
		doc  Document
	}
	var hits []hit
	for _, f := range all {
		rank := 0
		if one := f.rank(whole); one < rankNone {
			rank = one
		} else {
			for _, w := range words {
				rank = max(rank, f.rank(w))
			}
		}
		if rank < rankNone {
			hits = append(hits, hit{rank, f.doc})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.rank - b.rank })
	docs := make([]Document, len(hits))
	for i, h := range hits {
		docs[i] = h.doc
	}
	return docs
}

func (f folded) rank(w string) int {
	last := f.number[strings.LastIndexByte(f.number, '/')+1:]
	switch {
	case f.number == w || (isDigits(w) && strings.TrimLeft(last, "0") == strings.TrimLeft(w, "0")):
		return rankNumber
	case strings.HasPrefix(f.number, w) || (isDigits(w) && strings.HasPrefix(last, w)):
		return rankNumberPrefix
	case f.isAmount(w):
		return rankAmount
	}
	best := rankNone
	for _, t := range f.texts {
		if strings.HasPrefix(t, w) || strings.Contains(t, " "+w) {
			return rankWord
		}
		if strings.Contains(t, w) {
			best = rankContains
		}
	}
	if best == rankNone && strings.Contains(f.number, w) {
		best = rankContains
	}
	return best
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// isAmount compares what was typed with what is left to pay: "1284.50", "1284,5", "1,284.50", "1284" all find 1284.50.
func (f folded) isAmount(w string) bool {
	w = strings.Trim(w, "€$£¥")
	if w == "" || strings.IndexFunc(w, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' }) >= 0 {
		return false
	}
	exp := f.doc.Residual.Currency.Exponent()
	whole, frac := w, ""
	if i := strings.LastIndexAny(w, ".,"); i >= 0 && len(w)-i-1 <= max(exp, 2) && len(w)-i-1 > 0 {
		whole, frac = w[:i], w[i+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	if len(frac) > exp {
		return false
	}
	return strings.TrimLeft(whole+frac+strings.Repeat("0", exp-len(frac)), "0") == f.amount
}
