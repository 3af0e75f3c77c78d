package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// readerRow says where the charge goes: letter, name, state, and a button to change it.
type readerRow struct {
	vm     Reader
	narrow bool // beside the money button while typing: letter and state only
	frame  *shell.Plate
	tag    *kit.ReaderTag
	none   *kit.Icon
	name   *kit.Label
	state  *kit.HealthMark
	change *kit.Button
	root   *fyne.Container
}

func newReaderRow(change func()) *readerRow {
	r := &readerRow{frame: shell.NewPlate(theme.Surface, theme.RadiusKey).Outline(theme.Line, 1), tag: kit.NewReaderTag("", 46), none: kit.NewIcon("reader", theme.Ink3, 34),
		name: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Shrinks(), state: kit.NewHealthMark(kit.HealthOK, "")}
	r.change = kit.NewButton(assets.T("picker.reader.change"), "", kit.Quiet, change)
	r.root = shell.Free(r.place, r.frame, r.tag, r.none, r.name, r.state, r.change)
	return r
}

func (r *readerRow) set(vm Reader, narrow bool) {
	r.vm, r.narrow = vm, narrow
	known := vm.Letter != ""
	r.tag.SetLetter(vm.Letter)
	shell.Shown(r.tag, known)
	shell.Shown(r.none, !known)
	shell.Shown(r.state, known)
	shell.Shown(r.name, !narrow || !known)
	shell.Shown(r.change, !narrow)
	if known {
		r.name.SetText(vm.Label)
		word := vm.Word
		if vm.Model != "" && !narrow {
			word += " · " + vm.Model
		}
		r.state.Set(vm.State, word)
		r.change.SetLabel(assets.T("picker.reader.change"))
	} else {
		r.name.SetText(assets.T("picker.reader.none"))
		r.change.SetLabel(assets.T("picker.reader.choose"))
	}
	r.place(r.root.Size())
}

func (r *readerRow) place(size fyne.Size) {
	shell.Put(r.frame, 0, 0, size.Width, size.Height)
	shell.Put(r.tag, 12, (size.Height-46)/2, 46, 46)
	shell.Put(r.none, 12, (size.Height-46)/2, 46, 46)
	w := r.change.MinSize().Width + 8
	h := theme.Screen().Button
	shell.Put(r.change, size.Width-w-8, (size.Height-h)/2, w, h)
	right := size.Width - w - 24
	if r.narrow {
		right = size.Width - 12
	}
	if r.vm.Letter == "" {
		shell.Put(r.name, 70, 0, right-70, size.Height)
		return
	}
	if r.narrow {
		shell.Shown(r.state, size.Width > 100)
		shell.Put(r.state, 68, (size.Height-22)/2, right-68, 22)
		return
	}
	top := (size.Height - 52) / 2
	shell.Put(r.name, 70, top, right-70, 28)
	shell.Put(r.state, 70, top+29, right-70, 22)
}
