package attention

import (
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// Item is one thing that needs somebody.
type Item struct {
	ID    string
	Icon  string
	Tone  kit.Tone // of the icon
	Title string   // with the amount: "Charged or not? INV/2026/00427, €1,284.50"
	Fact  string   // one sentence
	// Money is the money line, exact words; MoneyIcon and MoneyTone follow the money alone.
	Money, MoneyIcon string
	MoneyTone        kit.Tone
	Who              string // who can settle it, or since when it is asked
	Action           string // the one button; empty when there is nothing to do but wait
	ActionIcon       string
	Filled           bool // at most one item: the screen's one filled button
	Busy             bool // the action is under way
	More             bool // other things may be done too
}

// VM is what the screen shows.
type VM struct {
	Person shell.PersonVM
	Open   int // all that is open, whatever the filter shows
	Chips  []shell.ChipVM
	Chip   string // the chosen one
	Items  []Item // worst first
	None   string // said where Items is empty; empty: nothing needs anybody
	// NoneIcon stands over None where that is not good news.
	NoneIcon string
	// Title and Count head another list of such cards, of holds; empty: those of what needs attention.
	Title, Count string
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Act  func(id string)
	More func(id string)
	Chip func(key string)
	Lock func()
}
