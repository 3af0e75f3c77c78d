package amount_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/amount"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func typed() amount.VM {
	return amount.VM{
		Title: "Other amount", Second: "Brandt & Söhne Feinmechanik GmbH · INV/2026/00427", Label: "Charge now", Amount: "€500.00",
		Left: amount.Row{Word: "Left to pay now", Amount: "€1,284.50"}, After: amount.Row{Word: "Stays open after this", Amount: "€784.50"},
		Tiles: []amount.Tile{{Label: "Half €642.25"}, {Label: "€500.00", Chosen: true}, {Label: "€1,000.00"}, {Label: "All €1,284.50"}},
		Line:  "Never more than what is left to pay.", Use: "Use €500.00", Ready: true,
	}
}

var states = map[string]func() amount.VM{
	"typed": typed,
	"over": func() amount.VM {
		vm := typed()
		vm.Line, vm.Tone = "Never more than what is left to pay: €1,284.50.", kit.ToneWarn
		return vm
	},
	"rest": func() amount.VM {
		vm := typed()
		vm.Amount, vm.After.Amount, vm.Use = "€1,284.20", "€0.30", "Use €1,284.20"
		vm.Line, vm.Tone = "€0.30 would stay open. A card takes €0.50 or more, so that rest is for cash.", kit.ToneWarn
		vm.Tiles[1].Chosen = false
		return vm
	},
	"cash": func() amount.VM {
		vm := typed()
		vm.Title, vm.Label, vm.After.Word = "Part in cash", "Given in cash", "On the card"
		vm.Tiles = []amount.Tile{{Label: "€200.00"}, {Label: "€500.00", Chosen: true}, {Label: "€1,000.00"}, {Label: "All by card"}}
		vm.Line = "Take the cash first. It goes into Odoo when the card has paid; if the card does not pay, give it back."
		vm.Use = "Use €500.00 in cash"
		return vm
	},
	"nothing": func() amount.VM {
		vm := typed()
		vm.Amount, vm.After.Amount, vm.Use, vm.Ready = "€0.00", "€1,284.50", "Use €0.00", false
		vm.Tiles = vm.Tiles[:3]
		return vm
	},
}

func window(vm amount.VM, act amount.Actions) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := amount.New(act)
	v.Set(vm)
	s.SetSheet(v.Object())
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, vm := range states {
			if err := shot.Save(filepath.Join(dir, "amount-"+name+"-"+c.Name+".png"), shot.Draw(window(vm(), amount.Actions{}), c.Size)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, vm := range states {
			o := window(vm(), amount.Actions{})
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
	}
}

// Lost without it: a key or a tile does nothing, or an amount that Stripe would refuse can be used.
func TestTapsDoWhatTheySay(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	did := ""
	act := amount.Actions{Key: func(kit.Key) { did = "key" }, Tile: func(i int) { did = "tile" + string(rune('0'+i)) }, Use: func() { did = "use" }, Close: func() { did = "close" }}
	for _, x := range []struct{ state, name, want string }{
		{"typed", "7", "key"}, {"typed", "00", "key"}, {"typed", "€1,000.00", "tile2"}, {"typed", "Use €500.00", "use"}, {"typed", "Close", "close"},
		{"nothing", "Use €0.00", ""}, {"nothing", "All €1,284.50", ""},
	} {
		o := window(states[x.state](), act)
		o.Resize(shot.Size1280)
		did = ""
		if w := shot.Find(o, x.name); w != nil {
			test.Tap(w)
		}
		if did != x.want {
			t.Errorf("%s: %q did %q, want %q", x.state, x.name, did, x.want)
		}
	}
}
