package demo

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// The body of a device is a thing and not a part of the screen: it is dark in both themes.
var (
	bodyColour = color.NRGBA{R: 0x1C, G: 0x23, B: 0x33, A: 0xFF}
	offColour  = color.NRGBA{R: 0x05, G: 0x07, B: 0x0B, A: 0xFF}
)

// device is a picture of one reader: letter and name over it, its display, a caption under it. A tap goes to that reader.
type device struct {
	vm      Device
	body    *canvas.Rectangle
	ring    *shell.Plate
	glass   *shell.Plate
	dark    *canvas.Rectangle
	tag     *kit.ReaderTag
	label   *kit.Label
	title   *kit.Label
	amount  *kit.Label
	icon    *kit.Icon
	large   *kit.Icon
	prompt  *kit.Label
	plug    *kit.Icon
	off     *kit.Label
	caption *kit.Label
	press   *shell.Press
	cancel  *kit.Button
	root    *fyne.Container
	// headless leaves out letter and name where the choice of the reader stands right above.
	headless bool
}

func newDevice(act Actions) *device {
	centre := fyne.TextAlignCenter
	d := &device{body: canvas.NewRectangle(bodyColour), ring: shell.NewPlate("", 32), glass: shell.NewPlate(theme.Surface, 18), dark: canvas.NewRectangle(offColour),
		tag: kit.NewReaderTag("", 34), label: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Shrinks(), title: kit.NewLabel("", theme.TextCaption, theme.Ink2).Align(centre),
		amount: kit.NewAmount("", 30).Align(centre), icon: kit.NewIcon("", theme.Ink, 40), large: kit.NewIcon("", theme.Ink, 68), prompt: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(centre).Wrap(3).Balanced().LineHeight(1.2),
		plug: kit.NewIcon("plug", theme.White, 44), off: kit.NewLabel(assets.T("demo.off"), theme.TextSecond, theme.White).Align(centre),
		caption: kit.NewLabel("", theme.TextCaption, theme.Ink2).Align(centre)}
	d.dark.CornerRadius = 18
	d.press = shell.NewPress(shell.Free(d.place, d.ring, d.body, d.glass, d.dark, d.tag, d.label, d.title, d.amount, d.icon, d.large, d.prompt, d.plug, d.off, d.caption), shell.Bare, "", func() {
		if act.Select != nil {
			act.Select(d.vm.Letter)
		}
	})
	d.cancel = kit.NewButton(assets.T("demo.device.cancel"), "", kit.Quiet, func() {
		if act.Select != nil {
			act.Select(d.vm.Letter)
		}
		if act.Gesture != nil {
			act.Gesture(GestureCancel, "")
		}
	})
	d.root = shell.Free(func(s fyne.Size) {
		shell.Put(d.press, 0, 0, s.Width, s.Height)
		d.placeCancel(s)
	}, d.press, d.cancel)
	return d
}

const (
	deviceHead = 44
	deviceFoot = 32
	bezel      = 10
)

func (d *device) set(vm Device, selected bool) {
	d.vm = vm
	d.tag.SetLetter(vm.Letter)
	d.label.SetText(vm.Label)
	d.title.SetText(vm.Title)
	d.amount.SetText(vm.Amount)
	d.prompt.SetText(vm.Prompt)
	d.caption.SetText(vm.Caption)
	_, ink := vm.Tone.Roles()
	d.icon.Set(vm.Icon, ink)
	d.large.Set(vm.Icon, ink)
	switch {
	case vm.Asking:
		d.ring.SetOutline(theme.Accent, 4)
	case selected:
		d.ring.SetOutline(theme.Edge, 2)
	default:
		d.ring.SetOutline("", 0)
	}
	d.body.FillColor, d.body.StrokeColor, d.body.StrokeWidth = bodyColour, color.Transparent, 0
	if theme.Current().Mode().Dark() {
		d.body.FillColor, d.body.StrokeColor, d.body.StrokeWidth = offColour, theme.Color(theme.Line), 1
	}
	d.press.SetName(vm.Letter + ", " + vm.Label + ", " + vm.Caption)
	shell.Shown(d.dark, vm.Off)
	shell.Shown(d.glass, !vm.Off)
	shell.Shown(d.plug, vm.Off)
	shell.Shown(d.off, vm.Off)
	d.place(d.press.Size())
	d.placeCancel(d.root.Size())
}

func (d *device) bodyIn(size fyne.Size) (x, y, w, h float32) {
	head := float32(deviceHead)
	if d.headless {
		head = 4
	}
	w = fyne.Min(size.Width-4, 178)
	return (size.Width - w) / 2, head, w, size.Height - head - deviceFoot
}

func (d *device) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	x, y, w, h := d.bodyIn(size)
	name := fyne.Min(d.label.NaturalWidth(), size.Width-42)
	left := fyne.Max((size.Width-42-name)/2, 0)
	shell.Shown(d.tag, !d.headless)
	shell.Shown(d.label, !d.headless)
	shell.Put(d.tag, left, 0, 34, 34)
	shell.Put(d.label, left+42, 0, name, 34)
	shell.Put(d.caption, 0, y+h+8, size.Width, deviceFoot-8)
	d.body.CornerRadius = 28
	d.body.Move(fyne.NewPos(x, y))
	d.body.Resize(fyne.NewSize(w, h))
	shell.Put(d.ring, x-4, y-4, w+8, h+8)
	gx, gy, gw, gh := x+bezel, y+bezel, w-2*bezel, h-2*bezel
	shell.Put(d.glass, gx, gy, gw, gh)
	d.dark.Move(fyne.NewPos(gx, gy))
	d.dark.Resize(fyne.NewSize(gw, gh))
	shell.Put(d.plug, gx, gy+gh/2-54, gw, 48)
	shell.Put(d.off, gx, gy+gh/2+2, gw, 28)
	d.placeWords(gx, gy, gw, gh)
}

// placeWords stacks what the display says in its middle; a display that is too low loses its icon first, then its title.
func (d *device) placeWords(x, y, w, h float32) {
	if d.vm.ShowCancel {
		h -= theme.Screen().Button + 8
	}
	type part struct {
		o fyne.CanvasObject
		h float32
	}
	on := !d.vm.Off
	prompt := d.prompt.HeightFor(w - 16)
	icon, px := fyne.CanvasObject(d.large), float32(68)
	need := float32(0)
	for _, p := range []struct {
		there bool
		h     float32
	}{{d.vm.Title != "", 24}, {d.vm.Amount != "", 40}, {d.vm.Prompt != "", prompt}} {
		if p.there {
			need += p.h + 6
		}
	}
	title := d.vm.Title != ""
	if need > h-8 {
		title = false
		need -= 30
	}
	if need+68+20 > h {
		icon, px = d.icon, 40
	}
	hasIcon := on && d.vm.Icon != "" && need+px+4 <= h
	shell.Shown(d.icon, hasIcon && px == 40)
	shell.Shown(d.large, hasIcon && px == 68)
	shell.Shown(d.title, on && title)
	shell.Shown(d.amount, on && d.vm.Amount != "")
	shell.Shown(d.prompt, on && d.vm.Prompt != "")
	var parts []part
	add := func(o fyne.CanvasObject, h float32) {
		if o.Visible() {
			parts = append(parts, part{o, h})
		}
	}
	if d.vm.Title == "" { // a result: the mark, the word, the amount
		add(icon, px)
		add(d.prompt, prompt)
		add(d.amount, 40)
	} else {
		add(d.title, 24)
		add(d.amount, 40)
		add(icon, px)
		add(d.prompt, prompt)
	}
	total, gaps := float32(0), float32(len(parts)+1)
	for _, p := range parts {
		total += p.h
	}
	gap := fyne.Max(fyne.Min((h-total)/gaps, 22), 2)
	at := y + (h-total-gap*(gaps-2))/2
	for _, p := range parts {
		shell.Put(p.o, x+8, at, w-16, p.h)
		at += p.h + gap
	}
}

func (d *device) placeCancel(size fyne.Size) {
	shell.Shown(d.cancel, d.vm.ShowCancel && !d.vm.Off)
	x, y, w, h := d.bodyIn(size)
	b := theme.Screen().Button
	shell.Put(d.cancel, x+bezel+8, y+h-bezel-8-b, w-2*bezel-16, b)
}
