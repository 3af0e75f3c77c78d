package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Text sizes in px at scale 1. Nothing is under 16. Weight 400 is the regular cut, 600 the bold style, 700 the display cut.
const (
	TextCaption    float32 = 16
	TextSecond     float32 = 18 // second lines
	TextBody       float32 = 20
	TextListAmount float32 = 22
	TextSubHeading float32 = 24
	TextHeading    float32 = 30
	TextMoney      float32 = 30 // label of the money button
	TextPanel      float32 = 36 // panel state
	AmountM        float32 = 40
	AmountCustomer float32 = 148
)

// Distances in px.
const (
	Space1 float32 = 4
	Space2 float32 = 8
	Space3 float32 = 12
	Space4 float32 = 16
	Space5 float32 = 20
	Space6 float32 = 24
	Space7 float32 = 32
	Space8 float32 = 40
	// TargetGap is the smallest distance between two targets (3 mm); keys of the keyboard alone may stand KeyGap apart.
	TargetGap float32 = 12
	KeyGap    float32 = 8
)

// Corner radii in px. A disc is half its side.
const (
	RadiusBadge  float32 = 8
	RadiusKey    float32 = 14
	RadiusButton float32 = 16
	RadiusMoney  float32 = 20
	RadiusCard   float32 = 18
	RadiusSheet  float32 = 24
	RadiusField  float32 = 14
)

// BandHeight is the height of the demo and test band in px.
const BandHeight float32 = 28

// Smallest sides of what can be tapped, in millimetres on the glass.
const (
	OrdinaryMM float32 = 12
	MoneyMM    float32 = 18
)

// Profile is how large things are drawn on one kind of screen. Heights are in px at scale 1.
type Profile struct {
	Name string
	// DPI is the screen's density at scale 1: millimetres on the glass are px * 25.4 / DPI.
	DPI float32

	ScreenEdge  float32 // free margin at the screen's edge
	Button      float32 // ordinary button
	Action      float32 // buttons of the overlay and of sheets
	Money       float32 // buttons that move money
	Key         float32 // keys of the keypad
	Chip        float32
	Row         float32 // rows of a list
	Field       float32 // search field
	RailWidth   float32
	RailItem    float32
	KeyboardKey float32

	AmountXL, AmountL float32 // display amounts
	PanelText         float32 // the state word on the panel
	FactText          float32 // money line and sentences on the overlay
	Panel             float32 // width of the overlay's panel
	Ring              float32 // diameter of the state ring
	Tight             bool    // lines fold, second words drop
}

// Counter is the 15.6" screen, 1280x800 at 97 dpi.
var Counter = Profile{
	Name: "counter", DPI: 97, ScreenEdge: 20,
	Button: 56, Action: 80, Money: 92, Key: 88, Chip: 52, Row: 80, Field: 56, RailWidth: 100, RailItem: 76, KeyboardKey: 64,
	AmountXL: 104, AmountL: 60, PanelText: TextPanel, FactText: 24, Panel: 430, Ring: 208,
}

// Compact is the 10.1" screen, 1024x600 at 118 dpi.
var Compact = Profile{
	Name: "compact", DPI: 118, ScreenEdge: 14,
	Button: 56, Action: 84, Money: 88, Key: 76, Chip: 56, Row: 72, Field: 56, RailWidth: 84, RailItem: 64, KeyboardKey: 56,
	AmountXL: 64, AmountL: 48, PanelText: 28, FactText: 20, Panel: 330, Ring: 150, Tight: true,
}

// ProfileFor chooses the profile for a canvas of the given size in px at scale 1.
func ProfileFor(size fyne.Size) Profile {
	if size.Height < 720 || size.Width < 1200 {
		return Compact
	}
	return Counter
}

// MM converts px at scale 1 to millimetres on the glass.
func (p Profile) MM(px float32) float32 { return px * 25.4 / p.DPI }

// PX converts millimetres on the glass to px at scale 1.
func (p Profile) PX(mm float32) float32 { return mm * p.DPI / 25.4 }

var fyneSizes = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameCaptionText:        TextCaption,
	fynetheme.SizeNameText:               TextBody,
	fynetheme.SizeNameSubHeadingText:     TextSubHeading,
	fynetheme.SizeNameHeadingText:        TextHeading,
	fynetheme.SizeNamePadding:            Space1,
	fynetheme.SizeNameInnerPadding:       Space4,
	fynetheme.SizeNameLineSpacing:        6,
	fynetheme.SizeNameScrollBar:          24,
	fynetheme.SizeNameScrollBarSmall:     0,
	fynetheme.SizeNameSeparatorThickness: 1,
	fynetheme.SizeNameInlineIcon:         24,
	fynetheme.SizeNameInputBorder:        2,
	fynetheme.SizeNameButtonRadius:       RadiusButton,
	fynetheme.SizeNameCardRadius:         RadiusCard,
	fynetheme.SizeNameDialogRadius:       RadiusSheet,
	fynetheme.SizeNamePopupRadius:        RadiusSheet,
	fynetheme.SizeNameMenuRadius:         RadiusKey,
	fynetheme.SizeNameInputRadius:        RadiusField,
	fynetheme.SizeNameSelectionRadius:    RadiusBadge,
	fynetheme.SizeNameScrollBarRadius:    3,
	fynetheme.SizeNameModalBlurRadius:    0,
}
