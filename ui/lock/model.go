package lock

import "paydesk/ui/shell"

// Person is somebody who can sign in.
type Person struct {
	ID    string
	Name  string
	Role  string // in words: "Cashier"
	Index int    // place in the staff list, chooses the colour
	// PINHint is the PIN in the demo; empty everywhere else.
	PINHint string
}

// Step is where the creation of the first manager stands.
type Step int

// The steps.
const (
	StepNone   Step = iota // people exist, ordinary lock
	StepName               // type the name
	StepPIN                // choose a PIN
	StepRepeat             // type it again
)

// VM is what the lock screen shows.
type VM struct {
	Shop, Counter string
	Clock         string // "14:32"
	Date          string // "Friday, 20 November"
	People        []Person
	Selected      string // ID; empty while nobody is chosen
	Typed         int    // digits typed so far
	// PINLength is the length when every PIN has the same one, and draws that many rings. 0 shows dots as typed and a tick key, so
	// that nobody learns how long a PIN is.
	PINLength int
	Message   string // why it was refused, how long to wait; empty for none
	Wait      bool   // keys are off: a wrong PIN makes one wait
	Busy      bool   // the PIN is being checked
	Health    []shell.HealthVM
	First     Step   // creating the first manager
	FirstName string // the name given, from StepPIN on
}

// Actions are what taps and keys ask for. All are optional.
type Actions struct {
	Choose    func(id string)
	Key       func(digit rune) // '0' to '9'
	Backspace func()
	Enter     func()            // the tick key, or return
	Name      func(name string) // the first manager's name was typed and confirmed
	Back      func()            // from a PIN step back to the name
}
