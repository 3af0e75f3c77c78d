package demo

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Drawer holds the panel at the right edge of the main window, for machines with one screen. Closed it is a yellow tab in the lower
// left corner, which no screen uses; the panel of the payment overlay stays in sight while it is open.
type Drawer struct {
	view    *View
	open    bool
	toggled func(open bool)
	tab     *shell.Press
	edge    *kit.Rule
	wall    *shell.Press
	root    *fyne.Container
}

// drawerWidth is the width of the open drawer in px.
const drawerWidth = 420

// NewDrawer puts a panel into a drawer; toggled hears when a tap opens or closes it and may be nil.
func NewDrawer(view *View, toggled func(open bool)) *Drawer {
	d := &Drawer{view: view, toggled: toggled, edge: kit.NewRule()}
	face := shell.NewPlate(theme.Band, theme.RadiusKey)
	icon := kit.NewIcon("hand", theme.OnBand, 28)
	d.tab = shell.NewPress(shell.Free(func(s fyne.Size) {
		shell.Put(face, -theme.RadiusKey, 0, s.Width+theme.RadiusKey, s.Height) // flush with the window's edge
		shell.Put(icon, 0, 0, s.Width, s.Height)
	}, face, icon), shell.Bare, assets.T("demo.open"), func() { d.turn(true) })
	d.wall = shell.NewPress(kit.NewBackdrop(theme.Page), shell.Bare, assets.T("demo.panel"), nil) // no tap falls through
	view.close.SetOnTapped(func() { d.turn(false) })
	d.root = shell.Free(d.place, d.wall, view.Object(), d.edge, d.tab)
	d.show()
	return d
}

// Object is what the shell shows with SetDrawer.
func (d *Drawer) Object() fyne.CanvasObject { return d.root }

// Open reports whether the panel shows.
func (d *Drawer) Open() bool { return d.open }

// SetOpen opens or closes without telling anybody.
func (d *Drawer) SetOpen(open bool) {
	if d.open != open {
		d.open = open
		d.show()
	}
}

func (d *Drawer) turn(open bool) {
	d.SetOpen(open)
	if d.toggled != nil {
		d.toggled(open)
	}
}

func (d *Drawer) show() {
	shell.Shown(d.view.close, d.open)
	for _, o := range []fyne.CanvasObject{d.view.Object(), d.wall, d.edge} {
		shell.Shown(o, d.open)
	}
	shell.Shown(d.tab, !d.open)
	d.place(d.root.Size())
}

func (d *Drawer) place(size fyne.Size) {
	w := fyne.Min(drawerWidth, size.Width)
	shell.Put(d.wall, size.Width-w, 0, w, size.Height)
	shell.Put(d.edge, size.Width-w, 0, 1, size.Height)
	shell.Put(d.view.Object(), size.Width-w+1, 0, w-1, size.Height)
	side := theme.Screen().PX(theme.OrdinaryMM) + 2
	shell.Put(d.tab, 0, size.Height-72-10, side, 72)
}
