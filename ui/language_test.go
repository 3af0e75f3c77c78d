package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/staff"
	historyview "paydesk/ui/history"
	"paydesk/ui/present"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// TestPictures walks through the main screens in every language and both sizes. Lost if it fails: a translation that is too long is
// cut, or runs into its neighbour. With PAYDESK_SHOTS it also leaves the pictures there.
func TestPictures(t *testing.T) {
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
			{"1280x800", theme.New(theme.Light, theme.Counter), shot.Size1280},
			{"1024x600", theme.New(theme.Dark, theme.Compact), shot.Size1024},
		} {
			t.Run(code+"-"+look.name, func(t *testing.T) {
				walkScreens(t, look.th, look.size, code+"-"+look.name)
			})
		}
	}
}

func walkScreens(t *testing.T, th *theme.Theme, size fyne.Size, name string) {
	k, f, s := newKioskOn(t, th, size)
	s.now = time.Date(2026, 11, 20, 14, 32, 18, 0, time.Local)
	f.about.Band = assets.T("band.demo")
	f.shop.ReadAt = s.now
	f.shop.Open[1].PaymentState = "partial"
	look := func(screen string) {
		k.render()
		s.run()
		o := k.Content()
		shot.Lay(o, size)
		if !strings.HasPrefix(screen, "chooser") { // two layers
			for _, fault := range shot.LayoutFaults(o, size) {
				t.Errorf("%s: %s", screen, fault)
			}
		}
		shot.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) {
			if text, ok := o.(*canvas.Text); ok && strings.HasSuffix(text.Text, "…") && !strings.HasPrefix(text.Text, "Customer") {
				t.Errorf("%s: %q is cut", screen, text.Text)
			}
		})
		if dir := os.Getenv("PAYDESK_SHOTS"); dir != "" {
			if err := shot.Save(filepath.Join(dir, "kiosk-"+screen+"-"+name+".png"), shot.Draw(o, size)); err != nil {
				t.Fatal(err)
			}
		}
	}
	look("lock")
	signIn(k, s)
	look("picker")
	k.choose(1)
	s.run()
	look("picker-chosen")
	k.openChooser("tmr_a", nil)
	s.run()
	look("chooser")
	k.closeChooser()
	f.shop.Err, f.shop.Failed = &explain.Failure{Side: explain.Odoo, Kind: explain.KeyRefused}, s.now.Add(-6*time.Minute)
	look("picker-odoo-away")
	f.readers.Err = &explain.Failure{Side: explain.Stripe, Kind: explain.Unreachable}
	look("picker-stripe-away")
	f.shop.Err, f.readers.Err = nil, nil
	held := payment.State{Phase: payment.PostingHeld, ChargedAt: s.now, Received: money.New(128450, "EUR"), Problem: &payment.Problem{Kind: payment.ProblemRefused, Text: "The period is locked."}}
	held.Order = payment.Order{ID: "p1", Person: "Aisha Karim", Customer: "Brandt & Söhne", Amount: held.Received, Parts: []payment.Part{{Document: 9, Number: "INV/9"}}}
	f.active = []payment.State{held}
	look("picker-held")
	k.place = shell.PlaceAttention
	look("attention")
	k.goTo(shell.PlaceReaders)
	s.run()
	look("readers")
	walkPast(k, f, s, look)
	walkSettings(k, f, s, look)
}

// walkSettings walks through what a manager sees of Settings, and what an auditor sees of an invoice.
func walkSettings(k *Kiosk, f *fakeTill, s *steps, look func(screen string)) {
	f.active, f.found = nil, found()
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager},
		staff.Person{ID: "ruth", Name: "Ruth Adler", Role: staff.Auditor, Off: true},
		staff.Person{ID: "noor", Name: "Noor Haddad", Role: staff.Cashier, User: 7, Login: "noor@northgate.example", UserOff: true})
	f.setup = Setup{Company: "Northgate Supply", Odoo: "https://shop.northgate.example", Database: "northgate", Version: "18.0", User: "counter@northgate.example", Journal: "Stripe",
		Mode: "test", Location: "tml_northgate", Language: assets.T("language.name"), Header: []string{"Kanaalstraat 12, Utrecht", "VAT NL001234567B01"}}
	f.users = []staff.User{{ID: 7, Name: "Noor Haddad", Login: "noor@northgate.example"}, {ID: 8, Name: "Ole Holm", Login: "ole@northgate.example"}}
	k.lockNow()
	s.run()
	k.signing.selected, k.signing.message = "noor", say(staff.ErrUserOff)
	look("lock-switched-off")
	k.signing.message = ""
	f.news = []staff.News{{Kind: staff.PINReset, At: s.now, Name: "Ingrid Solheim", Role: staff.Manager}}
	f.about.KeyEnds = s.now.Add(7*24*time.Hour + time.Hour)
	enter(k, s, "ingrid")
	look("picker-news")
	k.goTo(shell.PlaceSettings)
	for _, page := range []string{pageChecks, pagePeople, pageShop, pageCounter} {
		k.openPage(page)
		s.run()
		look("settings-" + page)
	}
	k.openPage(pagePeople)
	s.run()
	k.office.said = nil
	sheet := func(name string) { look("chooser-" + name) }
	k.officeRow("aisha")
	sheet("person")
	k.editChosen("role")
	sheet("role")
	k.office.edit = editing{}
	k.officeAct()
	sheet("add")
	k.editChosen("odoo")
	s.run()
	sheet("users")
	k.editChosen("ole@northgate.example")
	sheet("name")
	k.editTyped("Ole Holm")
	k.editChosen("cashier")
	k.newPINKey('7')
	k.newPINKey('4')
	sheet("pin")
}

// walkPast walks through history and day.
func walkPast(k *Kiosk, f *fakeTill, s *steps, look func(screen string)) {
	s.now = noon
	f.fakeRecords.shop(noon)
	f.proofErr = errors.New("entry 5 was changed")
	k.goTo(shell.PlaceHistory)
	s.run()
	look("history")
	k.chooseRecord("a")
	s.run()
	look("history-payment")
	k.recordAct(historyview.ActRecord, "a")
	look("chooser-history-record")
	k.historyChip(present.HistoryMore)
	look("chooser-history-days")
	k.goTo(shell.PlaceDay)
	s.run()
	look("day")
	k.showReport()
	s.run()
	look("chooser-day-report")
	s.now = time.Date(2026, 11, 20, 14, 32, 18, 0, time.Local)
}
