package demo

import "paydesk/ui/kit"

// Device is what one reader shows.
type Device struct {
	Letter, Label string
	Title         string   // "Total", "Approved"; empty for none
	Amount        string   // empty for none
	Icon          string   // of the set; empty for none
	Tone          kit.Tone // of the icon
	Prompt        string   // "Tap, insert or swipe"
	Caption       string   // under the device: "Asking, 18 s", "Paid by Counter 2"
	Asking        bool     // it waits for the customer: outlined, and gestures work
	ShowCancel    bool     // the customer may press Cancel on it
	Off           bool     // switched off or unplugged
}

// Choice is a card that is declined, or a kind of weather.
type Choice struct {
	Key, Icon, Label string
	// Active weather is outlined; EndLabel then says how to end it ("Plug it in again").
	Active   bool
	EndLabel string
}

// Entry is one line of what just happened.
type Entry struct{ Time, Text string }

// Agree says whether Stripe's and Odoo's ledgers fit.
type Agree struct {
	OK            bool
	Waiting       bool // neither yes nor no: bookings are on their way
	Title, Detail string
}

// VM is what the panel shows.
type VM struct {
	Devices  []Device
	Selected string   // letter of the reader the customer stands at
	Declines []Choice // the first five have tiles, the others are one tap further
	Weather  []Choice
	Counter2 bool    // the other counter is at work
	Log      []Entry // newest first
	Agree    Agree
}

// Gesture is something the customer does at the reader.
type Gesture string

// The gestures. GestureDecline comes with the key of a card.
const (
	GestureTap     Gesture = "tap"
	GestureInsert  Gesture = "insert"
	GestureDecline Gesture = "decline"
	GestureWalk    Gesture = "walk"
	GestureCancel  Gesture = "cancel"
	GestureLeave   Gesture = "leave"
)

// Actions are what taps ask for. All are optional.
type Actions struct {
	Select   func(letter string)
	Gesture  func(kind Gesture, card string)
	Weather  func(key string) // starts it, or ends it while it is active
	Counter2 func()
}
