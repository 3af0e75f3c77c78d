package approve

import (
	"paydesk/ui/kit"
	"paydesk/ui/lock"
)

// PINVM is who approves and how far the PIN is typed.
type PINVM struct {
	Managers []lock.Person
	Nobody   string // why nobody may approve this; empty where somebody may
	Selected string // ID; empty while several could and none is chosen
	Typed    int    // digits typed so far
	// PINLength is the length when every PIN has the same one; 0 shows dots as typed.
	PINLength int
	Message   string // why it was refused, how long to wait; empty for none
	Wait      bool   // keys are off: a wrong PIN makes one wait
	Busy      bool   // the PIN is being checked
	Act       string // the button: a verb with its object or amount
	Icon      string
	Kind      kit.ButtonKind // Filled goes on, Ink moves money out
	Ready     bool           // everything but the PIN is given
}

// VM is what the sheet shows.
type VM struct {
	Title, Second string
	Reader        string // letter of the reader it is about; empty for none
	Amount        string // what money it is about; empty for none
	What          string // what happens, and to whom
	NoticeIcon    string
	Notice        string // what it means for the money; empty for none
	Tone          kit.Tone
	Reasons       []string // empty asks for none
	Reason        int      // the chosen one; -1 for none
	PIN           PINVM
}

// Actions are what taps and keys ask for. All are optional.
type Actions struct {
	Choose    func(id string) // a manager; empty: choose another one
	Key       func(digit rune)
	Backspace func()
	Act       func()
	Reason    func(i int)
	Close     func()
}
