package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paydesk/services/money"
)

// plainRank says how well a word fits a document, one document at a time and without any preparation.
func plainRank(d *Document, w string) int {
	number := Fold(d.Number)
	last := number[strings.LastIndexByte(number, '/')+1:]
	digits := isDigits(w)
	switch {
	case number == w, digits && last != "" && strings.TrimLeft(last, "0") == strings.TrimLeft(w, "0"):
		return rankNumber
	case strings.HasPrefix(number, w), digits && strings.HasPrefix(last, w):
		return rankNumberPrefix
	case typedAmount(w, d.Residual.Currency.Exponent()) == d.Residual.Minor:
		return rankAmount
	}
	best := rankNone
	for i, t := range []string{d.Partner.Name, d.Reference, d.PaymentReference} {
		if i > 0 && t == d.Number {
			continue // the number is looked at already
		}
		t = Fold(t)
		if strings.HasPrefix(t, w) || strings.Contains(t, " "+w) {
			return rankWord
		}
		if strings.Contains(t, w) {
			best = rankContains
		}
	}
	if strings.Contains(number, w) {
		best = rankContains
	}
	return best
}

func plainSearch(docs []*Document, query string) []*Document {
	words := strings.Fields(Fold(query))
	ranked := map[int][]*Document{}
	for _, d := range docs {
		rank := plainRank(d, strings.Join(words, " "))
		if rank == rankNone && len(words) > 1 {
			rank = 0
			for _, w := range words {
				rank = max(rank, plainRank(d, w))
			}
		}
		ranked[rank] = append(ranked[rank], d)
	}
	return slices.Concat(ranked[rankNumber], ranked[rankNumberPrefix], ranked[rankAmount], ranked[rankWord], ranked[rankContains])
}

// Lost if it fails: what makes the search fast makes it miss an invoice, or put another one first.
func TestSearchFindsWhatLookingAtEachDocumentFinds(t *testing.T) {
	texts := []string{"", "Brandt & Söhne", "brandt", "Bran 401", "0401", "Ørsted", "N 1", "INV/1", "10.00"}
	rapid.Check(t, func(t *rapid.T) {
		s := newShelf()
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			for id := range rapid.Int64Range(0, 20).Draw(t, "documents") {
				d := doc(id+1, rapid.SampledFrom(texts).Draw(t, "name"), rapid.SampledFrom([]string{"", "2026-01-01", "2026-02-02"}).Draw(t, "due"), rapid.SampledFrom([]int64{0, 1000, 40100, 41235}).Draw(t, "residual"))
				d.Number = rapid.SampledFrom([]string{"INV/2026/00401", "INV/2026/00040", "401", "RINV/1", "/", "N 1"}).Draw(t, "number")
				d.Residual.Currency = rapid.SampledFrom([]money.Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")
				d.Reference = rapid.SampledFrom(texts).Draw(t, "ref")
				d.PaymentReference = rapid.SampledFrom(append(texts, d.Number)).Draw(t, "payref")
				s.put(d, start.Add(1))
			}
			s.sort()
		}
		query := rapid.OneOf(rapid.SampledFrom([]string{"401", "00401", "0", "000", "inv/2026/00", "sohne", "SÖHNE", "b", "10", "10.00", "401.00", "brandt 401", "& s", "n 1", "/", "40"}),
			rapid.StringMatching(`[bran0-4/ .]{1,4}`)).Draw(t, "query")
		want, got := s.list.docs, s.list.search(query)
		if strings.TrimSpace(query) != "" {
			want = plainSearch(s.list.docs, query)
		}
		if ids(got) != ids(want) {
			t.Fatalf("%q finds %s, want %s in %s", query, ids(got), ids(want), show(s.list.docs))
		}
	})
}

func show(docs []*Document) string {
	out := ""
	for _, d := range docs {
		out += fmt.Sprintf("\n%d %q %q %q %q %v", d.ID, d.Number, d.Partner.Name, d.Reference, d.PaymentReference, d.Residual)
	}
	return out
}
