package explain

import "paydesk/assets"

// Text is a failure in words: what happened and what to do now. What it means for the money is said by the state of the
// payment, never by a failure.
type Text struct {
	What    string
	Do      string
	Details string // the server's own words, for a manager
}

// Sentence joins the parts.
func (t Text) Sentence() string {
	s := t.What + " " + t.Do
	if t.Details != "" {
		s += " (" + t.Details + ")"
	}
	return s
}

// Words puts a failure of a side into words. A kind that is not in the catalogue gets an honest general text.
func Words(side Side, kind Kind, text string) Text {
	key := "fail." + string(side) + "." + string(kind)
	if !assets.Has(key + ".what") {
		key = "fail.other"
	}
	return Text{What: assets.T(key + ".what"), Do: assets.T(key + ".do"), Details: text}
}

// Decline puts the bank's reason into words. Codes are tried in order; an unknown one gets the general reason.
func Decline(codes ...string) Text {
	for _, c := range codes {
		key := "decline." + c
		if c != "" && assets.Has(key+".reason") {
			return Text{What: assets.T(key + ".reason"), Do: assets.T(key + ".do")}
		}
	}
	return Text{What: assets.T("decline.other.reason"), Do: assets.T("decline.other.do")}
}
