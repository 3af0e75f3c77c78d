package readers

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Step is one thing to look at, in order.
type Step struct {
	Icon, Lead, Text string
}

// HelpVM is what to check at a reader that does not answer, or what to use in place of one that cannot be used.
type HelpVM struct {
	Title, Second string
	Steps         []Step
	Button, Icon  string
	Off           bool
}

// Help is that sheet.
type Help struct {
	vm      HelpVM
	icons   []*kit.Icon
	words   []*shell.Phrase
	button  *kit.Button
	content *fyne.Container
	sheets  *sheets
}

// NewHelp builds the sheet; Set fills it. done is the button.
func NewHelp(done, close func()) *Help {
	h := &Help{button: kit.NewActionButton("", "", kit.Filled, done)}
	h.content = shell.Free(h.place, h.button)
	h.sheets = newSheets(h.content, 860, close)
	h.Set(HelpVM{})
	return h
}

// Object is what the shell shows.
func (h *Help) Object() fyne.CanvasObject { return h.sheets.root }

// Set shows a view model.
func (h *Help) Set(vm HelpVM) {
	h.vm = vm
	h.vm.Steps = slices.Clone(vm.Steps)
	for len(h.icons) < len(vm.Steps) {
		i, w := kit.NewIcon("", theme.Ink2, 28), shell.NewPhrase(theme.TextBody, theme.Ink, 3)
		h.icons, h.words = append(h.icons, i), append(h.words, w)
		h.content.Objects = append(h.content.Objects, i, w)
	}
	for i := range h.icons {
		shell.Shown(h.icons[i], i < len(vm.Steps))
		shell.Shown(h.words[i], i < len(vm.Steps))
		if i < len(vm.Steps) {
			h.icons[i].Set(vm.Steps[i].Icon, theme.Ink2)
			h.words[i].Set(vm.Steps[i].Lead, vm.Steps[i].Text, theme.Ink)
		}
	}
	h.button.SetLabel(vm.Button)
	h.button.SetIcon(vm.Icon)
	h.button.SetEnabled(!vm.Off)
	h.sheets.show(vm.Title, vm.Second, float32(len(vm.Steps))*stepHeight()+theme.Screen().Action+12)
	h.place(h.content.Size())
}

func stepHeight() float32 { return shell.Pick(theme.Screen().Tight, float32(62), 72) }

func (h *Help) place(size fyne.Size) {
	pitch := stepHeight()
	for i := range h.icons {
		y := float32(i) * pitch
		text := h.words[i].HeightFor(size.Width - 48)
		shell.Put(h.icons[i], 0, y+2, 28, 28)
		shell.Put(h.words[i], 48, y, size.Width-48, fyne.Max(text, 28))
	}
	b := h.button.MinSize()
	w := fyne.Max(b.Width, 260)
	shell.Put(h.button, size.Width-w, size.Height-b.Height, w, b.Height)
}
