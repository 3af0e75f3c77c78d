//go:build !headless

package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/ui"
	"paydesk/ui/demo"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// demoWidth is how wide a screen must be for the demo's panel to stand in a window of its own.
const demoWidth = 1700

// demoPanel shows readers, customer and weather, and plays what is tapped. Its fields belong to Fyne's goroutine.
type demoPanel struct {
	*demoShop
	ctx      context.Context
	view     *demo.View
	kiosk    *ui.Kiosk
	selected string // letter
	weather  map[string]bool
	note     string
	drawer   *demo.Drawer // nil where the panel has a window of its own
	manual   bool         // somebody opened or closed the drawer: it does not move by itself any more
	counter2 bool
}

// show puts the panel beside the kiosk: in a window of its own where the screen is wide enough, else in a drawer.
func (d *demoShop) show(ctx context.Context, a fyne.App, screen display, k *ui.Kiosk) {
	p := &demoPanel{demoShop: d, ctx: ctx, kiosk: k, selected: "A", weather: map[string]bool{}}
	p.view = demo.New(demo.Actions{
		Select:   func(letter string) { p.selected = letter; p.refresh() },
		Gesture:  p.gesture,
		Weather:  p.turnWeather,
		Counter2: p.colleague,
	})
	if screen.wide() {
		w := a.NewWindow(assets.T("demo.window"))
		w.SetPadded(false)
		frame := shell.New(nil)
		frame.SetBand(assets.T("demo.band"))
		frame.SetScreen(p.view.Object(), false)
		w.SetContent(frame.Object())
		w.Resize(fyne.NewSize(620, min(float32(screen.height)-60, 1000)))
		if native, ok := w.(desktop.Window); ok {
			native.RequestPosition(1290, 0) // beside the kiosk; a window manager may know better
		}
		w.Show()
	} else {
		p.drawer = demo.NewDrawer(p.view, func(bool) { p.manual = true })
		k.Shell().SetDrawer(p.drawer.Object())
	}
	d.here.run.Go(func() {
		for d.here.Clock.Sleep(ctx, 300*time.Millisecond) == nil {
			fyne.Do(p.refresh)
		}
	})
	d.here.run.Go(func() { _ = d.second.Desk.Resume() })
}

func (p *demoPanel) refresh() {
	if p.ctx.Err() != nil {
		return
	}
	vm := p.model()
	p.moveDrawer(vm)
	p.view.Set(vm)
}

// moveDrawer shows the customer's side while a customer is asked, and gives the kiosk its room back afterwards: a stranger
// has to find it, and nobody should have to move it out of the way.
func (p *demoPanel) moveDrawer(vm demo.VM) {
	if p.drawer == nil || p.manual {
		return
	}
	busy := false
	for _, s := range p.here.Desk.Active() {
		cashier := s.Phase == payment.Declined || s.Phase == payment.NeedReader // whose buttons the drawer must not cover
		busy = busy || !s.Phase.Charged() && !s.Phase.Holding() && !cashier
	}
	for _, d := range vm.Devices {
		if busy && d.Asking && !p.drawer.Open() {
			p.selected = d.Letter
			p.drawer.SetOpen(true)
		}
	}
	if !busy {
		p.drawer.SetOpen(false)
	}
}

func (p *demoPanel) readerID() string {
	for _, l := range p.here.Readers.Snapshot().Readers {
		if l.Tag == p.selected {
			return l.ID
		}
	}
	return ""
}

func (p *demoPanel) say(err error) {
	p.note = ""
	if err != nil {
		p.note = err.Error()
	}
	p.refresh()
}

func (p *demoPanel) gesture(kind demo.Gesture, card string) {
	g := stripesim.Gesture{Reader: p.readerID()}
	switch kind {
	case demo.GestureTap:
		g.Kind = stripesim.GestureTap
	case demo.GestureInsert:
		g.Kind = stripesim.GestureInsert
	case demo.GestureDecline:
		g.Kind, g.Card = stripesim.GestureDeclined, card
	case demo.GestureWalk:
		g.Kind = stripesim.GestureWalkAway
	case demo.GestureCancel:
		g.Kind = stripesim.GestureCancel
	case demo.GestureLeave:
		g.Kind = stripesim.GestureLeaveCardIn
		if i := p.viewOf(g.Reader); i.CardInside {
			g.Kind = stripesim.GestureRemoveCard
		}
	}
	if p.viewOf(g.Reader).Keyed && (g.Kind == stripesim.GestureTap || g.Kind == stripesim.GestureInsert) {
		g.Kind = stripesim.GestureKey // there is no card to tap: its number is told
	}
	p.say(p.lab.Stripe.Gesture(g))
}

func (p *demoPanel) viewOf(id string) stripesim.ReaderView {
	for _, r := range p.lab.Stripe.Snapshot().Readers {
		if r.ID == id {
			return r
		}
	}
	return stripesim.ReaderView{}
}

// Kinds of weather.
const (
	weatherPlug   = "plug"
	weatherSlow   = "slow"
	weatherLost   = "lost"
	weatherOdoo   = "odoo"
	weatherStripe = "stripe"
)

func (p *demoPanel) turnWeather(key string) {
	on := !p.weather[key]
	var err error
	switch key {
	case weatherPlug:
		kind := stripesim.GesturePlug
		if p.viewOf(p.readerID()).Plugged {
			kind = stripesim.GestureUnplug
		}
		p.say(p.lab.Stripe.Gesture(stripesim.Gesture{Reader: p.readerID(), Kind: kind}))
		return
	case weatherSlow:
		err = p.lab.Stripe.Fault(stripesim.Fault{Name: stripesim.FaultSlow, On: on, Delay: 1500 * time.Millisecond})
		if err == nil {
			err = p.lab.Odoo.Fault(odoosim.Fault{Name: "slow", Delay: 1500 * time.Millisecond, Off: !on})
		}
	case weatherLost:
		err = p.lab.Stripe.Fault(stripesim.Fault{Name: stripesim.FaultLostAnswer, On: on, Target: "terminal.readers.process_payment_intent"})
	case weatherOdoo:
		err = p.lab.Odoo.Fault(odoosim.Fault{Name: "down", Off: !on})
	case weatherStripe:
		err = p.lab.Stripe.Fault(stripesim.Fault{Name: stripesim.FaultDown, On: on})
	}
	if err == nil {
		p.weather[key] = on
	}
	p.say(err)
}

// colleague lets Counter 2 charge another invoice.
func (p *demoPanel) colleague() {
	if p.counter2 {
		return
	}
	p.counter2 = true
	p.refresh()
	p.here.run.Go(func() {
		busy := map[int64]bool{}
		for _, s := range p.here.Desk.Active() {
			for _, part := range s.Parts {
				busy[part.Document] = true
			}
		}
		err := p.charge2(p.ctx, func(doc document.Document) bool { return busy[doc.ID] })
		fyne.Do(func() { p.counter2 = false; p.say(err) })
	})
}

func (p *demoPanel) model() demo.VM {
	snap := p.lab.Stripe.Snapshot()
	vm := demo.VM{Selected: p.selected, Counter2: p.counter2, Declines: declineChoices(), Weather: p.weatherChoices()}
	for _, l := range p.here.Readers.Snapshot().Readers {
		i := slices.IndexFunc(snap.Readers, func(r stripesim.ReaderView) bool { return r.ID == l.ID })
		if i >= 0 {
			vm.Devices = append(vm.Devices, p.device(l.Tag, snap.Readers[i], snap.Now))
		}
	}
	vm.Log = p.happened(snap)
	vm.Agree = agreement(p.lab.Ledger().Agreement)
	return vm
}

func (p *demoPanel) weatherChoices() []demo.Choice {
	unplugged := !p.viewOf(p.readerID()).Plugged
	choice := func(key, icon string, active bool) demo.Choice {
		return demo.Choice{Key: key, Icon: icon, Label: assets.T("demo.weather." + key), Active: active, EndLabel: assets.T("demo.weather." + key + ".end")}
	}
	return []demo.Choice{
		choice(weatherPlug, "plug", unplugged), choice(weatherSlow, "hourglass", p.weather[weatherSlow]),
		choice(weatherLost, "bolt", p.weather[weatherLost]), choice(weatherOdoo, "cloud-off", p.weather[weatherOdoo]),
		choice(weatherStripe, "cloud-off", p.weather[weatherStripe]),
	}
}

// declineChoices are the cards that are declined; the first five stand in front.
func declineChoices() []demo.Choice {
	var out []demo.Choice
	front := []struct{ code, icon string }{
		{"insufficient_funds", "circle-slash"}, {"expired_card", "clock"}, {"incorrect_pin", "lock"}, {"stolen_card", "triangle"}, {"generic_decline", "question"},
	}
	for _, f := range front {
		out = append(out, demo.Choice{Key: f.code, Icon: f.icon, Label: assets.T("demo.card." + f.code)})
	}
	for _, code := range []string{"lost_card", "call_issuer", "do_not_honor", "card_velocity_exceeded", "pin_try_exceeded", "card_not_supported", "issuer_not_available", "try_again_later"} {
		if slices.Contains(stripesim.DeclineCodes(), code) {
			out = append(out, demo.Choice{Key: code, Icon: "card", Label: assets.T("demo.card." + code)})
		}
	}
	return out
}

// device is what one reader shows to the customer.
func (p *demoPanel) device(letter string, r stripesim.ReaderView, now time.Time) demo.Device {
	d := demo.Device{Letter: letter, Label: r.Label, Asking: r.Screen == stripesim.ScreenAsking, ShowCancel: r.CancelButton, Off: !r.Plugged}
	if r.AmountMinor != 0 {
		d.Amount = money.New(r.AmountMinor, money.Currency(strings.ToUpper(r.Currency))).Format("EUR")
	}
	since := present.Ago(now.Sub(r.Since))
	key := "demo.screen." + string(r.Screen)
	if !r.Plugged {
		key = "demo.screen.off"
	}
	d.Prompt, d.Caption = assets.T(key), assets.T(key+".caption", "ago", since)
	switch r.Screen {
	case stripesim.ScreenAsking:
		d.Title, d.Icon, d.Tone = assets.T("demo.total"), "contactless", kit.ToneInfo
		if r.Keyed {
			d.Icon, d.Prompt = "keypad", assets.T("demo.screen.keyed")
		}
	case stripesim.ScreenReading, stripesim.ScreenAuthorising:
		d.Title, d.Icon, d.Tone = assets.T("demo.total"), "hourglass", kit.ToneInfo
	case stripesim.ScreenPIN:
		d.Title, d.Icon, d.Tone = assets.T("demo.total"), "keypad", kit.ToneInfo
	case stripesim.ScreenApproved:
		d.Icon, d.Tone = "check", kit.ToneOK
	case stripesim.ScreenDeclined, stripesim.ScreenError:
		d.Icon, d.Tone = "cross", kit.ToneBad
	case stripesim.ScreenCancelled:
		d.Icon, d.Tone = "circle-slash", kit.ToneNeutral
	case stripesim.ScreenRemoveCard:
		d.Icon, d.Tone = "insert-card", kit.ToneWarn
	case stripesim.ScreenOff:
		d.Icon = "plug"
	case stripesim.ScreenCart:
		if len(r.Lines) > 0 {
			d.Prompt = r.Lines[0].Description
		}
	}
	if r.Intent != "" && slices.ContainsFunc(p.second.Desk.Active(), func(s payment.State) bool { return s.Intent == r.Intent }) {
		d.Caption = assets.T("demo.for", "what", d.Caption, "counter", p.second.Name)
	}
	return d
}
