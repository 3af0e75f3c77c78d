package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/ui/kit"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func at(o fyne.CanvasObject, x, y, w, h float32) fyne.CanvasObject {
	if w == 0 {
		w = o.MinSize().Width
	}
	if h == 0 {
		h = o.MinSize().Height
	}
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	return o
}

// basics is a board of the parts that stand on every screen.
func basics() fyne.CanvasObject {
	chosen := kit.NewChip("Open", 184, nil)
	chosen.SetSelected(true)
	tile := kit.NewTile("contactless", "Card", nil)
	tile.SetSelected(true)
	off := kit.NewLargeButton("Busy", "", kit.Outline, nil)
	off.SetEnabled(false)
	use := kit.NewActionButton("Use Window", "", kit.Filled, nil)
	use.SetReader("B")
	person := kit.NewPersonTile("Aisha Karim", "Cashier", "PIN 1111", 0, nil)
	person.SetSelected(true)
	dots := kit.NewPINDots(4)
	dots.SetTyped(2)
	rail := kit.NewRailItem("card", "Pay", nil)
	rail.SetSelected(true)
	bell := kit.NewRailItem("bell", "Attention", nil)
	bell.SetCount(2)
	steps := kit.NewStepBars()
	steps.Set([4]kit.Step{{Label: "On the reader", Done: true}, {Label: "Waiting for card", Now: true, Fill: .55}, {Label: "Bank"}, {Label: "Odoo"}}, kit.ToneInfo)
	return container.NewWithoutLayout(
		at(kit.NewBackdrop(theme.Page), 0, 0, 1280, 800),
		at(kit.NewDemoBand("DEMO SHOP – no real money moves"), 0, 0, 1280, 28),
		at(rail, 8, 38, 0, 0), at(bell, 8, 118, 0, 0),
		at(chosen, 120, 40, 0, 0), at(kit.NewChip("Overdue", 31, nil), 260, 40, 0, 0), at(kit.NewIconChip("filter", "Filter", nil), 420, 40, 0, 0),
		at(kit.NewBadge("clock", "Overdue 12 days", kit.ToneBad), 120, 104, 0, 0), at(kit.NewBadge("split", "Partly paid", kit.ToneInfo), 310, 104, 0, 0),
		at(kit.NewBadge("qr", "QR only", kit.ToneNeutral), 450, 104, 0, 0), at(kit.NewBadge("pause", "Held", kit.ToneHeld), 560, 104, 0, 0),
		at(kit.NewBadge("tray-arrow", "Booked late", kit.ToneOK), 120, 140, 0, 0), at(kit.NewBadge("clock", "Processing", kit.ToneWarn), 260, 140, 0, 0),
		at(kit.NewFact("mail", "buchhaltung@brandt-soehne.example"), 120, 176, 0, 0), at(kit.NewStateBadge("two-arrows", "In use by Counter 2", kit.ToneWarn), 500, 170, 0, 0),
		at(kit.NewMoneyLine("shield-tick", "€1,284.50 was charged, once.", kit.ToneOK), 120, 226, 600, 0),
		at(kit.NewMoneyLine("circle-slash", "Nothing has been charged yet.", kit.ToneNeutral), 120, 300, 600, 0),
		at(kit.NewSmallMoneyLine("triangle", "Not known yet: charged or declined.", kit.ToneWarn), 120, 374, 630, 0),
		at(steps, 120, 440, 774, 0),
		at(kit.NewActionButton("Cancel payment", "cross", kit.Outline, nil), 120, 490, 0, 0), at(kit.NewActionButton("Print", "printer", kit.Filled, nil), 400, 490, 250, 0),
		at(use, 660, 490, 267, 0),
		at(kit.NewMoneyButton("Charge €1,284.50", "contactless", kit.Filled, nil), 120, 584, 510, 0),
		at(kit.NewMoneyButton("Refund €128.45", "back-arrow", kit.Ink, nil), 640, 584, 327, 0),
		at(kit.NewButton("Change", "", kit.Quiet, nil), 120, 690, 0, 0), at(kit.NewLargeButton("Free it (manager)", "lock", kit.OutlineBad, nil), 228, 690, 0, 0), at(off, 488, 690, 0, 0),
		at(kit.NewButton("Try now", "refresh", kit.OutlineWarn, nil), 590, 690, 0, 0), at(kit.NewSwitch("Remember for Aisha", true, nil), 740, 690, 0, 0), at(kit.NewSwitch("Off", false, nil), 740, 745, 0, 0),
		at(tile, 760, 40, 119, 0), at(kit.NewTile("qr", "QR code", nil), 890, 40, 119, 0), at(kit.NewRowTile("cloud-off", "Odoo down", nil), 760, 124, 200, 0), at(kit.NewRowTile("", "Goods returned", nil), 760, 190, 250, 0),
		at(person, 930, 250, 340, 0), at(kit.NewHealthMark(kit.HealthOK, "Odoo ok"), 1030, 40, 0, 0), at(kit.NewHealthMark(kit.HealthCare, "2 of 3 readers ready"), 1030, 70, 0, 0), at(kit.NewBoldHealthMark(kit.HealthAway, "Not reachable"), 1030, 100, 0, 0),
		at(kit.NewReaderTag("A", 46), 1030, 130, 0, 0), at(kit.NewReaderTag("C", 72), 1090, 130, 0, 0), at(kit.NewAvatar("Ingrid Solheim", 2, 68), 1180, 130, 0, 0),
		at(kit.NewCard(container.NewVBox(kit.NewHeading("Brandt & Söhne Feinmechanik GmbH", 24), kit.NewLabel("شركة النور للتجارة العامة", 20, theme.Ink).Bold(), kit.NewLabel("شركة النور INV 24", 20, theme.Ink), kit.NewAmount("€1,284.50", 60)), 22), 770, 262, 150, 180),
		at(dots, 980, 400, 240, 0), at(kit.NewKeypad(kit.PadAmount, nil), 990, 440, 280, 350),
	)
}

func TestBoardOfBasics(t *testing.T) {
	for _, c := range []struct {
		name string
		th   *theme.Theme
	}{{"board-light", theme.New(theme.Light, theme.Counter)}, {"board-dark", theme.New(theme.Dark, theme.Counter)},
		{"board-light-contrast", theme.New(theme.LightContrast, theme.Counter)}, {"board-dark-contrast", theme.New(theme.DarkContrast, theme.Counter)}} {
		t.Run(c.name, func(t *testing.T) {
			shot.App(t, c.th)
			shot.Golden(t, c.name, basics(), shot.Size1280)
		})
	}
}

type demoRow struct {
	*kit.Label
}

func (d demoRow) Bind(i int, _, _ bool) { d.SetText(fmtRow(i)) }

func fmtRow(i int) string { return "Row " + string(rune('A'+i%26)) }

func typing() fyne.CanvasObject {
	empty := kit.NewSearchField(kit.SearchParams{Hint: "Name, number, amount", Scan: func() {}})
	field := kit.NewSearchField(kit.SearchParams{Hint: "Name, number, amount", Scan: func() {}})
	field.SetActive(true)
	for _, r := range "brandt" {
		field.TypedRune(r)
	}
	hit := kit.NewMarkedText("Hildebrandt, Jörg-Matthias", 20)
	hit.Set("Hildebrandt, Jörg-Matthias", "brandt")
	list := kit.NewSwipeList(func() int { return 100 }, func() kit.Row { return demoRow{kit.NewLabel("", 20, theme.Ink)} }, nil)
	return container.NewWithoutLayout(
		at(kit.NewBackdrop(theme.Page), 0, 0, 1280, 800),
		at(empty, 120, 38, 556, 0), at(field, 700, 38, 556, 0), at(hit, 120, 110, 300, 0), at(list, 120, 150, 400, 250),
		at(kit.NewKeyboard(nil), 100, 416, 1180, 384),
	)
}

func TestBoardOfTyping(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	shot.Golden(t, "board-typing", typing(), shot.Size1280)
}

// The reader chooser, as screens build a sheet.
func TestBoardOfASheet(t *testing.T) {
	for _, look := range []struct {
		name string
		th   *theme.Theme
	}{{"board-sheet-light", theme.New(theme.Light, theme.Counter)}, {"board-sheet-dark", theme.New(theme.Dark, theme.Counter)}} {
		shot.App(t, look.th)
		content := container.NewVBox(kit.NewCard(kit.NewHeading("Front desk", 24), 22).Flat(), kit.NewCard(kit.NewHeading("Window", 24), 22).Flat(), kit.NewSwitch("Remember for Aisha", true, nil))
		s := kit.NewSheet(kit.SheetParams{Title: "Which reader?", Second: "The letter is on the sticker of the reader.", Content: content, Size: fyne.NewSize(860, 600), Band: true, Closed: func() {}})
		board := container.NewStack(basics(), s)
		shot.Golden(t, look.name, board, shot.Size1280)
	}
}
