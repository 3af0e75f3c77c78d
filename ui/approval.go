package ui

import (
	"math"
	"slices"
	"time"

	"paydesk/assets"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/lock"
)

// approval is one act that a manager must consent to on this screen. Any screen asks with Kiosk.approve.
type approval struct {
	show    approve.VM // what is approved; its PIN part holds the button
	journal string     // what the journal keeps beside the manager's name: never an amount alone
	// ask is what the PIN must allow; nil: what a manager decides.
	ask func() staff.Ask
	// gate is asked in place of journal where a sheet asks for more than a reason: what the journal keeps, and whether all is there.
	gate func() (journal string, ok bool)
	// do goes on once a manager said yes. reason is the chosen one of show.Reasons, empty where there is none to choose.
	do func(by staff.Session, reason string)
}

// consent is the open approval sheet. The PIN leaves it as soon as it is judged.
type consent struct {
	approval
	open     bool
	turn     int // tells one sheet from the next
	selected string
	pin      []rune
	reason   int
	message  string
	until    time.Time // wrong PINs make this person wait until then
	busy     bool
}

// approve asks for the PIN of somebody who may, mostly a manager; a.do runs on Fyne's goroutine after it was right.
func (k *Kiosk) approve(a approval) {
	if k.reads() {
		return
	}
	k.consent = consent{approval: a, open: true, turn: k.consent.turn + 1, reason: -1}
	c := &k.consent
	if people := k.approvers(c.wants()); len(people) == 1 {
		c.selected = people[0].ID
	} else if k.session != nil && slices.ContainsFunc(people, func(p lock.Person) bool { return p.ID == k.session.Person.ID }) {
		c.selected = k.session.Person.ID
	}
	k.render()
}

// wants is what the PIN must allow.
func (c consent) wants() staff.Ask {
	if c.ask == nil {
		return staff.Ask{Act: staff.Decide}
	}
	return c.ask()
}

func (k *Kiosk) closeConsent() { k.consent = consent{turn: k.consent.turn} }

func (k *Kiosk) consentActions() approve.Actions {
	return approve.Actions{
		Choose: func(id string) {
			k.touch()
			c := &k.consent
			if c.selected != id {
				c.until = time.Time{}
			}
			c.selected, c.pin, c.message = id, nil, ""
			k.render()
		},
		Key: k.consentKey,
		Backspace: func() {
			k.touch()
			if c := &k.consent; len(c.pin) > 0 && !c.busy {
				c.pin = c.pin[:len(c.pin)-1]
			}
			k.render()
		},
		Reason: func(i int) { k.touch(); k.consent.reason = i; k.render() },
		Act:    k.giveConsent,
		Close:  func() { k.touch(); k.closeConsent(); k.render() },
	}
}

func (k *Kiosk) consentKey(r rune) {
	k.touch()
	c := &k.consent
	if c.busy || !k.mayApprove(c.selected) || len(c.pin) >= maxPIN || k.Clock.Now().Before(c.until) {
		return
	}
	if n := k.Till.About().PINLength; n > 0 && len(c.pin) >= n {
		return
	}
	c.message, c.pin = "", append(c.pin, r)
	k.render()
}

// mayApprove says that the chosen one may still approve what is asked for now.
func (k *Kiosk) mayApprove(id string) bool {
	return slices.ContainsFunc(k.approvers(k.consent.wants()), func(p lock.Person) bool { return p.ID == id })
}

// giveConsent has the PIN judged, once.
func (k *Kiosk) giveConsent() {
	k.touch()
	c := &k.consent
	if c.busy || !k.mayApprove(c.selected) || len(c.pin) < minPIN || len(c.show.Reasons) > 0 && c.reason < 0 || k.Clock.Now().Before(c.until) {
		return
	}
	pin, person, a, turn, reason := string(c.pin), c.selected, c.approval, c.turn, ""
	if a.gate != nil {
		journal, ok := a.gate()
		if !ok {
			return
		}
		a.journal = journal
	}
	if c.reason >= 0 {
		reason = c.show.Reasons[c.reason]
	}
	what := a.journal
	if reason != "" {
		what += ": " + reason
	}
	ask := c.wants()
	c.busy, c.pin, c.message = true, nil, ""
	k.render()
	var session staff.Session
	var err error
	k.work(func() { session, err = k.Till.Approve(person, pin, ask, what) }, func() {
		if !k.consent.open || k.consent.turn != turn {
			return // closed or locked meanwhile: nobody is there who wanted it
		}
		c.busy = false
		if err != nil {
			var wait time.Duration
			c.message, wait = refusal(err)
			c.until = k.Clock.Now().Add(wait)
			return
		}
		k.closeConsent()
		a.do(session, reason)
	})
}

func (k *Kiosk) consentVM() approve.VM {
	c := k.consent
	vm := c.show
	vm.Reason = c.reason
	p := &vm.PIN
	ask := c.wants()
	p.Managers, p.Selected, p.Typed, p.PINLength = k.approvers(ask), c.selected, len(c.pin), k.Till.About().PINLength
	if !slices.ContainsFunc(p.Managers, func(m lock.Person) bool { return m.ID == c.selected }) {
		p.Selected = "" // the amount was changed to more than this person may approve
	}
	p.Nobody = ""
	if len(p.Managers) == 0 {
		p.Nobody = k.nobodyMay(ask)
	}
	p.Message, p.Busy, p.Ready = c.message, c.busy, len(vm.Reasons) == 0 || c.reason >= 0
	if left := c.until.Sub(k.Clock.Now()); left > 0 {
		p.Wait, p.Message = true, assets.T("lock.wait", "seconds", int(math.Ceil(left.Seconds())))
	}
	return vm
}
