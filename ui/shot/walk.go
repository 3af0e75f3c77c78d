package shot

import (
	"fmt"

	"fyne.io/fyne/v2"
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
// size in millimetres for the profile, and targets without a spoken name.
func TouchFaults(root fyne.CanvasObject, p theme.Profile) []string {
	var faults []string
	Walk(root, func(o fyne.CanvasObject, pos fyne.Position) {
		t, ok := o.(kit.Target)
		if !ok {
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
