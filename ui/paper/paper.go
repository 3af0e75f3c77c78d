// Package paper shows a slip on a sheet as it leaves the printer: a receipt, a report. What has no room turns in pages.
package paper

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Kind is how a line is set.
type Kind int

// The kinds of lines.
const (
	Text Kind = iota
	Centred
	Title
	Heading
	Pair  // Left and Right at the two edges
	Total // the same, bold
	Rule
	Space
	Banner // what nobody may overlook
	Code   // Left as a QR code
)

// Line is one line; Right belongs to Pair and Total alone.
type Line struct {
	Kind        Kind
	Left, Right string
}

// Button is one thing that can be done with the slip.
type Button struct {
	ID, Label, Icon string
	Kind            kit.ButtonKind
	Off             bool
}

// VM is a slip with what can be done.
type VM struct {
	Key           string // another key is another slip: it begins at its top
	Title, Second string
	Lines         []Line
	Note          string   // beside the slip: what became of it
	NoteIcon      string   // before the note
	NoteTone      kit.Tone // of the note
	Buttons       []Button // mostButtons at most, below each other
}

const mostButtons = 3

// Sheet is the slip at the left, note and buttons at the right.
type Sheet struct {
	vm       VM
	from     int
	froms    []int // of the pages before
	rows     []row
	slip     *kit.Card
	slipRoot *fyne.Container
	note     *kit.Label
	icon     *kit.Icon
	bg       *shell.Plate
	buttons  [mostButtons]*kit.Button
	up, down *kit.Button
	content  *fyne.Container
	sheet    *kit.Sheet
}

type row struct {
	left, right *kit.Label
	rule        *kit.Rule
	frame       *shell.Plate
	code        *kit.QR
}

// New builds the sheet; tapped gets the ID of a tapped button.
func New(tapped func(id string), close func()) *Sheet {
	s := &Sheet{note: kit.NewLabel("", theme.TextSecond, theme.Ink).Wrap(0), icon: kit.NewIcon("", theme.Ink, 24), bg: shell.NewPlate(theme.Sunken, theme.RadiusField)}
	s.slipRoot = shell.Free(s.placeSlip)
	s.slip = kit.NewCard(s.slipRoot, 0).Flat().Sunk()
	s.up = kit.NewButton("", "chevron-up", kit.Quiet, func() { s.turn(-1) })
	s.up.SetName(assets.T("list.previous"))
	s.down = kit.NewButton("", "chevron-down", kit.Quiet, func() { s.turn(1) })
	s.down.SetName(assets.T("list.next"))
	s.content = shell.Free(s.place, s.slip, s.bg, s.icon, s.note, s.up, s.down)
	for i := range s.buttons {
		s.buttons[i] = kit.NewLargeButton("", "", kit.Outline, func() {
			if tapped != nil && i < len(s.vm.Buttons) {
				tapped(s.vm.Buttons[i].ID)
			}
		})
		s.content.Objects = append(s.content.Objects, s.buttons[i])
	}
	s.sheet = kit.NewSheet(kit.SheetParams{Content: s.content, Size: fyne.NewSize(860, 720), Closed: func() {
		if close != nil {
			close()
		}
	}})
	return s
}

// Object is what the shell shows.
func (s *Sheet) Object() fyne.CanvasObject { return s.sheet }

// Set shows a view model.
func (s *Sheet) Set(vm VM) {
	if vm.Key != s.vm.Key {
		s.from, s.froms = 0, nil
	}
	s.vm = vm
	s.sheet.SetHeading(vm.Title, vm.Second)
	soft, ink := vm.NoteTone.Roles()
	s.note.SetText(vm.Note)
	s.note.SetRole(ink)
	s.icon.Set(vm.NoteIcon, ink)
	s.bg.SetFill(soft)
	for _, o := range []fyne.CanvasObject{s.note, s.icon, s.bg} {
		shell.Shown(o, vm.Note != "")
	}
	for i, b := range s.buttons {
		shell.Shown(b, i < len(vm.Buttons))
		if i < len(vm.Buttons) {
			b.SetLabel(vm.Buttons[i].Label)
			b.SetIcon(vm.Buttons[i].Icon)
			b.SetKind(vm.Buttons[i].Kind)
			b.SetEnabled(!vm.Buttons[i].Off)
		}
	}
	s.place(s.content.Size())
	s.placeSlip(s.slipRoot.Size())
}

func (s *Sheet) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	b := theme.Screen().Button
	paper := fyne.Min(size.Width*0.56, 460)
	shell.Put(s.slip, 0, 0, paper, size.Height)
	x := paper + 24
	wide := size.Width - x
	y := float32(0)
	if s.vm.Note != "" {
		h := s.note.HeightFor(wide-64) + 24
		shell.Put(s.bg, x, 0, wide, h)
		shell.Put(s.icon, x+16, 12, 24, 24)
		shell.Put(s.note, x+50, 12, wide-64, h-24)
		y = h + 20
	}
	shell.Put(s.up, x, y, b+8, b)
	shell.Put(s.down, x+b+8+theme.TargetGap, y, b+8, b)
	foot := size.Height
	for i := len(s.vm.Buttons) - 1; i >= 0 && i < mostButtons; i-- {
		h := s.buttons[i].MinSize().Height
		foot -= h
		shell.Put(s.buttons[i], x, foot, wide, h)
		foot -= theme.TargetGap
	}
}

func (s *Sheet) turn(by int) {
	size := s.slipRoot.Size()
	if next := s.from + s.fits(s.from, size); by > 0 && next < len(s.vm.Lines) {
		s.froms, s.from = append(s.froms, s.from), next
	}
	if n := len(s.froms); by < 0 && n > 0 {
		s.from, s.froms = s.froms[n-1], s.froms[:n-1]
	}
	s.placeSlip(size)
}

func (s *Sheet) row(i int) row {
	for len(s.rows) <= i {
		r := row{left: kit.NewLabel("", theme.TextCaption, theme.Ink).Wrap(0), right: kit.NewLabel("", theme.TextCaption, theme.Ink).Align(fyne.TextAlignTrailing).Wrap(0), rule: kit.NewRule(),
			frame: shell.NewPlate("", theme.RadiusBadge).Outline(theme.Ink, 2), code: kit.NewQR(assets.T("paper.code"))}
		s.rows = append(s.rows, r)
		s.slipRoot.Objects = append(s.slipRoot.Objects, r.frame, r.rule, r.left, r.right, r.code)
	}
	return s.rows[i]
}

const (
	slipPad  = float32(24)
	codeSide = float32(150)
)

// set fills a row with a line and returns its height.
func (r row) set(l Line, wide float32) float32 {
	size, bold := theme.TextCaption, false
	switch l.Kind {
	case Title:
		size, bold = theme.TextSubHeading, true
	case Heading, Total, Banner:
		bold = true
	}
	align := fyne.TextAlignLeading
	if l.Kind == Centred || l.Kind == Title || l.Kind == Banner {
		align = fyne.TextAlignCenter
	}
	r.left.Align(align)
	r.left.SetSize(size)
	r.left.SetBold(bold)
	r.right.SetBold(bold)
	r.left.SetText(l.Left)
	r.right.SetText(l.Right)
	switch l.Kind {
	case Rule:
		return 17
	case Space:
		return 14
	case Code:
		r.code.Set(l.Left)
		return codeSide + 8
	case Banner:
		return r.left.HeightFor(wide-24) + 22
	case Pair, Total:
		return fyne.Max(r.left.HeightFor(leftWide(r, wide)), r.right.HeightFor(wide*0.66)) + 3
	}
	return r.left.HeightFor(wide) + 3
}

// leftWide is what an unbroken right side leaves for the left one.
func leftWide(r row, wide float32) float32 {
	return wide - fyne.Min(r.right.NaturalWidth(), wide*0.66) - 12
}

func (s *Sheet) fits(from int, size fyne.Size) int {
	y, n := float32(0), 0
	for i := from; i < len(s.vm.Lines); i++ {
		h := s.row(0).set(s.vm.Lines[i], size.Width-2*slipPad)
		if n > 0 && y+h > size.Height-2*slipPad {
			break
		}
		y += h
		n++
	}
	return max(n, 1)
}

func (s *Sheet) placeSlip(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	if s.from >= len(s.vm.Lines) {
		s.from, s.froms = 0, nil
	}
	n := 0
	if len(s.vm.Lines) > 0 {
		n = s.fits(s.from, size)
	}
	wide := size.Width - 2*slipPad
	y := slipPad
	for i := range n {
		l := s.vm.Lines[s.from+i]
		r := s.row(i)
		h := r.set(l, wide)
		lw := wide
		switch l.Kind {
		case Pair, Total:
			lw = leftWide(r, wide)
		case Banner:
			shell.Put(r.frame, slipPad, y, wide, h-8)
		}
		shell.Put(r.code, slipPad+(wide-codeSide)/2, y+4, codeSide, codeSide)
		shell.Put(r.rule, slipPad, y+8, wide, 1)
		shell.Put(r.left, slipPad, y+shell.Pick(l.Kind == Banner, float32(7), 0), lw, h)
		shell.Put(r.right, slipPad+lw+12, y, wide-lw-12, h)
		y += h
	}
	for i, r := range s.rows {
		kind := Space
		if i < n {
			kind = s.vm.Lines[s.from+i].Kind
		}
		shell.Shown(r.rule, kind == Rule)
		shell.Shown(r.frame, kind == Banner)
		shell.Shown(r.left, kind != Rule && kind != Space && kind != Code)
		shell.Shown(r.code, kind == Code)
		shell.Shown(r.right, kind == Pair || kind == Total)
	}
	more := s.from > 0 || s.from+n < len(s.vm.Lines)
	shell.Shown(s.up, more)
	shell.Shown(s.down, more)
	s.up.SetEnabled(s.from > 0)
	s.down.SetEnabled(s.from+n < len(s.vm.Lines))
}
