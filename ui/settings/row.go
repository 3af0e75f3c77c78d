package settings

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// row is one fact with the mark of how it is, and at most one button.
type row struct {
	vm     Row
	disc   *shell.Plate
	icon   *kit.Icon
	face   *kit.Avatar
	title  *kit.Label
	text   *kit.Label
	button *kit.Button
	rule   fyne.CanvasObject
	root   *fyne.Container
}

const mark = 44

func newRow(act func(id string)) *row {
	r := &row{disc: shell.NewPlate(theme.OKSoft, theme.RadiusKey), icon: kit.NewIcon("", theme.OK, 24), face: kit.NewAvatar("", 0, mark),
		title: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Wrap(2), text: kit.NewLabel("", theme.TextSecond, theme.Ink2).Wrap(2), rule: kit.NewRule()}
	r.button = kit.NewButton("", "", kit.Outline, func() {
		if act != nil {
			act(r.vm.ID)
		}
	})
	r.root = shell.Free(r.place, r.rule, r.disc, r.icon, r.face, r.title, r.text, r.button)
	return r
}

func (r *row) set(vm Row) {
	r.vm = vm
	soft, ink := vm.Tone.Roles()
	r.disc.SetFill(soft)
	r.icon.Set(vm.Icon, ink)
	shell.Shown(r.disc, vm.Face == "")
	shell.Shown(r.icon, vm.Face == "")
	shell.Shown(r.face, vm.Face != "")
	if vm.Face != "" {
		r.face.Set(vm.Face, vm.Index)
	}
	r.title.SetText(vm.Title)
	r.text.SetText(vm.Text)
	r.button.SetLabel(vm.Action)
	r.button.SetName(vm.Action + ": " + vm.Title)
	shell.Shown(r.button, vm.Action != "")
}

// words is where the words stand at a width.
func (r *row) words(width float32) (left, wide float32) {
	left = mark + shell.Pick(theme.Screen().Tight, float32(14), 20)
	wide = width - left
	if r.vm.Action != "" {
		wide -= r.button.MinSize().Width + 20
	}
	return left, wide
}

// height is what the row needs at a width.
func (r *row) height(width float32) float32 {
	_, wide := r.words(width)
	words := r.title.HeightFor(wide)
	if r.vm.Text != "" {
		words += r.text.HeightFor(wide)
	}
	least := float32(mark)
	if r.vm.Action != "" {
		least = r.button.MinSize().Height
	}
	return fyne.Max(words, least) + shell.Pick(theme.Screen().Tight, float32(12), 18)
}

func (r *row) place(size fyne.Size) {
	shell.Put(r.rule, 0, 0, size.Width, 1)
	left, wide := r.words(size.Width)
	for _, o := range []fyne.CanvasObject{r.disc, r.icon, r.face} {
		shell.Put(o, 4, (size.Height-mark)/2, mark, mark)
	}
	title, text := r.title.HeightFor(wide), float32(0)
	if r.vm.Text != "" {
		text = r.text.HeightFor(wide)
	}
	y := (size.Height - title - text) / 2
	shell.Put(r.title, left, y, wide, title)
	shell.Put(r.text, left, y+title, wide, text)
	b := r.button.MinSize()
	shell.Put(r.button, size.Width-b.Width-4, (size.Height-b.Height)/2, b.Width, b.Height)
}
