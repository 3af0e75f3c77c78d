package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/ui/kit"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// part is one picture: how to build it and, where its smallest size says too little, at what size.
type part struct {
	name string
	make func() fyne.CanvasObject
	size fyne.Size
}

func chosenChip() fyne.CanvasObject {
	c := kit.NewChip("Open", 184, nil)
	c.SetSelected(true)
	return c
}

func pressed(b *kit.Button) fyne.CanvasObject {
	b.MouseDown(nil)
	return b
}

func ring(icon string, mode kit.RingMode, fraction float32) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		r := kit.NewStateRing(icon)
		r.Set(icon, mode, fraction)
		return r
	}
}

// onPanel puts what is drawn in white on the panel's colour.
func onPanel(make func() fyne.CanvasObject) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		c := &fyne.Container{Objects: []fyne.CanvasObject{canvas.NewRectangle(theme.Color(theme.PanelWorking)), make()}, Layout: fill{}}
		return c
	}
}

type fill struct{}

func (fill) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize().AddWidthHeight(24, 24) }
func (fill) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[1].Move(fyne.NewPos(12, 12))
	o[1].Resize(s.SubtractWidthHeight(24, 24))
}

func parts() []part {
	return []part{
		{"button-outline", func() fyne.CanvasObject { return kit.NewButton("Try now", "refresh", kit.Outline, nil) }, fyne.Size{}},
		{"button-quiet-pressed", func() fyne.CanvasObject { return pressed(kit.NewButton("Change", "", kit.Quiet, nil)) }, fyne.Size{}},
		{"button-raised", func() fyne.CanvasObject {
			b := kit.NewButton("", "chevron-up", kit.Raised, nil)
			b.SetName("Previous page")
			return b
		}, fyne.Size{}},
		{"button-bad", func() fyne.CanvasObject { return kit.NewLargeButton("Free it (manager)", "lock", kit.OutlineBad, nil) }, fyne.Size{}},
		{"button-warn", func() fyne.CanvasObject { return kit.NewButton("Try now", "refresh", kit.OutlineWarn, nil) }, fyne.Size{}},
		{"button-good", func() fyne.CanvasObject { return kit.NewMoneyButton("Tap a good card", "contactless", kit.Good, nil) }, fyne.Size{}},
		{"button-off", func() fyne.CanvasObject {
			b := kit.NewLargeButton("Busy", "", kit.Filled, nil)
			b.SetEnabled(false)
			return b
		}, fyne.Size{}},
		{"button-too-long", func() fyne.CanvasObject {
			return kit.NewActionButton("Zahlung jetzt wirklich abbrechen", "cross", kit.Outline, nil)
		}, fyne.NewSize(260, 80)},
		{"action-reader", func() fyne.CanvasObject {
			b := kit.NewActionButton("Use Window", "", kit.Filled, nil)
			b.SetReader("B")
			return b
		}, fyne.Size{}},
		{"money-charge", func() fyne.CanvasObject {
			return kit.NewMoneyButton("Charge €1,284.50", "contactless", kit.Filled, nil)
		}, fyne.NewSize(510, 92)},
		{"money-charge-pressed", func() fyne.CanvasObject {
			return pressed(kit.NewMoneyButton("Charge €1,284.50", "contactless", kit.Filled, nil))
		}, fyne.NewSize(510, 92)},
		{"money-refund", func() fyne.CanvasObject { return kit.NewMoneyButton("Refund €128.45", "back-arrow", kit.Ink, nil) }, fyne.Size{}},
		{"chip", func() fyne.CanvasObject { return kit.NewChip("Overdue", 31, nil) }, fyne.Size{}},
		{"chip-chosen", chosenChip, fyne.Size{}},
		{"chip-icon", func() fyne.CanvasObject { return kit.NewIconChip("filter", "Filter", nil) }, fyne.Size{}},
		{"badge-late", func() fyne.CanvasObject { return kit.NewBadge("clock", "Overdue 12 days", kit.ToneBad) }, fyne.Size{}},
		{"badge-held", func() fyne.CanvasObject { return kit.NewBadge("pause", "Held", kit.ToneHeld) }, fyne.Size{}},
		{"note", func() fyne.CanvasObject {
			return kit.NewNote("shield-tick", "€96.50 was charged, not by Paydesk.", kit.ToneOK)
		}, fyne.Size{}},
		{"state-badge", func() fyne.CanvasObject { return kit.NewStateBadge("check", "Ready", kit.ToneOK) }, fyne.Size{}},
		{"tile", func() fyne.CanvasObject { return kit.NewTile("qr", "QR code", nil) }, fyne.NewSize(119, 72)},
		{"tile-chosen", func() fyne.CanvasObject {
			t := kit.NewTile("contactless", "Card", nil)
			t.SetSelected(true)
			return t
		}, fyne.NewSize(119, 72)},
		{"tile-row", func() fyne.CanvasObject { return kit.NewRowTile("cloud-off", "Odoo down", nil) }, fyne.NewSize(200, 60)},
		{"person-tile", func() fyne.CanvasObject { return kit.NewPersonTile("Tomás Oliveira", "Cashier", "PIN 2222", 1, nil) }, fyne.NewSize(686, 112)},
		{"keypad-tick", func() fyne.CanvasObject { return kit.NewKeypad(kit.PadTick, nil) }, fyne.Size{}},
		{"keyboard-accents", func() fyne.CanvasObject {
			k := kit.NewKeyboard(nil)
			kit.TapKeyForTest(k, "é ü ñ")
			kit.TapKeyForTest(k, "Shift")
			return k
		}, fyne.NewSize(1180, 384)},
		{"pin-dots", func() fyne.CanvasObject {
			d := kit.NewPINDots(4)
			d.SetTyped(3)
			return d
		}, fyne.Size{}},
		{"pin-dots-free-length", func() fyne.CanvasObject {
			d := kit.NewPINDots(0)
			d.SetTyped(5)
			return d
		}, fyne.Size{}},
		{"ring-spin", onPanel(ring("bank", kit.RingSpin, 0)), fyne.Size{}},
		{"ring-fill", onPanel(ring("question", kit.RingFill, .35)), fyne.Size{}},
		{"ring-full", onPanel(ring("check", kit.RingFull, 0)), fyne.Size{}},
		{"ring-stopped", onPanel(ring("two-arrows", kit.RingStopped, 0)), fyne.Size{}},
		{"money-line", func() fyne.CanvasObject {
			return kit.NewMoneyLine("shield-tick", "€1,284.50 was charged, once.", kit.ToneOK)
		}, fyne.NewSize(640, 64)},
		{"notice", func() fyne.CanvasObject {
			return kit.NewNotice("info", "The customer is not asked for a card. Agreed on 3 Mar 2026, in German, with Tomás Oliveira.", kit.ToneNeutral)
		}, fyne.NewSize(640, 78)},
		{"steps", func() fyne.CanvasObject {
			s := kit.NewStepBars()
			s.Set([4]kit.Step{{Label: "On the reader", Done: true}, {Label: "Card read", Done: true}, {Label: "Approved", Done: true}, {Label: "Waits for Odoo", Now: true, Fill: .55}}, kit.ToneOK)
			return s
		}, fyne.NewSize(774, 40)},
		{"reader-tag", func() fyne.CanvasObject { return kit.NewReaderTag("D", 72) }, fyne.Size{}},
		{"rail-item", func() fyne.CanvasObject {
			r := kit.NewRailItem("bell", "Attention", nil)
			r.SetCount(12)
			r.SetSelected(true)
			return r
		}, fyne.Size{}},
		{"health-care", func() fyne.CanvasObject { return kit.NewHealthMark(kit.HealthCare, "2 of 3 readers ready") }, fyne.Size{}},
		{"health-away", func() fyne.CanvasObject { return kit.NewBoldHealthMark(kit.HealthAway, "Not reachable") }, fyne.Size{}},
		{"band", func() fyne.CanvasObject { return kit.NewDemoBand("DEMO – kein echtes Geld") }, fyne.NewSize(640, 28)},
		{"marked-text", func() fyne.CanvasObject {
			m := kit.NewMarkedText("", 20)
			m.Set("Hildebrandt, Jörg-Matthias", "BRANDT")
			return m
		}, fyne.NewSize(220, 30)},
		{"search-empty", func() fyne.CanvasObject {
			return kit.NewSearchField(kit.SearchParams{Hint: "Name, number, amount", Scan: func() {}})
		}, fyne.NewSize(420, 56)},
		{"search-typed", func() fyne.CanvasObject {
			f := kit.NewSearchField(kit.SearchParams{Hint: "Name, number, amount"})
			f.SetText("INV/2026/00427 and much more than fits here")
			f.SetActive(true)
			return f
		}, fyne.NewSize(420, 56)},
		{"switch-on", func() fyne.CanvasObject { return kit.NewSwitch("Remember for Aisha", true, nil) }, fyne.Size{}},
		{"switch-off", func() fyne.CanvasObject { return kit.NewSwitch("Remember for Aisha", false, nil) }, fyne.Size{}},
		{"avatar", func() fyne.CanvasObject { return kit.NewAvatar("Tessa van den Broek-Hofmann", 2, 84) }, fyne.Size{}},
		{"card", func() fyne.CanvasObject {
			return padded(kit.NewCard(kit.NewHeading("3 invoices, one payment", 24), 22))
		}, fyne.NewSize(360, 96)},
		{"label-wrapped", func() fyne.CanvasObject {
			return kit.NewLabel("Wait. At 14:36 at the latest it moves to Needs attention and stays locked.", 24, theme.Ink).Bold().Wrap(0)
		}, fyne.NewSize(420, 100)},
		{"label-arabic-cut", func() fyne.CanvasObject {
			return kit.NewLabel("شركة النور للتجارة العامة والخدمات", 20, theme.Ink).Bold()
		}, fyne.NewSize(200, 28)},
		{"label-two-scripts", func() fyne.CanvasObject {
			return kit.NewLabel("Brandt & Söhne شركة النور", 20, theme.Ink).Bold()
		}, fyne.NewSize(300, 28)},
	}
}

func padded(o fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Objects: []fyne.CanvasObject{kit.NewBackdrop(theme.Page), o}, Layout: fill{}}
}

// A part that changes its look without anybody looking at the picture is found here.
func TestEveryPartLooksAsAccepted(t *testing.T) {
	for _, mode := range []struct {
		name string
		mode theme.Mode
	}{{"light", theme.Light}, {"dark", theme.Dark}} {
		for _, p := range parts() {
			t.Run(p.name+"-"+mode.name, func(t *testing.T) {
				shot.App(t, theme.New(mode.mode, theme.Counter))
				o := p.make()
				size := p.size
				if size.IsZero() {
					size = o.MinSize().Max(fyne.NewSize(8, 8))
				}
				shot.Golden(t, "parts/"+p.name+"-"+mode.name, o, fyne.NewSize(ceil(size.Width), ceil(size.Height)))
			})
		}
	}
}

func ceil(v float32) float32 {
	n := float32(int(v))
	if n < v {
		n++
	}
	return n
}
