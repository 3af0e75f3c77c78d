package picker

import (
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// VM is what the picker shows. It is a value: the view keeps the slices and never writes to them, and neither may who made them.
type VM struct {
	Health []shell.HealthVM
	Person shell.PersonVM
	Strips []shell.StripVM // worst first

	Chips []shell.ChipVM
	Chip  string // key of the chosen chip

	Query string // what Rows were searched for; marked in the rows
	Rows  []Row
	Total int // rows there would be without a search
	List  ListState
	// ListTitle and ListText say what an empty or unreadable list means; empty uses the words for ListReady with nothing open.
	ListTitle, ListText string
	Selected            string // ID of the chosen row

	Updated string // "Updated 12 s ago", or "As of 14:26, 6 min ago" with Stale
	Stale   bool   // the list is old: said in amber
	Asking  bool   // Odoo is being asked now

	Detail Detail
}

// ListState says whether Rows can be trusted.
type ListState int

// The states of the list.
const (
	ListReady ListState = iota // an empty one then means nothing is open, or no hit
	ListLoading
	ListError
)

// Row is one invoice in the list. Amount is what is left to pay, with its currency.
type Row struct {
	ID, Name, Number, Due, Amount string
	Badges                        [2]Badge // the more urgent last; an empty word is no badge
}

// Badge is an icon and a word; Short is used beside a second badge.
type Badge struct {
	Icon, Word, Short string
	Tone              kit.Tone
}

// DetailState says whether the detail can be charged from.
type DetailState int

// The states of the detail.
const (
	DetailNone DetailState = iota
	DetailLoading
	DetailReady
	DetailError
)

// Detail is the chosen invoice.
type Detail struct {
	State DetailState
	ID    string // the charge button shows only while this is the chosen row's
	Error string // DetailError: why it cannot be shown

	Customer, Number, Due string
	Badges                [2]Badge
	Lines                 []Line // they add up to Amount; a part paid before is a line of its own
	LeftLabel             string // "Left to pay", or what the amount is else; with its time where Stale
	Stale                 bool
	Amount                string
	Others                []Row // other open invoices of this customer
	// OtherAmount and Together are the buttons under the amount: "Other amount", "Add 3 more"; empty for none.
	OtherAmount, Together string

	// Methods are the ways to pay, one of them chosen; fewer than two are no choice and are not shown.
	Methods []Method

	Reader Reader
	Charge Charge
	// Warning must be confirmed by a tap of its own before the button charges: "€86.00 was charged on this invoice 4 min ago. Charge
	// again?" Empty for none. WarningAction is that tap's button: "Yes, again".
	Warning, WarningAction string
}

// Line is one line of the invoice. Quantity is empty when it says nothing.
type Line struct{ Text, Quantity, Amount string }

// Reader is the reader the charge would go to. Without a letter none is chosen.
type Reader struct {
	Letter, Label, Model string
	State                kit.Health
	Word                 string // "Ready"
}

// ChargeState says what stands in the place of the money button.
type ChargeState int

// The states of the charge.
const (
	ChargeReady   ChargeState = iota
	ChargeRefused             // a sentence why, instead of the button
	ChargeBusy                // tapped: the button shows that it was
)

// Charge is the money button.
type Charge struct {
	State  ChargeState
	Label  string // says the amount: "Charge €1,284.50"
	Icon   string // of the button; empty: the card's
	Reason string // ChargeRefused: why, and what to do
	Action string // ChargeRefused: a way on, such as "Ask a manager"; empty for none
	There  bool   // refused because the money is there already
	Out    bool   // money goes out: the button is ink
	Reads  bool   // nothing is charged by who looks: no reader is shown
}

// Actions are what taps and keys ask for. All are optional.
type Actions struct {
	Select  func(id string)
	Search  func(text string) // after every key
	Submit  func(text string) // return, or the end of a scan
	Chip    func(key string)
	Refresh func() // "Updated …", "Ask Odoo now", "Try again"
	Charge  func(id string)
	// ChargeAction is the way on of a refused charge.
	ChargeAction func(id string)
	ChangeReader func()
	Method       func(key string)
	OtherAmount  func(id string)
	Together     func(id string) // pay with the customer's other invoices
	Strip        func(id string) // the button of a strip
	Lock         func()
	Scan         func() // the scan button; nil leaves it out
}
