package history

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// RecordVM is one payment or refund as other programs know it.
type RecordVM struct {
	Title, Second string
	Places        [2]RecordPlace // Odoo, Stripe
}

// RecordPlace is a record in another program.
type RecordPlace struct {
	Title, Note string
	Address     string // of its page; empty where there is none
	IDs         [2]RecordID
}

// RecordID is what somebody over there asks for. Copied says that it is in the clipboard now.
type RecordID struct {
	Label, Value string
	Copied       bool
}

// Record is the sheet with the ids and addresses: a camera takes the address along, a tap copies an id.
type Record struct {
	vm      RecordVM
	places  [2]*recordPlace
	sheet   *kit.Sheet
	content *fyne.Container
	root    *fyne.Container
}

type recordPlace struct {
	qr    *kit.QR
	title *kit.Label
	note  *kit.Label
	ids   [2]recordID
}

type recordID struct {
	label, value *kit.Label
	copy         *kit.Button
}

// NewRecord builds the sheet; copy gets the value of the tapped button.
func NewRecord(copy func(value string), close func()) *Record {
	r := &Record{}
	r.content = shell.Free(r.place)
	for i := range r.places {
		p := &recordPlace{qr: kit.NewQR(assets.T("history.qr")), title: kit.NewHeading("", theme.TextSubHeading).Shrinks(), note: kit.NewLabel("", theme.TextCaption, theme.Ink2).Wrap(2)}
		r.content.Objects = append(r.content.Objects, p.qr, p.title, p.note)
		for j := range p.ids {
			id := recordID{label: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), value: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Shrinks()}
			id.copy = kit.NewButton(assets.T("history.copy"), "copy", kit.Quiet, func() {
				if copy != nil {
					copy(r.vm.Places[i].IDs[j].Value)
				}
			})
			p.ids[j] = id
			r.content.Objects = append(r.content.Objects, id.label, id.value, id.copy)
		}
		r.places[i] = p
	}
	inset := shell.Pick(theme.Screen().Tight, float32(20), 28)
	r.sheet = kit.NewSheet(kit.SheetParams{Content: r.content, Size: fyne.NewSize(860, 2*inset+88+2*placeHigh()+placeGap), Closed: func() {
		if close != nil {
			close()
		}
	}})
	r.root = container.NewStack(r.sheet)
	return r
}

const placeGap = float32(16)

func placeHigh() float32 { return shell.Pick(theme.Screen().Tight, float32(198), 232) }

// Object is what the shell shows.
func (r *Record) Object() fyne.CanvasObject { return r.root }

// Set shows a view model.
func (r *Record) Set(vm RecordVM) {
	r.vm = vm
	r.sheet.SetHeading(vm.Title, vm.Second)
	for i, p := range r.places {
		place := vm.Places[i]
		p.qr.Set(place.Address)
		shell.Shown(p.qr, place.Address != "")
		p.title.SetText(place.Title)
		p.note.SetText(place.Note)
		for j, id := range p.ids {
			v := place.IDs[j]
			for _, o := range []fyne.CanvasObject{id.label, id.value, id.copy} {
				shell.Shown(o, v.Value != "")
			}
			id.label.SetText(v.Label)
			id.value.SetText(v.Value)
			word, icon := assets.T("history.copy"), "copy"
			if v.Copied {
				word, icon = assets.T("history.copied"), "check"
			}
			id.copy.SetLabel(word)
			id.copy.SetIcon(icon)
			id.copy.SetName(word + ", " + v.Label)
		}
	}
	r.place(r.content.Size())
}

func (r *Record) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	high := fyne.Min(placeHigh(), (size.Height-placeGap)/2)
	for i, p := range r.places {
		y := float32(i) * (high + placeGap)
		shell.Put(p.qr, 0, y, high, high)
		x := high + 24
		wide := size.Width - x
		shell.Put(p.title, x, y, wide, 30)
		note := p.note.HeightFor(wide)
		shell.Put(p.note, x, y+32, wide, note)
		for j, id := range p.ids {
			b := theme.Screen().Button
			w := fyne.Max(id.copy.NaturalWidth(), 140)
			at := y + high - float32(len(p.ids)-j)*(b+shell.Pick(theme.Screen().Tight, float32(8), theme.TargetGap)) + shell.Pick(theme.Screen().Tight, float32(8), theme.TargetGap)
			shell.Put(id.label, x, at, wide-w-16, 24)
			shell.Put(id.value, x, at+24, wide-w-16, 28)
			shell.Put(id.copy, size.Width-w, at, w, b)
		}
	}
}
