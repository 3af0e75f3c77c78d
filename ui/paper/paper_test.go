package paper_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/paper"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

func receipt() paper.VM {
	return paper.VM{Key: "a", Title: "Receipt, marked DUPLICATE", Second: "receipts/receipt-INV-2026-00398-20261120-142909-2.pdf in the data folder", Note: "A receipt was made before. This one says DUPLICATE.", NoteIcon: "copy",
		Lines: []paper.Line{{Kind: paper.Banner, Left: "DEMO SHOP – no real money moves"}, {Kind: paper.Banner, Left: "DUPLICATE"}, {Kind: paper.Title, Left: "Northgate Medical Supplies"}, {Kind: paper.Centred, Left: "14 Harbour Road, Dublin 4"}, {Kind: paper.Space},
			{Kind: paper.Centred, Left: "Card payment"}, {Kind: paper.Space}, {Kind: paper.Pair, Left: "Date", Right: "2026-11-20 14:29:09"}, {Kind: paper.Pair, Left: "Counter", Right: "Counter 1"}, {Kind: paper.Pair, Left: "Served by", Right: "Aisha Karim"}, {Kind: paper.Pair, Left: "Customer", Right: "Νίκος Παπαδόπουλος & Sons International Trading Company Ltd."},
			{Kind: paper.Rule}, {Kind: paper.Pair, Left: "INV/2026/00398", Right: "€64.20"}, {Kind: paper.Total, Left: "CHARGED", Right: "€64.20"}, {Kind: paper.Rule}, {Kind: paper.Pair, Left: "Card", Right: "Visa •••• 4242"}, {Kind: paper.Pair, Left: "Payment", Right: "pi_3QaK2eLkdIwHu7ix0x81"}, {Kind: paper.Code, Left: "pi_3QaK2eLkdIwHu7ix0x81"}, {Kind: paper.Text, Left: "Thank you."}},
		Buttons: []paper.Button{{ID: "done", Label: "Done", Icon: "check", Kind: kit.Filled}}}
}

func long() paper.VM {
	vm := receipt()
	vm.Key, vm.Title, vm.Second, vm.Note = "b", "X report", "closes nothing", ""
	for i := range 40 {
		vm.Lines = append(vm.Lines, paper.Line{Kind: paper.Pair, Left: fmt.Sprintf("Reader %d (3)", i), Right: "€1,010.00"})
	}
	vm.Lines = append(vm.Lines, paper.Line{Kind: paper.Centred, Left: "X report: it closes nothing."})
	vm.Buttons = append([]paper.Button{{ID: "keep", Label: "Save as PDF", Icon: "download"}}, vm.Buttons...)
	return vm
}

func window(vm paper.VM, tapped func(string)) (fyne.CanvasObject, *paper.Sheet) {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	p := paper.New(tapped, func() {})
	p.Set(vm)
	s.SetSheet(p.Object())
	return s.Object(), p
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
			for name, vm := range map[string]paper.VM{"receipt": receipt(), "long": long()} {
				o, _ := window(vm, nil)
				if err := shot.Save(filepath.Join(dir, "paper-"+name+"-"+c.Name+".png"), shot.Draw(o, c.Size)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// Lost without it: a sum at the end of a long report is on no page, words run into each other, or a tap means another button.
func TestEveryLineOfALongReportCanBeRead(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		var tapped []string
		o, p := window(long(), func(id string) { tapped = append(tapped, id) })
		o.Resize(c.Size)
		for page := 0; ; page++ {
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s page %d: %s", c.Name, page, fault)
			}
			if shot.Says(o, "it closes nothing.") {
				break
			}
			if page > 20 {
				t.Fatalf("%s: the last line is on no page", c.Name)
			}
			p.Set(long()) // a refresh stays on its page
			shot.Find(o, "Next page").Tapped(nil)
		}
		shot.Find(o, "Save as PDF").Tapped(nil)
		if !slices.Equal(tapped, []string{"keep"}) {
			t.Errorf("%s: tapped %v", c.Name, tapped)
		}
		p.Set(receipt())
		if !shot.Says(o, "DUPLICATE") || shot.Find(o, "Save as PDF") != nil {
			t.Errorf("%s: another slip does not begin at its top", c.Name)
		}
	}
}

// Lost without it: the parts of the screen that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	shot.App(t, shot.Screens[0].Theme)
	o, _ := window(receipt(), nil)
	shot.Golden(t, "receipt-light", o, shot.Screens[0].Size)
}
