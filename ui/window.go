package ui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Window is the content for the main window. resized is called when the profile for the window's size changes.
func (k *Kiosk) Window(resized func(fyne.Size)) fyne.CanvasObject {
	return container.New(&profileLayout{resized: resized, last: theme.Screen().Name}, k.Content())
}

// profileLayout fills the window and watches which profile its size asks for.
type profileLayout struct {
	resized func(fyne.Size)
	last    string
}

func (p *profileLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(800, 480) }

func (p *profileLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if name := theme.ProfileFor(size).Name; name != p.last && size.Width > 0 {
		p.last = name
		p.resized(size)
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// TypedRune takes a hardware keyboard or a barcode scanner.
func (k *Kiosk) TypedRune(r rune) {
	switch {
	case k.back.open && k.back.asking:
		k.refunds.entry.TypedRune(r)
	case k.back.open && k.back.edit != nil:
		if unicode.IsDigit(r) && r < unicode.MaxASCII {
			k.refundDigit(kit.Key(r - '0'))
		}
	case k.consent.open:
		if unicode.IsDigit(r) && r < unicode.MaxASCII {
			k.consentKey(r)
		}
	case k.back.open: // being begun
	case k.typingMail():
		k.mailEntry.TypedRune(r)
	case k.paying != "":
	case k.typingReader():
		k.readerViews.entry.TypedRune(r)
	case k.typingPerson():
		k.officeViews.entry.TypedRune(r)
	case k.choosingPIN():
		if unicode.IsDigit(r) && r < unicode.MaxASCII {
			k.newPINKey(r)
		}
	case k.session != nil && k.place == shell.PlaceHistory: // a scanned receipt or invoice is looked for here
		if k.past.sheet == noSheet {
			k.records.history.TypedRune(r)
		}
	case k.session != nil:
		if k.place != shell.PlacePay { // the scanner works at any time
			k.closeChooser()
			k.goTo(shell.PlacePay)
		}
		k.picker.TypedRune(r)
	default:
		k.lock.TypedRune(r)
	}
}

// TypedKey takes the other keys of a hardware keyboard.
func (k *Kiosk) TypedKey(e *fyne.KeyEvent) {
	switch {
	case k.back.open && k.back.asking:
		k.refunds.entry.TypedKey(e)
	case k.back.open && k.back.edit != nil:
		switch e.Name {
		case fyne.KeyBackspace:
			k.refundDigit(kit.KeyBackspace)
		case fyne.KeyReturn, fyne.KeyEnter:
			k.useRefund()
		}
	case k.consent.open:
		switch e.Name {
		case fyne.KeyBackspace:
			k.consentActions().Backspace()
		case fyne.KeyReturn, fyne.KeyEnter:
			k.giveConsent()
		}
	case k.back.open:
	case k.typingMail():
		k.mailEntry.TypedKey(e)
	case k.paying != "":
	case k.typingReader():
		k.readerViews.entry.TypedKey(e)
	case k.typingPerson():
		k.officeViews.entry.TypedKey(e)
	case k.choosingPIN():
		switch e.Name {
		case fyne.KeyBackspace:
			k.newPINBack()
		case fyne.KeyReturn, fyne.KeyEnter:
			k.newPINEnter()
		}
	case k.session != nil && k.place == shell.PlaceHistory:
		if k.past.sheet == noSheet {
			k.records.history.TypedKey(e)
		}
	case k.session != nil:
		k.picker.TypedKey(e)
	default:
		k.lock.TypedKey(e)
	}
}
