package overlay

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// panelFade is how long the panel takes to change its colour.
const panelFade = 150 * time.Millisecond

// View is the overlay. It is built once and set many times; nothing is made anew when the state changes.
type View struct {
	widget.BaseWidget
	vm  ViewModel
	tap func(id string)

	back  *kit.Backdrop
	band  *kit.DemoBand
	panel *canvas.Rectangle
	fade  *fyne.Animation
	shown Panel // whose colour the panel has or fades to

	tag         *kit.ReaderTag
	readerLabel *kit.Label
	readerLine  *kit.Label
	ring        *kit.StateRing
	qrCard      *canvas.Rectangle
	qr          *canvas.Image
	title, sub  *kit.Label

	customer, reference *kit.Label
	amount              *kit.Label
	money               *kit.MoneyLine
	infoIcon, todoIcon  *kit.Icon
	happened, todo      *kit.Label
	chips               [MaxChips]*kit.Badge
	quote               *kit.Card
	quoteHead           *kit.Label
	quoteText           *kit.Label
	quoteIcon           *kit.Icon
	steps               *kit.StepBars
	buttons             [MaxButtons]*kit.Button
}

// New returns an empty overlay; tapped is called with the id of a button.
func New(tapped func(id string)) *View {
	white := func(px float32) *kit.Label { return kit.NewLabel("", px, theme.White) }
	v := &View{tap: tapped, back: kit.NewBackdrop(theme.Surface), band: kit.NewDemoBand(""), panel: canvas.NewRectangle(color.Transparent),
		tag: kit.NewReaderTag("", tagSide).OnPanel(), readerLabel: white(theme.TextBody).Bold().Shrinks(), readerLine: white(theme.TextCaption).Shrinks(),
		ring: kit.NewStateRing(""), qrCard: canvas.NewRectangle(color.White), qr: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScalePixels},
		title: white(theme.TextPanel).Bold().Align(fyne.TextAlignCenter).Wrap(3).Balanced().LineHeight(1.2), sub: white(theme.TextBody).Align(fyne.TextAlignCenter).Wrap(2).Balanced(),
		customer: kit.NewLabel("", 24, theme.Ink).Bold().Shrinks(), reference: kit.NewLabel("", 18, theme.Ink2).Shrinks(), amount: kit.NewAmount("", 104),
		money: kit.NewMoneyLine("", "", kit.ToneNeutral), infoIcon: kit.NewIcon("info", theme.Ink2, sentenceIcon), todoIcon: kit.NewIcon("", theme.AccentText, sentenceIcon),
		happened: kit.NewLabel("", 24, theme.Ink).Wrap(3), todo: kit.NewLabel("", 24, theme.Ink).Bold().Wrap(3), steps: kit.NewStepBars(),
		quoteHead: kit.NewLabel("", theme.TextCaption, theme.Ink2), quoteText: kit.NewLabel("", 22, theme.Ink).Wrap(4), quoteIcon: kit.NewIcon("eye", theme.Ink2, 20)}
	v.quote = kit.NewCard(canvas.NewRectangle(color.Transparent), 1).Sunk()
	for i := range v.chips {
		v.chips[i] = kit.NewFact("", "")
	}
	for i := range v.buttons {
		v.buttons[i] = kit.NewActionButton("", "", kit.Outline, func() { v.tapped(i) })
	}
	v.qrCard.CornerRadius = theme.RadiusSheet
	v.ExtendBaseWidget(v)
	return v
}

func (v *View) tapped(i int) {
	if v.tap != nil && i < len(v.vm.Buttons) {
		v.tap(v.vm.Buttons[i].ID)
	}
}

// Set shows a view model. Parts that did not change are not painted again.
func (v *View) Set(vm ViewModel) {
	for i, b := range v.buttons {
		if i >= len(vm.Buttons) || i >= len(v.vm.Buttons) || vm.Buttons[i].ID != v.vm.Buttons[i].ID {
			b.Changed()
		}
	}
	v.vm = vm
	v.apply()
	v.Refresh()
}

// Model returns what is shown.
func (v *View) Model() ViewModel { return v.vm }

// SetMoving stops the ring while nobody can see it (locked, in the background), and lets it go on.
func (v *View) SetMoving(on bool) { v.ring.SetMoving(on) }

// Hide hides the overlay and stops what moves.
func (v *View) Hide() {
	v.SetMoving(false)
	v.BaseWidget.Hide()
}

// Show shows the overlay and lets the ring turn if it should.
func (v *View) Show() {
	v.BaseWidget.Show()
	v.SetMoving(true)
}

// Tapped swallows taps between the parts: nothing under the overlay may be hit.
func (v *View) Tapped(*fyne.PointEvent) {}

// BlocksTaps implements kit.Blocker.
func (v *View) BlocksTaps() {}

// apply copies the words into the parts.
func (v *View) apply() {
	vm := &v.vm
	show(v.band, vm.Band != "")
	v.band.SetWords(vm.Band)
	v.paintPanel()

	show(v.tag, vm.Reader.Letter != "")
	v.tag.SetLetter(vm.Reader.Letter)
	v.readerLabel.SetText(vm.Reader.Label)
	v.readerLine.SetText(vm.Reader.Line)
	show(v.ring, vm.QR == nil)
	show(v.qr, vm.QR != nil)
	show(v.qrCard, vm.QR != nil)
	if v.qr.Image != vm.QR {
		v.qr.Image = vm.QR
		v.qr.Refresh()
	}
	v.ring.Set(vm.Icon, vm.Ring.Mode, vm.Ring.Fraction)
	v.title.SetText(vm.Title)
	v.sub.SetText(vm.Sub)

	v.customer.SetText(vm.Customer)
	v.reference.SetText(vm.Reference)
	v.amount.SetText(vm.Amount)
	v.money.Set(vm.Money.Icon, vm.Money.Text, vm.Money.Tone)
	v.happened.SetText(vm.Happened)
	show(v.infoIcon, vm.Happened != "")
	v.todo.SetText(vm.Todo.Text)
	v.todoIcon.Set(vm.Todo.Icon, theme.AccentText)
	for i, chip := range v.chips {
		show(chip, i < len(vm.Chips))
		if i < len(vm.Chips) {
			chip.Set(vm.Chips[i].Icon, vm.Chips[i].Text, kit.ToneNeutral)
		}
	}
	for _, o := range []fyne.CanvasObject{v.quote, v.quoteHead, v.quoteText, v.quoteIcon} {
		show(o, vm.Quote.Text != "")
	}
	v.quoteHead.SetText(vm.Quote.Head)
	v.quoteText.SetText(vm.Quote.Text)
	v.steps.Set(vm.Steps, vm.Panel.stepTone())
	for i, b := range v.buttons {
		show(b, i < len(vm.Buttons))
		if i < len(vm.Buttons) {
			b.SetLabel(vm.Buttons[i].Label)
			b.SetIcon(vm.Buttons[i].Icon)
			b.SetReader(vm.Buttons[i].Reader)
			b.SetKind(vm.Buttons[i].Kind)
		}
	}
}

// paintPanel gives the panel its colour, fading when the state has changed.
func (v *View) paintPanel() {
	to := theme.Color(v.vm.Panel.role())
	from := v.panel.FillColor
	if v.fade != nil {
		v.fade.Stop()
		v.fade = nil
	}
	if v.shown == v.vm.Panel || from == color.Transparent || theme.Current().LessMotion() {
		v.panel.FillColor = to
		v.shown = v.vm.Panel
		return
	}
	v.shown = v.vm.Panel
	v.fade = canvas.NewColorRGBAAnimation(from, to, panelFade, func(c color.Color) {
		v.panel.FillColor = c
		v.panel.Refresh()
	})
	v.fade.Start()
}

func show(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
