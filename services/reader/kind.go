package reader

import "strings"

// kind is what is known of a type of reader (Stripe facts §3).
type kind struct {
	model   string
	bar     Bar
	battery bool
	keys    bool // card numbers may be keyed in on it, where Stripe allows that to the account (Stripe facts §1.12)
}

// Bar is why Stripe does not drive a type of reader from a server; empty where it does.
type Bar string

// Bars. What to use instead is in the words for each.
const (
	BarBluetooth Bar = "bluetooth" // talks to a phone's app alone
	BarBrowser   Bar = "browser"   // was driven by the browser on the same network, and is not made any more
	BarPhone     Bar = "phone"     // a phone that takes cards itself
)

// kinds by device_type in small letters, without the prefix of Stripe's simulated ones. The list at Stripe is open: a
// type that is not here is let through, and its command decides.
var kinds = map[string]kind{
	"bbpos_wisepos_e":     {model: "WisePOS E", battery: true, keys: true},
	"wisepos_e":           {model: "WisePOS E", battery: true, keys: true},
	"stripe_s700":         {model: "S700", battery: true, keys: true},
	"stripe_s710":         {model: "S710", battery: true, keys: true},
	"verifone_p400":       {model: "P400", bar: BarBrowser},
	"stripe_m2":           {model: "M2", bar: BarBluetooth, battery: true},
	"bbpos_chipper2x":     {model: "Chipper 2X BT", bar: BarBluetooth, battery: true},
	"bbpos_wisepad3":      {model: "WisePad 3", bar: BarBluetooth, battery: true},
	"mobile_phone_reader": {model: "Phone", bar: BarPhone, battery: true},
	"verifone_v660p":      {model: "V660p", battery: true},
	"verifone_ux700":      {model: "UX700"},
	"verifone_p630":       {model: "P630"},
	"verifone_m425":       {model: "M425"},
}

// SimulatedPrefix stands before the device types of Stripe's simulated readers.
const SimulatedPrefix = "simulated_"

func (r Reader) kind() kind {
	return kinds[strings.TrimPrefix(strings.ToLower(r.Type), SimulatedPrefix)]
}

// Bar says why Stripe does not drive this reader from a server; empty for those it does, and for types not known here.
func (r Reader) Bar() Bar { return r.kind().bar }

// Drivable says whether Stripe drives this type of reader from a server.
func (r Reader) Drivable() bool { return r.Bar() == "" }

// KeysNumbers says whether a card number may be keyed in on this model.
func (r Reader) KeysNumbers() bool { return r.kind().keys }

// Battery says that the device runs without a cable: an empty battery is one more thing to check.
func (r Reader) Battery() bool { return r.kind().battery }

// Simulated says that the reader is one of Stripe's test readers.
func (r Reader) Simulated() bool { return strings.HasPrefix(strings.ToLower(r.Type), SimulatedPrefix) }

// Model is the name on the device for the type code, "WisePOS E"; an unknown type is named as Stripe does.
func (r Reader) Model() string {
	if m := r.kind().model; m != "" {
		return m
	}
	return r.Type
}
