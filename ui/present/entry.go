package present

import (
	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/recovery"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
)

// StripPin is the strip on which a manager pins the shop anew.
const StripPin = "pin"

// entryWords fill the sentences of an entry.
func entryWords(e recovery.Entry, own money.Currency) []any {
	rest := ""
	if e.Rest != nil {
		rest = e.Rest.Format(own)
	}
	return []any{
		"number", e.Numbers(), "amount", e.Amount.Format(own), "rest", rest, "text", e.Text, "mark", e.Mark, "count", len(e.Marks), "customer", e.Customer,
		"person", e.Person, "counter", e.Counter, "time", e.At.Local().Format("15:04"), "date", language.Day(e.At.Local()),
	}
}

// EntryItem is the card of an entry. first: it holds the screen's one filled button.
func EntryItem(e recovery.Entry, own money.Currency, first, busy bool) attention.Item {
	w := entryWords(e, own)
	key := "attention." + string(e.Kind)
	item := attention.Item{
		ID: e.ID, Icon: "bank-mark", Tone: kit.ToneOK, Title: assets.T(key+".title", w...), Fact: assets.T(key+".fact", w...),
		Money: assets.T("money.charged", w...), MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK, Who: assets.T("attention.who.manager"),
		Filled: first, Busy: busy, More: true,
	}
	switch e.Kind {
	case recovery.Refused, recovery.Document:
		item.Who = assets.T("attention.who.accountant")
	case recovery.NoMoney:
		item.Icon, item.Tone = "question", kit.ToneWarn
		item.Money, item.MoneyIcon, item.MoneyTone = assets.T("attention.money.none"), "triangle", kit.ToneWarn
	case recovery.Gone, recovery.Restored:
		item.Icon, item.Tone = "database", kit.ToneWarn
	case recovery.TakenBack, recovery.Changed:
		item.Icon, item.Tone = "receipt", kit.ToneWarn
	case recovery.Refund, recovery.Refunded:
		item.Icon, item.Tone = "back-arrow", kit.ToneInfo
	case recovery.Dispute:
		item.Icon, item.Tone = "hand", kit.ToneBad
	case recovery.Credit:
		item.Icon, item.Tone = "coin", kit.ToneInfo
	}
	if e.Kind == recovery.Refund {
		item.Money, item.MoneyIcon, item.MoneyTone = assets.T("attention.money.back", w...), "back-arrow", kit.ToneInfo
	}
	v := e.Actions()[0].Verb
	item.Action, item.ActionIcon = VerbLabel(e, v), verbIcons[v]
	if v == recovery.Close {
		item.Action = assets.T("attention.close.act")
	}
	return item
}

var verbIcons = map[recovery.Verb]string{recovery.BookAgain: "refresh", recovery.OnAccount: "user", recovery.Close: "check"}

func verbKey(e recovery.Entry, v recovery.Verb) string {
	switch {
	case v == recovery.BookAgain && e.Kind == recovery.Restored:
		return "attention.again_all"
	case v == recovery.BookAgain:
		return "attention.again"
	}
	return "attention." + string(v)
}

// VerbLabel is what the button of an action says.
func VerbLabel(e recovery.Entry, v recovery.Verb) string { return assets.T(verbKey(e, v) + ".label") }

// VerbWhat says what an action does.
func VerbWhat(e recovery.Entry, v recovery.Verb, own money.Currency) string {
	return assets.T(verbKey(e, v)+".what", entryWords(e, own)...)
}

// EntrySheet is an entry with everything that may be done about it.
func EntrySheet(e recovery.Entry, own money.Currency) attention.SheetVM {
	item := EntryItem(e, own, false, false)
	vm := attention.SheetVM{Title: item.Title, Fact: item.Fact, Money: item.Money, MoneyIcon: item.MoneyIcon, MoneyTone: item.MoneyTone}
	if e.Person != "" {
		vm.Second = assets.T("attention.charged_at", entryWords(e, own)...)
	}
	for i, a := range e.Actions() {
		kind := kit.Outline
		if i == 0 && a.Verb != recovery.Close {
			kind = kit.Filled
		}
		vm.Choices = append(vm.Choices, attention.Choice{ID: string(a.Verb), Label: VerbLabel(e, a.Verb), What: VerbWhat(e, a.Verb, own), Icon: verbIcons[a.Verb], Kind: kind})
	}
	return vm
}

// EntryReasons are why an entry may be closed.
func EntryReasons() []string {
	return []string{assets.T("attention.close.1"), assets.T("attention.close.2"), assets.T("attention.close.3"), assets.T("attention.close.4")}
}
