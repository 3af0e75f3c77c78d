package explain

import (
	"strings"

	"paydesk/assets"
)

// Text is a failure in words, in the language of the program. What it means for the money is said by the state of the payment.
type Text struct {
	Title    string
	What     string // what happened
	Reason   string // the bank's no as a part of a sentence, without its end
	Do       string // what the cashier does now
	Customer string // what the customer may see
	Manager  string // what it means for whoever mends it
	Details  string // the server's own words, for a manager
}

// Sentence joins what happened and what to do.
func (t Text) Sentence() string {
	s := t.What + " " + t.Do
	if t.Details != "" {
		s += " (" + t.Details + ")"
	}
	return s
}

// Text puts the entry into words for a situation.
func (e Entry) Text(s Situation) Text {
	key := e.Key()
	do := key + ".do"
	if assets.Has(do + "." + string(s)) {
		do += "." + string(s)
	}
	t := Text{Do: assets.T(do), Manager: assets.T(key + ".manager"), Customer: assets.T("customer." + e.Customer)}
	if e.Family == "decline" {
		t.Reason = assets.T(key + ".reason")
		t.Title, t.What = assets.T("decline.title"), assets.T("decline.says", "reason", t.Reason)
	} else {
		t.Title, t.What = assets.T(key+".title"), assets.T(key+".what")
		t.Reason = strings.TrimSuffix(t.What, ".")
	}
	return t
}

// Words puts the failure into words for a situation, with the server's own words and the codes for a manager.
func (f *Failure) Words(s Situation) Text {
	t := For(f, s).Text(s)
	t.Details = f.Text
	request := ""
	if f.RequestID != "" {
		request = assets.T("explain.request", "id", f.RequestID)
	}
	t.Manager = ForManager(t.Manager, string(f.Side), f.Code, request)
	return t
}

// ForManager adds what only a manager sees to the meaning of a failure: codes, the number of the request, Radar's judgement.
func ForManager(meaning string, codes ...string) string {
	var said []string
	for _, c := range codes {
		if c != "" {
			said = append(said, c)
		}
	}
	return assets.T("explain.manager", "meaning", meaning, "codes", strings.Join(said, ", "))
}

// Words puts a kind of failure into words where no payment is touched.
func Words(side Side, kind Kind, text string) Text {
	f := Failure{Side: side, Kind: kind}
	t := For(&f, Idle).Text(Idle)
	t.Details = text
	return t
}

// Decline puts the bank's no into words. Codes are tried in order; an unknown one gets the general reason.
func Decline(codes ...string) Text { return ForDecline(codes...).Text(Waiting) }
