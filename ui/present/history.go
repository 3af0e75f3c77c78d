package present

import (
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/language"
	"paydesk/services/money"
	historyview "paydesk/ui/history"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// The filters above the history.
const (
	HistoryAll      = "all"
	HistoryPayments = "payments"
	HistoryRefunds  = "refunds"
	HistoryOpen     = "open"
	HistoryMore     = "more" // days and export
)

// Span is how many days the history shows.
type Span string

// The spans, as their keys in the catalogue end.
const (
	Today     Span = "today"
	Yesterday Span = "yesterday"
	Week      Span = "week"
	Month     Span = "month"
	Ever      Span = "ever"
)

// Spans are all there are, in the order they are offered.
var Spans = []Span{Today, Yesterday, Week, Month, Ever}

// Between are the moments of a span, in now's zone; zero is no limit.
func (s Span) Between(now time.Time) (from, to time.Time) {
	today := history.Since(now)
	switch s {
	case Today:
		return today, time.Time{}
	case Yesterday:
		return today.AddDate(0, 0, -1), today
	case Week:
		return today.AddDate(0, 0, -6), time.Time{}
	case Month:
		return today.AddDate(0, 0, -30), time.Time{}
	}
	return time.Time{}, time.Time{}
}

// Word names a span.
func (s Span) Word() string { return assets.T("history.span." + string(s)) }

// FoundHistory is what a search of the history brought, ready to be shown: made by a worker.
type FoundHistory struct {
	Rows   []historyview.Row
	Raw    []history.Row // the same, in the same order: for the export
	Counts map[string]int
}

// FindHistory puts what was found into words; chip chooses among it.
func FindHistory(found []history.Row, chip string, own money.Currency, now time.Time) FoundHistory {
	f := FoundHistory{Counts: map[string]int{HistoryAll: len(found)}}
	for _, r := range found {
		open := r.Outcome.Open()
		if open {
			f.Counts[HistoryOpen]++
		}
		if r.Kind == history.Refund {
			f.Counts[HistoryRefunds]++
		} else {
			f.Counts[HistoryPayments]++
		}
		if chip == HistoryOpen && !open || chip == HistoryPayments && r.Kind != history.Payment || chip == HistoryRefunds && r.Kind != history.Refund {
			continue
		}
		f.Rows, f.Raw = append(f.Rows, historyRow(r, own, now)), append(f.Raw, r)
	}
	return f
}

func historyRow(r history.Row, own money.Currency, now time.Time) historyview.Row {
	at := r.At.Local()
	vm := historyview.Row{ID: r.ID, Time: at.Format("15:04"), Name: r.Customer, Amount: historyAmount(r).Format(own)}
	if !history.Since(now).Equal(history.Since(at)) {
		vm.Day = language.Day(at)
	}
	if vm.Name == "" {
		vm.Name = numbers(r)
	}
	what := history.Card(r.Brand, r.Last4)
	if r.Outcome == history.NotCharged && r.Declines > 0 {
		what = assets.N("history.declined", r.Declines)
	}
	vm.Second = dots(numbers(r), what)
	vm.Icon, vm.Badge, vm.Tone = outcomeBadge(r.Outcome)
	return vm
}

// historyAmount is what moved, or what was to be moved where nothing did; what goes out is negative.
func historyAmount(r history.Row) money.Amount {
	a := r.Asked
	if r.Moved.Minor > 0 {
		a = r.Moved
	}
	if r.Kind == history.Refund {
		a.Minor = -a.Minor
	}
	return a
}

// numbers are the documents of a row in as few words as a list has room for.
func numbers(r history.Row) string {
	switch n := len(r.Numbers); n {
	case 0:
		return ""
	case 1:
		return r.Numbers[0]
	default:
		return assets.T("history.numbers", "number", r.Numbers[0], "more", n-1)
	}
}

func dots(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

func outcomeBadge(o history.Outcome) (icon, word string, tone kit.Tone) {
	word = assets.T("history.badge." + string(o))
	switch o {
	case history.Booked:
		return "check", word, kit.ToneOK
	case history.BookedLate, history.Outbox:
		return "tray-arrow", word, kit.ToneOK
	case history.Charged, history.Settled:
		return "shield-tick", word, kit.ToneOK
	case history.Held, history.RefundHeld:
		return "bank-mark", word, kit.ToneWarn
	case history.Transferred:
		return "bank-mark", word, kit.ToneInfo
	case history.Unknown:
		return "question", word, kit.ToneWarn
	case history.RefundFailed:
		return "triangle", word, kit.ToneWarn
	case history.NotCharged, history.NotRefunded:
		return "circle-slash", word, kit.ToneNeutral
	case history.UnderWay:
		return "clock", word, kit.ToneInfo
	case history.Reserved:
		return "pause", word, kit.ToneHeld
	}
	return "back-arrow", word, kit.ToneInfo
}

// HistoryScene is everything the history's screen depends on.
type HistoryScene struct {
	Now      time.Time
	Own      money.Currency
	Loaded   bool  // the journal was read
	Failed   error // it could not be read in full
	Found    FoundHistory
	Version  uint64
	Query    string
	Chip     string
	Span     Span
	Selected string
	Page     HistoryPage
	Proof    Proof
}

// Proof is what the last reading of the whole journal found.
type Proof struct {
	Running bool
	At      time.Time // zero: not yet
	Entries uint64
	Err     error
}

// History shows the list and the page beside it.
func History(c HistoryScene) historyview.VM {
	span := c.Span
	if c.Query != "" {
		span = Ever // who searches wants it found
	}
	vm := historyview.VM{Rows: c.Found.Rows, Version: c.Version, Query: c.Query, Chip: c.Chip, Selected: c.Selected, Second: language.LongDay(c.Now), Page: c.Page.vm(c.Own, c.Now)}
	if span != Today {
		vm.Second = span.Word()
	}
	vm.Chips = []shell.ChipVM{
		{Key: HistoryAll, Word: span.Word(), Count: c.Found.Counts[HistoryAll], Icon: "history"},
		{Key: HistoryPayments, Word: assets.T("history.chip.payments"), Count: c.Found.Counts[HistoryPayments], Icon: "card"},
		{Key: HistoryRefunds, Word: assets.T("history.chip.refunds"), Count: c.Found.Counts[HistoryRefunds], Icon: "back-arrow"},
		{Key: HistoryOpen, Word: assets.T("history.chip.open"), Count: c.Found.Counts[HistoryOpen], Icon: "hourglass"},
		{Key: HistoryMore, Word: assets.T("history.chip.more"), Count: -1, Icon: "filter"},
	}
	if !c.Loaded && c.Failed == nil && len(c.Found.Rows) == 0 {
		vm.State = historyview.Loading
	}
	if c.Failed != nil {
		vm.Strips = append(vm.Strips, shell.StripVM{ID: "read", Icon: "triangle", Lead: assets.T("history.failed.lead"), Text: assets.T("history.failed.text"), Tone: kit.ToneWarn,
			Action: assets.T("history.again"), ActionIcon: "refresh"})
	}
	switch {
	case c.Query != "":
		vm.Title, vm.Text, vm.Action = assets.T("picker.nohit", "query", c.Query), assets.T("history.nohit.text"), assets.T("picker.clear")
	case span == Ever || c.Chip != HistoryAll && c.Found.Counts[HistoryAll] > 0:
		vm.Title, vm.Text = assets.T("history.empty.title"), assets.T("history.empty.ever")
		if c.Chip != HistoryAll {
			vm.Text = assets.T("history.empty.chip")
		}
	default:
		vm.Title, vm.Text, vm.Action = assets.T("history.empty.title"), assets.T("history.empty.text"), assets.T("history.empty.all")
	}
	c.Proof.show(&vm)
	return vm
}

// show says what is known of the journal. Damage stands above everything.
func (p Proof) show(vm *historyview.VM) {
	vm.Checking, vm.JournalIcon = p.Running, "shield-tick"
	switch {
	case p.Running:
		vm.Journal, vm.JournalIcon = assets.T("history.proof.running"), "hourglass"
	case p.At.IsZero():
		vm.Journal, vm.JournalIcon = assets.T("history.proof.none"), "question"
	case p.Err != nil:
		vm.Journal, vm.JournalIcon, vm.JournalTone = assets.T("history.proof.bad", "time", p.At.Local().Format("15:04")), "triangle", kit.ToneBad
		vm.Strips = append([]shell.StripVM{{ID: "proof", Icon: "triangle", Lead: assets.T("history.proof.bad.lead"), Text: assets.T("history.proof.bad.text", "reason", p.Err.Error()), Tone: kit.ToneBad}}, vm.Strips...)
	default:
		vm.Journal = assets.T("history.proof.good", "time", p.At.Local().Format("15:04"), "entries", p.Entries)
	}
}
