package picker_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func three() picker.TogetherVM {
	return picker.TogetherVM{
		Health: health(), Person: shell.PersonVM{Name: "Aisha Karim"}, Customer: "Brandt & Söhne Feinmechanik GmbH", Count: "4 open invoices of this customer", Overdue: "All overdue",
		Rows: []picker.TickRow{
			{ID: "427", Number: "INV/2026/00427", Due: "due 8 Nov", Amount: "€1,284.50", Badge: picker.Overdue(12), Ticked: true},
			{ID: "433", Number: "INV/2026/00433", Due: "due 22 Nov", Amount: "€318.00", Ticked: true},
			{ID: "439", Number: "INV/2026/00439", Due: "due 25 Nov", Amount: "€468.90", Badge: picker.PartlyPaid(), Ticked: true},
			{ID: "452", Number: "INV/2026/00452", Due: "due 5 Dec", Amount: "€2,050.00"},
		},
		Foot: "One card payment; Odoo settles each invoice with its share.",
		Detail: picker.Detail{State: picker.DetailReady, ID: "together", Customer: "3 invoices, one payment", Number: "Brandt & Söhne Feinmechanik GmbH", LeftLabel: "Together", Amount: "€2,071.40", OtherAmount: "Other amount",
			Lines:  []picker.Line{{"INV/2026/00427", "", "€1,284.50"}, {"INV/2026/00433", "", "€318.00"}, {"INV/2026/00439", "", "€468.90"}},
			Reader: picker.Reader{Letter: "A", Label: "Front desk", Model: "S700", State: kit.HealthOK, Word: "Ready"}, Charge: picker.Charge{Label: "Charge €2,071.40"}},
	}
}

var togetherStates = map[string]func() picker.TogetherVM{
	"three": three,
	"discount": func() picker.TogetherVM {
		vm := three()
		vm.Rows[2].Due = "€459.52 until 30 Nov, if paid by itself"
		vm.Rows[2].Badge = picker.Badge{}
		vm.Rows[3].Blocked, vm.Rows[3].Badge = true, picker.Badge{Icon: "contactless", Word: "Being charged", Tone: kit.ToneInfo}
		vm.Detail.Lines = nil
		vm.Detail.Charge = picker.Charge{State: picker.ChargeRefused, Reason: "INV/2026/00439 has an early-payment discount. Take it by itself; the others go together."}
		return vm
	},
	"many": func() picker.TogetherVM {
		vm := three()
		for range 3 {
			vm.Rows = append(vm.Rows, vm.Rows...)
		}
		vm.Count = "32 open invoices of this customer"
		for len(vm.Detail.Lines) < 19 {
			vm.Detail.Lines = append(vm.Detail.Lines, vm.Detail.Lines[:1]...)
		}
		vm.Detail.LeftLabel = "Part of €21,120.00"
		return vm
	},
	"none": func() picker.TogetherVM {
		vm := three()
		for i := range vm.Rows {
			vm.Rows[i].Ticked = false
		}
		vm.Detail = picker.Detail{State: picker.DetailReady, ID: "together", Customer: "No invoice is ticked", Number: "Brandt & Söhne Feinmechanik GmbH", LeftLabel: "Together",
			Reader: vm.Detail.Reader, Charge: picker.Charge{State: picker.ChargeRefused, Reason: "Tick what the customer pays now."}}
		return vm
	},
}

func together(vm picker.TogetherVM, act picker.TogetherActions, size fyne.Size) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	s.SetRail(shell.RailVM{Attention: 2})
	v := picker.NewTogether(act)
	s.SetScreen(v.Object(), true)
	s.Object().Resize(size)
	v.Set(vm)
	return s.Object()
}

// TestTogetherPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestTogetherPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, vm := range togetherStates {
			if err := shot.Save(filepath.Join(dir, "together-"+name+"-"+c.Name+".png"), shot.Draw(together(vm(), picker.TogetherActions{}, c.Size), c.Size)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestTogetherFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestTogetherFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, state := range togetherStates {
			vm := state()
			vm.Rows = vm.Rows[:2] // rows beyond the list are clipped by it, which a walk cannot see
			o := together(vm, picker.TogetherActions{}, c.Size)
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
	}
}

// Lost without it: a tap ticks another invoice than it is on, or one that is being paid right now.
func TestTogetherTapsDoWhatTheySay(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	did := ""
	act := picker.TogetherActions{
		Back: func() { did = "back" }, Tick: func(id string) { did = "tick " + id }, Overdue: func() { did = "overdue" },
		Actions: picker.Actions{Charge: func(id string) { did = "charge " + id }, OtherAmount: func(string) { did = "other" }},
	}
	for _, x := range []struct{ state, name, want string }{
		{"three", "Back", "back"}, {"three", "All overdue", "overdue"}, {"three", "Other amount", "other"}, {"three", "Charge €2,071.40", "charge together"},
		{"three", "INV/2026/00433, due 22 Nov, €318.00, ticked", "tick 433"}, {"three", "INV/2026/00452, due 5 Dec, €2,050.00, not ticked", "tick 452"},
		{"discount", "INV/2026/00452, due 5 Dec, Being charged, €2,050.00, not ticked", ""},
	} {
		o := together(togetherStates[x.state](), act, shot.Size1280)
		did = ""
		w := shot.Find(o, x.name)
		if w == nil {
			t.Errorf("%s: no %q", x.state, x.name)
			continue
		}
		test.Tap(w)
		if did != x.want {
			t.Errorf("%s: %q did %q, want %q", x.state, x.name, did, x.want)
		}
	}
}
