package present

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/ui/attention"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// everyEntry is one entry of each kind, with long names.
func everyEntry() (out []recovery.Entry) {
	rest := money.New(28450, "EUR")
	for _, k := range []recovery.Kind{recovery.NoMoney, recovery.Restored, recovery.Gone, recovery.TakenBack, recovery.Refused, recovery.Document, recovery.Refunded, recovery.Dispute,
		recovery.Stranger, recovery.Changed, recovery.Refund, recovery.Credit} {
		e := recovery.Entry{ID: string(k) + ":pi_1", Kind: k, Mark: "pi_3QwErTyUiOpAsDfGhJkLzXcV", Intent: "pi_1", Amount: money.New(128450, "EUR"), Customer: "Brandt & Söhne Feinmechanik GmbH", Partner: 7,
			Parts: []payment.Part{{Document: 427, Number: "INV/2026/00427", Minor: 128450}}, Counter: "Counter 2", Person: "Jonas Brandt", At: noon.Add(-time.Hour), Text: "PSTRP/2026/00193"}
		switch k {
		case recovery.Credit:
			e.Rest = &rest
		case recovery.Dispute:
			e.Due = noon.Add(9 * 24 * time.Hour)
		case recovery.Restored:
			e.Marks = []string{"pi_1", "pi_2", "pi_3", "pi_4", "pi_5"}
		case recovery.Stranger:
			e.Text = "Visa •••• 1881"
		}
		out = append(out, e)
	}
	several := out[8]
	several.ID, several.Parts, several.Fits = "stranger:pi_2", nil, 2
	return append(out, several)
}

// Lost if it fails: what a person must decide about money stands on the screen cut off, one text over another, or with a hole in it, in
// a language that its author did not look at.
func TestEntriesFitInEveryLanguage(t *testing.T) {
	defer func() {
		if err := language.Use(assets.English); err != nil {
			t.Error(err)
		}
	}()
	dir := os.Getenv("PAYDESK_SHOTS")
	for _, code := range assets.Languages() {
		if err := language.Use(code); err != nil {
			t.Fatal(err)
		}
		for _, look := range []struct {
			profile theme.Profile
			size    fyne.Size
		}{{theme.Counter, shot.Size1280}, {theme.Compact, shot.Size1024}} {
			shot.App(t, theme.New(theme.Light, look.profile))
			check := func(name string, o fyne.CanvasObject) {
				shot.Lay(o, look.size)
				for _, fault := range shot.TextFaults(o, look.size) {
					t.Errorf("%s %s %.0f: %s", code, name, look.size.Height, fault)
				}
				if dir != "" {
					if err := shot.Save(filepath.Join(dir, fmt.Sprintf("entry-%s-%s-%.0f.png", name, code, look.size.Height)), shot.Draw(o, look.size)); err != nil {
						t.Fatal(err)
					}
				}
			}
			s := shell.New(nil)
			list := attention.New(attention.Actions{})
			s.SetScreen(list.Object(), true)
			sheet := attention.NewSheet(attention.SheetActions{})
			for _, e := range everyEntry() {
				l := AttentionList{Now: noon, Own: "EUR", Entries: []recovery.Entry{e}, Settled: []recovery.Settled{{Entry: e, By: "Ingrid Solheim", Reason: assets.T("attention.close.2"), Over: noon}}}
				list.Set(l.VM())
				check("card-"+string(e.Kind), s.Object())
				l.Chip = ChipSettled
				list.Set(l.VM())
				check("settled-"+string(e.Kind), s.Object())
				sheet.Set(EntrySheet(e, "EUR"))
				check("sheet-"+string(e.Kind), sheet.Object())
				var docs []document.Document
				for n := range 7 {
					d := document.Document{ID: int64(n + 1), Number: fmt.Sprintf("INV/2026/%05d", n+1), Due: "2026-11-30", Residual: money.New(int64(n+1)*40000, "EUR")}
					d.Partner.Name = e.Customer
					docs = append(docs, d)
				}
				sheet.Set(EntryDocuments(e, docs, "EUR", look.profile.Tight))
				check("choose-"+string(e.Kind), sheet.Object())
			}
		}
	}
}
