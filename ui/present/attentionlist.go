package present

import (
	"slices"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// Chips of the attention screen.
const (
	ChipAttention = "open"
	ChipMoney     = "money"
	ChipOdoo      = "odoo"
	ChipSettled   = "settled"
)

// AttentionList is everything the attention screen depends on.
type AttentionList struct {
	Now      time.Time
	Own      money.Currency
	Entries  []recovery.Entry
	Payments []payment.State // under way at this counter
	Refunds  []refund.State  // under way, or come back
	Settled  []recovery.Settled
	Chip     string // empty: all that is open
	Working  string // entry that is being settled
}

// ranked is a card with how uncertain its money is: the lower, the worse.
type ranked struct {
	doubt int
	odoo  bool // it waits for Odoo, the money is certain
	item  attention.Item
}

// Open is how many things need somebody.
func (l AttentionList) Open() int { return len(l.ranked()) }

// VM shows the list, the worst money doubt first, whatever kind of thing it is.
func (l AttentionList) VM() attention.VM {
	all := l.ranked()
	waits := func(r ranked) bool { return r.odoo }
	count := func(ok func(ranked) bool) int {
		return len(slices.DeleteFunc(slices.Clone(all), func(r ranked) bool { return !ok(r) }))
	}
	odoo := count(waits)
	vm := attention.VM{Open: len(all), Chip: l.Chip, Chips: []shell.ChipVM{
		{Key: ChipAttention, Word: assets.T("attention.chip.open"), Count: len(all), Icon: "bell"},
		{Key: ChipMoney, Word: assets.T("attention.chip.money"), Count: len(all) - odoo, Icon: "coin"},
		{Key: ChipOdoo, Word: assets.T("attention.chip.odoo"), Short: assets.T("attention.chip.odoo.short"), Count: odoo, Icon: "database"},
		{Key: ChipSettled, Word: assets.T("attention.chip.settled"), Short: assets.T("attention.chip.settled.short"), Count: len(l.Settled), Icon: "check"},
	}}
	switch l.Chip {
	case "":
		vm.Chip = ChipAttention
	case ChipMoney:
		all = slices.DeleteFunc(all, waits)
	case ChipOdoo:
		all = slices.DeleteFunc(all, func(r ranked) bool { return !r.odoo })
	case ChipSettled:
		all, vm.None = nil, assets.T("attention.none.settled")
		for _, s := range l.Settled {
			vm.Items = append(vm.Items, SettledItem(s, l.Own))
		}
	}
	if l.Chip != ChipSettled && vm.Open > 0 {
		vm.None = assets.T("attention.none.filter")
	}
	for i, r := range all {
		r.item.Filled = i == 0
		vm.Items = append(vm.Items, r.item)
	}
	return vm
}

// Doubts of what is no entry, among those of the entries (recovery.Entry.Doubt), ten apart.
const (
	doubtUnknown  = -2
	doubtRefund   = -1
	doubtCameBack = 35 // the customer did not get his money
	doubtNoBook   = 45 // the money is certain, the books wait
)

func (l AttentionList) ranked() []ranked {
	var all []ranked
	for _, s := range l.Payments {
		if Doubtful(s, l.Now) {
			all = append(all, ranked{doubtUnknown, false, unknownItem(s, l.Own, l.Now)})
		}
	}
	for _, s := range RefundAttention(l.Refunds, l.Now) {
		r := ranked{doubtRefund, false, RefundItem(s, l.Own, l.Now, false)}
		switch s.Phase {
		case refund.Held:
			r.doubt, r.odoo = doubtNoBook, true
		case refund.CameBack:
			r.doubt = doubtCameBack
		}
		all = append(all, r)
	}
	for _, e := range l.Entries {
		all = append(all, ranked{10 * e.Doubt(), e.Kind == recovery.Refused, EntryItem(e, l.Own, false, l.Working == e.ID)})
	}
	for _, s := range Attention(l.Payments, l.Now, l.Entries) {
		all = append(all, ranked{doubtNoBook, true, AttentionItem(s, l.Own, false, s.Phase == payment.Posting)})
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return a.doubt - b.doubt })
	return all
}

// Doubtful says that nobody has known for a minute whether a payment was charged.
func Doubtful(s payment.State, now time.Time) bool {
	return s.Phase == payment.Unknown && now.Sub(s.Since) > unknownFor
}

// unknownItem is the card of a payment that may have been charged.
func unknownItem(s payment.State, own money.Currency, now time.Time) attention.Item {
	w := []any{"number", s.Numbers(), "amount", s.Amount.Format(own), "time", s.Since.Local().Format("15:04"), "since", assets.T("ago.min", "n", int(now.Sub(s.Since).Minutes()))}
	return attention.Item{
		ID: s.ID, Icon: "question", Tone: kit.ToneWarn, Title: assets.T("attention.unknown.title", w...), Fact: assets.T("attention.unknown.fact", w...),
		Money: assets.T("money.unknown"), MoneyIcon: "triangle", MoneyTone: kit.ToneWarn, Who: assets.T("attention.unknown.who", w...),
		Action: assets.T("button.ask"), ActionIcon: "refresh",
	}
}
