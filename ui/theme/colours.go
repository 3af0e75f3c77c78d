package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The colour roles. Where Fyne has a name for the same thing ours is that name, so stock widgets and our parts agree.
const (
	Page                             = fynetheme.ColorNameBackground
	Surface                          = fynetheme.ColorNameInputBackground // card, row, field
	Sunken                           = fynetheme.ColorNameButton          // quiet button, neutral bar
	Ink                              = fynetheme.ColorNameForeground      // text, all amounts
	Line                             = fynetheme.ColorNameSeparator       // decoration only
	Edge                             = fynetheme.ColorNameInputBorder     // outline of field, checkbox, second button
	Ink3                             = fynetheme.ColorNamePlaceHolder     // placeholder, future step
	Accent                           = fynetheme.ColorNamePrimary         // filled button, selection outline
	OnAccent                         = fynetheme.ColorNameForegroundOnPrimary
	AccentSoft                       = fynetheme.ColorNameSelection // selected row, info badge
	OK                               = fynetheme.ColorNameSuccess   // text on OKSoft
	Warn                             = fynetheme.ColorNameWarning   // text on WarnSoft
	Bad                              = fynetheme.ColorNameError     // text on BadSoft; never an amount
	Ink2         fyne.ThemeColorName = "paydeskInk2"                // second line
	SunkenDown   fyne.ThemeColorName = "paydeskSunkenPressed"
	InkDown      fyne.ThemeColorName = "paydeskInkPressed"
	AccentDown   fyne.ThemeColorName = "paydeskAccentPressed"
	AccentText   fyne.ThemeColorName = "paydeskAccentText" // text on AccentSoft or Surface
	OKSoft       fyne.ThemeColorName = "paydeskOkSoft"
	WarnSoft     fyne.ThemeColorName = "paydeskWarnSoft"
	BadSoft      fyne.ThemeColorName = "paydeskBadSoft"
	Held         fyne.ThemeColorName = "paydeskHeld"
	HeldSoft     fyne.ThemeColorName = "paydeskHeldSoft"
	Band         fyne.ThemeColorName = "paydeskBand" // demo and test
	OnBand       fyne.ThemeColorName = "paydeskOnBand"
	Scrim        fyne.ThemeColorName = "paydeskScrim"
	Shadow       fyne.ThemeColorName = "paydeskShadow"     // Fyne's own shadow at the ends of a list is transparent
	White        fyne.ThemeColorName = "paydeskWhite"      // on panels, tiles and good buttons, in both themes
	WhiteSoft    fyne.ThemeColorName = "paydeskWhiteSoft"  // the disc and the track of the ring
	WhiteTrack   fyne.ThemeColorName = "paydeskWhiteTrack" // the rest of the ring
	WhiteRim     fyne.ThemeColorName = "paydeskWhiteRim"   // the ring of a stopped state
	GoodDot      fyne.ThemeColorName = "paydeskGoodDot"    // health disc
	CareDot      fyne.ThemeColorName = "paydeskCareDot"    // health ring
	BadDot       fyne.ThemeColorName = "paydeskBadDot"     // health square
	StepOK       fyne.ThemeColorName = "paydeskStepOk"     // bars of a charged payment
	StepHeld     fyne.ThemeColorName = "paydeskStepHeld"
	PanelWorking fyne.ThemeColorName = "paydeskPanelWorking"
	PanelCharged fyne.ThemeColorName = "paydeskPanelCharged"
	PanelDecline fyne.ThemeColorName = "paydeskPanelDeclined"
	PanelUnknown fyne.ThemeColorName = "paydeskPanelUnknown"
	PanelHeld    fyne.ThemeColorName = "paydeskPanelHeld"
	PanelStopped fyne.ThemeColorName = "paydeskPanelStopped"
)

// pair is one colour in the light and in the dark theme.
type pair struct{ light, dark color.NRGBA }

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

func both(light, dark uint32) pair { return pair{rgb(light), rgb(dark)} }

func alpha(c color.NRGBA, percent int) color.NRGBA {
	c.A = uint8(255 * percent / 100)
	return c
}

var tokens = map[fyne.ThemeColorName]pair{
	Page:         both(0xF2F4F8, 0x0D121B),
	Surface:      both(0xFFFFFF, 0x161D29),
	Sunken:       both(0xE8ECF2, 0x212A39),
	SunkenDown:   both(0xD3DAE5, 0x303C50),
	Ink:          both(0x0E1626, 0xF3F6FB),
	InkDown:      both(0x2C3A55, 0xC9D3E2),
	Ink2:         both(0x465166, 0xBAC5D4),
	Ink3:         both(0x5A667A, 0x98A5B8),
	Line:         both(0xD8DEE8, 0x2C3749),
	Edge:         both(0x7F8A9C, 0x6B7A92),
	Accent:       both(0x1B48C8, 0x8AAAFF),
	AccentDown:   both(0x15389C, 0xB3C8FF),
	OnAccent:     both(0xFFFFFF, 0x07122E),
	AccentSoft:   both(0xE6EDFD, 0x1A2A52),
	AccentText:   both(0x163EAE, 0xA9C1FF),
	OK:           both(0x09592F, 0x74DBA5),
	OKSoft:       both(0xE0F3E8, 0x10301F),
	Warn:         both(0x7A4100, 0xFFC773),
	WarnSoft:     both(0xFFF0D6, 0x372609),
	Bad:          both(0x9C1F18, 0xFFA49C),
	BadSoft:      both(0xFDE8E6, 0x411A1A),
	Held:         both(0x4E2D94, 0xC8B3FF),
	HeldSoft:     both(0xEEE8FA, 0x291F4A),
	Band:         both(0xFFD84D, 0xE8BF3C),
	OnBand:       both(0x1C1600, 0x1C1600),
	Scrim:        {alpha(rgb(0x0E1626), 55), alpha(rgb(0x000000), 65)},
	Shadow:       {alpha(rgb(0x0E1626), 14), alpha(rgb(0x000000), 50)},
	White:        both(0xFFFFFF, 0xFFFFFF),
	WhiteSoft:    {alpha(rgb(0xFFFFFF), 14), alpha(rgb(0xFFFFFF), 14)},
	WhiteTrack:   {alpha(rgb(0xFFFFFF), 22), alpha(rgb(0xFFFFFF), 22)},
	WhiteRim:     {alpha(rgb(0xFFFFFF), 50), alpha(rgb(0xFFFFFF), 50)},
	GoodDot:      both(0x1A8A50, 0x74DBA5),
	CareDot:      both(0x7A4100, 0xFFC773),
	BadDot:       both(0xA92219, 0xFFA49C),
	StepOK:       both(0x0A633A, 0x1A8A50),
	StepHeld:     both(0x5A36A6, 0xA98BF0),
	PanelWorking: both(0x1B48C8, 0x2247B4),
	PanelCharged: both(0x0A633A, 0x0B633A),
	PanelDecline: both(0xA92219, 0x962820),
	PanelUnknown: both(0x824700, 0x7A4600),
	PanelHeld:    both(0x5A36A6, 0x513490),
	PanelStopped: both(0x3A4659, 0x333F52),
}

// highContrast says which role takes the colour of which other role in the high-contrast theme: separators and outlines become
// ink, soft fills become the surface (their owners draw a strong outline), second lines become ink.
var highContrast = map[fyne.ThemeColorName]fyne.ThemeColorName{
	Line: Ink, Edge: Ink, Ink2: Ink, Ink3: Ink,
	AccentSoft: Surface, OKSoft: Surface, WarnSoft: Surface, BadSoft: Surface, HeldSoft: Surface,
}

// aliases are Fyne's other names, so that no stock colour leaks in. Hover is transparent: on a touch screen the pointer rests where
// the last tap was.
var aliases = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameOverlayBackground:   Surface,
	fynetheme.ColorNameMenuBackground:      Surface,
	fynetheme.ColorNameHeaderBackground:    Page,
	fynetheme.ColorNameDisabledButton:      Sunken,
	fynetheme.ColorNameDisabled:            Ink3,
	fynetheme.ColorNameFocus:               AccentSoft,
	fynetheme.ColorNameHyperlink:           AccentText,
	fynetheme.ColorNamePressed:             SunkenDown,
	fynetheme.ColorNameScrollBar:           Line,
	fynetheme.ColorNameScrollBarBackground: Sunken,
	fynetheme.ColorNameForegroundOnError:   Surface,
	fynetheme.ColorNameForegroundOnSuccess: Surface,
	fynetheme.ColorNameForegroundOnWarning: Surface,
}

// readerTiles are the fills behind the white letter of a reader; after E the letters go on and the colours repeat.
var readerTiles = [...]color.NRGBA{rgb(0x0B7285), rgb(0xA8327A), rgb(0x7A5230), rgb(0x3F4FA8), rgb(0x4D6B12)}

// ReaderTile returns the fill behind a reader's letter. Anything that is not a Latin letter gets A's colour.
func ReaderTile(letter string) color.Color {
	if letter == "" {
		return readerTiles[0]
	}
	c := letter[0]
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	if c < 'A' || c > 'Z' {
		return readerTiles[0]
	}
	return readerTiles[int(c-'A')%len(readerTiles)]
}

// people are the fills behind the white initials of a person (each at least 5:1 with white).
var people = [...]color.NRGBA{rgb(0x0B6E69), rgb(0x9B3A6B), rgb(0x3F4FA8), rgb(0x7A5230), rgb(0x4D6B12), rgb(0x5A36A6)}

// Person returns the fill behind a person's initials; index is the person's place in the staff list.
func Person(index int) color.Color {
	if index < 0 {
		index = -index
	}
	return people[index%len(people)]
}
