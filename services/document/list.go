package document

import (
	"cmp"
	"slices"
	"strings"

	"paydesk/services/money"
)

// list is the open invoices by urgency, side by side as a search reads them: following a pointer for each of a hundred
// thousand documents would cost more than all the rest. It is never changed once made.
type list struct {
	docs   []*Document
	text   string   // every document's folded texts: number, customer, references, each after a line feed
	starts []uint32 // where each document's texts begin, and the end
	minor  []int64  // what is left of each
	digits []uint8  // decimals of its currency
}

// edit takes one document out of a list or puts one in before the place it has there.
type edit struct {
	at  int
	old bool
	doc *Document
}

func urgency(a, b *Document) int {
	return cmp.Or(strings.Compare(a.Due, b.Due), strings.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

// place is where a document stands or would stand.
func (l *list) place(d *Document) int {
	at, _ := slices.BinarySearchFunc(l.docs, d, urgency)
	return at
}

// edited is the list with some documents taken out and others put in; what lies between is copied as it is.
func (l *list) edited(edits []edit) *list {
	slices.SortFunc(edits, func(a, b edit) int {
		if c := cmp.Compare(a.at, b.at); c != 0 || a.old == b.old {
			return cmp.Or(c, urgency(a.doc, b.doc))
		}
		if b.old {
			return -1
		}
		return 1
	})
	n := len(l.docs) + len(edits)
	to := &list{docs: make([]*Document, 0, n), starts: make([]uint32, 0, n+1), minor: make([]int64, 0, n), digits: make([]uint8, 0, n)}
	var text strings.Builder
	text.Grow(len(l.text) + 64*len(edits))
	from := 0
	run := func(end int) {
		shift := uint32(text.Len()) - l.starts[from]
		for i := from; i < end; i++ {
			to.starts = append(to.starts, l.starts[i]+shift)
		}
		text.WriteString(l.text[l.starts[from]:l.starts[end]])
		to.docs, to.minor, to.digits = append(to.docs, l.docs[from:end]...), append(to.minor, l.minor[from:end]...), append(to.digits, l.digits[from:end]...)
		from = end
	}
	for _, e := range edits {
		run(e.at)
		if e.old {
			from++
			continue
		}
		to.starts = append(to.starts, uint32(text.Len()))
		writeTexts(&text, e.doc)
		to.docs = append(to.docs, e.doc)
		to.minor, to.digits = append(to.minor, e.doc.Residual.Minor), append(to.digits, exponent(e.doc.Residual.Currency))
	}
	run(len(l.docs))
	to.text, to.starts = text.String(), append(to.starts, uint32(text.Len()))
	return to
}

// writeTexts writes what a search looks through.
func writeTexts(to *strings.Builder, d *Document) {
	for i, s := range []string{d.Number, d.Partner.Name, d.Reference, d.PaymentReference} {
		if i < 2 || s != "" && s != d.Number {
			to.WriteByte('\n')
			to.WriteString(Fold(s))
		}
	}
}

func exponent(c money.Currency) uint8 { return uint8(min(max(c.Exponent(), 0), mostDigits)) }

// mostDigits is the most decimals that Stripe counts any currency with.
const mostDigits = 3
