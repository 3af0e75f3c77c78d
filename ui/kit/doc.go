// Package kit is Paydesk's touch kit: every custom part of its screens. All else on a screen is a Fyne layout.
//
// Parts take their colours by role and their sizes from the profile of the current ui/theme, and repaint when the theme changes.
// Constructors take what a part shows and what a tap does; setters change a part in place and do nothing when nothing changes, so a
// screen is built once and then only set. Everything tappable embeds the same touch behaviour: pressed colour, no hover, no double
// tap, a spoken name (the label, or SetName), and TargetMM for the test that measures targets. All of it runs on Fyne's goroutine.
//
//	Buttons     NewButton, NewLargeButton, NewActionButton, NewMoneyButton(label, icon, kind, tapped)
//	            kinds Outline, Filled, Quiet, Raised, Plain, Ink, Good, OutlineBad, OutlineWarn; SetLabel, SetIcon, SetReader, SetKind, SetEnabled
//	Choices     NewChip, NewIconChip; NewTile, NewRowTile; NewPersonTile; NewSwitch; NewRailItem (SetSelected, SetCount)
//	Words       NewLabel, NewHeading, NewAmount; .Bold .Align .Wrap .Shrinks; MarkedText; Lines and Ellipsis for own drawing
//	Marks       NewBadge, NewNote, NewFact, NewStateBadge(icon, word, tone); NewHealthMark; NewReaderTag; NewAvatar; NewIcon
//	Money       NewMoneyLine, NewSmallMoneyLine, NewNotice(icon, sentence, tone); StateRing; StepBars
//	Surfaces    NewCard(content, inset), NewBackdrop(role), NewRule, NewDemoBand(words); Sheet over the canvas
//	Typing      NewKeypad(kind, pressed), NewPINDots; Keyboard and SearchField (keys go to a remembered target, not to the focus)
//	Lists       SwipeList over widget.List: rows that swipe, wobbling taps, page buttons
//
// Icons are named by what they show ("lock", "shield-tick", see assets.IconNames). Tones answer "where is the money?": ToneNeutral,
// ToneInfo, ToneOK, ToneWarn, ToneBad, ToneHeld.
package kit
