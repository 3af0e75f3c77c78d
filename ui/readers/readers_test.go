package readers_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

var (
	mine   = readers.Button{Act: readers.ActMine, Label: "Your reader", Icon: "check", Kind: kit.Quiet, Off: true}
	choose = readers.Button{Act: readers.ActMine, Label: "Make it mine", Icon: "star"}
	letter = readers.Button{Act: readers.ActLetter, Label: "Show its letter", Icon: "bolt"}
	free   = readers.Button{Act: readers.ActFree, Label: "Free it (manager)", Icon: "lock", Kind: kit.OutlineBad}
	help   = readers.Button{Act: readers.ActHelp, Label: "What to check", Icon: "question"}
	look   = readers.Button{Act: readers.ActLook, Label: "Look again", Icon: "refresh"}
)

func three() readers.VM {
	return readers.VM{Person: shell.PersonVM{Name: "Aisha Karim"}, Second: "3 in this shop, 2 can take a card", Updated: "Updated 3 s ago", Add: true, Readers: []readers.Reader{
		{ID: "a", Letter: "A", Label: "Front desk", Model: "S700", Icon: "check", Word: "Ready", Tone: kit.ToneOK, Buttons: []readers.Button{mine, letter}, Facts: []readers.Fact{
			{Name: "Now", Value: "Nothing running", Bold: true}, {Name: "Last used", Value: "14:28, Counter 1"}, {Name: "Software", Value: "4.21.0"}, {Name: "Serial", Value: "S700-000-111"}, {Name: "Yours", Value: "Yes"}}},
		{ID: "b", Letter: "B", Label: "Window", Model: "WisePOS E", Icon: "two-arrows", Word: "In use by Counter 2", Tone: kit.ToneWarn, Buttons: []readers.Button{choose, free}, Facts: []readers.Fact{
			{Name: "Now", Value: "€318.00, Tomás", Bold: true}, {Name: "Last used", Value: "14:30, Counter 2"}, {Name: "Software", Value: "4.21.0"}, {Name: "Serial", Value: "WPE-112-334"}, {Name: "Yours", Value: "No"}}},
		{ID: "c", Letter: "C", Label: "Warehouse", Model: "WisePOS E", Icon: "triangle", Word: "Not reachable", Tone: kit.ToneBad, Buttons: []readers.Button{help, look}, Facts: []readers.Fact{
			{Name: "Now", Value: "Switched off or no network", Bold: true}, {Name: "Last heard", Value: "11:07, 3 h ago"}, {Name: "Software", Value: "4.18.2"}, {Name: "Serial", Value: "WPE-990-121"}, {Name: "Yours", Value: "No"}}},
	}}
}

func many() readers.VM {
	vm := three()
	vm.Second = "9 in this shop, 4 can take a card"
	m2 := readers.Reader{ID: "m", Letter: "D", Label: "Delivery", Model: "M2", Icon: "circle-slash", Word: "Cannot be used here", Tone: kit.ToneNeutral}
	for i, name := range []string{"Delivery van", "Terrace by the river side", "Stock room", "Returns", "Repair desk", "Gate"} {
		r := vm.Readers[i%3]
		if i == 0 {
			r = m2
		}
		r.ID, r.Letter, r.Label = name, string(rune('D'+i)), name
		vm.Readers = append(vm.Readers, r)
	}
	return vm
}

var states = map[string]func() readers.VM{
	"three": three,
	"many":  many,
	"undriven": func() readers.VM {
		vm := three()
		vm.Readers[1].Model, vm.Readers[1].Icon, vm.Readers[1].Word, vm.Readers[1].Tone = "M2", "circle-slash", "Cannot be used here", kit.ToneNeutral
		vm.Readers[1].Note = "The M2 works over Bluetooth with a phone's app. Use a reader on the network in its place: WisePOS E, S700 or S710."
		vm.Readers[1].Buttons = []readers.Button{{Act: readers.ActHelp, Label: "What to use", Icon: "question"}}
		vm.Readers[1].Facts = []readers.Fact{{Name: "Serial", Value: "STRM2-99812"}}
		vm.Strips = []shell.StripVM{{ID: "said", Icon: "check", Lead: "Reader B is free.", Text: "The payment on it was cancelled, not charged.", Tone: kit.ToneNeutral, Action: "OK"}}
		return vm
	},
	"one": func() readers.VM { vm := three(); vm.Readers = vm.Readers[1:2]; return vm },
	"empty": func() readers.VM {
		return readers.VM{Person: shell.PersonVM{Name: "Ingrid Solheim", Index: 2}, Title: "No reader yet", Text: "Pair a reader with the three words it shows, or import those of a Stripe location.", Add: true}
	},
	"loading": func() readers.VM {
		return readers.VM{Person: shell.PersonVM{Name: "Aisha Karim"}, State: readers.Loading, Second: "Asking Stripe"}
	},
	"failed": func() readers.VM {
		return readers.VM{Person: shell.PersonVM{Name: "Aisha Karim"}, State: readers.Failed, Title: "The readers could not be read", Text: "Stripe cannot be reached. Check the network of this counter."}
	},
	"stale": func() readers.VM {
		vm := three()
		vm.Stale, vm.Updated = true, "As of 14:20"
		vm.Strips = []shell.StripVM{{ID: "stripe", Icon: "cloud-off", Lead: "Stripe is away.", Text: "What the readers do now is not known.", Tone: kit.ToneWarn, Action: "Try now", ActionIcon: "refresh"}}
		for i := range vm.Readers {
			vm.Readers[i].Icon, vm.Readers[i].Word, vm.Readers[i].Tone = "question", "Not known", kit.ToneWarn
		}
		return vm
	},
}

func detail() fyne.CanvasObject {
	d := readers.NewDetail(nil, func() {})
	vm := readers.DetailVM{Reader: three().Readers[1], Second: "WisePOS E", Acts: []readers.Button{choose, {Act: readers.ActCounter, Label: "Make it this counter's", Icon: "flag"}, free, {Act: readers.ActRename, Label: "Rename", Icon: "pencil"}, {Act: readers.ActRemove, Label: "Remove (manager)", Icon: "trash", Kind: kit.OutlineBad}},
		All: []readers.Fact{{Name: "Now", Value: "€318.00, Tomás Oliveira, Counter 2", Bold: true}, {Name: "Last used", Value: "14:30, Counter 2"}, {Name: "Last heard", Value: "14:32, 2 s ago"}, {Name: "Id", Value: "tmr_FxZ1a8sd9hA2kQ"}, {Name: "Type", Value: "bbpos_wisepos_e"}, {Name: "Serial", Value: "WPE-112-334"}, {Name: "Location", Value: "Northgate Supply, DE"}, {Name: "Software", Value: "4.21.0"}, {Name: "Address", Value: "192.168.1.44"}}}
	d.Set(vm)
	return d.Object()
}

func helpSheet() fyne.CanvasObject {
	h := readers.NewHelp(nil, func() {})
	h.Set(readers.HelpVM{Title: "What to check at reader C", Second: "Warehouse · WisePOS E", Button: "Look again", Icon: "refresh", Steps: []readers.Step{
		{Icon: "power", Lead: "Is it on?", Text: "Press the button at its side. With an empty battery it needs some minutes on its charger."},
		{Icon: "wifi-off", Lead: "Is it on the network?", Text: "Swipe from its left edge: it shows the Wi-Fi's name. It needs the internet, not just the shop."},
		{Icon: "moon", Lead: "Is it about midnight?", Text: "Readers restart once a day and install updates; that takes some minutes."},
		{Icon: "clock", Lead: "Was it switched on just now?", Text: "Stripe calls a reader silent two minutes after it last heard of it, and ready when it hears again."}}})
	return h.Object()
}

func choiceSheet() fyne.CanvasObject {
	c := readers.NewChoice(nil, func() {})
	c.Set(readers.ChoiceVM{Title: "Add a reader", Second: "A new one is paired; one of this Stripe account is just taken into the list.", Options: []readers.Option{
		{ID: "pair", Icon: "reader", Lead: "Pair a new reader", Text: "with the three words it shows"}, {ID: "id", Icon: "keyboard", Lead: "Add one by its id", Text: "it begins with tmr_"}, {ID: "place", Icon: "shop", Lead: "Import a location", Text: "all its readers", Off: true}}})
	return c.Object()
}

func entryPage() fyne.CanvasObject {
	e := readers.NewEntry(nil, func() {})
	e.Set(readers.EntryVM{Key: "code", Title: "Which three words does the reader show?", Help: "On the reader: swipe from its left edge, Settings, passcode 07139, Generate pairing code.", Hint: "sepia-cerulean-orbit", Button: "Go on", Icon: "arrow-right",
		Quick: []readers.Quick{{Label: "Simulated WisePOS E", Text: "simulated-wpe"}, {Label: "Simulated S700", Text: "simulated-s700"}}})
	return e.Object()
}

// sheets are what lies over the screen.
var sheets = map[string]func() fyne.CanvasObject{"detail": detail, "help": helpSheet, "choice": choiceSheet, "entry": entryPage}

func window(vm readers.VM, sheet fyne.CanvasObject) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := readers.New(readers.Actions{})
	v.Set(vm)
	s.SetRail(shell.RailVM{Current: shell.PlaceReaders})
	s.SetScreen(v.Object(), true)
	s.SetSheet(sheet)
	return s.Object()
}

// sheetAlone is what can be tapped while a sheet is open.
func sheetAlone(sheet fyne.CanvasObject) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	s.SetSheet(sheet)
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
			save := func(name string, o fyne.CanvasObject) {
				if err := shot.Save(filepath.Join(dir, "readers-"+name+"-"+c.Name+".png"), shot.Draw(o, c.Size)); err != nil {
					t.Fatal(err)
				}
			}
			for name, vm := range states {
				save(name, window(vm(), nil))
			}
			for name, sheet := range sheets {
				save(name, window(three(), sheet()))
			}
		})
	}
}
