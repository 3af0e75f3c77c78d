package settings

import (
	"paydesk/ui/kit"
	"paydesk/ui/shell"
)

// Section is one page of the screen.
type Section struct{ ID, Icon, Label string }

// Row is one fact of a page.
type Row struct {
	ID    string
	Icon  string // with its tone; empty where a face stands
	Tone  kit.Tone
	Face  string // a person's name, whose initials are shown
	Index int    // of the face's colour
	Title string
	Text  string // at most two lines
	// Action is the row's button; empty for none.
	Action string
}

// VM is what the screen shows.
type VM struct {
	Person   shell.PersonVM
	Sections []Section
	Current  string
	Title    string // one sentence
	Second   string
	Action   string // of the whole page; empty for none
	Icon     string // of that button
	Busy     bool   // the action is under way
	Strips   []shell.StripVM
	Rows     []Row
	Worst    bool   // the worst row stands first
	Message  string // in place of rows: they are being read, why they cannot be, that there are none
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Section func(id string)
	Act     func()
	Row     func(id string)
	Strip   func(id string)
	Lock    func()
}

// NoteVM is a sheet of words: what was found, what it means, what to do.
type NoteVM struct {
	Title, Second string
	Tone          kit.Tone
	Icon          string
	Meaning       string
	Fix           string
	Said          string // the server's own words; empty for none
}
