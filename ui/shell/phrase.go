package shell

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Phrase is a bold lead and regular words after it in one flowing text: "Odoo does not answer since 14:26. Invoices as of …". What
// does not fit in its lines ends in ….
type Phrase struct {
	widget.BaseWidget
	lead, rest string
	role       fyne.ThemeColorName
	size       float32
	max        int
	runs       []*canvas.Text
	shown      []fyne.CanvasObject
}

// NewPhrase returns a text of at most max lines.
func NewPhrase(size float32, role fyne.ThemeColorName, max int) *Phrase {
	p := &Phrase{role: role, size: size, max: max}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the words and their colour.
func (p *Phrase) Set(lead, rest string, role fyne.ThemeColorName) {
	if p.lead != lead || p.rest != rest || p.role != role {
		p.lead, p.rest, p.role = lead, rest, role
		p.Refresh()
	}
}

// Text returns all words.
func (p *Phrase) Text() string { return strings.TrimSpace(p.lead + " " + p.rest) }

// AccessibilityLabel implements fyne.Accessible.
func (p *Phrase) AccessibilityLabel() string { return p.Text() }

// AccessibilityRole implements fyne.Accessible.
func (p *Phrase) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// HeightFor is the height at a width.
func (p *Phrase) HeightFor(width float32) float32 {
	return float32(len(p.flow(width))) * p.lineHeight()
}

func (p *Phrase) lineHeight() float32 { return p.size * 1.35 }

// run is a piece of one line in one weight.
type run struct {
	text string
	bold bool
	x    float32
}

func (p *Phrase) measure(s string, bold bool) float32 {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, p.size, theme.StyleFor(s, bold), nil)
	return size.Width
}

// flow breaks the words into lines; words of one weight that follow each other become one run.
func (p *Phrase) flow(width float32) [][]run {
	if width <= 0 {
		width = 1e6
	}
	space := p.measure(" ", false)
	lines := [][]run{nil}
	x := float32(0)
	add := func(word string, bold bool) {
		w := p.measure(word, bold)
		gap := float32(0)
		if x > 0 {
			gap = space
		}
		if x > 0 && x+gap+w > width+0.5 {
			if len(lines) == p.max {
				p.cutLast(lines, word, bold, width)
				return
			}
			lines, x, gap = append(lines, nil), 0, 0
		}
		last := len(lines) - 1
		if n := len(lines[last]); n > 0 && lines[last][n-1].bold == bold {
			r := &lines[last][n-1]
			r.text += " " + word
			x = r.x + p.measure(r.text, bold)
			return
		}
		lines[last] = append(lines[last], run{text: word, bold: bold, x: x + gap})
		x += gap + w
	}
	full := func() bool {
		n := len(lines[len(lines)-1])
		return n > 0 && strings.HasSuffix(lines[len(lines)-1][n-1].text, "…")
	}
	for _, part := range []struct {
		text string
		bold bool
	}{{p.lead, true}, {p.rest, false}} {
		for _, word := range strings.Split(part.text, " ") {
			if word != "" && !full() {
				add(word, part.bold)
			}
		}
	}
	return lines
}

func (p *Phrase) cutLast(lines [][]run, word string, bold bool, width float32) {
	last := lines[len(lines)-1]
	r := &last[len(last)-1]
	r.text = kit.Ellipsis(r.text+" "+word+" …", width-r.x, func(s string) float32 { return p.measure(s, r.bold) })
	if !strings.HasSuffix(r.text, "…") {
		r.text += "…"
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Phrase) CreateRenderer() fyne.WidgetRenderer { return &phraseRenderer{p} }

type phraseRenderer struct{ *Phrase }

func (r *phraseRenderer) Destroy()                     {}
func (r *phraseRenderer) Objects() []fyne.CanvasObject { return r.shown }
func (r *phraseRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, r.HeightFor(r.Phrase.Size().Width))
}

func (r *phraseRenderer) Refresh() {
	r.Layout(r.Phrase.Size())
	for _, o := range r.shown {
		o.Refresh()
	}
}

func (r *phraseRenderer) Layout(size fyne.Size) {
	p := r.Phrase
	p.shown = p.shown[:0]
	lines := p.flow(size.Width)
	lh := p.lineHeight()
	top := fyne.Max((size.Height-lh*float32(len(lines)))/2, 0)
	for i, line := range lines {
		for _, piece := range line {
			if len(p.runs) == len(p.shown) {
				p.runs = append(p.runs, canvas.NewText("", nil))
			}
			t := p.runs[len(p.shown)]
			t.Text, t.TextSize, t.TextStyle, t.Color = piece.text, p.size, theme.StyleFor(piece.text, piece.bold), theme.Color(p.role)
			own, _ := fyne.CurrentApp().Driver().RenderedTextSize(t.Text, t.TextSize, t.TextStyle, nil)
			t.Move(fyne.NewPos(piece.x, top+float32(i)*lh+(lh-own.Height)/2))
			t.Resize(own)
			t.Refresh()
			p.shown = append(p.shown, t)
		}
	}
}
