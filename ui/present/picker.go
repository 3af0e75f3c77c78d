package present

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/shell"
)

// Chips of the picker.
const (
	ChipOpen    = "open"
	ChipOverdue = "overdue"
	ChipPartly  = "partly"
	ChipPaid    = "paid"
	ChipNotes   = "notes"
)

// Desk is everything the picker depends on.
type Desk struct {
	Now      time.Time
	Own      money.Currency
	Shop     document.Snapshot
	Hits     []*document.Document // of the query among the open ones
	Query    string
	Chip     string
	Selected int64
	Detail   *document.Detail // of the selected one, nil while it loads
	Failed   error            // why it could not be read
	Asking   bool

	Person  shell.PersonVM
	Manager bool
	Readers reader.Snapshot
	Reader  *reader.Listed // the one the charge goes to
	Offered bool           // it is not the preferred one, which is taken

	Active    []payment.State // under way at this counter
	Refunds   []refund.State  // under way, or come back
	MayRefund bool            // this person may open the refund sheet
	Lately    *payment.Lately
	Stopped   string // why nothing may be charged at all
	Unpinned  bool   // and a manager's pin would end it
	Past      payment.Progress
	AwayLimit int64                   // minor units of Own that this person may charge while Odoo is away
	Most      *money.Amount           // that one payment charges here; nil: what Stripe takes
	Way       string                  // how it is to be paid: WayCard, WayHold, WayPhone
	Phone     bool                    // card numbers may be keyed in here
	Minor     int64                   // the part that was typed for the selected one; 0: what Odoo asks for
	MayAsk    func(money.Amount) bool // somebody else's PIN allows more
	News      []staff.News            // what a manager was not told yet
	KeyEnds   time.Time               // when the key for Odoo ends, if that is soon and this person can do something about it
	Reads     bool                    // an auditor looks: nothing may be charged
	Cash      int64                   // what is given in cash for it
	CashDesk  bool                    // cash can be recorded
	Starting  bool
	Error     string // the last start failed
}

// mostRows is how far down a list anybody scrolls before typing something.
const mostRows = 500

// Picker shows the list and the chosen invoice.
func Picker(d Desk) picker.VM {
	vm := picker.VM{
		Health: Health(d.Shop, d.Readers, d.Reader), Person: d.Person, Chip: d.Chip, Query: d.Query,
		Total: len(d.Shop.Open), Selected: id(d.Selected), Asking: d.Asking,
	}
	vm.Strips = d.strips()
	vm.Chips = d.chips()
	rows := d.rows()
	for _, doc := range rows[:min(len(rows), mostRows)] {
		vm.Rows = append(vm.Rows, d.row(*doc))
	}
	d.listState(&vm)
	vm.Updated, vm.Stale = d.age()
	vm.Detail = d.detail(rows)
	return vm
}

func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// ID reads a row's id back; 0 where it is none.
func ID(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (d Desk) chips() []shell.ChipVM {
	overdue, partly := 0, 0
	today := d.Now.Format(time.DateOnly)
	for _, doc := range d.Shop.Open {
		if doc.Due != "" && doc.Due < today {
			overdue++
		}
		if doc.PaymentState == "partial" {
			partly++
		}
	}
	chips := []shell.ChipVM{
		{Key: ChipOpen, Word: assets.T("pick.chip.open"), Count: len(d.Shop.Open)},
		{Key: ChipOverdue, Word: assets.T("pick.chip.overdue"), Count: overdue, Icon: "clock"},
		{Key: ChipPartly, Word: assets.T("pick.chip.partly"), Count: partly, Icon: "split"},
		{Key: ChipPaid, Word: assets.T("pick.chip.paid"), Count: len(d.Shop.Paid), Icon: "check"},
	}
	if d.MayRefund && (len(d.Shop.Notes) > 0 || d.Chip == ChipNotes) {
		chips = append(chips, shell.ChipVM{Key: ChipNotes, Word: assets.T("pick.chip.notes"), Short: assets.T("pick.chip.notes.short"), Count: len(d.Shop.Notes), Icon: "back-arrow"})
	}
	return chips
}

// rows are what the chip and the query leave.
func (d Desk) rows() []*document.Document {
	switch d.Chip {
	case ChipPaid:
		return d.Shop.Paid
	case ChipNotes:
		return d.notes()
	}
	docs := d.Shop.Open
	if d.Query != "" {
		docs = d.Hits
	}
	return slices.DeleteFunc(slices.Clone(docs), func(doc *document.Document) bool {
		return d.Chip == ChipOverdue && d.days(*doc) <= 0 || d.Chip == ChipPartly && doc.PaymentState != "partial"
	})
}

// notes are the open credit notes that the query leaves: there are few.
func (d Desk) notes() []*document.Document {
	words := strings.Fields(document.Fold(d.Query))
	return slices.DeleteFunc(slices.Clone(d.Shop.Notes), func(doc *document.Document) bool {
		text := document.Fold(doc.Number + " " + doc.Partner.Name + " " + doc.Reference)
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

func (d Desk) row(doc document.Document) picker.Row {
	amount := doc.Residual
	if !doc.Open() {
		amount = doc.Total
	}
	return picker.Row{
		ID: id(doc.ID), Name: doc.Partner.Name, Number: doc.Number, Due: d.due(doc), Amount: amount.Format(d.Own), Badges: d.badges(doc),
	}
}

// days is how long a document has been due; 0 today, negative before.
func (d Desk) days(doc document.Document) int {
	due, err := time.ParseInLocation("2006-01-02", doc.Due, d.Now.Location())
	if err != nil {
		return -1
	}
	y, m, day := d.Now.Date()
	today := time.Date(y, m, day, 12, 0, 0, 0, d.Now.Location())
	return int(today.Sub(due.Add(12*time.Hour)).Round(24*time.Hour).Hours() / 24)
}

func (d Desk) due(doc document.Document) string {
	day := d.day(doc.Due)
	switch {
	case day == "":
		return assets.T("pick.nodue")
	case d.days(doc) == 0:
		return assets.T("pick.due.today")
	}
	return assets.T("pick.due", "date", day)
}

// day writes a calendar day, with the year where it is another one; empty where there is none.
func (d Desk) day(text string) string {
	day, err := time.ParseInLocation("2006-01-02", text, d.Now.Location())
	switch {
	case err != nil:
		return ""
	case day.Year() != d.Now.Year():
		return language.DayOfYear(day)
	}
	return language.Day(day)
}

// badges are at most two, the more urgent one last.
func (d Desk) badges(doc document.Document) (b [2]picker.Badge) {
	if !doc.Open() {
		b[1] = picker.Badge{Icon: "check", Word: assets.T("pick.badge.paid"), Tone: kit.ToneOK}
		return b
	}
	if doc.Kind == document.CreditNote {
		b[1] = d.refunding(doc.ID)
		return b
	}
	var all []picker.Badge
	if doc.Residual.Currency != d.Own {
		all = append(all, picker.Badge{Icon: "coin", Word: assets.T("pick.badge.foreign"), Tone: kit.ToneNeutral})
	}
	if doc.PaymentState == "partial" {
		all = append(all, picker.PartlyPaid())
	}
	switch n := d.days(doc); {
	case n > 0:
		all = append(all, picker.Overdue(n))
	case n == 0:
		all = append(all, picker.DueToday())
	}
	if now := d.underWay(doc); now != nil {
		all = now // that it is late does not matter any more
	}
	if len(all) > 2 {
		all = all[len(all)-2:]
	}
	copy(b[2-len(all):], all)
	return b
}

// refunding is the badge of a credit note whose refund goes on: its open amount alone would say that it is still owed.
func (d Desk) refunding(note int64) picker.Badge {
	for _, s := range d.Refunds {
		switch {
		case s.Note.ID != note || s.Phase.Final():
		case s.Phase == refund.Unknown:
			return picker.Badge{Icon: "question", Word: assets.T("pick.badge.unknown"), Tone: kit.ToneWarn}
		default:
			return picker.Badge{Icon: "back-arrow", Word: assets.T("history.outcome.on_its_way"), Tone: kit.ToneInfo}
		}
	}
	return picker.Badge{}
}

// underWay is the badge of what this counter is just taking: an open amount alone would say that it is still owed.
func (d Desk) underWay(doc document.Document) []picker.Badge {
	for _, s := range d.Active {
		for _, p := range s.Parts {
			switch {
			case p.Document != doc.ID:
			case s.Phase.Charged():
				return []picker.Badge{{Icon: "shield-tick", Word: assets.T("pick.badge.charged"), Tone: kit.ToneOK}}
			case s.Phase.Holding():
				return []picker.Badge{{Icon: "pause", Word: assets.T("pick.badge.reserved"), Tone: kit.ToneHeld}}
			case phaseTone(s.Phase) == kit.ToneWarn:
				return []picker.Badge{{Icon: "question", Word: assets.T("pick.badge.unknown"), Tone: kit.ToneWarn}}
			default:
				return []picker.Badge{{Icon: "contactless", Word: assets.T("pick.badge.charging"), Tone: kit.ToneInfo}}
			}
		}
	}
	return nil
}

func (d Desk) listState(vm *picker.VM) {
	switch {
	case !d.Shop.Loaded && d.Shop.Err != nil && len(d.Shop.Open) == 0:
		text := failureText(d.Shop.Err)
		vm.List, vm.ListTitle, vm.ListText = picker.ListError, assets.T("pick.error.title"), text.What+" "+text.Do
	case !d.Shop.Loaded && len(d.Shop.Open) == 0:
		vm.List = picker.ListLoading
	case len(vm.Rows) == 0 && d.Chip == ChipPaid:
		vm.ListTitle, vm.ListText = assets.T("pick.empty.paid.title"), assets.T("pick.empty.paid.text")
	case len(vm.Rows) == 0 && d.Chip == ChipNotes && d.Query == "":
		vm.ListTitle, vm.ListText = assets.T("pick.empty.notes.title"), assets.T("pick.empty.notes.text")
	case len(vm.Rows) == 0 && d.Query == "" && d.Chip != ChipOpen:
		vm.ListTitle, vm.ListText = assets.T("pick.empty.filter.title"), assets.T("pick.empty.filter.text")
	}
	if d.Chip == ChipPaid {
		vm.Total = len(d.Shop.Paid)
	} else if d.Chip == ChipNotes {
		vm.Total = len(d.Shop.Notes)
	} else if d.Chip != ChipOpen && d.Query == "" {
		vm.Total = len(vm.Rows)
	}
}

func (d Desk) age() (string, bool) {
	switch {
	case d.Shop.ReadAt.IsZero():
		return assets.T("pick.never"), d.Shop.Err != nil
	case d.Shop.Err != nil:
		return assets.T("pick.stale", "time", d.Shop.ReadAt.Local().Format("15:04"), "ago", Ago(d.Now.Sub(d.Shop.ReadAt))), true
	case d.Now.Sub(d.Shop.ReadAt) < 2*time.Second:
		return assets.T("pick.updated.now"), false
	}
	return assets.T("pick.updated", "ago", Ago(d.Now.Sub(d.Shop.ReadAt))), false
}

// Ago writes a duration with its unit: "12 s", "6 min", "3 h".
func Ago(t time.Duration) string {
	switch {
	case t < 90*time.Second:
		return assets.T("ago.s", "n", max(0, int(t.Seconds())))
	case t < 90*time.Minute:
		return assets.T("ago.min", "n", int(t.Minutes()))
	}
	return assets.T("ago.h", "n", int(t.Hours()))
}

func failureText(err error) explain.Text {
	var f *explain.Failure
	if !errors.As(err, &f) {
		return explain.Words("", "", "")
	}
	t := f.Words(explain.Idle)
	t.Details = "" // the server's own words are for a manager
	return t
}

// reading says how far the listing of earlier payments has come while charging waits for it; empty where that is a moment's work.
func reading(p payment.Progress) string {
	if p.Usable || p.Intents == 0 {
		return ""
	}
	return assets.T("strip.past.text", "hours", int(p.Back.Hours()), "count", p.Intents)
}

func (d Desk) strips() []shell.StripVM {
	var out []shell.StripVM
	if d.Stopped != "" {
		s := shell.StripVM{ID: "setup", Icon: "triangle", Lead: assets.T("strip.setup.lead"), Text: d.Stopped, Tone: kit.ToneBad, Action: assets.T("strip.try"), ActionIcon: "refresh"}
		if d.Unpinned {
			s.ID, s.Action, s.ActionIcon = StripPin, assets.T("strip.pin"), "shop"
		}
		out = append(out, s)
	}
	if len(d.News) > 0 {
		out = append(out, shell.StripVM{ID: StripNews, Icon: "keypad", Lead: assets.T("people.news.lead"), Text: NewsText(d.News[0]), Tone: kit.ToneWarn, Action: assets.T("people.news.ok")})
	}
	if text := reading(d.Past); text != "" && d.Stopped == "" && d.Readers.Err == nil {
		out = append(out, shell.StripVM{ID: "past", Icon: "history", Lead: assets.T("strip.past.lead"), Text: text, Tone: kit.ToneWarn})
	}
	if d.Error != "" {
		out = append(out, shell.StripVM{ID: "error", Icon: "triangle", Lead: assets.T("error.start"), Text: d.Error, Tone: kit.ToneBad})
	}
	if d.Shop.Err != nil && d.Shop.Loaded {
		text := assets.T("strip.odoo.text.none", "ago", Ago(d.Now.Sub(d.Shop.ReadAt)))
		if d.AwayLimit > 0 {
			text = assets.T("strip.odoo.text", "ago", Ago(d.Now.Sub(d.Shop.ReadAt)), "limit", money.New(d.AwayLimit, d.Own).Format(d.Own))
		}
		out = append(out, shell.StripVM{ID: "odoo", Icon: "cloud-off", Lead: assets.T("strip.odoo.lead", "time", d.Shop.Failed.Local().Format("15:04")), Text: text, Tone: kit.ToneWarn, Action: assets.T("strip.try"), ActionIcon: "refresh"})
	}
	if d.Readers.Err != nil {
		text := failureText(d.Readers.Err)
		out = append(out, shell.StripVM{ID: "stripe", Icon: "cloud-off", Lead: assets.T("strip.offline.lead"), Text: text.What + " " + text.Do, Tone: kit.ToneWarn, Action: assets.T("strip.try"), ActionIcon: "refresh"})
	}
	if !d.KeyEnds.IsZero() {
		out = append(out, shell.StripVM{ID: StripKey, Icon: "clock", Lead: KeyLead(d.KeyEnds, d.Now), Text: assets.T("strip.key.text"), Tone: kit.ToneWarn, Action: assets.T("strip.show"), ActionIcon: "eye"})
	}
	for _, s := range d.Active {
		if s.Phase == payment.PostingHeld || s.Phase == payment.Reserved {
			continue // stands under Needs attention, or under Holds
		}
		out = append(out, shell.StripVM{
			ID: "payment:" + s.ID, Icon: "history", Lead: phaseWord(s.Phase), Text: assets.T("strip.background.text", "amount", s.Amount.Format(d.Own), "customer", s.Customer),
			Tone: phaseTone(s.Phase), Action: assets.T("strip.show"), ActionIcon: "eye",
		})
	}
	out = append(out, RefundStrips(d.Refunds, d.Own, d.Now)...)
	return out
}

// phaseTone answers where the money is, as the overlay's panel would.
func phaseTone(p payment.Phase) kit.Tone {
	switch {
	case p.Charged():
		return kit.ToneOK
	case p == payment.Unknown, p == payment.Cancelling, p == payment.TooLate:
		return kit.ToneWarn
	case p == payment.Declined, p == payment.NeedReader:
		return kit.ToneNeutral
	case p.Holding():
		return kit.ToneHeld
	}
	return kit.ToneInfo
}

func phaseWord(p payment.Phase) string {
	if key := "phase." + p.String(); assets.Has(key) {
		return assets.T(key)
	}
	return assets.T("phase.other")
}
