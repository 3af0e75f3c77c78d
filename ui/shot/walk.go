package shot

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Walk visits every visible object under root, parents first, with its place relative to root.
func Walk(root fyne.CanvasObject, visit func(o fyne.CanvasObject, pos fyne.Position)) {
	walk(root, fyne.Position{}, visit)
}

func walk(o fyne.CanvasObject, pos fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o, pos)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		walk(child, pos.Add(child.Position()), visit)
	}
}

// TouchFaults walks a laid-out screen and says in words what a finger or a screen reader would stumble over: targets under their
// size in millimetres for the profile, targets without a spoken name, and stock parts that take taps.
func TouchFaults(root fyne.CanvasObject, p theme.Profile) []string {
	var faults []string
	Walk(root, func(o fyne.CanvasObject, pos fyne.Position) {
		t, ok := o.(kit.Target)
		if !ok {
			if strange(o) {
				faults = append(faults, fmt.Sprintf("%T at %v takes taps but is no kit.Target", o, pos))
			}
			return
		}
		name := t.AccessibilityLabel()
		if name == "" {
			faults = append(faults, fmt.Sprintf("%T at %v has no spoken name", t, pos))
		}
		w, h := p.MM(t.Size().Width), p.MM(t.Size().Height)
		if least := t.TargetMM(); w < least-0.05 || h < least-0.05 {
			faults = append(faults, fmt.Sprintf("%q is %.1f x %.1f mm, needs %.0f", name, w, h, least))
		}
	})
	return faults
}

// strange reports whether something takes taps that is neither a target nor a blocker. The toolkit wraps the rows of its list in a
// tappable item; our rows lie over it and get the taps first. Its scroll bar stands beside them.
func strange(o fyne.CanvasObject) bool {
	if _, tappable := o.(fyne.Tappable); !tappable {
		return false
	}
	_, blocks := o.(kit.Blocker)
	kind := fmt.Sprintf("%T", o)
	return !blocks && kind != "*widget.listItem" && kind != "*widget.scrollBarArea"
}

// TextFaults says which lines of text run into each other or leave the screen. It looks at what is drawn, so it finds what a layout
// got wrong and what a translation made too long.
func TextFaults(root fyne.CanvasObject, screen fyne.Size) []string {
	type line struct {
		text string
		pos  fyne.Position
		size fyne.Size
	}
	var lines []line
	var faults []string
	Walk(root, func(o fyne.CanvasObject, pos fyne.Position) {
		t, ok := o.(*canvas.Text)
		if !ok || t.Text == "" {
			return
		}
		size := t.MinSize()
		if pos.X < -1 || pos.Y < -1 || pos.X+size.Width > screen.Width+1 || pos.Y+size.Height > screen.Height+1 {
			faults = append(faults, fmt.Sprintf("%q leaves the screen at %v", t.Text, pos))
		}
		// glyphs fill the middle of their line; ascent and descent may touch
		air := size.Height * 0.2
		lines = append(lines, line{t.Text, pos.AddXY(0, air), fyne.NewSize(size.Width, size.Height-2*air)})
	})
	for i, a := range lines {
		for _, b := range lines[i+1:] {
			if a.pos.X < b.pos.X+b.size.Width && b.pos.X < a.pos.X+a.size.Width && a.pos.Y < b.pos.Y+b.size.Height && b.pos.Y < a.pos.Y+a.size.Height {
				faults = append(faults, fmt.Sprintf("%q runs into %q", a.text, b.text))
			}
		}
	}
	return faults
}
