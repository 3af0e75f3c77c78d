package approve

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the sheet with its scrim; the shell shows it with SetSheet.
type View struct {
	act     Actions
	vm      VM
	card    *shell.Plate
	tag     *kit.ReaderTag
	what    *kit.Label
	amount  *kit.Label
	why     *kit.Label
	reasons []*kit.Tile
	notice  *kit.MoneyLine
	rule    fyne.CanvasObject
	pin     *PIN
	left    *fyne.Container
	wide    *kit.Sheet
	narrow  *kit.Sheet // where there is no reason to choose
	root    *fyne.Container
}

// New builds the sheet; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, card: shell.NewPlate(theme.Surface, theme.RadiusCard).Outline(theme.Line, 1), tag: kit.NewReaderTag("", 60),
		what: kit.NewLabel("", theme.TextBody, theme.Ink).Wrap(5), amount: kit.NewAmount("", theme.AmountM).Align(fyne.TextAlignTrailing),
		why: kit.NewLabel(assets.T("approve.why"), theme.TextSecond, theme.Ink2), notice: kit.NewNotice("", "", kit.ToneNeutral), rule: kit.NewRule(), pin: NewPIN(act)}
	v.left = shell.Free(v.place, v.card, v.tag, v.what, v.amount, v.why, v.notice)
	content := shell.Free(v.split, v.left, v.rule, v.pin.Object())
	sheet := func(width float32) *kit.Sheet {
		return kit.NewSheet(kit.SheetParams{Title: " ", Content: content, Size: fyne.NewSize(width, 712), Closed: func() {
			if act.Close != nil {
				act.Close()
			}
		}})
	}
	v.wide, v.narrow = sheet(1092), sheet(860)
	v.root = container.NewStack(v.wide)
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
	v.vm.Reasons = slices.Clone(vm.Reasons)
	for i, t := range v.reasons {
		t.SetSelected(i == vm.Reason)
	}
	sheet := shell.Pick(len(vm.Reasons) > 0, v.wide, v.narrow)
	sheet.SetHeading(vm.Title, vm.Second)
	if v.root.Objects[0] != fyne.CanvasObject(sheet) {
		v.root.Objects = []fyne.CanvasObject{sheet}
		v.root.Refresh()
	}
	v.tag.SetLetter(vm.Reader)
	shell.Shown(v.tag, vm.Reader != "")
	v.what.SetText(vm.What)
	v.amount.SetText(vm.Amount)
	shell.Shown(v.amount, vm.Amount != "")
	shell.Shown(v.why, len(vm.Reasons) > 0)
	shell.Shown(v.notice, vm.Notice != "")
	v.notice.Set(vm.NoticeIcon, vm.Notice, vm.Tone)
	v.pin.Set(vm.PIN)
	v.place(v.left.Size())
}

// split puts what is approved left and the PIN right.
func (v *View) split(size fyne.Size) {
	right := shell.Pick(theme.Screen().Tight, float32(306), 328)
	gap := shell.Pick(theme.Screen().Tight, float32(20), 32)
	shell.Put(v.left, 0, 0, size.Width-right-2*gap, size.Height)
	shell.Put(v.rule, size.Width-right-gap, 0, 1, size.Height)
	shell.Put(v.pin.Object(), size.Width-right, 0, right, size.Height)
}

func (v *View) place(size fyne.Size) {
	tight := theme.Screen().Tight
	inset, y := shell.Pick(tight, float32(14), 22), float32(0)
	x, wide := inset, size.Width-2*inset
	if v.tag.Visible() {
		shell.Put(v.tag, inset, inset, 60, 60)
		x, wide = inset+78, wide-78
	}
	amount := float32(0)
	if v.amount.Visible() {
		amount = fyne.Min(v.amount.NaturalWidth(), wide*0.5)
		shell.Put(v.amount, size.Width-inset-amount, inset, amount, 60)
		amount += 16
	}
	text := v.what.HeightFor(wide - amount)
	high := fyne.Max(text, fyne.Max(shell.Pick(v.amount.Visible(), float32(60), 0), shell.Pick(v.tag.Visible(), float32(60), 0)))
	shell.Put(v.what, x, inset+(high-text)/2, wide-amount, text)
	shell.Put(v.card, 0, 0, size.Width, high+2*inset)
	y = high + 2*inset + shell.Pick(tight, float32(10), 24)
	if v.why.Visible() {
		shell.Put(v.why, 0, y, size.Width, 26)
		y += shell.Pick(tight, float32(30), 36)
	}
	h := fyne.Max(60, theme.Screen().PX(theme.OrdinaryMM))
	w := (size.Width - theme.TargetGap) / 2
	for i, t := range v.reasons {
		shell.Put(t, float32(i%2)*(w+theme.TargetGap), y+float32(i/2)*(h+theme.TargetGap), w, h)
	}
	notice := v.notice.HeightFor(size.Width)
	shell.Put(v.notice, 0, size.Height-notice, size.Width, notice)
}
