package refund

import (
	"fmt"
	"strconv"
	"strings"

	"paydesk/services/payment"
)

// Metadata keys of a refund (PROTOCOLS R2). With the shop's id and the note's number they alone suffice to book it on any
// counter, as G5 has it for charges.
const (
	metaShop    = "pd_shop"
	metaNote    = "pd_cn" // <credit note id>:<number>
	metaRID     = "pd_rid"
	metaCounter = "pd_counter"
	metaBy      = "pd_by"
)

// metadata writes what the refund is for.
func (s State) metadata(shop string) map[string]string {
	m := map[string]string{
		metaShop:    shop,
		metaNote:    fmt.Sprintf("%d:%s", s.Note.ID, clip(s.Note.Number, 200)),
		metaRID:     s.ID,
		metaCounter: s.Counter.ID + ":" + s.Counter.Name,
		metaBy:      clip(s.Approver, 200),
	}
	if s.Loose {
		delete(m, metaNote)
	}
	return m
}

func clip(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}

// noteOf is the credit note a refund was made for, 0 if it names none.
func noteOf(r Refund) int64 { return documentOf(r).ID }

func documentOf(r Refund) Document {
	id, number, ok := strings.Cut(r.Metadata[metaNote], ":")
	n, err := strconv.ParseInt(id, 10, 64)
	if !ok || err != nil || n <= 0 {
		return Document{}
	}
	return Document{n, number}
}

// bookedAs is the payment that a refund was booked as by whoever did it, 0 if nobody said so.
func bookedAs(r Refund) int64 {
	id, err := strconv.ParseInt(r.Metadata[payment.MetaBooked], 10, 64)
	if err != nil || id <= 0 {
		return 0
	}
	return id
}

// counterOf is who made a refund.
func counterOf(r Refund) payment.Counter {
	id, name, _ := strings.Cut(r.Metadata[metaCounter], ":")
	return payment.Counter{ID: id, Name: name}
}

// refundKey is shared by everybody who refunds on this note, or on this charge without one: of two with the same number one is
// executed (R2).
func (s State) refundKey(shop, intent string, n int) string {
	if s.Loose {
		return fmt.Sprintf("pd1:r:%s:%s:%d", shop, intent, n)
	}
	return fmt.Sprintf("pd1:r:%s:%d:%d", shop, s.Note.ID, n)
}

// unusedBy is the lowest number that no other share of this refund was sent under: theirs are other parameters.
func (s State) unusedBy(n int) int {
	lowest := 0
	for i, sh := range s.Shares {
		if i != n && sh.Key != "" && !s.Loose {
			lowest = max(lowest, sh.N+1)
		}
	}
	return lowest
}
