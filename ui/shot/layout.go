package shot

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/kit"
)

// placed is a target with its place in the window.
type placed struct {
	target kit.Target
	pos    fyne.Position
}

func (p placed) right() float32  { return p.pos.X + p.target.Size().Width }
func (p placed) bottom() float32 { return p.pos.Y + p.target.Size().Height }

// Find returns the visible target with a spoken name, or nil.
func Find(root fyne.CanvasObject, name string) kit.Target {
	var found kit.Target
	Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(kit.Target); ok && found == nil && t.AccessibilityLabel() == name {
			found = t
		}
	})
	return found
}

// Says reports whether a text that contains words is drawn somewhere.
func Says(root fyne.CanvasObject, words string) bool {
	said := false
	Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && strings.Contains(t.Text, words) {
			said = true
		}
	})
	return said
}

// LayoutFaults walks a laid-out window of one layer and says in words what a designer would send back: targets that cover each other
// in part or stand outside the window, amounts that are cut off, words that are missing from the catalogue. Rows inside a list are
// clipped by it and not looked at.
func LayoutFaults(root fyne.CanvasObject, size fyne.Size) []string {
	var faults []string
	var targets []placed
	var look func(o fyne.CanvasObject, pos fyne.Position)
	look = func(o fyne.CanvasObject, pos fyne.Position) {
		if o == nil || !o.Visible() {
			return
		}
		if t, ok := o.(*canvas.Text); ok {
			faults = append(faults, textFaults(t)...)
		}
		if t, ok := o.(kit.Target); ok {
			p := placed{t, pos}
			if pos.X < -0.5 || pos.Y < -0.5 || p.right() > size.Width+0.5 || p.bottom() > size.Height+0.5 {
				faults = append(faults, fmt.Sprintf("%q stands outside the window: %v %v", t.AccessibilityLabel(), pos, t.Size()))
			}
			for _, other := range targets {
				if cover(p, other) {
					faults = append(faults, fmt.Sprintf("%q %v %v and %q %v %v cover each other", t.AccessibilityLabel(), pos, t.Size(),
						other.target.AccessibilityLabel(), other.pos, other.target.Size()))
				}
			}
			targets = append(targets, p)
		}
		if _, ok := o.(*kit.SwipeList); ok {
			return
		}
		for _, child := range children(o) {
			look(child, pos.Add(child.Position()))
		}
	}
	look(root, fyne.Position{})
	return faults
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

func textFaults(t *canvas.Text) []string {
	switch {
	case strings.Contains(t.Text, "⟦"):
		return []string{"no words for " + t.Text}
	case strings.HasSuffix(t.Text, "…") && strings.ContainsAny(t.Text, "€$£"):
		return []string{"an amount is cut off: " + t.Text}
	}
	return nil
}

// cover reports whether two targets overlap without one lying wholly in the other, as a button in a card does.
func cover(a, b placed) bool {
	const slack = 0.5
	if a.pos.X >= b.right()-slack || b.pos.X >= a.right()-slack || a.pos.Y >= b.bottom()-slack || b.pos.Y >= a.bottom()-slack {
		return false
	}
	return !inside(a, b) && !inside(b, a)
}

func inside(a, b placed) bool {
	const slack = 0.5
	return a.pos.X >= b.pos.X-slack && a.pos.Y >= b.pos.Y-slack && a.right() <= b.right()+slack && a.bottom() <= b.bottom()+slack
}
