package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// StripVM is one thing the whole screen must know: Odoo away, a payment that still goes on, a set-up that is not finished.
type StripVM struct {
	ID     string // given back by the button
	Icon   string
	Lead   string // bold: what happened
	Text   string // what it means, what may still be done
	Tone   kit.Tone
	Action string // button, empty for none
	// ActionIcon stands before the button's words; empty for none.
	ActionIcon string
}

// Strip is a tinted bar with a sentence and at most one button.
type Strip struct {
	widget.BaseWidget
	vm     StripVM
	tapped func(id string)
	bg     *Plate
	icon   *kit.Icon
	words  *Phrase
	button *kit.Button
	small  bool
	root   *fyne.Container
}

// Small makes the words fit a card instead of a whole screen and returns the bar.
func (s *Strip) Small() *Strip { s.small = true; return s }

// NewStrip returns a bar; tapped gets the ID of the bar whose button was tapped.
func NewStrip(tapped func(id string)) *Strip {
	s := &Strip{tapped: tapped, bg: NewPlate(theme.WarnSoft, theme.RadiusField), icon: kit.NewIcon("info", theme.Warn, 28),
		words: NewPhrase(theme.TextBody, theme.Warn, 2)}
	s.button = kit.NewButton("", "", kit.OutlineWarn, func() {
		if s.tapped != nil {
			s.tapped(s.vm.ID)
		}
	})
	s.root = Free(s.place, s.bg, s.icon, s.words, s.button)
	s.ExtendBaseWidget(s)
	return s
}

// Set changes what the bar says.
func (s *Strip) Set(vm StripVM) {
	if s.vm == vm {
		return
	}
	s.vm = vm
	soft, text := vm.Tone.Roles()
	s.bg.SetFill(soft)
	s.icon.Set(vm.Icon, text)
	s.words.Set(vm.Lead, vm.Text, text)
	kind := kit.Outline
	if vm.Tone == kit.ToneWarn {
		kind = kit.OutlineWarn
	}
	s.button.SetKind(kind)
	s.button.SetLabel(vm.Action)
	s.button.SetIcon(vm.ActionIcon)
	Shown(s.button, vm.Action != "")
	s.place(s.Size())
}

// StripHeight is the height of a bar in px.
func StripHeight() float32 {
	if theme.Screen().Tight {
		return theme.Screen().Button + 6
	}
	return theme.Screen().Button + 12
}

// insets are where the words begin and end.
func (s *Strip) insets(width float32) (left, right float32) {
	left, right = 64, width-18
	if s.small {
		left, right = 54, width-14
	}
	if s.vm.Action != "" {
		right = width - s.button.NaturalWidth() - 4 - 22
	}
	s.words.size = theme.TextBody
	if s.small || theme.Screen().Tight {
		s.words.size = theme.TextSecond
	}
	return left, right
}

// HeightFor is the height at which no word is missing at a width; a bar is never lower than StripHeight.
func (s *Strip) HeightFor(width float32) float32 {
	left, right := s.insets(width)
	max := s.words.max
	s.words.max = 5
	h := s.words.HeightFor(right - left)
	s.words.max = max
	return fyne.Max(StripHeight(), h+16)
}

func (s *Strip) place(size fyne.Size) {
	left, right := s.insets(size.Width)
	shift := (left - 28) / 2
	Put(s.bg, 0, 0, size.Width, size.Height)
	Put(s.icon, shift, 0, 28, size.Height)
	if s.vm.Action != "" {
		w, h := s.button.NaturalWidth()+4, s.button.MinSize().Height
		Put(s.button, size.Width-w-6, (size.Height-h)/2, w, h)
	}
	s.words.max = max(int((size.Height-6)/s.words.lineHeight()), 1)
	Put(s.words, left, 0, right-left, size.Height)
}

// CreateRenderer implements fyne.Widget.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.root) }

// MinSize implements fyne.CanvasObject.
func (s *Strip) MinSize() fyne.Size { return fyne.NewSize(300, StripHeight()) }

// Strips is a pile of bars above a screen's content.
type Strips struct {
	tapped func(id string)
	bars   []*Strip
	count  int
	root   *fyne.Container
}

// stripLimit is how many bars show at once; the presenter puts the worst first.
const stripLimit = 2

// NewStrips returns an empty pile.
func NewStrips(tapped func(id string)) *Strips {
	s := &Strips{tapped: tapped}
	s.root = Free(s.place)
	return s
}

// Object is what a screen shows.
func (s *Strips) Object() fyne.CanvasObject { return s.root }

// Set changes the bars and reports whether the pile changed its height.
func (s *Strips) Set(vms []StripVM) bool {
	if len(vms) > stripLimit {
		vms = vms[:stripLimit]
	}
	for len(s.bars) < len(vms) {
		b := NewStrip(s.tapped)
		s.bars = append(s.bars, b)
		s.root.Objects = append(s.root.Objects, b)
	}
	for i, b := range s.bars {
		Shown(b, i < len(vms))
		if i < len(vms) {
			b.Set(vms[i])
		}
	}
	changed := s.count != len(vms)
	s.count = len(vms)
	s.place(s.root.Size())
	return changed
}

// Height is what the pile takes, with the gap under it; 0 when nothing is to be said.
func (s *Strips) Height() float32 {
	return float32(s.count) * (StripHeight() + stripGap())
}

// stripGap keeps the buttons of two bars a target's gap apart: the bars' own margins count.
func stripGap() float32 {
	if theme.Screen().Tight {
		return theme.Space2
	}
	return theme.TargetGap
}

func (s *Strips) place(size fyne.Size) {
	h := StripHeight()
	for i, b := range s.bars {
		Put(b, 0, float32(i)*(h+stripGap()), size.Width, h)
	}
}
