package present

import (
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/recovery"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
)

// StripPin is the strip on which a manager pins the shop anew.
const StripPin = "pin"

// EntryItem is the card of an entry. first: it holds the screen's one filled button.
func EntryItem(e recovery.Entry, own money.Currency, first, busy bool) attention.Item {
	item := attention.Item{
		ID: e.ID, Icon: "bank-mark", Tone: kit.ToneOK, Title: e.Title(own), Fact: e.Fact(own), Money: e.Money(own), MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK, Who: e.Who(),
		Filled: first, Busy: busy, More: true,
	}
	switch e.Kind {
	case recovery.NoMoney:
		item.Icon, item.Tone = "question", kit.ToneWarn
		item.MoneyIcon, item.MoneyTone = "triangle", kit.ToneWarn
	case recovery.Gone, recovery.Restored:
		item.Icon, item.Tone = "database", kit.ToneWarn
	case recovery.TakenBack, recovery.Changed:
		item.Icon, item.Tone = "receipt", kit.ToneWarn
	case recovery.Refund, recovery.Refunded:
		item.Icon, item.Tone = "back-arrow", kit.ToneInfo
	case recovery.Dispute:
		item.Icon, item.Tone = "hand", kit.ToneBad
	case recovery.Credit, recovery.Cash:
		item.Icon, item.Tone = "coin", kit.ToneInfo
	case recovery.Stranger:
		item.Icon, item.Tone = "search", kit.ToneInfo
	case recovery.HoldEnds:
		item.Icon, item.Tone, item.MoneyIcon, item.MoneyTone = "pause", kit.ToneHeld, "pause", kit.ToneHeld
	case recovery.HoldLost:
		item.Icon, item.Tone, item.MoneyIcon, item.MoneyTone = "clock", kit.ToneWarn, "circle-slash", kit.ToneNeutral
	}
	if e.Kind == recovery.Refund {
		item.MoneyIcon, item.MoneyTone = "back-arrow", kit.ToneInfo
	}
	v := e.Actions()[0].Verb
	item.Action, item.ActionIcon = VerbLabel(e, v), verbIcons[v]
	if v == recovery.Close {
		item.Action = assets.T("attention.close.act")
	}
	return item
}

var verbIcons = map[recovery.Verb]string{recovery.BookAgain: "refresh", recovery.OnAccount: "user", recovery.Elsewhere: "receipt", recovery.GiveBack: "back-arrow", recovery.ShowHold: "pause", recovery.Close: "check"}

func verbKey(e recovery.Entry, v recovery.Verb) string {
	switch {
	case v == recovery.BookAgain && e.Kind == recovery.Restored:
		return "attention.again_all"
	case v == recovery.BookAgain && e.Kind == recovery.Stranger:
		return "attention.accept"
	case v == recovery.Elsewhere && e.Kind == recovery.Stranger:
		return "attention.choose"
	case v == recovery.BookAgain:
		return "attention.again"
	}
	return "attention." + string(v)
}

// VerbLabel is what the button of an action says.
func VerbLabel(e recovery.Entry, v recovery.Verb) string { return assets.T(verbKey(e, v) + ".label") }

// VerbIcon goes with it.
func VerbIcon(v recovery.Verb) string { return verbIcons[v] }

// GiveBackAct is what the button of a refund without a credit note says.
func GiveBackAct(e recovery.Entry, own money.Currency) string {
	return assets.T("attention.give_back.act", e.Words(own)...)
}

// VerbWhat says what an action does.
func VerbWhat(e recovery.Entry, v recovery.Verb, own money.Currency) string {
	return assets.T(verbKey(e, v)+".what", e.Words(own)...)
}

// EntrySheet is an entry with everything that may be done about it.
func EntrySheet(e recovery.Entry, own money.Currency) attention.SheetVM {
	item := EntryItem(e, own, false, false)
	vm := attention.SheetVM{Title: item.Title, Fact: item.Fact, Money: item.Money, MoneyIcon: item.MoneyIcon, MoneyTone: item.MoneyTone}
	if e.Person != "" && e.Kind != recovery.HoldEnds && e.Kind != recovery.HoldLost {
		vm.Second = assets.T("attention.charged_at", e.Words(own)...)
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

// EntryDocuments lets a person choose the invoice that an entry's charge pays: the best fit comes first.
func EntryDocuments(e recovery.Entry, docs []document.Document, own money.Currency, tight bool) attention.SheetVM {
	mostDocuments := 5
	if tight { // as many as have room with what becomes of each
		mostDocuments = 3
	}
	vm := EntrySheet(e, own)
	vm.Heading, vm.Choices = assets.T("attention.elsewhere.heading"), nil
	if len(docs) > mostDocuments {
		vm.Second = assets.T("attention.elsewhere.best", "count", mostDocuments, "all", len(docs))
		docs = docs[:mostDocuments]
	}
	for _, d := range docs {
		what := DocumentWhat(e, d, own)
		vm.Choices = append(vm.Choices, attention.Choice{ID: strconv.FormatInt(d.ID, 10), Label: d.Number, What: what, Icon: "receipt", Kind: kit.Outline})
	}
	return vm
}

// DocumentWhat says what becomes of a document and of the charge that is booked on it.
func DocumentWhat(e recovery.Entry, d document.Document, own money.Currency) string {
	left := money.New(e.Amount.Minor-d.Residual.Minor, e.Amount.Currency)
	what := assets.T("attention.elsewhere.doc", "customer", d.Partner.Name, "due", dueDay(d.Due), "residual", d.Residual.Format(own))
	switch {
	case left.Minor > 0:
		what += " " + assets.T("attention.elsewhere.rest", "rest", left.Format(own))
	case left.Minor < 0:
		left.Minor = -left.Minor
		what += " " + assets.T("attention.elsewhere.part", "left", left.Format(own))
	}
	return what
}

func dueDay(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return language.Day(t)
}

// SettledItem is the card of an entry that is over: what it was, and who ended it how.
func SettledItem(s recovery.Settled, own money.Currency) attention.Item {
	item := EntryItem(s.Entry, own, false, false)
	w := []any{"over", s.Over.Local().Format("15:04"), "by", s.By, "reason", strings.TrimRight(s.Reason, ". ")}
	key := "attention.over.person"
	switch s.By {
	case "":
		key = "attention.over.self"
	case recovery.AnotherCounter:
		key = "attention.over.elsewhere"
	}
	item.Fact = assets.T(key, w...)
	item.Money = "" // it was so while the entry was open
	item.Who, item.Action, item.ActionIcon, item.More, item.Icon, item.Tone = "", "", "", false, "check", kit.ToneOK
	return item
}

// GiveBackReasons are why a charge goes back to its card without a credit note.
func GiveBackReasons() []string {
	return []string{assets.T("attention.give_back.1"), assets.T("attention.give_back.2"), assets.T("attention.give_back.3")}
}

// EntryReasons are why an entry may be closed.
func EntryReasons() []string {
	return []string{assets.T("attention.close.1"), assets.T("attention.close.2"), assets.T("attention.close.3"), assets.T("attention.close.4")}
}
