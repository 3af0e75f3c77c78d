package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"paydesk/assets"
	"paydesk/ui/theme"
)

// wobble is the movement in px under which a drag is still a tap.
const wobble = 12

const (
	glideTime  = 450 * time.Millisecond
	glideReach = 9    // how many times the last step a released list still glides
	glideLeast = 3    // px of the last step under which it stops at once
	glideMost  = 1200 // px
)

// Row is what a SwipeList shows in one line. Bind fills it with the entry at an index; it must not block.
type Row interface {
	fyne.CanvasObject
	Bind(index int, selected, pressed bool)
}

// SwipeList is a long list for fingers: it scrolls when a row is dragged, glides on when let go, takes a wobbling tap for a tap, and
// turns whole pages by buttons. The screen's mouse-only driver scrolls nothing by itself, so the rows do it.
type SwipeList struct {
	widget.BaseWidget
	list     *widget.List
	length   func() int
	newRow   func() Row
	chosen   int
	onChoose func(index int)
	onPage   func()
	pressed  int
	glide    *fyne.Animation
	from, by float32
}

// NewSwipeList returns a list. All rows are as high as the profile's Row says. chosen is called with the index of a tapped row.
func NewSwipeList(length func() int, newRow func() Row, chosen func(index int)) *SwipeList {
	s := &SwipeList{length: length, newRow: newRow, chosen: -1, pressed: -1, onChoose: chosen}
	s.list = widget.NewList(length, func() fyne.CanvasObject { return newSwipeRow(s) }, func(id widget.ListItemID, o fyne.CanvasObject) {
		o.(*swipeRow).bind(id)
	})
	s.list.HideSeparators = true
	s.glide = fyne.NewAnimation(glideTime, func(f float32) { s.scrollTo(s.from + s.by*f) })
	s.glide.Curve = fyne.AnimationEaseOut
	s.ExtendBaseWidget(s)
	return s
}

// SetOnScroll sets what is called after the place in the list has changed.
func (s *SwipeList) SetOnScroll(f func()) { s.onPage = f }

// Select marks a row; -1 marks none.
func (s *SwipeList) Select(index int) {
	if s.chosen != index {
		s.chosen = index
		s.list.Refresh()
	}
}

// Selected returns the marked row, or -1.
func (s *SwipeList) Selected() int { return s.chosen }

// Reload shows the entries again after they changed.
func (s *SwipeList) Reload() {
	s.glide.Stop()
	s.list.Refresh()
	s.scrollTo(s.list.GetScrollOffset())
}

// Top goes back to the first row.
func (s *SwipeList) Top() {
	s.glide.Stop()
	s.scrollTo(0)
}

// Reveal brings a row into sight.
func (s *SwipeList) Reveal(index int) {
	s.glide.Stop()
	s.list.ScrollTo(index)
	s.moved()
}

// RowPitch is the distance from one row to the next in px.
func (s *SwipeList) RowPitch() float32 { return theme.Screen().Row }

// Visible rows: the first and the last index that are wholly in sight, for "1–7 of 184"; last is -1 in an empty list.
func (s *SwipeList) Window() (first, last int) {
	pitch := s.RowPitch()
	offset := s.list.GetScrollOffset()
	first = int((offset + pitch/2) / pitch)
	last = int((offset+s.Size().Height+pitch/4)/pitch) - 1
	return first, min(last, s.length()-1)
}

// PageDown turns to the next page; PageUp to the one before. A page starts with a whole row.
func (s *SwipeList) PageDown() { s.page(1) }

// PageUp turns to the page before.
func (s *SwipeList) PageUp() { s.page(-1) }

func (s *SwipeList) page(direction float32) {
	s.glide.Stop()
	pitch := s.RowPitch()
	rows := float32(max(int(s.Size().Height/pitch), 1))
	first, _ := s.Window()
	s.scrollTo((float32(first) + direction*rows) * pitch)
}

// PageButtons returns the two large buttons that turn pages, for people who cannot swipe.
func (s *SwipeList) PageButtons() (previous, next *Button) {
	previous = NewButton("", "chevron-up", Raised, s.PageUp)
	previous.SetName(assets.T("list.previous"))
	next = NewButton("", "chevron-down", Raised, s.PageDown)
	next.SetName(assets.T("list.next"))
	return previous, next
}

func (s *SwipeList) limit() float32 {
	return fyne.Max(float32(s.length())*s.RowPitch()-s.Size().Height, 0)
}

func (s *SwipeList) scrollTo(offset float32) {
	s.list.ScrollToOffset(fyne.Min(fyne.Max(offset, 0), s.limit()))
	s.moved()
}

func (s *SwipeList) moved() {
	if s.onPage != nil {
		s.onPage()
	}
}

// release lets the list glide on from the speed of the last step.
func (s *SwipeList) release(lastStep float32) {
	if lastStep > -glideLeast && lastStep < glideLeast || theme.Current().LessMotion() {
		return
	}
	s.from = s.list.GetScrollOffset()
	s.by = fyne.Min(fyne.Max(-lastStep*glideReach, -glideMost), glideMost)
	s.glide.Start()
}

func (s *SwipeList) choose(index int) {
	if index < 0 || index >= s.length() {
		return
	}
	s.Select(index)
	if s.onChoose != nil {
		s.onChoose(index)
	}
}

func (s *SwipeList) press(index int) {
	if s.pressed != index {
		s.pressed = index
		s.list.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *SwipeList) CreateRenderer() fyne.WidgetRenderer {
	return render(s, func() fyne.Size { return fyne.NewSize(200, s.RowPitch()) }, func(size fyne.Size) { s.list.Resize(size) }, func() {}, s.list)
}

// swipeRow wraps a Row with the finger's behaviour.
type swipeRow struct {
	touch
	list  *SwipeList
	row   Row
	index int
	moved fyne.Delta
	last  float32
	drags bool
}

var (
	_ fyne.Draggable    = (*swipeRow)(nil)
	_ desktop.Mouseable = (*swipeRow)(nil)
)

func newSwipeRow(s *SwipeList) *swipeRow {
	r := &swipeRow{list: s, row: s.newRow(), index: -1}
	r.onTap = func() { s.choose(r.index) }
	r.ExtendBaseWidget(r)
	return r
}

func (r *swipeRow) bind(index int) {
	r.index = index
	r.row.Bind(index, index == r.list.chosen, index == r.list.pressed)
	if a, ok := r.row.(fyne.Accessible); ok {
		r.name = a.AccessibilityLabel()
	}
}

// MouseDown shows the row pressed and stops a glide.
func (r *swipeRow) MouseDown(*desktop.MouseEvent) {
	r.list.glide.Stop()
	r.list.press(r.index)
}

// MouseUp takes the pressed colour away.
func (r *swipeRow) MouseUp(*desktop.MouseEvent) { r.list.press(-1) }

// MouseOut takes the pressed colour away.
func (r *swipeRow) MouseOut() { r.list.press(-1) }

// Tapped implements fyne.Tappable.
func (r *swipeRow) Tapped(*fyne.PointEvent) {
	r.list.press(-1)
	r.onTap()
}

// Dragged moves the list with the finger once it has left the wobble.
func (r *swipeRow) Dragged(e *fyne.DragEvent) {
	if !r.drags {
		r.moved.DX += e.Dragged.DX
		r.moved.DY += e.Dragged.DY
		if r.moved.DX*r.moved.DX+r.moved.DY*r.moved.DY < wobble*wobble {
			return
		}
		r.drags = true
		r.list.press(-1)
		r.step(r.moved.DY)
		return
	}
	r.step(e.Dragged.DY)
}

func (r *swipeRow) step(dy float32) {
	r.last = dy
	r.list.scrollTo(r.list.list.GetScrollOffset() - dy)
}

// DragEnd lets the list glide, or taps when the finger only wobbled: after a drag the driver sends no tap.
func (r *swipeRow) DragEnd() {
	drags, last := r.drags, r.last
	r.drags, r.moved, r.last = false, fyne.Delta{}, 0
	if !drags {
		r.Tapped(nil)
		return
	}
	r.list.release(last)
}

// CreateRenderer implements fyne.Widget.
func (r *swipeRow) CreateRenderer() fyne.WidgetRenderer {
	return render(r, func() fyne.Size { return fyne.NewSize(100, r.list.RowPitch()-theme.Space1) }, func(s fyne.Size) { r.row.Resize(s) }, func() {}, r.row)
}
