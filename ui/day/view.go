package day

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the screen beside the rail.
type View struct {
	vm     VM
	title  *kit.Label
	second *kit.Label
	report *kit.Button
	person *shell.PersonButton
	tiles  [4]*tile
	chart  *chart
	tables [3]*table
	bones  *shell.Bones
	root   *fyne.Container
}

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{title: kit.NewHeading(assets.T("day.title"), theme.TextHeading), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		report: kit.NewButton(assets.T("day.report"), "receipt", kit.Outline, act.Report), person: shell.NewPersonButton(act.Lock), chart: newChart()}
	v.root = shell.Free(v.place, v.title, v.second, v.report, v.person, v.chart.card)
	for i := range v.tiles {
		v.tiles[i] = newTile(act.Tile)
		v.root.Objects = append(v.root.Objects, v.tiles[i].press)
	}
	for i := range v.tables {
		v.tables[i] = newTable()
		v.root.Objects = append(v.root.Objects, v.tables[i].card)
	}
	v.bones = shell.NewBones(24, v.shape)
	v.root.Objects = append(v.root.Objects, v.bones.Object())
	v.Set(VM{Loading: true})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	v.vm = vm
	v.person.Set(vm.Person)
	v.second.SetText(vm.Second)
	v.report.SetEnabled(!vm.Loading)
	for i, t := range v.tiles {
		t.set(vm.Tiles[i])
		shell.Shown(t.press, !vm.Loading)
	}
	v.chart.set(vm.Chart)
	shell.Shown(v.chart.card, !vm.Loading)
	for i, t := range v.tables {
		t.set(vm.Tables[i])
		shell.Shown(t.card, !vm.Loading)
	}
	shell.Shown(v.bones.Object(), vm.Loading)
	v.place(v.root.Size())
}

// parts are the heights of tiles and tables, and the gap between cards.
func parts() (tile, table, gap float32) {
	if theme.Screen().Tight {
		return 110, 160, 12
	}
	return 124, 186, 16
}

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	edge, bottom := p.ScreenEdge, shell.Pick(p.Tight, float32(14), 20)
	y := shell.Pick(p.Tight, float32(4), 10)
	person := v.person.Width()
	x := size.Width - edge - person
	shell.Put(v.person, x, y, person, p.Field)
	report := v.report.NaturalWidth()
	x -= report + theme.TargetGap
	shell.Put(v.report, x, y, report, p.Field)
	title := v.title.NaturalWidth()
	shell.Put(v.title, edge, y, title, p.Field)
	shell.Put(v.second, edge+title+16, y+3, x-edge-title-28, p.Field)
	y += p.Field + shell.Pick(p.Tight, float32(4), 10)
	shell.Put(v.bones.Object(), edge, y, size.Width-2*edge, size.Height-y-bottom)
	tile, table, gap := parts()
	v.row(edge, y, size.Width-2*edge, tile, gap, len(v.tiles), func(i int) fyne.CanvasObject { return v.tiles[i].press })
	y += tile + gap
	foot := size.Height - bottom - table
	shell.Put(v.chart.card, edge, y, size.Width-2*edge, foot-gap-y)
	v.row(edge, foot, size.Width-2*edge, table, gap, len(v.tables), func(i int) fyne.CanvasObject { return v.tables[i].card })
}

// row shares a width among n parts.
func (v *View) row(x, y, width, height, gap float32, n int, part func(i int) fyne.CanvasObject) {
	each := (width - float32(n-1)*gap) / float32(n)
	for i := range n {
		shell.Put(part(i), x+float32(i)*(each+gap), y, each, height)
	}
}

// shape is where cards and words will stand.
func (v *View) shape(size fyne.Size, put func(x, y, w, h float32)) {
	tile, table, gap := parts()
	each := (size.Width - 3*gap) / 4
	for i := range 4 {
		x := float32(i) * (each + gap)
		put(x+4, 8, each*0.5, 18)
		put(x+4, 42, each*0.8, 34)
	}
	top := tile + gap
	for i := range 9 {
		pitch := size.Width / 9
		h := (size.Height - top - table - 2*gap) * (0.3 + 0.08*float32(i%4))
		put(float32(i)*pitch+pitch*0.25, size.Height-table-gap-h, pitch*0.5, h)
	}
	third := (size.Width - 2*gap) / 3
	for i := range 3 {
		for j := range 3 {
			put(float32(i)*(third+gap)+4, size.Height-table+8+float32(j)*40, third*(0.8-0.15*float32(j)), 16)
		}
	}
}
