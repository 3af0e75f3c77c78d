package chooser

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the sheet with its scrim; the shell shows it with SetSheet.
type View struct {
	act    Actions
	vm     VM
	page   int
	cards  [perPage]*card
	none   *kit.Label
	memory *kit.Switch
	who    string
	up     *kit.Button
	down   *kit.Button
	use    *kit.Button

	content *fyne.Container
	sheets  map[int]*kit.Sheet // by the number of cards: a sheet is as high as what it holds
	root    *fyne.Container
}

// perPage is how many readers show at once; more turn in pages.
const perPage = 3

// New builds the sheet; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, none: kit.NewLabel(assets.T("chooser.none"), theme.TextBody, theme.Ink2).Wrap(3), sheets: map[int]*kit.Sheet{}}
	v.up = kit.NewButton("", "chevron-up", kit.Raised, func() { v.turn(-1) })
	v.up.SetName(assets.T("list.previous"))
	v.down = kit.NewButton("", "chevron-down", kit.Raised, func() { v.turn(1) })
	v.down.SetName(assets.T("list.next"))
	v.use = kit.NewActionButton("", "", kit.Filled, func() {
		if act.Use != nil && v.usable() {
			act.Use(v.vm.Chosen)
		}
	})
	v.memory = kit.NewSwitch("", false, act.Remember)
	v.content = shell.Free(v.place, v.none, v.memory, v.up, v.down, v.use)
	for i := range v.cards {
		v.cards[i] = newCard(act)
		v.content.Objects = append(v.content.Objects, v.cards[i].root)
	}
	v.root = container.NewStack()
	v.Set(VM{})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model; the page with the chosen reader comes up first.
func (v *View) Set(vm VM) {
	moved := v.vm.Chosen != vm.Chosen || len(v.vm.Readers) != len(vm.Readers)
	v.vm = vm
	if moved {
		for i, r := range vm.Readers {
			if r.ID == vm.Chosen {
				v.page = i / perPage
			}
		}
	}
	if v.who != vm.Who { // the switch keeps its words from birth
		v.who = vm.Who
		for i, o := range v.content.Objects {
			if o == fyne.CanvasObject(v.memory) {
				v.memory = kit.NewSwitch(assets.T("chooser.remember", "name", vm.Who), vm.Remember, v.act.Remember)
				v.content.Objects[i] = v.memory
			}
		}
	}
	shell.Shown(v.memory, vm.Who != "")
	v.memory.SetOn(vm.Remember)
	v.show()
}

func (v *View) turn(by int) {
	v.page += by
	v.show()
}

func (v *View) pages() int { return max((len(v.vm.Readers)+perPage-1)/perPage, 1) }

func (v *View) chosen() (Reader, bool) {
	for _, r := range v.vm.Readers {
		if r.ID == v.vm.Chosen {
			return r, true
		}
	}
	return Reader{}, false
}

func (v *View) usable() bool {
	r, ok := v.chosen()
	return ok && r.Usable
}

func (v *View) show() {
	v.page = min(max(v.page, 0), v.pages()-1)
	for i, c := range v.cards {
		k := v.page*perPage + i
		shell.Shown(c.root, k < len(v.vm.Readers))
		if k < len(v.vm.Readers) {
			c.set(v.vm.Readers[k], v.vm.Readers[k].ID == v.vm.Chosen)
		}
	}
	shell.Shown(v.none, len(v.vm.Readers) == 0)
	label := assets.T("chooser.use.none")
	if r, ok := v.chosen(); ok {
		label = assets.T("chooser.use", "reader", r.Label)
	}
	v.use.SetLabel(label)
	v.use.SetEnabled(v.usable())
	shell.Shown(v.up, v.pages() > 1)
	shell.Shown(v.down, v.pages() > 1)
	v.up.SetEnabled(v.page > 0)
	v.down.SetEnabled(v.page < v.pages()-1)
	sheet := v.sheet(min(max(len(v.vm.Readers), 1), perPage))
	if len(v.root.Objects) == 0 || v.root.Objects[0] != fyne.CanvasObject(sheet) {
		v.root.Objects = []fyne.CanvasObject{sheet}
		v.root.Refresh()
	}
	v.place(v.content.Size())
}

func cardHeight() float32 {
	if theme.Screen().Tight {
		return 90
	}
	return 112
}

func footHeight() float32 {
	if theme.Screen().Tight {
		return theme.Screen().Action
	}
	return 72
}

func (v *View) sheet(cards int) *kit.Sheet {
	s, ok := v.sheets[cards]
	if !ok {
		inset, air := float32(28), float32(24)
		if theme.Screen().Tight {
			inset, air = 20, 14
		}
		h := 2*inset + 88 + float32(cards)*(cardHeight()+theme.TargetGap) - theme.TargetGap + air + footHeight()
		s = kit.NewSheet(kit.SheetParams{Title: assets.T("chooser.title"), Second: assets.T("chooser.second"), Content: v.content, Size: fyne.NewSize(860, h),
			Closed: func() {
				if v.act.Close != nil {
					v.act.Close()
				}
			}})
		v.sheets[cards] = s
	}
	return s
}

func (v *View) place(size fyne.Size) {
	h := cardHeight()
	for i, c := range v.cards {
		shell.Put(c.root, 0, float32(i)*(h+theme.TargetGap), size.Width, h)
	}
	shell.Put(v.none, 0, 0, size.Width, h)
	foot := footHeight()
	y := size.Height - foot
	use := fyne.Min(fyne.Max(v.use.MinSize().Width, 260), size.Width*0.5)
	shell.Put(v.use, size.Width-use, y, use, foot)
	memory := v.memory.MinSize()
	shell.Put(v.memory, 0, y+(foot-memory.Height)/2, fyne.Min(memory.Width, size.Width-use-12), memory.Height)
	b := theme.Screen().Button
	x := size.Width - use - 2*b - 36
	shell.Put(v.up, x, y+(foot-b)/2, b, b)
	shell.Put(v.down, x+b+12, y+(foot-b)/2, b, b)
}
