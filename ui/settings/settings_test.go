package settings_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/settings"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

var sections = []settings.Section{
	{ID: "checks", Icon: "shield-tick", Label: "Checks"}, {ID: "people", Icon: "users", Label: "People and PINs"},
	{ID: "shop", Icon: "shop", Label: "Shop and receipt"}, {ID: "counter", Icon: "sliders", Label: "This counter"},
}

func checks() settings.VM {
	vm := settings.VM{Person: shell.PersonVM{Name: "Ingrid Solheim", Index: 2}, Sections: sections, Current: "checks",
		Title: "The counter can work. 2 things to mend.", Second: "26 checks, last run 14:31, took 3 s", Action: "Check again", Icon: "refresh", Worst: true}
	add := func(icon string, tone kit.Tone, title, text, action string) {
		vm.Rows = append(vm.Rows, settings.Row{ID: title, Icon: icon, Tone: tone, Title: title, Text: text, Action: action})
	}
	add("cross", kit.ToneBad, "The bank journal “Stripe” has no way to pay out", "Refunds cannot be booked.", "Show how")
	add("triangle", kit.ToneWarn, "The API key of kiosk@example.com ends on 2026-12-02, in 7 days", "From then on nothing is read from Odoo and nothing is booked.", "Show how")
	for _, s := range [][2]string{{"Odoo 18.0 answers well", "shop.northgate.example, database northgate"}, {"The user kiosk@example.com may invoice", ""},
		{"Stripe takes the key of this counter", "Test mode, account in euro"}, {"3 readers stand at this location", ""}, {"The clock is right", "0.3 s from Odoo"},
		{"The journal “Stripe” has outstanding accounts in both directions", ""}, {"Odoo allows create-once bookings", ""}} {
		add("check", kit.ToneOK, s[0], s[1], "")
	}
	return vm
}

func people() settings.VM {
	vm := checks()
	vm.Current, vm.Title, vm.Second, vm.Action, vm.Icon = "people", "2 people may sign in.", "Changes stand in the journal. No PIN does.", "Add a person", "plus"
	vm.Rows = []settings.Row{
		{ID: "1", Face: "Ingrid Solheim", Index: 2, Title: "Ingrid Solheim", Text: "Manager", Action: "Change"},
		{ID: "2", Face: "Aisha Karim", Index: 0, Title: "Aisha Karim", Text: "Cashier", Action: "Change"},
		{ID: "3", Face: "Noor Haddad", Index: 3, Title: "Noor Haddad", Text: "Cashier · from Odoo: noor@northgate.example · Switched off in Odoo", Action: "Change"},
		{ID: "4", Face: "Ruth Adler", Index: 4, Title: "Ruth Adler", Text: "Auditor · Switched off here", Action: "Change"},
	}
	return vm
}

var states = map[string]func() settings.VM{
	"checks": checks, "people": people,
	"running": func() settings.VM {
		vm := checks()
		vm.Title, vm.Second, vm.Rows, vm.Busy, vm.Action = "Odoo and Stripe are being asked.", "It takes a few seconds.", nil, true, "Checking"
		vm.Message = "What was found shows here."
		return vm
	},
	"failed": func() settings.VM {
		vm := people()
		vm.Rows, vm.Message = nil, "The people of this counter cannot be read: its records are damaged. Ask whoever looks after this machine."
		return vm
	},
	"strip": func() settings.VM {
		vm := checks()
		vm.Strips = []shell.StripVM{{ID: "key", Icon: "clock", Lead: "The key for Odoo ends in 7 days.", Text: "Make a new one in Odoo before 2 December.", Tone: kit.ToneWarn}}
		return vm
	},
}

func window(vm settings.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	s.SetRail(shell.RailVM{Current: shell.PlaceSettings, Settings: true})
	v := settings.New(settings.Actions{})
	v.Set(vm)
	s.SetScreen(v.Object(), true)
	return s.Object()
}

func sheet() fyne.CanvasObject {
	n := settings.NewNote(func() {})
	n.Set(settings.NoteVM{Title: "The bank journal “Stripe” has no way to pay out", Second: "Odoo", Tone: kit.ToneBad, Icon: "cross",
		Meaning: "Refunds cannot be booked: what is given back on a card would stay open in Odoo.",
		Fix:     "In Odoo: Accounting → Configuration → Journals → “Stripe” → Outgoing payments → add Manual, with an outstanding account and no payment provider.", Said: "account.payment.method.line: no outbound line with code manual"})
	return n.Object()
}

func note() fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	s.SetRail(shell.RailVM{Current: shell.PlaceSettings, Settings: true})
	v := settings.New(settings.Actions{})
	v.Set(checks())
	s.SetScreen(v.Object(), true)
	s.SetSheet(sheet())
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range shot.Screens {
		t.Run(c.Name, func(t *testing.T) {
			shot.App(t, c.Theme)
			for name, vm := range states {
				if err := shot.Save(filepath.Join(dir, "settings-"+name+"-"+c.Name+".png"), shot.Draw(window(vm()), c.Size)); err != nil {
					t.Fatal(err)
				}
			}
			if err := shot.Save(filepath.Join(dir, "settings-note-"+c.Name+".png"), shot.Draw(note(), c.Size)); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// On both screens every target is large enough, has a name, and nothing covers or is cut. Lost if it fails: a manager taps the
// wrong person, or cannot read what stops the counter.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		drawn := map[string]fyne.CanvasObject{"note": sheet()}
		for name, vm := range states {
			drawn[name] = window(vm())
		}
		for name, o := range drawn {
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
	}
}

// Every row can be reached, once, and the keys say where one is. Lost if it fails: the person or the finding that does not fit
// the screen is never seen.
func TestEveryRowIsReached(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		vm := checks()
		o := window(vm)
		o.Resize(c.Size)
		seen := map[string]int{}
		for range len(vm.Rows) {
			for _, r := range vm.Rows {
				if shot.Says(o, strings.Join(strings.Fields(r.Title)[:4], " ")) {
					seen[r.Title]++
				}
			}
			next, _ := shot.Find(o, "Next page").(*kit.Button)
			if next == nil || shot.Says(o, "to 9 of 9") {
				break
			}
			next.Tapped(nil)
		}
		for _, r := range vm.Rows {
			if seen[r.Title] != 1 {
				t.Errorf("%s: %q is seen %d times", c.Name, r.Title, seen[r.Title])
			}
		}
	}
}

// Lost without it: what the screen promises changes unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"checks", "light"}, {"people", "dark-1024"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				shot.Golden(t, g.state+"-"+g.screen, window(states[g.state]()), c.Size)
			}
		}
	}
}
