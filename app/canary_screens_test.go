//go:build !headless

package app

import (
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/services/odoo"
	"paydesk/services/sim"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/stripe"
	"paydesk/ui"
	"paydesk/ui/kit"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// glass is the kiosk on a counter, without a display: hops to the screen are run by the test.
type glass struct {
	t     *testing.T
	hops  chan func()
	root  fyne.CanvasObject
	nest  nest
	words map[string]bool // all that ever stood there
}

// read looks at every text and every spoken name.
func (g *glass) read() {
	shot.Walk(g.root, func(o fyne.CanvasObject, _ fyne.Position) {
		said := ""
		switch o := o.(type) {
		case *canvas.Text:
			said = o.Text
		case kit.Target:
			said = o.AccessibilityLabel()
		}
		if said != "" && !g.words[said] {
			g.words[said] = true
			g.nest.in("the screen", []byte(said))
		}
	})
}

// mostHops ends a wait: the kiosk hops twice a second even where nothing happens.
const mostHops = 100

// until runs hops until a text stands on the screen that contains what is waited for.
func (g *glass) until(text string) {
	g.t.Helper()
	for range mostHops {
		if g.shows(text) {
			g.read()
			return
		}
		(<-g.hops)()
	}
	g.t.Fatalf("waited in vain for %q; the screen says %q", text, g.now())
}

func (g *glass) shows(text string) (found bool) {
	shot.Walk(g.root, func(o fyne.CanvasObject, _ fyne.Position) {
		t, ok := o.(*canvas.Text)
		found = found || ok && strings.Contains(t.Text, text)
	})
	return found
}

// tap touches the first target whose spoken name begins so.
func (g *glass) tap(name string) {
	g.t.Helper()
	var target fyne.Tappable
	shot.Walk(g.root, func(o fyne.CanvasObject, _ fyne.Position) {
		if k, ok := o.(kit.Target); ok && target == nil && strings.HasPrefix(k.AccessibilityLabel(), name) {
			target, _ = o.(fyne.Tappable)
		}
	})
	if target == nil {
		g.t.Fatalf("no %q to tap; the screen says %v", name, g.now())
	}
	target.Tapped(&fyne.PointEvent{})
	g.read()
}

func (g *glass) now() (texts []string) {
	shot.Walk(g.root, func(o fyne.CanvasObject, _ fyne.Position) {
		switch o := o.(type) {
		case *canvas.Text:
			texts = append(texts, o.Text)
		case kit.Target:
			texts = append(texts, "["+o.AccessibilityLabel()+"]")
		}
	})
	return texts
}

// Lost if it fails: a customer or a passer-by reads a key, a PIN or a card number off the screen.
func TestCanariesOnTheScreens(t *testing.T) {
	d := newDesk(t, stripesim.AutoDeclinedThenGood)
	var refuse atomic.Bool
	through := planted(t, d.lab.StripeURL, &refuse)
	d.write(strings.Replace(d.toml(), d.lab.StripeURL, through, 1))
	d.must(ExitOK, d.do(command{args: []string{"people", "add", "Ingrid Solheim", "--role", "manager", "--pin-stdin"}, stdin: canaryManager + "\n"}))
	number := d.numbers()[0]
	if err := d.lab.Odoo.Fault(odoosim.Fault{Name: "refuse-booking", Text: loudOdoo}); err != nil {
		t.Fatal(err)
	}
	c, err := NewCounter(t.Context(), Settings{
		Name: "Counter 1", DataDir: d.data, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Odoo:   odoo.Config{URL: d.lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Stripe: stripe.Config{Key: sim.StripeKey, URL: through, Location: sim.Location},
	})
	if err != nil {
		t.Fatal(err)
	}
	shot.App(t, theme.New(theme.Light, theme.Counter))
	g := &glass{t: t, hops: make(chan func(), 10000), nest: newNest(t), words: map[string]bool{}}
	k := ui.New(t.Context(), ui.Params{Till: till{c}, Clock: c.Clock, Runner: c.run, Do: func(f func()) {
		select {
		case g.hops <- f:
		case <-t.Context().Done():
		}
	}})
	g.root = k.Content()
	shot.Lay(g.root, fyne.NewSize(1280, 800))
	if err := c.Start(); err != nil {
		t.Error(err)
	}
	k.Start()
	g.until("Ingrid Solheim")
	for _, key := range canaryManager + "\n" {
		if key == '\n' {
			k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		} else {
			k.TypedRune(key)
		}
		g.read()
	}
	g.until("Updated")
	for _, key := range number {
		k.TypedRune(key)
	}
	g.until(number)
	k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	g.until("Charge €")
	g.tap("Charge")
	g.until("refuses the booking")
	g.until("•••• 5556") // Odoo's words got as far as this
	g.tap("Go on")
	g.tap("Attention")
	g.until("•••• 5556")
	g.tap("Readers")
	g.until("Warehouse")
	k.Stop()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if len(g.words) < 60 {
		t.Errorf("only %d texts were read", len(g.words))
	}
}
