package odoosim

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"time"
)

// ErrNoFault is answered for a fault name that the simulator does not know.
var ErrNoFault = errors.New("odoosim: no such fault")

// Fault is one injected misbehaviour. It is on until it is set again with Off, or Count calls have met it.
type Fault struct {
	// Name is one of FaultNames.
	Name string `json:"name"`
	// Target is "model.method" (also "common.authenticate"), with "*" as wildcard; empty means every call.
	Target string `json:"target,omitempty"`
	// Rate is the chance per matching call, drawn from the seed; 0 means always.
	Rate float64 `json:"rate,omitempty"`
	// Skip lets that many matching calls pass first: the step at which the fault strikes.
	Skip int `json:"skip,omitempty"`
	// Count ends the fault after that many strikes; 0 means never.
	Count int `json:"count,omitempty"`
	// Delay is how long a slow call takes inside its transaction, and how much later a late or twice one is
	// executed (again).
	Delay time.Duration `json:"delay,omitempty"`
	// Text replaces the words of refuse-booking and error-1.
	Text string `json:"text,omitempty"`
	// Status is the HTTP status of html-page; 0 means 502.
	Status int `json:"status,omitempty"`
	// Off switches the faults of that Name and Target off.
	Off bool `json:"off,omitempty"`
}

// faultNames are the faults, sorted.
var faultNames = []string{
	"access-denied",  // fault 3, as for an expired key
	"down",           // the connection breaks before the call is read
	"error-1",        // fault 1, nothing committed
	"html-page",      // a proxy answers with a page instead of Odoo
	"late",           // the connection breaks, and the call is executed Delay later
	"lost-answer",    // the call is committed and its answer lost
	"refuse-booking", // fault 2 on account.payment.action_post
	"rights-lost",    // fault 4, as after the user left the Billing group
	"serialize",      // load answers ids:false, could not serialize access
	"slow",           // the call takes Delay inside its transaction; its write_date is the start
	"truncated",      // the call is committed and half of its answer arrives
	"twice",          // the call is answered, and executed again Delay later
}

// FaultNames lists the faults that can be injected.
func FaultNames() []string { return slices.Clone(faultNames) }

// injector holds the active faults. It is used under the server's lock.
type injector struct {
	rand   *rand.Rand
	active []*Fault
}

func (in *injector) set(f Fault) error {
	if !slices.Contains(faultNames, f.Name) {
		return fmt.Errorf("%w: %q", ErrNoFault, f.Name)
	}
	if f.Target == "" && f.Name == "refuse-booking" {
		f.Target = "account.payment.action_post"
	}
	if _, err := path.Match(f.Target, ""); err != nil {
		return fmt.Errorf("odoosim: fault target %q: %w", f.Target, err)
	}
	in.active = slices.DeleteFunc(in.active, func(o *Fault) bool { return o.Name == f.Name && o.Target == f.Target })
	if !f.Off {
		in.active = append(in.active, &f)
	}
	return nil
}

// due reports the fault of that name that strikes this call, if any, and counts the strike.
func (in *injector) due(name, target string) *Fault {
	for i, f := range in.active {
		if f.Name != name {
			continue
		}
		if ok, _ := path.Match(f.Target, target); !ok && f.Target != "" {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Rate > 0 && in.rand.Float64() >= f.Rate {
			continue
		}
		if f.Count > 0 {
			if f.Count--; f.Count == 0 {
				in.active = slices.Delete(slices.Clone(in.active), i, i+1)
			}
		}
		return f
	}
	return nil
}
