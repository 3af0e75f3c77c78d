package kit

import "fyne.io/fyne/v2"

// Target is anything a finger can hit. TargetMM is the smallest side it must have on the glass: theme.OrdinaryMM, or theme.MoneyMM
// for what moves money. ui/shot walks a screen and compares.
type Target interface {
	fyne.CanvasObject
	fyne.Tappable
	fyne.Accessible
	TargetMM() float32
}

// Blocker is a surface that takes taps only so that nothing under it gets them. It is no target.
type Blocker interface {
	fyne.Tappable
	BlocksTaps()
}
