package print

import "paydesk/assets"

// Words are what a person reads of a slip: what happened, and what to do now. Both are empty of one that nobody asked for.
func (s Status) Words() (happened, todo string) {
	switch s.Phase {
	case Waiting, Printing:
		return assets.T("print.busy.happened"), assets.T("print.busy.todo")
	case Printed:
		return assets.T("print.done.happened"), assets.T("print.done.todo")
	case Handed:
		return assets.T("print.handed.happened"), assets.T("print.handed.todo")
	case Failed:
		key := "print.trouble." + string(s.Why)
		happened, todo = assets.T(key+".happened"), assets.T(key+".todo")
		if s.Sent {
			happened += " " + assets.T("print.part")
		}
	}
	return happened, todo
}
