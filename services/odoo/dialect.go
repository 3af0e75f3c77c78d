package odoo

import (
	"strconv"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// dialect holds every difference between Odoo 17, 18 and 19 that the gateway meets (contract §3).
type dialect struct {
	memo        string // account.payment field that holds the mark
	link        bool   // account.payment.load takes invoice_ids
	live        []string
	canceled    []string
	lines       []string // account.move.line.display_type of what is printed
	instalments bool     // Odoo asks for the next or the overdue instalments, not for the whole residual
	groupOf     bool     // has_group is asked of a user record
	keysExpire  bool     // API keys have an expiration_date
	locks       []string // lock dates of res.company that move an entry of a payment

	online bool // account_payment is installed: payment.transaction, and method lines with a provider
	// later says that the version is none of those recorded: the nearest dialect is tried, and missing names what of it this
	// Odoo does not have. Nothing is written to it unless missing is empty.
	later   bool
	missing []string
}

// dialects is the table. A payment is draft, live or canceled in all of them.
var dialects = map[int]dialect{
	17: {
		memo: "ref", live: []string{"posted"}, canceled: []string{"cancel"},
		lines: []string{"product", "line_section", "line_note"},
		locks: []string{"fiscalyear_lock_date", "period_lock_date", "tax_lock_date"},
	},
	18: {
		memo: "memo", link: true, live: []string{"in_process", "paid"}, canceled: []string{"canceled", "rejected"},
		lines:       []string{"product", "line_section", "line_note"},
		instalments: true, groupOf: true, keysExpire: true,
		locks: []string{"fiscalyear_lock_date", "hard_lock_date", "tax_lock_date"},
	},
	19: {
		memo: "memo", link: true, live: []string{"in_process", "paid"}, canceled: []string{"canceled", "rejected"},
		lines:       []string{"product", "line_section", "line_subsection", "line_note"},
		instalments: true, groupOf: true, keysExpire: true,
		locks: []string{"fiscalyear_lock_date", "hard_lock_date", "tax_lock_date"},
	},
}

// oldest and newest are the versions of the table.
const oldest, newest = 17, 19

// major reads server_version_info[0]: 18, or a text on Odoo Online, "saas~18", whose releases lie between two versions.
func major(info []any) (version int, between bool) {
	if len(info) == 0 {
		return 0, false
	}
	switch v := info[0].(type) {
	case int64:
		if v > 0 && v < 1000 {
			return int(v), false
		}
	case string:
		whole, _, _ := strings.Cut(strings.TrimPrefix(v, "saas~"), ".")
		if n, err := strconv.Atoi(whole); err == nil && n > 0 && n < 1000 {
			return n, true
		}
	}
	return 0, false
}

// choose picks the row by version and confirms it by the fields that account.payment and account.move really have: an
// Odoo Online release between two versions may already have the next one's payments. A version later than the table gets
// its last row, to be proven.
func choose(version int, between bool, paymentFields, moveFields *record) (dialect, bool) {
	d, ok := dialects[min(version, newest)]
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
	d.later = version > newest || between
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
