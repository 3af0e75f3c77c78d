// Package overlay is the full-screen view of a payment or refund under way: panel left (reader, ring, state word, seconds), facts
// right (customer, amount, money line, what happened, what to do now, four steps, buttons).
//
// A presenter makes a ViewModel and hands it to View.Set on Fyne's goroutine; the view changes its parts in place and calls back
// with the id of a tapped button. It knows nothing about payments.
package overlay

import (
	"image"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Panel is the colour of the left side: the one answer to "where is the money?" that can be read from three metres.
type Panel int

// The panels.
const (
	Working  Panel = iota // blue: on its way, not done yet
	Charged               // green: charged
	Declined              // red: the bank said no
	Unknown               // amber: not known
	Held                  // violet: reserved
	Stopped               // slate: stopped, nobody's fault
)

func (p Panel) role() fyne.ThemeColorName {
	switch p {
	case Charged:
		return theme.PanelCharged
	case Declined:
		return theme.PanelDecline
	case Unknown:
		return theme.PanelUnknown
	case Held:
		return theme.PanelHeld
	case Stopped:
		return theme.PanelStopped
	}
	return theme.PanelWorking
}

// stepTone is the colour of the step bars under a panel.
func (p Panel) stepTone() kit.Tone {
	switch p {
	case Charged:
		return kit.ToneOK
	case Held:
		return kit.ToneHeld
	}
	return kit.ToneInfo
}

// Reader is the reader a payment runs on; an empty letter shows none.
type Reader struct {
	Letter string
	Label  string // "Front desk"
	Line   string // "S700 · Counter 1"
}

// Ring is what turns around the icon. Fraction, 0 to 1, counts for kit.RingFill.
type Ring struct {
	Mode     kit.RingMode
	Fraction float32
}

// Line is an icon and a sentence.
type Line struct {
	Icon string
	Text string
}

// Money is the money line.
type Money struct {
	Tone kit.Tone
	Line
}

// Quote is a text the customer reads, shown in the free area: the consent to keep a card.
type Quote struct {
	Head string
	Text string
}

// Button is one of the bottom row, left to right. Way back left, way forward right. Reader shows a letter tile in place of the icon.
type Button struct {
	ID     string
	Label  string
	Icon   string
	Reader string
	Kind   kit.ButtonKind
}

// Limits of what the view shows.
const (
	MaxButtons = 4
	MaxChips   = 4
)

// ViewModel is everything on the overlay. All words are ready to show.
type ViewModel struct {
	Band string // demo or test band; empty in live mode

	Panel  Panel
	Icon   string
	Ring   Ring
	QR     image.Image // takes the ring's place when set; with its quiet zone
	Title  string      // state word; "\n" breaks the line where the words fall into two
	Sub    string      // seconds, attempt, number
	Reader Reader

	Customer  string
	Reference string
	Amount    string

	Money    Money
	Happened string
	Todo     Line
	Chips    []Line
	Quote    Quote
	Steps    [4]kit.Step
	Buttons  []Button
}
