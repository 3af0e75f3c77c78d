package kit

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/theme"
)

// Tone is the answer a tint gives to "where is the money?", on badges, money lines and notices.
type Tone int

// The tones.
const (
	ToneNeutral Tone = iota // nothing was charged; plain facts
	ToneInfo                // on its way
	ToneOK                  // charged
	ToneWarn                // not known, waits, expires
	ToneBad                 // overdue, unreachable, refused
	ToneHeld                // reserved
)

// Roles returns the soft fill and the text colour of the tone.
func (t Tone) Roles() (soft, text fyne.ThemeColorName) {
	switch t {
	case ToneInfo:
		return theme.AccentSoft, theme.AccentText
	case ToneOK:
		return theme.OKSoft, theme.OK
	case ToneWarn:
		return theme.WarnSoft, theme.Warn
	case ToneBad:
		return theme.BadSoft, theme.Bad
	case ToneHeld:
		return theme.HeldSoft, theme.Held
	}
	return theme.Sunken, theme.Ink
}
