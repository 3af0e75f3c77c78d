package refund

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// message stands in place of the dialog: why nothing goes back, and the way out.
type message struct {
	disc   *shell.Plate
	icon   *kit.Icon
	title  *kit.Label
	text   *kit.Label
	button *kit.Button
	root   *fyne.Container
}

func newMessage(way func()) *message {
	m := &message{disc: shell.NewPlate(theme.Sunken, 48), icon: kit.NewIcon("circle-slash", theme.Ink2, 48),
		title: kit.NewHeading("", theme.TextHeading).Align(fyne.TextAlignCenter).Wrap(2), text: kit.NewLabel("", theme.TextBody, theme.Ink2).Align(fyne.TextAlignCenter).Wrap(5).Balanced(),
		button: kit.NewLargeButton("", "", kit.Filled, func() {
			if way != nil {
				way()
			}
		})}
	m.root = shell.Free(m.place, m.disc, m.icon, m.title, m.text, m.button)
	return m
}

func (m *message) set(vm Message) {
	soft, ink := vm.Tone.Roles()
	if vm.Tone == kit.ToneNeutral {
		ink = theme.Ink2
	}
	m.disc.SetFill(soft)
	m.icon.Set(vm.Icon, ink)
	m.title.SetText(vm.Title)
	m.text.SetText(vm.Text)
	m.button.SetLabel(vm.Action)
	m.button.SetIcon(vm.ActionIcon)
	m.button.SetKind(shell.Pick(vm.Quiet, kit.Outline, kit.Filled))
	shell.Shown(m.button, vm.Action != "")
	m.place(m.root.Size())
}

func (m *message) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	w := fyne.Min(size.Width-40, 640)
	x := (size.Width - w) / 2
	const disc, gap = 96, 20
	title, text := m.title.HeightFor(w), m.text.HeightFor(w)
	button := m.button.MinSize()
	total := disc + gap + title + 8 + text
	if m.button.Visible() {
		total += gap + button.Height
	}
	y := fyne.Max((size.Height-total)/2-12, 0)
	shell.Put(m.disc, (size.Width-disc)/2, y, disc, disc)
	shell.Put(m.icon, (size.Width-48)/2, y+(disc-48)/2, 48, 48)
	y += disc + gap
	shell.Put(m.title, x, y, w, title)
	y += title + 8
	shell.Put(m.text, x, y, w, text)
	y += text + gap
	shell.Put(m.button, (size.Width-button.Width)/2, y, button.Width, button.Height)
}
