package picker_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// calls counts what the view asked for.
type calls struct {
	charged, selected []string
	searched          []string
	submitted         string
}

func (c *calls) actions() picker.Actions {
	return picker.Actions{Charge: func(id string) { c.charged = append(c.charged, id) }, Select: func(id string) { c.selected = append(c.selected, id) },
		Search: func(s string) { c.searched = append(c.searched, s) }, Submit: func(s string) { c.submitted = s }}
}

func show(t *testing.T, vm picker.VM) (fyne.CanvasObject, *picker.View, *calls) {
	t.Helper()
	shot.App(t, theme.New(theme.Light, theme.Counter))
	c := &calls{}
	o, v := window("", vm, c.actions(), shot.Size1280)
	return o, v, c
}

func tap(t *testing.T, root fyne.CanvasObject, name string) {
	t.Helper()
	target := shot.Find(root, name)
	if target == nil {
		t.Fatalf("no target %q", name)
	}
	target.Tapped(&fyne.PointEvent{})
}

const other = "Go to INV/2026/00433, €318.00"

// Lost without it: the button would charge the invoice shown before for the row tapped now.
func TestNoMoneyButtonWhileTheDetailIsAnotherInvoice(t *testing.T) {
	first := ready()
	first.Detail.Methods = nil // their place is the other invoices'
	o, v, c := show(t, first)
	charge := shot.Find(o, "Charge €1,284.50")
	tap(t, o, other)
	if shot.Find(o, "Charge €1,284.50") != nil {
		t.Error("the money button of the invoice before still shows")
	}
	charge.Tapped(&fyne.PointEvent{}) // a tap that was on its way
	if len(c.charged) != 0 {
		t.Errorf("charged %v", c.charged)
	}
	vm := ready()
	vm.Selected, vm.Detail.State = "433", picker.DetailLoading
	v.Set(vm)
	if shot.Find(o, "Charge €1,284.50") != nil {
		t.Error("a money button shows while the detail loads")
	}
	vm.Detail.State, vm.Detail.ID, vm.Detail.Charge.Label = picker.DetailReady, "433", "Charge €318.00"
	v.Set(vm)
	tap(t, o, "Charge €318.00")
	if len(c.charged) != 1 || c.charged[0] != "433" {
		t.Errorf("charged %v, want 433", c.charged)
	}
}

// Lost without it: a double tap on the button starts two payments.
func TestDoubleTapChargesOnce(t *testing.T) {
	o, _, c := show(t, ready())
	button := shot.Find(o, "Charge €1,284.50")
	button.Tapped(&fyne.PointEvent{})
	button.Tapped(&fyne.PointEvent{})
	if len(c.charged) != 1 {
		t.Errorf("charged %d times", len(c.charged))
	}
}

// Lost without it: a customer is charged again for what was paid minutes ago.
func TestAWarningNeedsATapOfItsOwn(t *testing.T) {
	vm := states["warning"]()
	o, v, c := show(t, vm)
	tap(t, o, "Charge €86.00")
	if len(c.charged) != 0 {
		t.Fatal("charged without a confirmation")
	}
	tap(t, o, "Yes, again")
	later := vm
	later.Detail.Warning = "€86.00 was charged on this invoice 5 min ago. Charge again?"
	v.Set(later) // the clock goes on, the confirmation stays
	tap(t, o, "Charge €86.00")
	if len(c.charged) != 1 {
		t.Fatalf("charged %d times after the confirmation", len(c.charged))
	}
	v.Set(ready())
	v.Set(vm)
	tap(t, o, "Charge €86.00")
	if len(c.charged) != 1 {
		t.Error("the confirmation outlived its invoice")
	}
}

// Lost without it: on the small screen the tap that confirms stands where the tap that charges comes next.
func TestAboveTheKeyboardADoubleTapCannotConfirmAndCharge(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	c := &calls{}
	o, _ := window("typing", states["typing-warning"](), c.actions(), shot.Size1024)
	tap(t, o, "Show invoice")
	charge := shot.Find(o, "Charge €86.00")
	charge.Tapped(&fyne.PointEvent{})
	if len(c.charged) != 0 {
		t.Error("charged without a confirmation")
	}
	if shot.Find(o, "Yes, again") == nil {
		t.Error("the warning cannot be confirmed any more")
	}
}

// Lost without it: above the limit somebody charges all the same.
func TestARefusedChargeHasNoButton(t *testing.T) {
	o, _, _ := show(t, states["away-refused"]())
	if shot.Find(o, "Charge €1,284.50") != nil {
		t.Error("a money button shows")
	}
	if !shot.Says(o, "above") || shot.Find(o, "Ask a manager") == nil {
		t.Error("no reason, or no way on")
	}
}

// Lost without it: a scan needs a tap on the field first, or is wiped by the next refresh of the list.
func TestScannerTypesWithoutATap(t *testing.T) {
	o, v, c := show(t, ready())
	for _, r := range "INV427" {
		v.TypedRune(r)
		v.Set(ready()) // the list is refreshed meanwhile
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if c.submitted != "INV427" || len(c.searched) != 6 || v.Query() != "INV427" {
		t.Errorf("submitted %q, searched %v", c.submitted, c.searched)
	}
	v.Reset()
	if v.Query() != "" || shot.Says(o, "INV427") {
		t.Error("the next person sees the last search")
	}
}

// Lost without it: on the small screen keys lie over the hits or over the money button.
func TestKeyboardCoversNothing(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		o, _ := window("typing", states["typing"](), picker.Actions{}, c.Size)
		var keys, lowest float32
		shot.Walk(o, func(o fyne.CanvasObject, pos fyne.Position) {
			switch o := o.(type) {
			case *kit.Keyboard:
				keys = pos.Y
			case *kit.SwipeList, *kit.SearchField:
				lowest = max(lowest, pos.Y+o.Size().Height)
			case *kit.Button:
				if o.Label() == "Charge €1,284.50" {
					lowest = max(lowest, pos.Y+o.Size().Height)
				}
			}
		})
		if keys == 0 || lowest > keys {
			t.Errorf("%s: keys begin at %v, the screen ends at %v", c.Name, keys, lowest)
		}
	}
}

// Lost without it: every second's refresh scrolls the list back or loses the finger's row.
func TestRefreshKeepsThePlaceInTheList(t *testing.T) {
	vm := ready()
	for range 20 {
		vm.Rows = append(vm.Rows, rows()...)
	}
	o, v, _ := show(t, vm)
	tap(t, o, "Next page")
	v.Set(vm)
	fresh := vm
	fresh.Rows = append([]picker.Row{}, vm.Rows...)
	fresh.Updated = "Updated 1 s ago"
	v.Set(fresh)
	if !shot.Says(o, "8–14 of") {
		t.Error("the list went back to the top")
	}
	fresh.Chip = "overdue"
	v.Set(fresh)
	if !shot.Says(o, "1–7 of") {
		t.Error("another filter does not start at the top")
	}
}

// Lost without it: the parts of the screen that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"ready", "light"}, {"ready", "dark-1024"}, {"away-refused", "light"}, {"warning", "light-1024"}, {"typing", "light"}, {"empty", "dark"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				o, _ := window(g.state, states[g.state](), picker.Actions{}, c.Size)
				shot.Golden(t, g.state+"-"+g.screen, o, c.Size)
			}
		}
	}
}
