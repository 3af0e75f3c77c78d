package explain

import (
	"errors"

	"paydesk/assets"
)

// Judgement says what a fact of the set-up means for the counter.
type Judgement string

// Judgements.
const (
	OK   Judgement = "ok"   // as it should be
	Care Judgement = "care" // the counter works; a person should see to it
	Stop Judgement = "stop" // the counter must not charge or cannot book before this is mended
)

// Finding is one fact of the set-up, judged and in words. Its texts stand in the catalogue under
// probe.<side>.<name>.what, .meaning and .fix.
type Finding struct {
	Side    Side      `json:"side"`
	Name    string    `json:"name"` // of the case, for programs: "key_expires"
	State   Judgement `json:"state"`
	What    string    `json:"what"`              // what was found
	Meaning string    `json:"meaning,omitempty"` // for the shop and its money; empty where all is well
	Fix     string    `json:"fix,omitempty"`     // what to do, and where
	Said    string    `json:"said,omitempty"`    // the server's own words, if it had any
}

// Found puts a fact into words. args are name, value pairs for the placeholders of all three texts.
func Found(side Side, name string, state Judgement, args ...any) Finding {
	f := Finding{Side: side, Name: name, State: state}
	key := "probe." + string(side) + "." + name
	f.What = assets.T(key+".what", args...)
	if state != OK {
		f.Meaning, f.Fix = assets.T(key+".meaning", args...), assets.T(key+".fix", args...)
	}
	return f
}

// FoundFailure is the finding that a side cannot be worked with, as its failure says.
func FoundFailure(side Side, err error) Finding {
	var failure *Failure
	if !errors.As(err, &failure) {
		failure = &Failure{Side: side, Kind: "other", Text: err.Error()}
	}
	w := For(failure, Idle).Text(Idle)
	return Finding{Side: side, Name: string(failure.Kind), State: Stop,
		What: w.What, Meaning: assets.T("probe.failed.meaning"), Fix: w.Do + " " + w.Manager, Said: failure.Text}
}
