package odoo

import (
	"strconv"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// dialect holds every difference between Odoo 17, 18 and 19 that the gateway meets (contract §3).
type dialect struct {
	memo     string // account.payment field that holds the mark
	link     bool   // account.payment.load takes invoice_ids
	live     []string
	canceled []string
	lines    []string // account.move.line.display_type of what is printed

	online bool // account_payment is installed: payment.transaction, and method lines with a provider
}

// dialects is the table. A payment is draft, live or canceled in all of them.
var dialects = map[int]dialect{
	17: {
		memo: "ref", live: []string{"posted"}, canceled: []string{"cancel"},
		lines: []string{"product", "line_section", "line_note"},
	},
	18: {
		memo: "memo", link: true, live: []string{"in_process", "paid"}, canceled: []string{"canceled", "rejected"},
		lines: []string{"product", "line_section", "line_note"},
	},
	19: {
		memo: "memo", link: true, live: []string{"in_process", "paid"}, canceled: []string{"canceled", "rejected"},
		lines: []string{"product", "line_section", "line_subsection", "line_note"},
	},
}

// major reads server_version_info[0]: 18, or "saas~18" on Odoo Online.
func major(info []any) int {
	if len(info) == 0 {
		return 0
	}
	switch v := info[0].(type) {
	case int64:
		if v > 0 && v < 1000 {
			return int(v)
		}
	case string:
		n, err := strconv.Atoi(strings.TrimPrefix(v, "saas~"))
		if err == nil {
			return n
		}
	}
	return 0
}

// choose picks the row by version and confirms it by the fields that account.payment and account.move really have: an
// Odoo Online release between two versions may already have the next one's payments.
func choose(version int, paymentFields, moveFields *record) (dialect, bool) {
	d, ok := dialects[version]
	if !ok {
		return dialect{}, false
	}
	if _, has := paymentFields.fields[d.memo]; !has {
		next, ok := dialects[version+1]
		if _, has := paymentFields.fields[next.memo]; !ok || !has {
			return dialect{}, false
		}
		d = next
	}
	_, d.online = moveFields.fields["transaction_ids"]
	return d, true
}

// state translates account.payment.state.
func (d dialect) state(s string) (payment.BookingState, error) {
	if s == "draft" {
		return payment.BookingDraft, nil
	}
	for _, w := range d.live {
		if s == w {
			return payment.BookingLive, nil
		}
	}
	for _, w := range d.canceled {
		if s == w {
			return payment.BookingCanceled, nil
		}
	}
	return "", &explain.Failure{Side: explain.Odoo, Kind: explain.Unsupported, Op: "account.payment.state", Text: "unknown state " + strconv.Quote(short(s))}
}
