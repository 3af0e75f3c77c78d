package attention

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Choice is one thing that may be done about an item.
type Choice struct {
	ID, Label, What, Icon string
	Kind                  kit.ButtonKind // at most one is filled
}

// SheetVM is an item with all that may be done.
type SheetVM struct {
	Heading             string // of the sheet; empty: what can be done
	Title, Second, Fact string
	Money, MoneyIcon    string
	MoneyTone           kit.Tone
	Choices             []Choice // at most mostChoices, the proposed one first
}

const (
	mostChoices = 5
	sheetWidth  = float32(820)
)

// SheetActions are what taps on the sheet ask for.
type SheetActions struct {
	Choose func(choice string)
	Close  func()
}

// Sheet shows one item over the list; the shell shows it with SetSheet.
type Sheet struct {
	vm      SheetVM
	title   *kit.Label
	fact    *kit.Label
	money   *kit.MoneyLine
	what    [mostChoices]*kit.Label
	buttons [mostChoices]*kit.Button
	content *fyne.Container
	closed  func()
	made    map[int]*kit.Sheet // by the number of choices: a sheet is as high as what it holds
	root    *fyne.Container
}

// NewSheet builds it; Set fills it.
func NewSheet(act SheetActions) *Sheet {
	s := &Sheet{title: kit.NewLabel("", theme.TextListAmount, theme.Ink).Bold().Wrap(1), fact: kit.NewLabel("", theme.TextBody, theme.Ink).Wrap(3), money: kit.NewSmallMoneyLine("", "", kit.ToneNeutral), closed: act.Close, made: map[int]*kit.Sheet{}}
	s.content = shell.Free(s.place, s.title, s.fact, s.money)
	for i := range s.buttons {
		s.what[i] = kit.NewLabel("", theme.TextSecond, theme.Ink2).Wrap(3)
		s.buttons[i] = kit.NewLargeButton("", "", kit.Outline, func() {
			if act.Choose != nil && i < len(s.vm.Choices) {
				act.Choose(s.vm.Choices[i].ID)
			}
		})
		s.content.Objects = append(s.content.Objects, s.what[i], s.buttons[i])
	}
	s.root = container.NewStack()
	return s
}

// Object is what the shell shows.
func (s *Sheet) Object() fyne.CanvasObject { return s.root }

// Set shows a view model.
func (s *Sheet) Set(vm SheetVM) {
	s.vm = vm
	s.title.SetText(vm.Title)
	s.fact.SetText(vm.Fact)
	s.money.Set(vm.MoneyIcon, vm.Money, vm.MoneyTone)
	n := min(len(vm.Choices), mostChoices)
	for i := range s.buttons {
		shell.Shown(s.what[i], i < n)
		shell.Shown(s.buttons[i], i < n)
		if i < n {
			c := vm.Choices[i]
			s.what[i].SetText(c.What)
			s.buttons[i].SetLabel(c.Label)
			s.buttons[i].SetIcon(c.Icon)
			s.buttons[i].SetKind(c.Kind)
		}
	}
	heading := vm.Heading
	if heading == "" {
		heading = assets.T("attention.more")
	}
	one, ok := s.made[n]
	if !ok {
		inset := shell.Pick(theme.Screen().Tight, float32(20), 28)
		one = kit.NewSheet(kit.SheetParams{Title: heading, Second: vm.Second, Content: s.content, Size: fyne.NewSize(sheetWidth, 2*inset+88+head()+rows(n)*row()), Closed: func() {
			if s.closed != nil {
				s.closed()
			}
		}})
		s.made[n] = one
	}
	one.SetHeading(heading, vm.Second)
	if len(s.root.Objects) == 0 || s.root.Objects[0] != fyne.CanvasObject(one) {
		s.root.Objects = []fyne.CanvasObject{one}
		s.root.Refresh()
	}
	s.place(s.content.Size())
}

const (
	textHigh  = float32(94) // the title with what happened
	moneyHigh = float32(52)
)

func head() float32 { return textHigh + moneyHigh + shell.Pick(theme.Screen().Tight, float32(4), 20) }
func row() float32 {
	return shell.Pick(theme.Screen().Tight, float32(76), 80)
}

// pairs says that the choices stand two in a row, without what each does: the small screen has no height for more than three
// rows, and the sheet that asks for the PIN says it.
func pairs(n int) bool { return theme.Screen().Tight && n > mostRows }

// mostRows of choices with words fit on the small screen.
const mostRows = 3

func rows(n int) float32 {
	if pairs(n) {
		return float32((n + 1) / 2)
	}
	return float32(n)
}

func (s *Sheet) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	title := s.title.HeightFor(size.Width)
	shell.Put(s.title, 0, 0, size.Width, title)
	shell.Put(s.fact, 0, title+4, size.Width, textHigh-title-4)
	shell.Put(s.money, 0, textHigh, size.Width, moneyHigh)
	const button = float32(290)
	n := min(len(s.vm.Choices), mostChoices)
	for i := range s.buttons {
		b := s.buttons[i].MinSize().Height
		shell.Shown(s.what[i], i < n && !pairs(n))
		if pairs(n) {
			half := (size.Width - theme.TargetGap) / 2
			shell.Put(s.buttons[i], float32(i%2)*(half+theme.TargetGap), head()+float32(i/2)*row()+(row()-b)/2, half, b)
			continue
		}
		y := head() + float32(i)*row()
		h := s.what[i].HeightFor(size.Width - button - 24)
		shell.Put(s.what[i], 0, y+(row()-h)/2, size.Width-button-24, h)
		shell.Put(s.buttons[i], size.Width-button, y+(row()-b)/2, button, b)
	}
}
