package readers

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// sheets keeps a sheet per height: one is as high as what it holds.
type sheets struct {
	content fyne.CanvasObject
	close   func()
	width   float32
	made    map[float32]*kit.Sheet
	root    *fyne.Container
}

func newSheets(content fyne.CanvasObject, width float32, close func()) *sheets {
	return &sheets{content: content, close: close, width: width, made: map[float32]*kit.Sheet{}, root: container.NewStack()}
}

// show brings the sheet whose content is this high.
func (s *sheets) show(title, second string, height float32) {
	one, ok := s.made[height]
	if !ok {
		inset := shell.Pick(theme.Screen().Tight, float32(20), 28)
		one = kit.NewSheet(kit.SheetParams{Title: title, Second: second, Content: s.content, Size: fyne.NewSize(s.width, 2*inset+88+height), Closed: func() {
			if s.close != nil {
				s.close()
			}
		}})
		s.made[height] = one
	}
	one.SetHeading(title, second)
	if len(s.root.Objects) == 0 || s.root.Objects[0] != fyne.CanvasObject(one) {
		s.root.Objects = []fyne.CanvasObject{one}
		s.root.Refresh()
	}
}
