package refund

import (
	"paydesk/ui/approve"
	"paydesk/ui/kit"
)

// State says what the sheet shows.
type State int

// The states.
const (
	Loading State = iota
	Ready
	Closed // nothing may go back, or nobody knows: a sentence why and the way out
)

// VM is what the sheet shows. All words are ready; amounts stand in words with their currency.
type VM struct {
	State   State
	Title   string
	Second  string // "Harbour Dental Practice · credit note RINV/2026/00018 for INV/2026/00438"
	Message Message

	Charges []Charge // newest first
	To      string   // "Refund to Visa •••• 4242"
	Amount  string
	All     string // the button that takes everything: "All €328.45"
	Edit    *Edit  // the amount is being typed
	Reasons []string
	Reason  int    // the chosen one; -1 for none
	Other   string // what was typed for the last reason
	Icon    string // of Notice
	Notice  string
	Tone    kit.Tone
	PIN     approve.PINVM
}

// Charge is one card charge. Refunded, Away and Free are shares of its bar, in minor units.
type Charge struct {
	ID                   string
	Brand                string // "Visa"
	Card                 string // "•••• 4242 · €412.35"
	Paid                 string // "Paid Tue 17 Nov, 10:04 · Tomás Oliveira · Counter 2"
	Refunded, Away, Free int64
	Blocked              string // why nothing of it can go back, in place of the bar's words; empty where it can
	// RefundedWords, AwayWords and FreeWords stand under the bar; empty ones are left out.
	RefundedWords, AwayWords, FreeWords string
	Share                               string // what goes back to it, where there are several
}

// Edit is an amount that is being typed on the keypad.
type Edit struct {
	Title string // "How much goes back?"
	Of    string // ID of the charge whose share it is; empty: the whole amount
	Line  string // what is allowed
	Full  bool   // the last key would have gone over it: said in red
	Use   string // "Use €128.45"
	Ready bool
}

// Message stands in place of everything else.
type Message struct {
	Icon, Title, Text  string
	Tone               kit.Tone
	Action, ActionIcon string // the way out; empty for none
	Quiet              bool   // the way out is not what is advised
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	All     func()
	Change  func()          // type the whole amount
	Share   func(id string) // type what goes back to one charge
	Digit   func(k kit.Key) // of the amount
	Use     func()
	Reason  func(i int)
	Way     func() // the message's button
	Close   func()
	Approve approve.Actions // managers, PIN and the button that refunds
}
