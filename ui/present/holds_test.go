package present

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/amount"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func aHold(name, number string, minor int64, left time.Duration) payment.Hold {
	return payment.Hold{Amount: money.New(minor, "EUR"), Until: noon.Add(left), Brand: "mastercard", Last4: "5454", Claim: payment.Claim{
		Intent: "pi_" + number, By: "Aisha Karim", Counter: payment.Counter{Name: "Counter 1"}, Parts: []payment.Part{{Document: 1, Number: number, Minor: minor}}}}
}

// holdLists are the states of the list.
func holdLists() map[string]attention.VM {
	items := func(holds ...payment.Hold) (out []attention.Item) {
		names := []string{"Tessa van den Broek-Hofmann", "Brandt & Söhne Feinmechanik GmbH", ""}
		for i, h := range holds {
			out = append(out, HoldItem(h, names[i], noon, "EUR", i == 0, i == 2))
		}
		return out
	}
	m := map[string]attention.VM{
		"some": Holds(items(aHold("", "INV/2026/00451", 35000, 5*time.Hour+10*time.Minute), aHold("", "INV/2026/00427", 128450, 47*time.Hour), aHold("", "INV/2026/00440", 231000, 26*time.Hour)), false, nil),
		"none": Holds(nil, false, nil), "loading": Holds(nil, true, nil), "error": Holds(nil, false, &explain.Failure{Side: explain.Stripe, Kind: explain.Unreachable}),
	}
	for name, vm := range m {
		vm.Person = shell.PersonVM{Name: "Aisha Karim"}
		m[name] = vm
	}
	return m
}

// Lost if it fails: a list of holds that cannot be read, has a target too small for a finger, or calls a hold paid. With
// PAYDESK_SHOTS it is drawn for looking at.
func TestHoldsAreDrawn(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	t.Cleanup(func() {
		if err := language.Use(assets.English); err != nil {
			t.Error(err)
		}
	})
	for _, code := range assets.Languages() {
		if err := language.Use(code); err != nil {
			t.Fatal(err)
		}
		for _, look := range []struct {
			name string
			th   *theme.Theme
			size fyne.Size
		}{
			{"light", theme.New(theme.Light, theme.Counter), shot.Size1280}, {"dark", theme.New(theme.Dark, theme.Counter), shot.Size1280},
			{"light-1024", theme.New(theme.Light, theme.Compact), shot.Size1024}, {"dark-1024", theme.New(theme.Dark, theme.Compact), shot.Size1024},
		} {
			shot.App(t, look.th)
			draw := func(name string, o fyne.CanvasObject) {
				o.Resize(look.size)
				for _, fault := range slices.Concat(shot.TouchFaults(o, look.th.Profile()), shot.LayoutFaults(o, look.size), shot.TextFaults(o, look.size)) {
					t.Errorf("%s %s %s: %s", code, name, look.name, fault)
				}
				if dir != "" {
					if err := shot.Save(filepath.Join(dir, "holds-"+name+"-"+code+"-"+look.name+".png"), shot.Draw(o, look.size)); err != nil {
						t.Fatal(err)
					}
				}
			}
			for name, vm := range holdLists() {
				s := shell.New(nil)
				s.SetBand(assets.T("band.demo"))
				s.SetRail(shell.RailVM{Current: shell.PlaceHolds, Holds: 3, Attention: 2})
				v := attention.New(attention.Actions{})
				v.Set(vm)
				s.SetScreen(v.Object(), true)
				draw(name, s.Object())
			}
			s := shell.New(nil)
			s.SetBand(assets.T("band.demo"))
			v := amount.New(amount.Actions{})
			v.Set(HoldAmount(aHold("", "INV/2026/00451", 35000, time.Hour), "Tessa van den Broek-Hofmann", "EUR", Typing{Minor: 12500, Typed: true}))
			s.SetSheet(v.Object())
			draw("charge", s.Object())
		}
	}
}

// Lost if it fails: a hold about to be lost looks like any other, or one that is being charged can be charged again.
func TestHoldSaysWhatItIs(t *testing.T) {
	h := aHold("", "INV/1", 35000, 30*time.Minute)
	if i := HoldItem(h, "", noon, "EUR", true, false); i.Tone != kit.ToneWarn || i.Who != "Expires soon: 30 min left" || i.Title != "€350.00 · INV/1" || i.MoneyTone != kit.ToneHeld {
		t.Errorf("%+v", i)
	}
	h.Life.Phase = payment.Capturing
	if i := HoldItem(h, "", noon, "EUR", true, false); !i.Busy {
		t.Error("what is being charged can be charged again")
	}
	if vm := Holds(nil, false, errors.New("x")); vm.None == assets.T("holds.none") {
		t.Error("what could not be read is called none")
	}
}
