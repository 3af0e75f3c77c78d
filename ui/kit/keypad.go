package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/assets"
	"paydesk/ui/theme"
)

// Key is one key of the keypad.
type Key int

// The keys: digits are 0 to 9.
const (
	KeyBackspace Key = 10 + iota
	KeyDoubleZero
	KeyTick
)

// KeypadKind says what stands in the corner left of 0.
type KeypadKind int

// The kinds: nothing for a PIN of fixed length, 00 for amounts, a tick for PINs whose lengths differ.
const (
	PadPlain KeypadKind = iota
	PadAmount
	PadTick
)

// Keypad enters digits. There is no field: whoever owns the pad shows what was typed.
type Keypad struct {
	widget.BaseWidget
	kind KeypadKind
	keys [12]*PadKey // row by row; a missing corner is nil
}

// NewKeypad returns a keypad that calls pressed for every key.
func NewKeypad(kind KeypadKind, pressed func(Key)) *Keypad {
	k := &Keypad{kind: kind}
	for i := range 9 {
		k.keys[i] = newPadKey(strconv.Itoa(i+1), "", Key(i+1), pressed)
	}
	switch kind {
	case PadAmount:
		k.keys[9] = newPadKey("00", "", KeyDoubleZero, pressed)
	case PadTick:
		k.keys[9] = newPadKey("", "check", KeyTick, pressed)
		k.keys[9].name = assets.T("key.done")
	}
	k.keys[10] = newPadKey("0", "", 0, pressed)
	k.keys[11] = newPadKey("", "backspace", KeyBackspace, pressed)
	k.keys[11].name = assets.T("key.backspace")
	k.ExtendBaseWidget(k)
	return k
}

// SetEnabled switches all keys, for the seconds a wrong PIN must wait.
func (k *Keypad) SetEnabled(on bool) {
	for _, key := range k.keys {
		if key != nil {
			key.SetEnabled(on)
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (k *Keypad) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, key := range k.keys {
		if key != nil {
			objects = append(objects, key)
		}
	}
	return render(k, k.minSize, k.layout, func() {}, objects...)
}

func (k *Keypad) minSize() fyne.Size {
	h := theme.Screen().Key
	least := theme.Screen().PX(theme.OrdinaryMM)
	return fyne.NewSize(3*fyne.Max(h*1.1, least)+2*theme.TargetGap, 4*fyne.Max(least, h*0.86)+3*theme.TargetGap)
}

func (k *Keypad) layout(size fyne.Size) {
	gap := theme.TargetGap
	w, h := (size.Width-2*gap)/3, (size.Height-3*gap)/4
	for i, key := range k.keys {
		if key == nil {
			continue
		}
		key.Move(fyne.NewPos(float32(i%3)*(w+gap), float32(i/3)*(h+gap)))
		key.Resize(fyne.NewSize(w, h))
	}
}

// PadKey is one large key.
type PadKey struct {
	touch
	quiet bool
	bg    *canvas.Rectangle
	icon  *glyph
	label *Label
}

func newPadKey(label, icon string, key Key, pressed func(Key)) *PadKey {
	k := &PadKey{quiet: icon == "backspace", bg: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, 28),
		label: NewLabel(label, 32, theme.Ink).Bold().Align(fyne.TextAlignCenter)}
	k.name = label
	k.onTap = func() {
		if pressed != nil {
			pressed(key)
		}
	}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *PadKey) CreateRenderer() fyne.WidgetRenderer {
	return render(k, func() fyne.Size { return fyne.NewSquareSize(theme.Screen().PX(theme.OrdinaryMM)) }, func(s fyne.Size) {
		inset(k.bg, s)
		k.icon.place((s.Width-k.icon.px)/2, (s.Height-k.icon.px)/2)
		k.label.Resize(s)
	}, k.paint, k.bg, k.icon.img, k.label)
}

func (k *PadKey) paint() {
	text := paintKey(k.bg, k.quiet, k.down, k.off)
	k.label.SetRole(text)
	k.icon.paint(theme.Color(text))
}

// paintKey paints a raised or a quiet key and returns the role of its label.
func paintKey(bg *canvas.Rectangle, quiet, down, off bool) fyne.ThemeColorName {
	surface := theme.Surface
	if quiet {
		surface = theme.Sunken
	}
	if down {
		surface = theme.SunkenDown
	}
	text := theme.Ink
	if off {
		surface, text = theme.Sunken, theme.Ink3
	}
	fill(bg, theme.Color(surface), theme.Color(theme.Line), 1, theme.RadiusKey)
	return text
}
