package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/kit"
	"paydesk/ui/shot"
)

func textOf(o any) string {
	if t, ok := o.(*canvas.Text); ok && t.Visible() {
		return t.Text
	}
	return ""
}

func visibleCircles(o fyne.CanvasObject) (n int) {
	shot.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) {
		if _, ok := o.(*canvas.Circle); ok {
			n++
		}
	})
	return n
}

// swiping shows a list of 100 rows in a window and returns it with what was chosen.
func swiping(t *testing.T) (fyne.Canvas, *kit.SwipeList, *[]int) {
	t.Helper()
	app(t)
	var chosen []int
	list := kit.NewSwipeList(func() int { return 100 }, func() kit.Row { return demoRow{kit.NewLabel("", 20, "foreground")} }, func(i int) { chosen = append(chosen, i) })
	w := test.NewTempWindow(t, list)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 560)) // seven rows of 80
	return w.Canvas(), list, &chosen
}

// The driver scrolls nothing for a finger: without this a list of 184 invoices has seven.
func TestSwipeScrolls(t *testing.T) {
	c, list, chosen := swiping(t)
	test.Drag(c, fyne.NewPos(200, 500), 0, -240)
	if first, _ := list.Window(); first < 3 {
		t.Errorf("a swipe of 240 px left row %d first", first)
	}
	if len(*chosen) != 0 {
		t.Errorf("a swipe chose row %v", *chosen)
	}
}

// A finger wobbles; its tap must still be a tap.
func TestWobblingTapIsATap(t *testing.T) {
	c, list, chosen := swiping(t)
	test.Drag(c, fyne.NewPos(200, 200), 2, 3)
	if len(*chosen) != 1 || (*chosen)[0] != 2 || list.Selected() != 2 {
		t.Errorf("chosen %v, selected %d, want row 2", *chosen, list.Selected())
	}
	test.TapCanvas(c, fyne.NewPos(200, 30))
	if len(*chosen) != 2 || (*chosen)[1] != 0 {
		t.Errorf("a still tap chose %v", *chosen)
	}
}

func TestSwipeAcrossTheListChoosesNothing(t *testing.T) {
	c, _, chosen := swiping(t)
	test.Drag(c, fyne.NewPos(100, 200), 150, 2)
	if len(*chosen) != 0 {
		t.Errorf("chosen %v", *chosen)
	}
}

func TestPagesTurnByWholeRowsAndStopAtTheEnds(t *testing.T) {
	_, list, _ := swiping(t)
	if first, last := list.Window(); first != 0 || last != 6 {
		t.Errorf("at the start: %d to %d", first, last)
	}
	list.PageDown()
	if first, last := list.Window(); first != 7 || last != 13 {
		t.Errorf("next page: %d to %d", first, last)
	}
	list.PageUp()
	list.PageUp()
	if first, _ := list.Window(); first != 0 {
		t.Errorf("before the start: %d", first)
	}
	for range 30 {
		list.PageDown()
	}
	if first, last := list.Window(); first != 93 || last != 99 {
		t.Errorf("at the end: %d to %d", first, last)
	}
	list.Top()
	list.Reveal(50)
	if first, last := list.Window(); first > 50 || last < 49 {
		t.Errorf("row 50 is not in sight: %d to %d", first, last)
	}
}

// A row that goes away while it is on the screen must not be chosen.
func TestRowsThatWentAwayAreNotChosen(t *testing.T) {
	app(t)
	n, chosen := 10, 0
	list := kit.NewSwipeList(func() int { return n }, func() kit.Row { return demoRow{kit.NewLabel("", 20, "foreground")} }, func(int) { chosen++ })
	w := test.NewTempWindow(t, list)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 560))
	n = 2
	test.TapCanvas(w.Canvas(), fyne.NewPos(200, 450))
	if chosen != 0 {
		t.Error("a row that is gone was chosen")
	}
	list.Reload()
	if _, last := list.Window(); last != 1 {
		t.Errorf("last row in sight is %d", last)
	}
}
