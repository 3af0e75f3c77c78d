package picker

import (
	"paydesk/assets"
	"paydesk/ui/kit"
)

// Overdue is late by some days.
func Overdue(days int) Badge {
	return Badge{Icon: "clock", Word: assets.N("badge.overdue", days), Short: assets.N("badge.days", days), Tone: kit.ToneBad}
}

// DueToday is due today.
func DueToday() Badge { return badge("calendar", "badge.today", kit.ToneNeutral) }

// PartlyPaid has a part paid already.
func PartlyPaid() Badge { return badge("split", "badge.partly", kit.ToneInfo) }

func badge(icon, key string, tone kit.Tone) Badge {
	return Badge{Icon: icon, Word: assets.T(key), Tone: tone}
}

func (b Badge) shown() bool { return b.Word != "" }

func (b Badge) short() string {
	if b.Short != "" {
		return b.Short
	}
	return b.Word
}

// badgePair draws up to two badges, right or left aligned; beside a second one the short words are used where there are some.
type badgePair [2]*kit.Badge

func newBadgePair() badgePair {
	return badgePair{kit.NewBadge("", "", kit.ToneNeutral), kit.NewBadge("", "", kit.ToneNeutral)}
}

func (p badgePair) set(badges [2]Badge) {
	for i, b := range badges {
		word := b.Word
		if i == 1 && badges[0].shown() { // the urgent one gives way: its tint says the rest
			word = b.short()
		}
		p[i].Set(b.Icon, word, b.Tone)
		if b.shown() {
			p[i].Show()
		} else {
			p[i].Hide()
		}
	}
}
