// Command minimal is the smallest window of the toolkit: what the kiosk's memory and first frame are measured against.
package main

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
)

func main() {
	a := app.NewWithID("shop.paydesk.minimal")
	w := a.NewWindow("minimal")
	w.SetPadded(false)
	w.SetContent(canvas.NewRectangle(color.White))
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
