package odoosim

import (
	"strconv"
	"strings"
)

// index finds what would otherwise be searched for among all entries or payments: a shop with 100,000 documents has to
// answer as fast as one with ten.
type index struct {
	numbers   map[string]int   // entries by number
	highest   map[string]int   // in use, by prefix and year; a missing one is counted anew
	reversals map[int][]int    // credit notes by the document they reverse
	payments  map[int][]int    // payments by a document they are linked with
	orders    map[string]order // records in the order of a clause
}

// order is a list as it was asked for at a turn of its table.
type order struct {
	turn int
	ids  []int // nil after the first question: only a second one pays for the whole list
}

func (d *database) newIndex() {
	d.index = index{numbers: map[string]int{}, highest: map[string]int{}, reversals: map[int][]int{}, payments: map[int][]int{}, orders: map[string]order{}}
	d.moves.note, d.payments.note = d.noteMove, d.notePayment
}

func (d *database) noteMove(id int, old, row *move) {
	was, is := move{}, move{}
	if old != nil {
		was = *old
	}
	if row != nil {
		is = *row
	}
	if was.name != is.name {
		if stem, n := splitNumber(was.name); n != 0 {
			if d.index.numbers[was.name] == id {
				delete(d.index.numbers, was.name)
			}
			if d.index.highest[stem] == n {
				delete(d.index.highest, stem)
			}
		}
		if stem, n := splitNumber(is.name); n != 0 {
			d.index.numbers[is.name] = id
			if high, counted := d.index.highest[stem]; counted && n > high {
				d.index.highest[stem] = n
			}
		}
	}
	if was.reversed != is.reversed {
		relink(d.index.reversals, was.reversed, is.reversed, id)
	}
}

func (d *database) notePayment(id int, old, row *payment) {
	if old != nil {
		for _, doc := range old.invoices {
			relink(d.index.payments, doc, 0, id)
		}
	}
	if row != nil {
		for _, doc := range row.invoices {
			relink(d.index.payments, 0, doc, id)
		}
	}
}

// relink moves an id from one list to another, in order; 0 is no list.
func relink(lists map[int][]int, from, to, id int) {
	if from != 0 {
		lists[from] = without(lists[from], id)
	}
	if to != 0 {
		list := with(lists[to], id)
		for i := len(list) - 1; i > 0 && list[i] < list[i-1]; i-- {
			list[i], list[i-1] = list[i-1], list[i]
		}
		lists[to] = list
	}
}

// splitNumber takes INV/2026/00007 apart; n is 0 for what has no number.
func splitNumber(name string) (stem string, n int) {
	i := strings.LastIndexByte(name, '/')
	n, err := strconv.Atoi(name[i+1:])
	if err != nil || n < 0 {
		return "", 0
	}
	return name[:i+1], n
}

// highest is the highest number in use under a prefix and year.
func (d *database) highest(stem string) int {
	if n, counted := d.index.highest[stem]; counted {
		return n
	}
	high := 0
	for _, id := range d.moves.ids {
		if s, n := splitNumber(d.moves.at(id).name); s == stem && n > high {
			high = n
		}
	}
	d.index.highest[stem] = high
	return high
}

// nextName numbers an entry like Odoo: one more than the highest number in use under the prefix and year.
func (d *database) nextName(prefix, date string) string {
	stem := prefix + "/" + date[:4] + "/"
	n := strconv.Itoa(d.highest(stem) + 1)
	return stem + strings.Repeat("0", max(5-len(n), 0)) + n
}

// draftName is what a draft is called: nothing, or in Odoo 17 "/", and its number already where it is the first of its
// kind (contract §3).
func (d *database) draftName(prefix, date string) string {
	switch {
	case !d.dialect.draftEntry:
		return ""
	case d.highest(prefix+"/"+date[:4]+"/") == 0:
		return d.nextName(prefix, date)
	}
	return "/"
}

// unnumbered says that an entry has no number yet.
func unnumbered(name string) bool { return name == "" || name == "/" }

// lastInChain reports whether no entry with the same prefix has a higher number.
func (d *database) lastInChain(name string) bool {
	stem, n := splitNumber(name)
	return n == 0 || d.highest(stem) <= n
}

// document finds an invoice or credit note by its number.
func (d *database) document(number string) (int, bool) {
	id, ok := d.index.numbers[number]
	return id, ok && isDocument(d.moves.at(id))
}
