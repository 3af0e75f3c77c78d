package overlay

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// CreateRenderer implements fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{v.back, v.panel, v.band, v.tag, v.readerLabel, v.readerLine, v.ring, v.qrCard, v.qr, v.title, v.sub,
		v.customer, v.reference, v.amount, v.money, v.infoIcon, v.happened, v.todoIcon, v.todo, v.quote, v.quoteIcon, v.quoteHead, v.quoteText, v.steps}
	for _, c := range v.chips {
		objects = append(objects, c)
	}
	for _, b := range v.buttons {
		objects = append(objects, b)
	}
	v.apply()
	return &renderer{v: v, objects: objects}
}

type renderer struct {
	v       *View
	objects []fyne.CanvasObject
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(800, 480) }

// Refresh paints again after a new model or a new theme. Each part decides itself whether it changed; the panel and its parts
// follow the theme here.
func (r *renderer) Refresh() {
	v := r.v
	if v.fade == nil {
		v.panel.FillColor = theme.Color(v.vm.Panel.role())
	}
	r.Layout(v.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

func (r *renderer) Layout(size fyne.Size) {
	v := r.v
	p := theme.Screen()
	m := measuresFor(p)
	top := float32(0)
	if v.band.Visible() {
		top = theme.BandHeight
	}
	put(v.back, 0, 0, size.Width, size.Height)
	put(v.band, 0, 0, size.Width, theme.BandHeight)
	panel := fyne.Min(p.Panel, size.Width*0.36)
	put(v.panel, 0, top, panel, size.Height-top)
	v.layoutPanel(m, p, top, panel, size.Height)
	x := panel + m.left
	v.layoutFacts(m, p, top, x, size.Width-m.right-x, size.Height)
}

// layoutPanel places reader, ring, state word and seconds.
func (v *View) layoutPanel(m measures, p theme.Profile, top, width, bottom float32) {
	put(v.tag, m.tagX, top+m.tagY, tagSide, tagSide)
	text := m.tagX + tagSide + 14
	put(v.readerLabel, text, top+m.tagY+1, width-text-12, 27)
	put(v.readerLine, text, top+m.tagY+28, width-text-12, 22)

	v.title.SetSize(p.PanelText)
	v.sub.SetSize(m.sub)
	side := float32(20)
	words := width - 2*side
	titleHeight, subHeight := v.title.HeightFor(words), v.sub.HeightFor(words)
	sign := p.Ring
	if v.vm.QR != nil {
		sign = m.qr
	}
	column := sign + m.ringTitle + titleHeight + m.titleSub + subHeight
	y := top + (bottom-top-column)/2 + m.sink
	if least := top + m.tagY + tagSide + 8; v.tag.Visible() && y < least {
		y = least
	}
	put(v.ring, (width-sign)/2, y, sign, sign)
	put(v.qrCard, (width-sign)/2, y, sign, sign)
	put(v.qr, (width-sign)/2+8, y+8, sign-16, sign-16)
	y += sign + m.ringTitle
	put(v.title, side, y, words, titleHeight)
	put(v.sub, side, y+titleHeight+m.titleSub, words, subHeight)
}

// layoutFacts places the right side: from the top down to the sentences, from the bottom up to the steps.
func (v *View) layoutFacts(m measures, p theme.Profile, top, x, width, bottom float32) {
	v.customer.SetSize(m.customer)
	v.reference.SetSize(m.ref)
	amount := p.AmountXL
	shift := float32(0) // how much a quote lifts what stands under the amount
	if v.vm.Quote.Text != "" {
		amount *= 0.7
		shift = p.AmountXL * 0.3 * 1.1
	}
	v.amount.SetSize(amount)
	v.happened.SetSize(m.happened)
	v.todo.SetSize(m.todo)
	put(v.customer, x, top+m.top, width, m.customer*1.35)
	put(v.reference, x, top+m.top+m.customer*1.35-1, width, m.ref*1.35)
	put(v.amount, x, top+m.amountTop, width, amount*1.2)
	y := top + m.moneyTop - shift
	h := v.money.HeightFor(width)
	put(v.money, x, y, width, h)
	y += h + m.moneyGap

	stepsTop := bottom - m.bottom - p.Action - m.steps
	y = v.sentence(v.infoIcon, v.happened, x, y, width, m.happened)
	y += m.between
	y = v.sentence(v.todoIcon, v.todo, x, y, width, m.todo)
	v.layoutChips(x+sentenceLead, y+m.chipsGap, x+width, stepsTop-8)
	v.layoutQuote(m, x, y+m.quoteGap, width, stepsTop-12)

	put(v.steps, x, stepsTop, width, 40)
	var natural []float32
	for i := range v.vm.Buttons {
		if i < MaxButtons {
			natural = append(natural, v.buttons[i].NaturalWidth())
		}
	}
	bx := x
	widths := share(natural, width, theme.TargetGap)
	if len(widths) == 1 && v.vm.Buttons[0].Kind == kit.Filled {
		widths[0] = fyne.Max(widths[0], (width-2*theme.TargetGap)/3)
		bx = x + width - widths[0] // the way forward stands right, alone too
	}
	for i, w := range widths {
		put(v.buttons[i], bx, bottom-m.bottom-p.Action, w, p.Action)
		bx += w + theme.TargetGap
	}
}

// sentence places an icon and wrapped words and returns the y under them.
func (v *View) sentence(icon *kit.Icon, words *kit.Label, x, y, width, px float32) float32 {
	line := px * 1.35
	put(icon, x+1, y+(line-sentenceIcon)/2, sentenceIcon, sentenceIcon)
	room := width - sentenceLead
	h := words.HeightFor(room)
	put(words, x+sentenceLead, y, room, h)
	return y + h
}

// layoutChips flows the chips into lines; those that would touch the steps stay hidden.
func (v *View) layoutChips(left, y, right, limit float32) {
	x := left
	for i, chip := range v.chips {
		if i >= len(v.vm.Chips) {
			continue
		}
		size := chip.MinSize()
		if x > left && x+size.Width > right {
			x, y = left, y+size.Height+8
		}
		show(chip, y+size.Height <= limit)
		put(chip, x, y, fyne.Min(size.Width, right-x), size.Height)
		x += size.Width + 12
	}
}

// layoutQuote places the customer's text between the sentences and the steps. Where the room is short the words come closer.
func (v *View) layoutQuote(m measures, x, y, width, limit float32) {
	const pad = 22
	room := width - 2*pad
	v.quoteText.SetSize(m.quote)
	h := v.quoteText.HeightFor(room)
	const head = 22
	air := fyne.Min(18, fyne.Max((limit-y-h-head)/3, 6))
	put(v.quote, x, y, width, h+head+3*air)
	put(v.quoteIcon, x+pad, y+air, 20, head)
	put(v.quoteHead, x+pad+28, y+air, room-28, head)
	put(v.quoteText, x+pad, y+2*air+head, room, h)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(fyne.Max(w, 0), fyne.Max(h, 0)))
}
