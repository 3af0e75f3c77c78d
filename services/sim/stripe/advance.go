package stripesim

import "time"

// advance catches up with the clock: everything that became due since the last look happens now, in order, each at
// its own moment.
func (s *Server) advance() {
	now := s.cfg.Clock.Now()
	for {
		at, run := s.nextDue()
		if run == nil || at.After(now) {
			break
		}
		if at.After(s.now) {
			s.now = at
		}
		run()
	}
	if now.After(s.now) {
		s.now = now
	}
}

// nextDue finds the earliest thing that happens by itself. Equal moments: readers in their order, then refunds, then
// holds, then late calls in the order in which they were sent.
func (s *Server) nextDue() (at time.Time, run func()) {
	consider := func(t time.Time, f func()) {
		if !t.IsZero() && (run == nil || t.Before(at)) {
			at, run = t, f
		}
	}
	for _, r := range s.readers {
		if r.bank != nil {
			consider(r.bank.due, func() { s.settle(r) })
		}
		consider(r.until, func() { s.step(r) })
		consider(r.autoAt, func() { s.scripted(r) })
	}
	for _, r := range s.removed {
		consider(r.bank.due, func() { s.settleRemoved(r) })
	}
	for _, r := range s.refunds {
		if r.fate != nil {
			consider(r.fate.at, func() { s.meetFate(r) })
		}
	}
	if len(s.holds) > 0 { // all holds last equally long
		consider(s.holds[0].holdUntil, s.expireHold)
	}
	for _, l := range s.late {
		consider(l.due, func() { s.deliver(l) })
	}
	return at, run
}

// expireHold releases the oldest hold if nobody has captured or canceled it (facts §4).
func (s *Server) expireHold() {
	in := s.holds[0]
	s.holds = s.holds[1:]
	if in.status == statusRequiresCapture {
		s.kill(in, "automatic")
	}
}
