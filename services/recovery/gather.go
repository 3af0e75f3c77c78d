package recovery

import (
	"slices"
	"strings"
	"time"
)

// restoredWithin and restoredLeast are when bookings that are gone look like a restored Odoo (PROTOCOLS B2).
const (
	restoredWithin = time.Hour
	restoredLeast  = 5
)

func (a *Attention) inRestored(e Entry) bool {
	for _, o := range a.open {
		if e.Kind == Gone && o.Kind == Restored && slices.Contains(o.Marks, e.Mark) {
			return true
		}
	}
	return false
}

// gatherLocked makes one entry of many bookings that went within an hour: somebody restored Odoo, and a manager decides once.
func (a *Attention) gatherLocked(latest Entry) error {
	var gone []Entry
	for _, e := range a.open {
		if (e.Kind == Gone || e.Kind == Restored) && latest.Opened.Sub(e.Opened).Abs() <= restoredWithin {
			gone = append(gone, e)
		}
	}
	slices.SortFunc(gone, func(x, y Entry) int { return strings.Compare(x.ID, y.ID) })
	group := latest
	group.Kind, group.Parts, group.Marks = Restored, nil, nil
	group.Amount.Minor = 0
	for _, e := range gone {
		if e.Amount.Currency == group.Amount.Currency {
			group.Amount.Minor += e.Amount.Minor
		}
		if e.Kind == Restored { // its id stays
			group.Mark, group.Opened = e.Mark, e.Opened
		}
		group.Marks = append(group.Marks, e.Marks...)
		if e.Kind == Gone {
			group.Marks = append(group.Marks, e.Mark)
		}
	}
	if len(group.Marks) < restoredLeast {
		return nil
	}
	slices.Sort(group.Marks)
	group.ID = string(Restored) + ":" + group.Mark
	group.Intent, group.Customer, group.Text = "", "", ""
	if err := a.write(group.ID, factAttention, group, false); err != nil {
		return err
	}
	a.open[group.ID] = group
	for _, e := range gone {
		if e.Kind == Gone {
			if err := a.closeLocked(e, closing{Reason: "Odoo looks restored: " + group.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}
