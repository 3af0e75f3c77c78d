package settings

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Note is a sheet that says what was found, what it means and how to mend it.
type Note struct {
	disc    *shell.Plate
	icon    *kit.Icon
	meaning *kit.Label
	how     *kit.Label
	fix     *kit.Label
	said    *kit.Label
	vm      NoteVM
	sheet   *kit.Sheet
}

// NewNote builds the sheet; Set fills it.
func NewNote(close func()) *Note {
	n := &Note{disc: shell.NewPlate(theme.WarnSoft, theme.RadiusKey), icon: kit.NewIcon("", theme.Warn, 28), meaning: kit.NewLabel("", theme.TextBody, theme.Ink).Wrap(6),
		how: kit.NewLabel(assets.T("settings.how"), theme.TextSecond, theme.Ink2).Bold(), fix: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Wrap(7),
		said: kit.NewLabel("", theme.TextCaption, theme.Ink2).Wrap(3)}
	n.sheet = kit.NewSheet(kit.SheetParams{Size: fyne.NewSize(860, 460), Closed: close,
		Content: shell.Free(n.place, n.disc, n.icon, n.meaning, n.how, n.fix, n.said)})
	return n
}

// Object is what the shell shows.
func (n *Note) Object() fyne.CanvasObject { return n.sheet }

// Set shows a view model.
func (n *Note) Set(vm NoteVM) {
	n.vm = vm
	soft, ink := vm.Tone.Roles()
	n.disc.SetFill(soft)
	n.icon.Set(vm.Icon, ink)
	n.meaning.SetText(vm.Meaning)
	n.fix.SetText(vm.Fix)
	n.said.SetText(vm.Said)
	n.sheet.SetHeading(vm.Title, vm.Second)
	n.sheet.Refresh()
}

func (n *Note) place(size fyne.Size) {
	shell.Put(n.disc, 0, 0, 56, 56)
	shell.Put(n.icon, 0, 0, 56, 56)
	x, wide := float32(76), size.Width-76
	h := fyne.Max(n.meaning.HeightFor(wide), 56)
	shell.Put(n.meaning, x, 0, wide, h)
	y := h + 20
	shell.Put(n.how, x, y, wide, 26)
	f := n.fix.HeightFor(wide)
	shell.Put(n.fix, x, y+30, wide, f)
	s := n.said.HeightFor(wide)
	shell.Put(n.said, x, fyne.Min(y+30+f+20, size.Height-s), wide, s)
}
