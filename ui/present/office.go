package present

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/staff"
	"paydesk/ui/kit"
	"paydesk/ui/settings"
)

// Strips of the picker that lead somewhere.
const (
	StripNews = "news"
	StripKey  = "key"
)

// severity orders findings: what stops the counter first.
var severity = []explain.Judgement{explain.Stop, explain.Care, explain.OK}

// CheckRows are the findings, worst first; a row's id is the finding's place.
func CheckRows(findings []explain.Finding) []settings.Row {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(slices.Index(severity, findings[a].State), slices.Index(severity, findings[b].State))
	})
	rows := make([]settings.Row, len(order))
	for n, i := range order {
		f := findings[i]
		icon, tone := checkMark(f.State)
		rows[n] = settings.Row{ID: strconv.Itoa(i), Icon: icon, Tone: tone, Title: f.What, Text: f.Meaning}
		if f.Fix != "" {
			rows[n].Action = assets.T("settings.show")
		}
	}
	return rows
}

func checkMark(j explain.Judgement) (string, kit.Tone) {
	switch j {
	case explain.Stop:
		return "cross", kit.ToneBad
	case explain.Care:
		return "triangle", kit.ToneWarn
	}
	return "check", kit.ToneOK
}

// CheckNote is a finding in full.
func CheckNote(f explain.Finding) settings.NoteVM {
	icon, tone := checkMark(f.State)
	return settings.NoteVM{Title: f.What, Second: assets.T("probe.side." + string(f.Side)), Icon: icon, Tone: tone, Meaning: f.Meaning, Fix: f.Fix, Said: f.Said}
}

// CheckTitle is the one sentence: whether the counter can work.
func CheckTitle(findings []explain.Finding) string {
	stop, care := 0, 0
	for _, f := range findings {
		switch f.State {
		case explain.Stop:
			stop++
		case explain.Care:
			care++
		}
	}
	switch {
	case stop > 0:
		return assets.N("settings.checks.stop", stop)
	case care > 0:
		return assets.N("settings.checks.care", care)
	}
	return assets.T("settings.checks.ok")
}

// PersonRow is a person of the counter.
func PersonRow(p staff.Person, index int) settings.Row {
	words := []string{assets.T("role." + string(p.Role))}
	if p.User != 0 {
		words = append(words, assets.T("people.from", "login", p.Login))
	}
	switch {
	case p.Off:
		words = append(words, assets.T("people.off.here"))
	case p.UserOff:
		words = append(words, assets.T("people.off.odoo"))
	}
	return settings.Row{ID: p.ID, Face: p.Name, Index: index, Title: p.Name, Text: strings.Join(words, " · "), Action: assets.T("people.change")}
}

// NewsText is what a manager is told of what the machine's owner did.
func NewsText(n staff.News) string {
	return assets.T("people.news."+string(n.Kind), "name", n.Name, "role", assets.T("role."+string(n.Role)), "time", n.At.Local().Format("2006-01-02 15:04"))
}

// keyDays is how many days a key has left.
func keyDays(ends, now time.Time) int { return max(int(ends.Sub(now).Hours()/24), 0) }

// KeyLead says that the key for Odoo ends soon.
func KeyLead(ends, now time.Time) string { return assets.N("strip.key.lead", keyDays(ends, now)) }
