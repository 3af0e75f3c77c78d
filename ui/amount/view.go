package amount

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// mostTiles is how many amounts are offered to tap.
const mostTiles = 4

// View is the sheet with its scrim; the shell shows it with SetSheet. There is no field: the keys are the only way in.
type View struct {
	act Actions
	vm  VM

	label  *kit.Label
	amount *kit.Label
	under  *shell.Plate
	rows   [2][2]*kit.Label
	tiles  [mostTiles]*kit.Tile
	info   *kit.Icon
	rule   *kit.Label // what is allowed
	line   *kit.MoneyLine
	keys   *kit.Keypad
	use    *kit.Button
	sheet  *kit.Sheet
	body   *fyne.Container
	root   *fyne.Container
}

// New builds the sheet; Set fills it.
func New(act Actions) *View {
	v := &View{
		act: act, label: kit.NewLabel("", theme.TextSecond, theme.Ink2), amount: kit.NewAmount("", theme.AmountM), under: shell.NewPlate(theme.Accent, 0),
		info: kit.NewIcon("info", theme.Ink2, 24), rule: kit.NewLabel("", theme.TextSecond, theme.Ink2).Wrap(2), line: kit.NewNotice("", "", kit.ToneNeutral),
	}
	objects := []fyne.CanvasObject{v.label, v.amount, v.under, v.info, v.rule, v.line}
	for i := range v.rows {
		word := kit.NewLabel("", theme.TextBody, theme.Ink2).Shrinks()
		amount := kit.NewLabel("", theme.TextBody, theme.Ink).Align(fyne.TextAlignTrailing)
		if i == 1 {
			word, amount = word.Bold(), amount.Bold()
			word.SetRole(theme.Ink)
		}
		v.rows[i] = [2]*kit.Label{word, amount}
		objects = append(objects, word, amount)
	}
	for i := range v.tiles {
		v.tiles[i] = kit.NewRowTile("", "", func() {
			if v.act.Tile != nil {
				v.act.Tile(i)
			}
		})
		objects = append(objects, v.tiles[i])
	}
	v.keys = kit.NewKeypad(kit.PadAmount, func(k kit.Key) {
		if v.act.Key != nil {
			v.act.Key(k)
		}
	})
	v.use = kit.NewActionButton("", "", kit.Filled, func() {
		if v.act.Use != nil {
			v.act.Use()
		}
	})
	v.body = shell.Free(v.place, append(objects, v.keys, v.use)...)
	v.sheet = kit.NewSheet(kit.SheetParams{Title: " ", Content: v.body, Size: fyne.NewSize(980, 664), Closed: func() {
		if act.Close != nil {
			act.Close()
		}
	}})
	v.root = container.NewStack(v.sheet)
	v.Set(VM{})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	v.vm = vm
	v.sheet.SetHeading(vm.Title, vm.Second)
	v.label.SetText(vm.Label)
	v.amount.SetText(vm.Amount)
	for i, r := range [2]Row{vm.Left, vm.After} {
		v.rows[i][0].SetText(r.Word)
		v.rows[i][1].SetText(r.Amount)
	}
	for i, t := range v.tiles {
		shell.Shown(t, i < len(vm.Tiles))
		if i < len(vm.Tiles) {
			t.SetLabel(vm.Tiles[i].Label)
			t.SetSelected(vm.Tiles[i].Chosen)
		}
	}
	plain := vm.Tone == kit.ToneNeutral
	shell.Shown(v.info, plain)
	shell.Shown(v.rule, plain)
	shell.Shown(v.line, !plain)
	v.rule.SetText(vm.Line)
	v.line.Set("triangle", vm.Line, vm.Tone)
	v.use.SetLabel(vm.Use)
	v.use.SetEnabled(vm.Ready)
	v.place(v.body.Size())
}

// place puts what is typed left, the keys right.
func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	gap := theme.TargetGap
	right := shell.Pick(p.Tight, size.Width*0.42, float32(378))
	left := size.Width - right - shell.Pick(p.Tight, float32(24), 36)
	high := p.AmountL * 1.2
	y := float32(0)
	shell.Put(v.label, 0, y, left, 24)
	y += 24
	v.amount.SetSize(p.AmountL + shell.Pick(p.Tight, float32(0), 12))
	high += shell.Pick(p.Tight, float32(0), 14)
	shell.Put(v.amount, 0, y, left, high)
	y += high + 4
	shell.Put(v.under, 0, y, left, 4)
	y += 4 + shell.Pick(p.Tight, float32(8), 18)
	pitch := shell.Pick(p.Tight, float32(32), 38)
	for _, r := range v.rows {
		own := r[1].NaturalWidth()
		shell.Put(r[0], 0, y, left-own-12, pitch)
		shell.Put(r[1], left-own, y, own, pitch)
		y += pitch
	}
	y += shell.Pick(p.Tight, float32(8), 20)
	tile := fyne.NewSize((left-gap)/2, fyne.Max(60, p.PX(theme.OrdinaryMM)))
	if p.Tight {
		tile.Height = fyne.Max(52, p.PX(theme.OrdinaryMM))
	}
	for i, t := range v.tiles {
		shell.Put(t, float32(i%2)*(tile.Width+gap), y+float32(i/2)*(tile.Height+gap), tile.Width, tile.Height)
	}
	note := v.line.HeightFor(left)
	shell.Put(v.line, 0, size.Height-note, left, note)
	words := v.rule.HeightFor(left - 36)
	shell.Put(v.info, 0, size.Height-words, 24, 26)
	shell.Put(v.rule, 36, size.Height-words, left-36, words)
	shell.Put(v.use, size.Width-right, size.Height-p.Action, right, p.Action)
	room := size.Height - p.Action - shell.Pick(p.Tight, gap, 28)
	shell.Put(v.keys, size.Width-right, 0, right, fyne.Min(room, 4*88+3*gap))
}
