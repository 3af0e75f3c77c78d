package chooser

import "paydesk/ui/kit"

// Reader is one reader of the shop.
type Reader struct {
	ID, Letter, Label, Model string
	State                    kit.Health
	Word                     string // "Ready", "In use by Counter 2", "Not reachable"
	Detail                   string // "yours, used 4 min ago", "since 14:31, Tomás Oliveira"
	Usable                   bool
	Refused                  bool // it cannot take this payment, whoever uses it
	// Check offers to ask the reader again; without it an unusable reader just says that it is busy.
	Check    bool
	Checking bool // being asked now
}

// VM is what the sheet shows.
type VM struct {
	Readers  []Reader
	Chosen   string // ID
	Who      string // first name, for "Remember for Aisha"; empty leaves the switch out
	Remember bool
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Choose   func(id string)
	Use      func(id string) // the chosen one, now
	Check    func(id string)
	Remember func(on bool)
	Close    func()
}
