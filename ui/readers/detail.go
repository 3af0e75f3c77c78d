package readers

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// DetailVM is one reader whole.
type DetailVM struct {
	Reader
	Second string // "S700 · Stripe simulates it"
	All    []Fact
	Acts   []Button
}

// Detail is the sheet of one reader: all that is known left, all that can be done right.
type Detail struct {
	act     func(Act, string)
	vm      DetailVM
	tag     *kit.ReaderTag
	state   *kit.Badge
	note    *kit.Label
	facts   *facts
	buttons []*kit.Button
	content *fyne.Container
	sheets  *sheets
}

// NewDetail builds the sheet; Set fills it.
func NewDetail(act func(Act, string), close func()) *Detail {
	d := &Detail{act: act, tag: kit.NewReaderTag("", 44), state: kit.NewStateBadge("", "", kit.ToneNeutral), facts: newFacts(),
		note: kit.NewLabel("", theme.TextSecond, theme.Ink).Wrap(0)}
	d.content = shell.Free(d.place, d.tag, d.state, d.note, d.facts.root)
	d.sheets = newSheets(d.content, 980, close)
	d.Set(DetailVM{})
	return d
}

// Object is what the shell shows.
func (d *Detail) Object() fyne.CanvasObject { return d.sheets.root }

// Set shows a view model.
func (d *Detail) Set(vm DetailVM) {
	d.vm = vm
	d.vm.Acts = slices.Clone(vm.Acts)
	d.tag.SetLetter(vm.Letter)
	d.state.Set(vm.Icon, vm.Word, vm.Tone)
	d.note.SetText(vm.Note)
	d.facts.set(vm.All)
	for len(d.buttons) < len(vm.Acts) {
		i := len(d.buttons)
		b := kit.NewLargeButton("", "", kit.Outline, func() {
			if d.act != nil {
				d.act(d.vm.Acts[i].Act, d.vm.ID)
			}
		})
		d.buttons = append(d.buttons, b)
		d.content.Objects = append(d.content.Objects, b)
	}
	for i, b := range d.buttons {
		shell.Shown(b, i < len(vm.Acts))
		if i < len(vm.Acts) {
			setButton(b, vm.Acts[i])
		}
	}
	left := 44 + 12 + float32(len(vm.All))*factHeight()
	if vm.Note != "" {
		left += 80
	}
	right := float32(len(vm.Acts))*(d.buttonHeight()+theme.TargetGap) - theme.TargetGap
	d.sheets.show(vm.Label, vm.Second, fyne.Max(left, right))
	d.place(d.content.Size())
}

func (d *Detail) buttonHeight() float32 {
	return theme.Screen().Button + shell.Pick(theme.Screen().Tight, float32(0), 8)
}

func (d *Detail) place(size fyne.Size) {
	tight := theme.Screen().Tight
	right, gap := shell.Pick(tight, float32(300), 330), shell.Pick(tight, float32(20), 32)
	wide := size.Width - right - gap
	shell.Put(d.tag, 0, 0, 44, 44)
	shell.Put(d.state, 56, 0, fyne.Min(d.state.MinSize().Width, wide-56), 44)
	y := float32(56)
	shell.Shown(d.note, d.vm.Note != "")
	if d.vm.Note != "" {
		h := d.note.HeightFor(wide)
		shell.Put(d.note, 0, y, wide, h)
		y += h + 8
	}
	shell.Put(d.facts.root, 0, y, wide, size.Height-y)
	h := d.buttonHeight()
	for i, b := range d.buttons {
		shell.Put(b, size.Width-right, float32(i)*(h+theme.TargetGap), right, h)
	}
}
