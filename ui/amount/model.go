package amount

import "paydesk/ui/kit"

// VM is what the sheet shows. All words are ready; amounts stand in words with their currency.
type VM struct {
	Title, Second string // "Other amount", "Brandt & Söhne · INV/2026/00427"
	Label         string // over the amount: "Charge now"
	Amount        string // as typed so far
	Left          Row    // what is left to pay now
	After         Row    // what that leaves: "Stays open after this"
	Tiles         []Tile // at most four
	Line          string // what is allowed, or why the last key did nothing
	Tone          kit.Tone
	Use           string // "Use €500.00"
	Ready         bool   // it may be used
}

// Row is a word and an amount.
type Row struct{ Word, Amount string }

// Tile is an amount to tap instead of typing it.
type Tile struct {
	Label  string
	Chosen bool // it is what is typed
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Key   func(k kit.Key)
	Tile  func(i int)
	Use   func()
	Close func()
}
