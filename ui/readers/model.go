package readers

import (
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// Act is something that can be done about a reader.
type Act string

// The acts of a card's buttons and of the sheet of one reader.
const (
	ActMine    Act = "mine"    // prefer it, for the person who is signed in
	ActCounter Act = "counter" // prefer it for everybody at this counter
	ActLetter  Act = "letter"  // show its letter on the reader
	ActFree    Act = "free"    // clear it by force
	ActPayment Act = "payment" // this counter's own payment, on its overlay
	ActHelp    Act = "help"    // what to check
	ActLook    Act = "look"    // ask Stripe again
	ActRename  Act = "rename"
	ActRemove  Act = "remove"
	ActMore    Act = "more" // its sheet
)

// Button is one thing that can be done.
type Button struct {
	Act   Act
	Label string
	Icon  string
	Kind  kit.ButtonKind
	Off   bool
}

// Fact is a row: what, and how it is.
type Fact struct {
	Name, Value string
	Bold        bool
}

// Reader is one reader of the shop.
type Reader struct {
	ID, Letter, Label, Model string
	Icon, Word               string // state badge
	Tone                     kit.Tone
	Facts                    []Fact
	Note                     string   // the plain reason, where it cannot be used here
	Buttons                  []Button // of the card: the choice first, then what its state asks for
}

// ListState says what stands in place of the readers.
type ListState int

// The states.
const (
	Loaded ListState = iota
	Loading
	Failed
)

// VM is what the screen shows.
type VM struct {
	Person  shell.PersonVM
	Second  string // "3 in this shop, 2 can take a card"
	Updated string
	Stale   bool
	Asking  bool // being read now
	Strips  []shell.StripVM
	State   ListState
	Title   string // of the message where there is no list
	Text    string
	Add     bool // readers may be added here
	Readers []Reader
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Act     func(a Act, id string)
	Add     func()
	Refresh func()
	Strip   func(id string)
	Lock    func()
}
