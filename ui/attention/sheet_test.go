package attention_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func refused() attention.SheetVM {
	return attention.SheetVM{
		Title: "Odoo refuses the booking: INV/2026/00440, €2,310.00", Second: "Charged at 14:33 on 19 Nov by Jonas Brandt, Counter 2",
		Fact:  "“Lock date 19 Nov: entries before it are closed.” It is mended in Odoo, then booked again.",
		Money: "€2,310.00 was charged, once.", MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK,
		Choices: []attention.Choice{
			{ID: "book_again", Label: "Book again", What: "Odoo is asked to book this charge now, once.", Icon: "refresh", Kind: kit.Filled},
			{ID: "on_account", Label: "Customer credit", What: "Odoo books the money on the customer's account, without an invoice.", Icon: "user", Kind: kit.Outline},
			{ID: "close", Label: "Close with a reason", What: "Nothing more is booked for this. It leaves the list on every counter and does not come back. Your name and the reason are kept.", Icon: "check", Kind: kit.Outline},
		},
	}
}

// five is the entry with the most ways on.
func five() attention.SheetVM {
	vm := refused()
	vm.Title, vm.Fact = "The invoice takes no money: INV/2026/00440, €2,310.00", "The invoice was paid otherwise, changed or cancelled while the customer paid."
	vm.Choices = slices.Insert(vm.Choices, 1, attention.Choice{ID: "elsewhere", Label: "Other invoice", What: "It is booked on another open invoice of the customer, once. You choose which.", Icon: "receipt"})
	vm.Choices = slices.Insert(vm.Choices, 3, attention.Choice{ID: "give_back", Label: "Refund to the card", What: "€2,310.00 goes back to the card that paid. The invoice stays as it is, no credit note is made.", Icon: "back-arrow"})
	for i := 1; i < 5; i++ {
		vm.Choices[i].Kind = kit.Outline
	}
	return vm
}

// invoices is the choice of another invoice.
func invoices() attention.SheetVM {
	vm := five()
	vm.Heading, vm.Second, vm.Choices = "Which invoice does it pay?", "The 5 of 9 open ones that fit best", nil
	for _, n := range []string{"INV/2026/00012", "INV/2026/00034", "INV/2026/00101", "INV/2026/00102", "INV/2026/00433"} {
		vm.Choices = append(vm.Choices, attention.Choice{ID: n, Label: n, What: "Brandt & Söhne Feinmechanik GmbH, due 3 Nov: €1,310.00 open. €1,000.00 stays the customer's credit.", Icon: "receipt", Kind: kit.Outline})
	}
	return vm
}

func sheetWindow(vm attention.SheetVM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := attention.New(attention.Actions{})
	v.Set(four())
	s.SetScreen(v.Object(), true)
	sheet := attention.NewSheet(attention.SheetActions{})
	sheet.Set(vm)
	s.SetSheet(sheet.Object())
	return s.Object()
}

// The sheet at every size, to be looked at: PAYDESK_SHOTS names the folder.
func TestSheetPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		few := invoices()
		if c.Theme.Profile().Tight {
			few.Choices, few.Second = few.Choices[:3], "The 3 of 9 open ones that fit best"
		}
		for name, vm := range map[string]attention.SheetVM{"sheet": refused(), "sheet-five": five(), "sheet-invoices": few} {
			if err := shot.Save(filepath.Join(dir, "attention-"+name+"-"+c.Name+".png"), shot.Draw(sheetWindow(vm), c.Size)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Lost without it: a finger that cannot hit what settles money, or words that are cut.
func TestSheetFingersAndLayout(t *testing.T) {
	one := refused()
	one.Choices = one.Choices[2:]
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for _, vm := range []attention.SheetVM{refused(), one, five(), invoices()} {
			sheet := attention.NewSheet(attention.SheetActions{})
			sheet.Set(vm)
			o := sheet.Object()
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %d: %s", c.Name, len(vm.Choices), fault)
			}
		}
	}
}

// Lost without it: the wrong thing is done about a charge.
func TestEachChoiceSaysItself(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	var chosen []string
	s := attention.NewSheet(attention.SheetActions{Choose: func(c string) { chosen = append(chosen, c) }, Close: func() { chosen = append(chosen, "closed") }})
	s.Set(refused())
	s.Object().Resize(shot.Size1280)
	for _, name := range []string{"Book again", "Customer credit", "Close with a reason", "Close"} {
		shot.Find(s.Object(), name).Tapped(nil)
	}
	if !slices.Equal(chosen, []string{"book_again", "on_account", "close", "closed"}) {
		t.Errorf("%v", chosen)
	}
}
