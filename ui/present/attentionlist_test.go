package present

import (
	"slices"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/ui/attention"
)

func mixed() AttentionList {
	entry := func(k recovery.Kind) recovery.Entry {
		return recovery.Entry{ID: string(k) + ":pi_" + string(k), Kind: k, Mark: "pi_" + string(k), Intent: "pi_" + string(k), Amount: money.New(100, "EUR")}
	}
	unknown := life(payment.Unknown)
	unknown.ID, unknown.Since = "unknown", noon.Add(-6*time.Minute)
	young := life(payment.Unknown)
	young.ID, young.Since = "young", noon.Add(-30*time.Second)
	waits := life(payment.Outbox)
	waits.ID, waits.Intent, waits.Delayed = "outbox", "pi_outbox", noon.Add(-10*time.Minute)
	back := refund.State{Phase: refund.CameBack, Since: noon, Order: refund.Order{ID: "rfback", Amount: money.New(100, "EUR")}, Shares: []refund.ShareState{{Share: refund.Share{Minor: 100}, Progress: refund.Back}}}
	gone := refund.State{Phase: refund.Unknown, Since: noon.Add(-2 * time.Minute), Order: refund.Order{ID: "rfunknown", Amount: money.New(100, "EUR")}, Shares: []refund.ShareState{{Share: refund.Share{Minor: 100}, Progress: refund.Unsure}}}
	return AttentionList{Now: noon, Own: "EUR", Entries: []recovery.Entry{entry(recovery.NoMoney), entry(recovery.Refused), entry(recovery.Credit)},
		Payments: []payment.State{waits, young, unknown}, Refunds: []refund.State{back, gone},
		Settled: []recovery.Settled{{Entry: entry(recovery.TakenBack), By: "Ingrid", Reason: "Given back", Over: noon}}}
}

func ids(vm attention.VM) (out []string) {
	for _, i := range vm.Items {
		out = append(out, i.ID)
	}
	return out
}

// Lost if it fails: what is on top of the list is not where the money is most uncertain, so the customer who may have been charged
// waits behind a booking that will be made anyway; or the one filled button is not the first.
func TestWorstMoneyDoubtComesFirst(t *testing.T) {
	vm := mixed().VM()
	want := []string{"unknown", "rfunknown", "no_money:pi_no_money", "rfback", "refused:pi_refused", "outbox", "credit:pi_credit"}
	if got := ids(vm); !slices.Equal(got, want) {
		t.Errorf("%v\nmust be %v", got, want)
	}
	for i, item := range vm.Items {
		if item.Filled != (i == 0) {
			t.Errorf("%s filled: %v", item.ID, item.Filled)
		}
	}
}

// Lost if it fails: a filter hides what it does not name, its number is wrong, or what was settled shows a way to do it again.
func TestFiltersPartTheList(t *testing.T) {
	l := mixed()
	all := l.VM()
	counts := map[string]int{}
	for _, c := range all.Chips {
		counts[c.Key] = c.Count
	}
	var both []string
	for _, chip := range []string{ChipMoney, ChipOdoo} {
		l.Chip = chip
		vm := l.VM()
		if len(vm.Items) != counts[chip] || vm.Open != len(all.Items) {
			t.Errorf("%s: %v, its number is %d", chip, ids(vm), counts[chip])
		}
		both = append(both, ids(vm)...)
	}
	slices.Sort(both)
	one := ids(all)
	slices.Sort(one)
	if !slices.Equal(both, one) {
		t.Errorf("%v and not %v", both, one)
	}
	l.Chip = ChipSettled
	if vm := l.VM(); len(vm.Items) != 1 || counts[ChipSettled] != 1 || vm.Items[0].Action != "" || vm.Items[0].More || vm.Items[0].Money != "" {
		t.Errorf("%+v", vm.Items)
	}
}
