package history

import (
	"cmp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"paydesk/assets"
	"paydesk/services/money"
)

// Day is what happened between two moments, usually since midnight. Currencies are never added together, and money that
// is not certain is in none of the charged sums.
type Day struct {
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Currencies []Total   `json:"currencies"` // most payments first
	Questions  []Row     `json:"questions"`  // not at their end: what somebody should look at before going home
	Declined   int       `json:"declined"`   // payments that ended without money
}

// Total is one currency's day. Charged and Refunded are positive sums in minor units.
type Total struct {
	Currency      money.Currency `json:"currency"`
	Charged       int64          `json:"charged"`
	Payments      int            `json:"payments"`
	Refunded      int64          `json:"refunded"`
	Refunds       int            `json:"refunds"`
	OnItsWay      int64          `json:"on_its_way"` // part of Refunded that the bank has not confirmed
	RefundsAway   int            `json:"refunds_on_their_way"`
	Unbooked      int64          `json:"unbooked"` // part of Charged that Odoo does not have yet
	UnbookedCount int            `json:"unbooked_payments"`
	ByMethod      []Part         `json:"by_method"`
	ByReader      []Part         `json:"by_reader"`
	ByPerson      []Part         `json:"by_person"`
	ByHour        [24]int64      `json:"by_hour"` // charged, by the hour of the charge in the day's zone
}

// Part is one line of a breakdown.
type Part struct {
	Name  string `json:"name"`          // of the person or reader; a key of the catalogue for a method
	Tag   string `json:"tag,omitempty"` // a reader's letter
	Count int    `json:"count"`
	Minor int64  `json:"minor"`
}

// DayOf adds up rows, in the zone of from. A payment counts in the day its card was charged, a refund in the day it was sent.
func DayOf(rows []Row, from, to time.Time) Day {
	d := Day{From: from, To: to}
	totals := map[money.Currency]*Total{}
	total := func(c money.Currency) *Total {
		if totals[c] == nil {
			totals[c] = &Total{Currency: c}
		}
		return totals[c]
	}
	for _, r := range rows {
		at := r.At
		if !r.MoneyAt.IsZero() {
			at = r.MoneyAt
		}
		if at.Before(from) || !at.Before(to) {
			continue
		}
		if r.Outcome.Open() {
			d.Questions = append(d.Questions, r)
		}
		switch {
		case r.Outcome == NotCharged:
			d.Declined++
		case r.Kind == Payment && r.Outcome.MoneyIn():
			t := total(r.Moved.Currency)
			t.charge(r, at.In(from.Location()).Hour())
		case r.Outcome.MoneyOut():
			t := total(r.Moved.Currency)
			t.Refunded += r.Moved.Minor
			t.Refunds++
			if r.Outcome == OnItsWay {
				t.OnItsWay += r.Moved.Minor
				t.RefundsAway++
			}
		}
	}
	for _, t := range totals {
		for _, parts := range [][]Part{t.ByMethod, t.ByReader, t.ByPerson} {
			slices.SortFunc(parts, func(a, b Part) int {
				return cmp.Or(cmp.Compare(b.Minor, a.Minor), cmp.Compare(a.Name, b.Name))
			})
		}
		d.Currencies = append(d.Currencies, *t)
	}
	slices.SortFunc(d.Currencies, func(a, b Total) int {
		return cmp.Or(cmp.Compare(b.Payments, a.Payments), cmp.Compare(b.Charged, a.Charged), cmp.Compare(a.Currency, b.Currency))
	})
	slices.SortFunc(d.Questions, func(a, b Row) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return d
}

func (t *Total) charge(r Row, hour int) {
	t.Charged += r.Moved.Minor
	t.Payments++
	t.ByHour[hour] += r.Moved.Minor
	if r.Outcome != Booked && r.Outcome != BookedLate && r.Outcome != Settled {
		t.Unbooked += r.Moved.Minor
		t.UnbookedCount++
	}
	t.ByMethod = add(t.ByMethod, Part{Name: Method(r.Method)}, r.Moved.Minor)
	t.ByReader = add(t.ByReader, Part{Name: r.Reader, Tag: r.Tag}, r.Moved.Minor)
	t.ByPerson = add(t.ByPerson, Part{Name: r.Person}, r.Moved.Minor)
}

func add(parts []Part, p Part, minor int64) []Part {
	i := slices.IndexFunc(parts, func(q Part) bool { return q.Name == p.Name && q.Tag == p.Tag })
	if i < 0 {
		parts = append(parts, p)
		i = len(parts) - 1
	}
	parts[i].Count++
	parts[i].Minor += minor
	return parts
}

// Method is how the card was read (Stripe's read_method), as a key of the catalogue.
func Method(read string) string {
	switch {
	case len(read) >= 11 && read[:11] == "contactless":
		return "overlay.method.contactless"
	case len(read) >= 7 && read[:7] == "contact":
		return "overlay.method.chip"
	case len(read) >= 8 && read[:8] == "magnetic":
		return "overlay.method.swipe"
	}
	return "overlay.method.other"
}

// MethodName is a key of Method's in words, as a heading or a line of a list begins.
func MethodName(key string) string {
	words := assets.T(key)
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// Since is the beginning of t's day in its own zone.
func Since(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}
