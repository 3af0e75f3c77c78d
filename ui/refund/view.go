package refund

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/assets"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the sheet with its scrim; the shell shows it with SetSheet.
type View struct {
	act Actions
	vm  VM

	single  *single
	rows    *rows
	to      *kit.Label
	amount  *kit.Label
	all     *kit.Button
	change  *kit.Button
	why     *kit.Label
	reasons []*kit.Tile
	notice  *kit.MoneyLine
	left    *fyne.Container

	rule    fyne.CanvasObject
	pin     *approve.PIN
	edit    *edit
	bones   [7]*shell.Plate
	message *message
	sheet   *kit.Sheet
	root    *fyne.Container
}

// New builds the sheet; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, single: newSingle(), to: kit.NewLabel("", theme.TextCaption, theme.Ink2).Align(fyne.TextAlignTrailing).Shrinks(), amount: kit.NewAmount("", theme.AmountM).Align(fyne.TextAlignTrailing),
		why: kit.NewLabel(assets.T("approve.why"), theme.TextSecond, theme.Ink2), notice: kit.NewNotice("", "", kit.ToneNeutral), rule: kit.NewRule(), pin: approve.NewPIN(act.Approve), message: newMessage(act.Way)}
	v.all = kit.NewButton("", "", kit.Outline, act.All)
	v.change = kit.NewButton(assets.T("refund.change"), "keypad", kit.Outline, act.Change)
	v.rows = newRows(act.Share)
	v.edit = newEdit(act)
	v.left = shell.Free(v.place, v.single.root, v.rows.root, v.all, v.change, v.to, v.amount, v.why, v.notice)
	objects := []fyne.CanvasObject{v.left, v.rule, v.pin.Object(), v.edit.root, v.message.root}
	for i := range v.bones {
		v.bones[i] = shell.NewPlate(theme.Sunken, theme.RadiusBadge)
		objects = append(objects, v.bones[i])
	}
	content := shell.Free(v.split, objects...)
	v.sheet = kit.NewSheet(kit.SheetParams{Title: " ", Content: content, Size: fyne.NewSize(1120, 712), Closed: func() {
		if act.Close != nil {
			act.Close()
		}
	}})
	v.root = container.NewStack(v.sheet)
	v.Set(VM{Reason: -1})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	if !slices.Equal(v.vm.Reasons, vm.Reasons) {
		for _, t := range v.reasons {
			v.left.Remove(t)
		}
		v.reasons = nil
		for i, words := range vm.Reasons {
			t := kit.NewRowTile("", words, func() {
				if v.act.Reason != nil {
					v.act.Reason(i)
				}
			})
			v.reasons = append(v.reasons, t)
			v.left.Objects = append(v.left.Objects, t)
		}
	}
	v.vm = vm
	v.sheet.SetHeading(vm.Title, vm.Second)
	ready := vm.State == Ready
	shell.Shown(v.left, ready)
	shell.Shown(v.rule, ready)
	shell.Shown(v.pin.Object(), ready && vm.Edit == nil)
	shell.Shown(v.edit.root, ready && vm.Edit != nil)
	shell.Shown(v.message.root, vm.State == Closed)
	for _, b := range v.bones {
		shell.Shown(b, vm.State == Loading)
	}
	if vm.State == Closed {
		v.message.set(vm.Message)
	}
	if ready {
		v.fill()
	}
	v.place(v.left.Size())
}

func (v *View) fill() {
	vm := v.vm
	one := len(vm.Charges) == 1
	shell.Shown(v.single.root, one)
	shell.Shown(v.rows.root, !one)
	chosen := ""
	if vm.Edit != nil {
		chosen = vm.Edit.Of
	}
	if one {
		v.single.set(vm.Charges[0])
	} else {
		v.rows.set(vm.Charges, chosen)
	}
	v.to.SetText(vm.To)
	v.amount.SetText(vm.Amount)
	v.all.SetLabel(vm.All)
	for i, t := range v.reasons {
		t.SetSelected(i == vm.Reason)
		words := vm.Reasons[i]
		if i == len(v.reasons)-1 && vm.Other != "" {
			words = vm.Other
		}
		t.SetLabel(words)
	}
	v.notice.Set(vm.Icon, vm.Notice, vm.Tone)
	v.pin.Set(vm.PIN)
	if vm.Edit != nil {
		v.edit.set(*vm.Edit)
	}
}

// split puts the money left and the approval right.
func (v *View) split(size fyne.Size) {
	tight := theme.Screen().Tight
	right, gap := shell.Pick(tight, float32(284), 328), shell.Pick(tight, float32(20), 32)
	left := size.Width - right - 2*gap
	shell.Put(v.left, 0, 0, left, size.Height)
	shell.Put(v.rule, left+gap, 0, 1, size.Height)
	shell.Put(v.pin.Object(), size.Width-right, 0, right, size.Height)
	shell.Put(v.edit.root, size.Width-right, 0, right, size.Height)
	shell.Put(v.message.root, 0, 0, size.Width, size.Height)
	card := v.single.height()
	for i, r := range []fyne.Position{fyne.NewPos(0, 0), fyne.NewPos(0, card+24), fyne.NewPos(left*0.6, card+24), fyne.NewPos(0, card+112), fyne.NewPos(left/2+6, card+112), fyne.NewPos(left+2*gap, 0), fyne.NewPos(left+2*gap, size.Height-80)} {
		s := []fyne.Size{{Width: left, Height: card}, {Width: left * 0.4, Height: 56}, {Width: left * 0.4, Height: 56}, {Width: left/2 - 6, Height: 60}, {Width: left/2 - 6, Height: 60}, {Width: right, Height: size.Height - 104}, {Width: right, Height: 80}}[i]
		shell.Put(v.bones[i], r.X, r.Y, s.Width, s.Height)
	}
}

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 || v.vm.State != Ready {
		return
	}
	p := theme.Screen()
	y := v.placeCharges(size.Width)
	// the amount stands on the line of its buttons
	y += shell.Pick(p.Tight, float32(6), 14)
	high := p.AmountL * 1.2
	v.amount.SetSize(p.AmountL)
	buttons := y + 22 + high - p.Button - 2
	all := fyne.Max(v.all.MinSize().Width, 96)
	shell.Put(v.all, 0, buttons, all, p.Button)
	change := v.change.MinSize().Width
	shell.Put(v.change, all+theme.TargetGap, buttons, change, p.Button)
	x := all + change + 2*theme.TargetGap
	shell.Put(v.to, x, y, size.Width-x, 22)
	shell.Put(v.amount, x, y+22, size.Width-x, high)
	y += 22 + high

	foot := size.Height
	note := v.notice.HeightFor(size.Width)
	foot -= note
	shell.Put(v.notice, 0, foot, size.Width, note)
	v.placeReasons(size.Width, y, foot)
}

func (v *View) placeCharges(w float32) float32 {
	n := len(v.vm.Charges)
	if n == 1 {
		shell.Put(v.single.root, 0, 0, w, v.single.height())
		return v.single.height()
	}
	shell.Put(v.rows.root, 0, 0, w, rowsHeight(n))
	return rowsHeight(n)
}

// placeReasons sets two columns where there is room for two rows, else one row.
func (v *View) placeReasons(w, y, foot float32) {
	tight := theme.Screen().Tight
	h := fyne.Max(60, theme.Screen().PX(theme.OrdinaryMM))
	columns := 2
	if tight || len(v.vm.Charges) > 1 {
		columns = max(len(v.reasons), 1)
	}
	rows := (len(v.reasons) + columns - 1) / columns
	lead := shell.Pick(tight, float32(28), 36)
	block := lead + float32(rows)*(h+theme.TargetGap) - theme.TargetGap
	top := y + fyne.Min(shell.Pick(tight, float32(4), 20), fyne.Max(foot-y-block-8, 0))
	shell.Put(v.why, 0, top, w, 26)
	tile := (w - theme.TargetGap*float32(columns-1)) / float32(columns)
	for i, t := range v.reasons {
		shell.Put(t, float32(i%columns)*(tile+theme.TargetGap), top+lead+float32(i/columns)*(h+theme.TargetGap), tile, h)
	}
}
