package ui

import (
	"time"

	"paydesk/services/history"
	"paydesk/ui/day"
	historyview "paydesk/ui/history"
	"paydesk/ui/paper"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// recordViews are the screens of the past and what lies over them.
type recordViews struct {
	history *historyview.View
	record  *historyview.Record
	days    *readers.Choice
	paper   *paper.Sheet
	day     *day.View
}

// historyState is what somebody looks at in the past. What was found is made by workers: a journal of years never stops the screen.
type historyState struct {
	query, chip string
	span        present.Span
	selected    string

	found   present.FoundHistory
	seen    seen   // what found was made for
	version uint64 // of found
	seeking bool
	loaded  bool
	failed  error

	page present.HistoryPage
	turn int // of the page being read

	sheet  historySheet
	copied string
	paper  present.PaperScene
	print  string // id of what is shown on the printer; empty: it was not printed
	said   *shell.StripVM
	proof  present.Proof
}

// seen is what a search was for: another one is another list.
type seen struct {
	version     uint64
	query, chip string
	span        present.Span
	day         time.Time
}

// historySheet is what lies over the screens of the past.
type historySheet int

const (
	noSheet historySheet = iota
	daysSheet
	recordSheet
	paperSheet
)

func (k *Kiosk) newRecordViews() recordViews {
	close := func() { k.touch(); k.past.sheet = noSheet; k.render() }
	return recordViews{
		history: historyview.New(historyview.Actions{
			Select: k.chooseRecord, Chip: k.historyChip, Search: k.seekHistory, Do: k.recordAct, Way: k.historyWay, Verify: k.proveJournal,
			Strip: k.historyStrip, Lock: func() { k.lockNow(); k.render() },
		}),
		record: historyview.NewRecord(k.copyID, close),
		days:   readers.NewChoice(k.daysChosen, close),
		paper:  paper.New(k.paperTapped, close),
		day:    day.New(k.dayActions()),
	}
}

// openHistory begins anew each time: today, everything. The journal is proven once a while.
func (k *Kiosk) openHistory() {
	k.forgetPast()
	k.past.chip, k.past.span = present.HistoryAll, present.Today
	if p := k.past.proof; !p.Running && k.Clock.Now().Sub(p.At) > proveEvery {
		k.proveJournal()
	}
}

// forgetPast forgets what the last person looked at; what is known of the journal stays, and so does a worker's turn.
func (k *Kiosk) forgetPast() {
	k.past = historyState{proof: k.past.proof, turn: k.past.turn + 1, seeking: k.past.seeking}
	k.records.history.Reset()
}

// proveEvery is how old the proof of the journal may be when the screen opens.
const proveEvery = time.Hour

func (k *Kiosk) historyVM(a About) historyview.VM {
	s := &k.past
	k.findHistory(a)
	page := s.page
	page.MayRefund = k.mayRefund()
	vm := present.History(present.HistoryScene{Now: k.Clock.Now(), Own: a.Own, Loaded: s.loaded, Failed: s.failed, Found: s.found, Version: s.version,
		Query: s.query, Chip: s.chip, Span: s.span, Selected: s.selected, Page: page, Proof: s.proof})
	person := k.session.Person
	vm.Person = shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}
	if s.said != nil {
		vm.Strips = append([]shell.StripVM{*s.said}, vm.Strips...)
	}
	return vm
}

// findHistory lets a worker search when the list or what is asked of it has changed. One search runs at a time.
func (k *Kiosk) findHistory(a About) {
	s := &k.past
	now := k.Clock.Now()
	book := k.Till.History()
	want := seen{book.Version(), s.query, s.chip, s.span, history.Since(now)}
	if s.seeking || s.seen == want {
		return
	}
	s.seeking = true
	var found present.FoundHistory
	var loaded bool
	var failed error
	k.work(func() {
		loaded, failed = book.Loaded()
		q := history.Query{Text: want.query}
		if want.query == "" {
			q.From, q.To = want.span.Between(now)
		}
		found = present.FindHistory(book.Find(q), want.chip, a.Own, now)
	}, func() {
		s := &k.past
		s.seeking = false
		if s.chip == "" {
			return // nobody is there any more
		}
		s.found, s.seen, s.loaded, s.failed = found, want, loaded, failed
		s.version++
		if s.selected == "" && len(found.Raw) > 0 && want.query == "" {
			s.selected, s.page = found.Raw[0].ID, present.HistoryPage{Row: found.Raw[0]}
		}
		k.readRecord()
	})
}

func (k *Kiosk) seekHistory(text string) {
	k.touch()
	k.past.query = text
	k.render()
}

func (k *Kiosk) historyChip(key string) {
	k.touch()
	if key == present.HistoryMore {
		k.past.sheet = daysSheet
	} else {
		k.past.chip = key
	}
	k.render()
}

// historyWay is the way on from an empty list.
func (k *Kiosk) historyWay() {
	k.touch()
	if k.past.query != "" {
		k.records.history.Seek("")
	}
	k.past.query, k.past.span, k.past.chip = "", present.Ever, present.HistoryAll
	k.render()
}

func (k *Kiosk) historyStrip(id string) {
	k.touch()
	switch id {
	case "said":
		k.past.said = nil
	case "read":
		book := k.Till.History()
		k.work(func() { _ = book.Load() }, nil) // what it could not read is in Loaded
	}
	k.render()
}

func (k *Kiosk) chooseRecord(id string) {
	k.touch()
	s := &k.past
	if s.selected == id && s.page.Err == nil {
		return
	}
	s.selected, s.page = id, present.HistoryPage{}
	for _, r := range s.found.Raw {
		if r.ID == id {
			s.page.Row = r
		}
	}
	k.readRecord()
	k.render()
}

// readRecord reads the life of the chosen row anew.
func (k *Kiosk) readRecord() {
	s := &k.past
	id := s.selected
	if id == "" {
		return
	}
	s.turn++
	turn, book, own := s.turn, k.Till.History(), k.Till.About().Own
	var p present.HistoryPage
	there := false
	k.work(func() {
		if p.Row, there = book.Row(id); !there {
			return
		}
		p.Returned, p.Payments = book.RefundsOf(p.Row), book.PaymentsOf(p.Row)
		if !p.Row.Kept {
			p.Steps, p.Err = book.Steps(id, own)
		}
		p.Read = p.Err == nil
	}, func() {
		if s := &k.past; there && s.turn == turn && s.selected == id {
			p.Printing = s.page.Printing
			s.page = p
		}
	})
}

func (k *Kiosk) recordAct(a historyview.Act, id string) {
	k.touch()
	r := k.past.page.Row
	if r.ID != id || k.session == nil {
		return
	}
	switch a {
	case historyview.ActReceipt:
		k.reprint(id)
	case historyview.ActRecord:
		k.past.sheet, k.past.copied = recordSheet, ""
	case historyview.ActRefund:
		if len(r.Documents) > 0 {
			k.openRefund(r.Documents[0])
		}
	case historyview.ActLinked:
		k.records.history.Seek(linked(k.past.page))
	case historyview.ActAgain:
		k.past.page.Err, k.past.page.Read = nil, false
		k.readRecord()
	}
	k.render()
}

// linked is what finds a payment together with its refunds: the payment's id in Stripe, or the invoice where a refund gives back on several.
func linked(p present.HistoryPage) string {
	switch {
	case len(p.Payments) > 1 && len(p.Row.Numbers) > 0:
		return p.Row.Numbers[len(p.Row.Numbers)-1]
	case len(p.Payments) == 1:
		return p.Payments[0].Intent
	}
	return p.Row.Intent
}

// proveJournal reads the whole journal in the background.
func (k *Kiosk) proveJournal() {
	k.touch()
	if k.past.proof.Running {
		return
	}
	k.past.proof.Running = true
	p := present.Proof{}
	k.work(func() { p.Entries, p.Err = k.Till.ProveJournal() }, func() {
		p.At = k.Clock.Now()
		k.past.proof = p
	})
	k.render()
}
