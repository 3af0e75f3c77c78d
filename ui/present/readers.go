package present

import (
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/ui/kit"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// ReaderScene is everything the readers' screen depends on.
type ReaderScene struct {
	Now     time.Time
	Own     money.Currency
	Shop    reader.Snapshot
	Mine    string // reader of whoever is signed in
	Counter string // and of the counter
	Active  []payment.State
	// Claim names the payment of an intent, as this counter knows it; false for foreign ones.
	Claim   func(intent string) (payment.Claim, bool)
	Asking  bool
	Working string // reader that something is being done with
}

// Readers shows all readers.
func Readers(c ReaderScene) readers.VM {
	vm := readers.VM{Asking: c.Asking, Add: true, Updated: c.updated(), Stale: c.Shop.Err != nil}
	able := 0
	for _, r := range c.Shop.Readers {
		if r.Availability == reader.Ready || r.Availability == reader.InUse {
			able++
		}
		vm.Readers = append(vm.Readers, c.Card(r))
	}
	switch {
	case len(vm.Readers) > 0:
		vm.Second = assets.N("readers.count", len(vm.Readers), "able", able)
		if c.Shop.Err != nil {
			text := failureText(c.Shop.Err)
			vm.Strips = append(vm.Strips, shell.StripVM{ID: "stripe", Icon: "cloud-off", Lead: assets.T("strip.offline.lead"), Text: text.What + " " + text.Do, Tone: kit.ToneWarn, Action: assets.T("strip.try"), ActionIcon: "refresh"})
		}
	case c.Shop.Err != nil:
		text := failureText(c.Shop.Err)
		vm.State, vm.Title, vm.Text, vm.Add = readers.Failed, assets.T("readers.failed.title"), text.What+" "+text.Do, false
	case c.Shop.ReadAt.IsZero():
		vm.State, vm.Second = readers.Loading, assets.T("readers.loading")
	default:
		vm.Title, vm.Text = assets.T("readers.none.title"), assets.T("readers.none.text")
	}
	return vm
}

func (c ReaderScene) updated() string {
	switch at := c.Shop.ReadAt; {
	case at.IsZero():
		return ""
	case c.Shop.Err != nil:
		return assets.T("readers.asof", "time", at.Local().Format("15:04"))
	case c.Now.Sub(at) < 2*time.Second:
		return assets.T("pick.updated.now")
	default:
		return assets.T("pick.updated", "ago", Ago(c.Now.Sub(at)))
	}
}

// use is who runs what on a reader.
type use struct {
	here  bool   // a payment of this counter
	who   string // counter; empty where that is not known
	what  string
	clear bool // a manager may free it
}

// first is the name people call each other by; the whole one has no room on a card.
func first(name string) string {
	short, _, _ := strings.Cut(name, " ")
	return short
}

// useOf reads a reader's slot. An intent that no claim is known of may be a colleague's newest one: nothing is said of whose.
func (c ReaderScene) useOf(r reader.Listed) use {
	if !r.Busy() {
		return use{what: assets.T("readers.now.nothing")}
	}
	a := r.Action
	for _, s := range c.Active {
		if s.Intent == a.Intent && a.Intent != "" {
			return use{here: true, what: assets.T("readers.now.payment", "amount", s.Amount.Format(c.Own), "person", first(s.Person))}
		}
	}
	switch {
	case r.ShowsLetter():
		return use{what: assets.T("readers.now.letter")}
	case a.Type == reader.ActionDisplay:
		return use{what: assets.T("readers.now.display"), clear: true}
	case a.RefundOf != "" || a.Type == "refund_payment":
		return use{what: assets.T("readers.now.refund"), clear: true}
	case a.Intent == "":
		return use{what: assets.T("readers.now.other"), clear: true}
	}
	if c.Claim != nil {
		if claim, ours := c.Claim(a.Intent); ours {
			return use{who: claim.Counter.Name, what: assets.T("readers.now.payment", "amount", claim.Amount.Format(c.Own), "person", first(claim.By)), clear: true}
		}
	}
	return use{what: assets.T("readers.now.unknown"), clear: true}
}

// state is a reader's badge.
func (c ReaderScene) state(r reader.Listed, u use) (icon, word string, tone kit.Tone) {
	switch r.Availability {
	case reader.Ready:
		return "check", assets.T("pick.reader.ready"), kit.ToneOK
	case reader.InUse:
		switch {
		case u.here:
			return "contactless", assets.T("readers.use.here"), kit.ToneInfo
		case u.who != "":
			return "two-arrows", assets.T("readers.use.by", "counter", u.who), kit.ToneWarn
		}
		return "two-arrows", assets.T("pick.reader.busy"), kit.ToneWarn
	case reader.Away:
		return "triangle", assets.T("pick.reader.away"), kit.ToneBad
	case reader.Undriven:
		return "circle-slash", assets.T("pick.reader.undriven"), kit.ToneNeutral
	}
	return "question", assets.T("pick.reader.uncertain"), kit.ToneWarn
}

// Card is one reader on the screen.
func (c ReaderScene) Card(r reader.Listed) readers.Reader {
	u := c.useOf(r)
	out := readers.Reader{ID: r.ID, Letter: r.Tag, Label: r.Label, Model: r.Model()}
	out.Icon, out.Word, out.Tone = c.state(r, u)
	out.Note = BarWords(r.Bar())
	yours := assets.T("readers.no")
	if c.isMine(r.ID) {
		yours = assets.T("readers.yes")
	}
	fact := func(key, value string) {
		if value != "" {
			out.Facts = append(out.Facts, readers.Fact{Name: assets.T(key), Value: value, Bold: key == "readers.fact.now"})
		}
	}
	if r.Drivable() {
		fact("readers.fact.now", c.now(r, u))
	}
	if r.Availability == reader.Away {
		fact("readers.fact.heard", c.heard(r))
	} else {
		fact("readers.fact.used", c.used(r))
	}
	fact("readers.fact.software", r.Software)
	fact("readers.fact.serial", r.Serial)
	if r.Drivable() {
		fact("readers.fact.yours", yours)
	}
	out.Buttons = c.buttons(r, u)
	return out
}

func (c ReaderScene) isMine(id string) bool {
	return c.Mine == id || c.Mine == "" && c.Counter == id
}

func (c ReaderScene) now(r reader.Listed, u use) string {
	switch r.Availability {
	case reader.Away:
		return assets.T("readers.now.away")
	case reader.Uncertain:
		return assets.T("readers.now.uncertain")
	}
	return u.what
}

func (c ReaderScene) heard(r reader.Listed) string {
	if r.Heard.IsZero() {
		return assets.T("readers.heard.never")
	}
	return assets.T("readers.heard", "time", r.Heard.Local().Format("15:04"), "ago", Ago(c.Now.Sub(r.Heard)))
}

// used is the last move of the reader's slot: the end of a payment, by Stripe's clock.
func (c ReaderScene) used(r reader.Listed) string {
	switch at := r.MovedAt.Local(); {
	case r.MovedAt.IsZero():
		return assets.T("readers.used.never")
	case c.Now.Sub(r.MovedAt) > 20*time.Hour:
		return assets.T("readers.used", "time", at.Format("2006-01-02"), "counter", r.MovedBy)
	default:
		return assets.T("readers.used", "time", at.Format("15:04"), "counter", r.MovedBy)
	}
}

func (c ReaderScene) buttons(r reader.Listed, u use) []readers.Button {
	busy := c.Working == r.ID
	mine := readers.Button{Act: readers.ActMine, Label: assets.T("readers.act.mine"), Icon: "star", Off: busy}
	if c.isMine(r.ID) {
		mine = readers.Button{Act: readers.ActMine, Label: assets.T("readers.act.yours"), Icon: "check", Kind: kit.Quiet, Off: true}
	}
	look := readers.Button{Act: readers.ActLook, Label: assets.T("readers.act.look"), Icon: "refresh", Off: c.Asking}
	help := readers.Button{Act: readers.ActHelp, Label: assets.T("readers.act.help"), Icon: "question"}
	switch {
	case r.Availability == reader.Undriven:
		help.Label = assets.T("readers.act.instead")
		return []readers.Button{help}
	case r.Availability == reader.Away:
		return []readers.Button{help, look}
	case r.Availability == reader.Uncertain:
		return []readers.Button{mine, look}
	case u.here:
		return []readers.Button{mine, {Act: readers.ActPayment, Label: assets.T("readers.act.payment"), Icon: "eye"}}
	case u.clear:
		return []readers.Button{mine, {Act: readers.ActFree, Label: assets.T("readers.act.free"), Icon: "lock", Kind: kit.OutlineBad, Off: busy}}
	}
	return []readers.Button{mine, {Act: readers.ActLetter, Label: assets.T("readers.act.letter"), Icon: "bolt", Off: busy}}
}

// ReaderDetail is one reader whole, with everything that can be done about it.
func (c ReaderScene) ReaderDetail(r reader.Listed) readers.DetailVM {
	vm := readers.DetailVM{Reader: c.Card(r), Second: Model(r.Reader)}
	fact := func(key, value string) {
		if value != "" {
			vm.All = append(vm.All, readers.Fact{Name: assets.T(key), Value: value, Bold: key == "readers.fact.now"})
		}
	}
	place := c.Shop.Places[r.Location]
	where := place.Name
	if where != "" && place.Country != "" {
		where += ", " + place.Country
	}
	if where == "" {
		where = r.Location
	}
	status := assets.T("readers.status.unknown")
	switch r.Status {
	case "online":
		status = assets.T("readers.status.online")
	case "offline":
		status = assets.T("readers.status.offline")
	}
	if r.Drivable() {
		fact("readers.fact.now", c.now(r, c.useOf(r)))
	}
	fact("readers.fact.used", c.used(r))
	fact("readers.fact.heard", c.heard(r))
	fact("readers.fact.status", status)
	fact("readers.fact.id", r.ID)
	fact("readers.fact.type", r.Type)
	fact("readers.fact.serial", r.Serial)
	fact("readers.fact.location", where)
	fact("readers.fact.software", r.Software)
	fact("readers.fact.address", r.Address)
	vm.Acts = vm.Buttons
	if r.Drivable() {
		counter := readers.Button{Act: readers.ActCounter, Label: assets.T("readers.act.counter"), Icon: "flag"}
		if c.Counter == r.ID {
			counter = readers.Button{Act: readers.ActCounter, Label: assets.T("readers.act.counters"), Icon: "check", Kind: kit.Quiet, Off: true}
		}
		vm.Acts = append(vm.Acts, counter)
	}
	vm.Acts = append(vm.Acts, readers.Button{Act: readers.ActRename, Label: assets.T("readers.act.rename"), Icon: "pencil"},
		readers.Button{Act: readers.ActRemove, Label: assets.T("readers.act.remove"), Icon: "trash", Kind: kit.OutlineBad})
	return vm
}

// Model is what a type of reader is called; Stripe's simulated ones say so.
func Model(r reader.Reader) string {
	if r.Simulated() {
		return assets.T("readers.simulated", "model", r.Model())
	}
	return r.Model()
}
