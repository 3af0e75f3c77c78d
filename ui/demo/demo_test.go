package demo_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/demo"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func asking() demo.VM {
	return demo.VM{Selected: "A",
		Devices: []demo.Device{
			{Letter: "A", Label: "Front desk", Title: "Total", Amount: "€1,284.50", Icon: "contactless", Tone: kit.ToneInfo, Prompt: "Tap, insert or swipe", Caption: "Asking, 18 s", Asking: true, ShowCancel: true},
			{Letter: "B", Label: "Window", Icon: "check", Tone: kit.ToneOK, Prompt: "Approved", Amount: "€318.00", Caption: "Paid by Counter 2"},
			{Letter: "C", Label: "Warehouse", Off: true, Caption: "Switched off"},
		},
		Declines: []demo.Choice{{Key: "funds", Icon: "circle-slash", Label: "No money"}, {Key: "expired", Icon: "clock", Label: "Expired"}, {Key: "pin", Icon: "lock", Label: "Wrong PIN"}, {Key: "stolen", Icon: "triangle", Label: "Stolen"},
			{Key: "generic", Icon: "question", Label: "No reason"}, {Key: "velocity", Icon: "bars", Label: "Too often"}, {Key: "limit", Icon: "coin", Label: "Over the limit"}, {Key: "error", Icon: "bolt", Label: "Bank unreachable"}},
		Weather: []demo.Choice{{Key: "plug", Icon: "plug", Label: "Pull the plug"}, {Key: "slow", Icon: "hourglass", Label: "Slow network"}, {Key: "lose", Icon: "bolt", Label: "Lose answer"},
			{Key: "odoo", Icon: "cloud-off", Label: "Odoo down", Active: true, EndLabel: "Odoo up again"}, {Key: "stripe", Icon: "cloud-off", Label: "Stripe down"}},
		Log:   []demo.Entry{{Time: "14:32:18", Text: "Counter 1 asks reader A for €1,284.50"}, {Time: "14:32:03", Text: "Counter 2: booked in Odoo, PSTRP/2026/00194"}, {Time: "14:32:02", Text: "Counter 2: €318.00 approved on reader B"}, {Time: "14:26:40", Text: "Weather: Odoo up again"}},
		Agree: demo.Agree{OK: true, Title: "Both ledgers agree", Detail: "23 charges at Stripe, 23 bookings in Odoo, 0 open"},
	}
}

func idle() demo.VM {
	vm := asking()
	vm.Devices[0] = demo.Device{Letter: "A", Label: "Front desk", Icon: "shop", Prompt: "Northgate Supply", Caption: "Idle"}
	vm.Agree = demo.Agree{Waiting: true, Title: "One booking is on its way", Detail: "23 charges at Stripe, 22 bookings in Odoo, 1 open"}
	return vm
}

var states = map[string]func() demo.VM{"asking": asking, "idle": idle}

// window is the panel in a window of its own.
func window(vm demo.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO – play the customer and the weather")
	v := demo.New(demo.Actions{})
	v.Set(vm)
	s.SetScreen(v.Object(), false)
	return s.Object()
}

// drawer is the panel in the main window.
func drawer(vm demo.VM, open bool) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := demo.New(demo.Actions{})
	v.Set(vm)
	d := demo.NewDrawer(v, nil)
	d.SetOpen(open)
	s.SetScreen(shell.Free(func(fyne.Size) {}), true)
	s.SetDrawer(d.Object())
	return s.Object()
}

var (
	light   = theme.New(theme.Light, theme.Counter)
	dark    = theme.New(theme.Dark, theme.Counter)
	compact = theme.New(theme.Light, theme.Compact)
)

var screens = []struct {
	name string
	th   *theme.Theme
	size fyne.Size
}{{"light", light, shot.Size1280}, {"dark", dark, shot.Size1280}, {"light-1024", compact, shot.Size1024}, {"slim", light, fyne.NewSize(620, 800)}, {"slim-compact", compact, fyne.NewSize(620, 800)}}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range screens {
		t.Run(c.name, func(t *testing.T) {
			shot.App(t, c.th)
			for name, vm := range states {
				save(t, dir, "demo-"+name+"-"+c.name, window(vm()), c.size)
			}
			if c.size.Width > 700 {
				save(t, dir, "demo-drawer-"+c.name, drawer(asking(), true), c.size)
				save(t, dir, "demo-closed-"+c.name, drawer(asking(), false), c.size)
			}
		})
	}
}

func save(t *testing.T, dir, name string, o fyne.CanvasObject, size fyne.Size) {
	t.Helper()
	if err := shot.Save(filepath.Join(dir, name+".png"), shot.Draw(o, size)); err != nil {
		t.Fatal(err)
	}
}
