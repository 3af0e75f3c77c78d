package readers

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// bone is a card that still loads: grey bars where its words will stand. It stands still.
type bone struct {
	bars [9]*shell.Plate
	card *kit.Card
}

func newBone() *bone {
	b := &bone{}
	var objects []fyne.CanvasObject
	for i := range b.bars {
		b.bars[i] = shell.NewPlate(theme.Sunken, theme.RadiusBadge)
		objects = append(objects, b.bars[i])
	}
	b.card = kit.NewCard(shell.Free(b.place, objects...), 0)
	return b
}

func (b *bone) place(size fyne.Size) {
	tight := theme.Screen().Tight
	pad, tag := shell.Pick(tight, float32(14), 22), shell.Pick(tight, float32(56), 72)
	wide := size.Width - 2*pad
	shell.Put(b.bars[0], pad, pad, tag, tag)
	shell.Put(b.bars[1], pad+tag+16, pad+tag/2-22, wide*0.4, 18)
	shell.Put(b.bars[2], pad+tag+16, pad+tag/2+8, wide*0.25, 14)
	y := pad + tag + shell.Pick(tight, float32(8), 18)
	shell.Put(b.bars[3], pad, y, wide*0.4, 44)
	y += 44 + shell.Pick(tight, float32(8), 16)
	for i, bar := range b.bars[4:] {
		shell.Put(bar, pad, y+float32(i)*factHeight()+factHeight()/2-7, wide*(0.9-0.12*float32(i%3)), 14)
	}
}
