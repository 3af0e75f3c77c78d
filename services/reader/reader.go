// Package reader knows the card readers of the shop: which there are, what each is doing, and for whom.
package reader

import (
	"strconv"
	"time"
)

// ActionStatus is the state of what a reader does.
type ActionStatus string

// Action states (Stripe facts §3).
const (
	InProgress ActionStatus = "in_progress"
	Succeeded  ActionStatus = "succeeded"
	Failed     ActionStatus = "failed"
)

// ActionDisplay is the type of an action that only shows something.
const ActionDisplay = "set_reader_display"

// Action is the one thing a reader does or did last. A reader has a single slot for it.
type Action struct {
	Type        string       `json:"type"` // process_payment_intent, set_reader_display, …: an open list
	Status      ActionStatus `json:"status"`
	Intent      string       `json:"intent,omitempty"`    // PaymentIntent of a payment action
	RefundOf    string       `json:"refund_of,omitempty"` // PaymentIntent that a refund action pays back
	Refund      string       `json:"refund,omitempty"`    // re_… once that has succeeded
	Approval    string       `json:"approval,omitempty"`  // pd_rid of a refund action: whose it is (PROTOCOLS R2, R8)
	Shows       string       `json:"shows,omitempty"`     // first line of what is displayed
	FailureCode string       `json:"failure_code,omitempty"`
}

// Reader is one card reader as Stripe described it at one reading.
type Reader struct {
	ID       string    `json:"id"` // tmr_…
	Label    string    `json:"label"`
	Type     string    `json:"type"`   // device_type: an open list
	Status   string    `json:"status"` // online, offline or empty; advisory only (Stripe facts §3)
	Serial   string    `json:"serial,omitempty"`
	Software string    `json:"software,omitempty"` // device_sw_version, "2.37.2.0"
	Address  string    `json:"address,omitempty"`  // on the shop's network, for whoever looks for the device
	Location string    `json:"location,omitempty"`
	Livemode bool      `json:"livemode"`
	Action   *Action   `json:"action,omitempty"`
	Epoch    int64     `json:"epoch"`            // pd_epoch in the metadata, 0 if absent (PROTOCOLS S2)
	MovedAt  time.Time `json:"moved_at"`         // pd_at, zero if absent
	MovedBy  string    `json:"moved_by"`         // pd_by, a counter's name
	ReadAt   time.Time `json:"read_at"`          // Stripe's time of the answer
	Request  string    `json:"-"`                // Stripe's id of the request it came with
	Letter   string    `json:"letter,omitempty"` // pd_letter, empty if absent
	Deleted  bool      `json:"deleted,omitempty"`
}

// Busy says that the slot is in use right now, whoever uses it.
func (r Reader) Busy() bool { return r.Action != nil && r.Action.Status == InProgress }

// Runs says that the slot holds this PaymentIntent, running or finished.
func (r Reader) Runs(intent string) bool { return r.Action != nil && r.Action.Intent == intent }

// Slot is what Paydesk writes into a reader's metadata (PROTOCOLS S2).
type Slot struct {
	Epoch int64
	At    time.Time // Stripe's time of the move
	By    string    // counter
}

// MetaLetter is the metadata key of a reader's letter.
const MetaLetter = "pd_letter"

// Metadata keys of the slot.
const (
	MetaEpoch = "pd_epoch"
	MetaAt    = "pd_at"
	MetaBy    = "pd_by"
)

// Metadata is the slot as reader metadata.
func (s Slot) Metadata() map[string]string {
	return map[string]string{
		MetaEpoch: strconv.FormatInt(s.Epoch, 10),
		MetaAt:    strconv.FormatInt(s.At.Unix(), 10),
		MetaBy:    s.By,
	}
}
