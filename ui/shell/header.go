package shell

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// HealthVM is how a service or a reader is, in one or two words: "Odoo ok", short "Odoo".
type HealthVM struct {
	State       kit.Health
	Word, Short string
}

// HealthRow shows health words in a row, the short ones on the small screen or where the long ones have no room.
type HealthRow struct {
	vms   []HealthVM
	marks []*kit.HealthMark
	root  *fyne.Container
	end   bool
}

// NewHealthRow returns an empty row.
func NewHealthRow() *HealthRow {
	h := &HealthRow{}
	h.root = Free(h.place)
	return h
}

// AtEnd lets the words stand at the right edge and returns the row.
func (h *HealthRow) AtEnd() *HealthRow { h.end = true; return h }

// Object is what a screen shows.
func (h *HealthRow) Object() fyne.CanvasObject { return h.root }

// Set changes the words.
func (h *HealthRow) Set(vms []HealthVM) {
	if slices.Equal(h.vms, vms) {
		return
	}
	for len(h.marks) < len(vms) {
		m := kit.NewHealthMark(kit.HealthOK, "")
		h.marks = append(h.marks, m)
		h.root.Objects = append(h.root.Objects, m)
	}
	h.vms = slices.Clone(vms)
	h.place(h.root.Size())
}

const healthGap = 18

// width sets the words and measures them. brevity 1 shortens what is well, 2 everything: what is not well keeps its words longest.
func (h *HealthRow) width(brevity int) float32 {
	w := float32(0)
	for i, vm := range h.vms {
		h.marks[i].Set(vm.State, word(vm, brevity))
		if i > 0 {
			w += healthGap
		}
		w += h.marks[i].MinSize().Width
	}
	return w
}

func word(vm HealthVM, brevity int) string {
	if vm.Short != "" && (brevity == 2 || brevity == 1 && vm.State == kit.HealthOK) {
		return vm.Short
	}
	return vm.Word
}

func (h *HealthRow) place(size fyne.Size) {
	total := h.width(0)
	for brevity := 1; brevity <= 2 && total > size.Width; brevity++ {
		total = h.width(brevity)
	}
	x := float32(0)
	if h.end {
		x = fyne.Max(size.Width-total, 0)
	}
	for i, m := range h.marks {
		Shown(m, i < len(h.vms))
		if i < len(h.vms) {
			w := m.MinSize().Width
			Put(m, x, 0, fyne.Min(w, fyne.Max(size.Width-x, 0)), size.Height)
			x += w + healthGap
		}
	}
}

// PersonVM is who is signed in. Index is the place in the staff list and chooses the colour.
type PersonVM struct {
	Name  string
	Index int
}

// PersonButton shows who is signed in; one tap locks.
type PersonButton struct {
	*Press
	vm     PersonVM
	avatar *kit.Avatar
	name   *kit.Label
	lock   *kit.Icon
}

// NewPersonButton returns a button without a person.
func NewPersonButton(lock func()) *PersonButton {
	b := &PersonButton{avatar: kit.NewAvatar("", 0, 40), name: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold(), lock: kit.NewIcon("lock", theme.Ink, 24)}
	b.Press = NewPress(Free(b.place, b.avatar, b.name, b.lock), Outlined, "", lock)
	return b
}

// Set changes the person.
func (b *PersonButton) Set(vm PersonVM) {
	if b.vm == vm {
		return
	}
	b.vm = vm
	b.avatar.Set(vm.Name, vm.Index)
	b.SetName(assets.T("header.lock", "name", vm.Name))
	b.name.SetText(b.shown())
}

// shown is the first name alone on the small screen.
func (b *PersonButton) shown() string {
	if theme.Screen().Tight {
		if first, _, ok := strings.Cut(b.vm.Name, " "); ok {
			return first
		}
	}
	return b.vm.Name
}

// Width is what the button needs, within reason: a very long name is cut.
func (b *PersonButton) Width() float32 {
	b.name.SetText(b.shown())
	return fyne.Min(8+40+10+b.name.NaturalWidth()+10+24+14, 280)
}

func (b *PersonButton) place(size fyne.Size) {
	Put(b.avatar, 8, (size.Height-40)/2, 40, 40)
	Put(b.lock, size.Width-14-24, (size.Height-24)/2, 24, 24)
	Put(b.name, 58, 0, size.Width-58-48, size.Height)
}
