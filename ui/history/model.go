package history

import (
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// VM is what the screen shows. It is a value: the view keeps the slices and never writes to them.
type VM struct {
	Person shell.PersonVM
	Second string // the days shown
	Strips []shell.StripVM
	Chips  []shell.ChipVM
	Chip   string // key of the chosen one

	State       ListState
	Title, Text string // of the message where there are no rows
	Action      string // its button; empty for none
	Rows        []Row
	Version     uint64 // grows with Rows, so that they are compared at a glance
	Query       string // marked in the rows
	Selected    string

	Journal     string // what the last proof of the journal found
	JournalIcon string
	JournalTone kit.Tone
	Checking    bool // the proof is under way

	Page Page
}

// ListState says what stands in place of the rows.
type ListState int

// The states.
const (
	Loaded ListState = iota
	Loading
	Failed
)

// Row is one payment or refund.
type Row struct {
	ID, Time, Day        string // Day is empty for today's
	Name, Second, Amount string
	Icon, Badge          string
	Tone                 kit.Tone
}

// Act is something that can be done about the chosen row.
type Act string

// The acts of the page.
const (
	ActReceipt Act = "receipt" // make its receipt again
	ActRecord  Act = "record"  // its ids and addresses
	ActRefund  Act = "refund"
	ActLinked  Act = "linked" // show what belongs together
	ActAgain   Act = "again"  // read its life again
)

// Button is one thing that can be done.
type Button struct {
	Act         Act
	Label, Icon string
	Off         bool
}

// Page is the chosen payment or refund.
type Page struct {
	ID                       string // empty: none is chosen
	Name, Second, Amount     string
	Money, MoneyIcon         string
	MoneyTone                kit.Tone
	LinkIcon                 string // what belongs to it: icon,
	LinkText, LinkMore, Link string // words, more words, and its sum; without words there is nothing
	Loading                  bool   // its life is being read
	Error                    string // why it cannot be read
	Note                     string // in place of steps: what is there in their place
	Steps                    []Step
	Buttons                  []Button // three at most
}

// Mark is how a step is drawn.
type Mark int

// The marks.
const (
	Plain Mark = iota
	Good
	Bad
	Care
)

// Step is one line of the timeline.
type Step struct {
	Time, Title, Detail string
	Mark                Mark
}

// Actions are what taps and keys ask for. All are optional.
type Actions struct {
	Select func(id string)
	Chip   func(key string)
	Search func(text string)
	Do     func(a Act, id string)
	Way    func() // the message's button
	Verify func() // prove the journal now
	Strip  func(id string)
	Lock   func()
}
