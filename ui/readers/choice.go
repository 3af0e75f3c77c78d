package readers

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Option is one of several ways to go on.
type Option struct {
	ID, Icon, Lead, Text string
	Off                  bool // said, not chosen: it is so already
}

// ChoiceVM is a question with options.
type ChoiceVM struct {
	Title, Second string
	Options       []Option
	Message       string // in place of options: that they load, or why they cannot
}

// Choice is a sheet of options, one below the other; many turn in pages.
type Choice struct {
	choose   func(id string)
	vm       ChoiceVM
	page     int
	rows     [optionsPerPage]*option
	message  *kit.Label
	up, down *kit.Button
	content  *fyne.Container
	sheets   *sheets
}

const optionsPerPage = 4

type option struct {
	vm    Option
	icon  *kit.Icon
	lead  *kit.Label
	text  *kit.Label
	tick  *kit.Icon
	press *shell.Press
}

// NewChoice builds the sheet; Set fills it.
func NewChoice(choose func(id string), close func()) *Choice {
	c := &Choice{choose: choose, message: kit.NewLabel("", theme.TextBody, theme.Ink2).Wrap(4)}
	c.up = kit.NewButton("", "chevron-up", kit.Raised, func() { c.turn(-1) })
	c.up.SetName(assets.T("list.previous"))
	c.down = kit.NewButton("", "chevron-down", kit.Raised, func() { c.turn(1) })
	c.down.SetName(assets.T("list.next"))
	c.content = shell.Free(c.place, c.message, c.up, c.down)
	for i := range c.rows {
		o := &option{icon: kit.NewIcon("", theme.Ink, 34), lead: kit.NewHeading("", theme.TextListAmount).Shrinks(), text: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), tick: kit.NewIcon("chevron-right", theme.Ink2, 24)}
		o.press = shell.NewPress(shell.Free(o.place, o.icon, o.lead, o.text, o.tick), shell.Outlined, "", func() {
			if c.choose != nil {
				c.choose(o.vm.ID)
			}
		}).Radius(theme.RadiusCard)
		c.rows[i] = o
		c.content.Objects = append(c.content.Objects, o.press)
	}
	c.sheets = newSheets(c.content, 860, close)
	c.Set(ChoiceVM{})
	return c
}

// Object is what the shell shows.
func (c *Choice) Object() fyne.CanvasObject { return c.sheets.root }

func (c *Choice) turn(by int) {
	c.page += by
	c.show()
}

// Set shows a view model.
func (c *Choice) Set(vm ChoiceVM) {
	if c.vm.Title != vm.Title {
		c.page = 0
	}
	c.vm = vm
	c.vm.Options = slices.Clone(vm.Options)
	c.message.SetText(vm.Message)
	c.show()
}

func optionHeight() float32 { return shell.Pick(theme.Screen().Tight, float32(80), 92) }

func (c *Choice) show() {
	n := len(c.vm.Options)
	pages := max((n+optionsPerPage-1)/optionsPerPage, 1)
	c.page = min(max(c.page, 0), pages-1)
	for i, o := range c.rows {
		k := c.page*optionsPerPage + i
		shell.Shown(o.press, k < n)
		if k < n {
			o.set(c.vm.Options[k])
		}
	}
	shell.Shown(c.message, n == 0)
	shell.Shown(c.up, pages > 1)
	shell.Shown(c.down, pages > 1)
	c.up.SetEnabled(c.page > 0)
	c.down.SetEnabled(c.page < pages-1)
	height := float32(min(max(n, 1), optionsPerPage)) * (optionHeight() + theme.TargetGap)
	if pages > 1 {
		height += theme.Screen().Button
	}
	c.sheets.show(c.vm.Title, c.vm.Second, height)
	c.place(c.content.Size())
}

func (c *Choice) place(size fyne.Size) {
	h := optionHeight()
	for i, o := range c.rows {
		shell.Put(o.press, 0, float32(i)*(h+theme.TargetGap), size.Width, h)
	}
	shell.Put(c.message, 0, 0, size.Width, h)
	b := theme.Screen().Button
	shell.Put(c.up, 0, size.Height-b, b+8, b)
	shell.Put(c.down, size.Width-b-8, size.Height-b, b+8, b)
}

func (o *option) set(vm Option) {
	o.vm = vm
	role := theme.Ink
	if vm.Off {
		role = theme.Ink2
	}
	o.icon.Set(vm.Icon, role)
	o.lead.SetText(vm.Lead)
	o.lead.SetRole(role)
	o.text.SetText(vm.Text)
	o.tick.Set(shell.Pick(vm.Off, "check", "chevron-right"), theme.Ink2)
	o.press.SetName(vm.Lead)
	o.press.SetEnabled(!vm.Off)
	o.place(o.press.Size())
}

func (o *option) place(size fyne.Size) {
	shell.Put(o.icon, 20, (size.Height-34)/2, 34, 34)
	shell.Put(o.tick, size.Width-44, (size.Height-24)/2, 24, 24)
	wide := size.Width - 76 - 60
	shell.Put(o.lead, 76, size.Height/2-30, wide, 30)
	shell.Put(o.text, 76, size.Height/2+2, wide, 26)
}
