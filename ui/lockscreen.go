package ui

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"time"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/staff"
	"paydesk/ui/lock"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// lockState is what is being typed on the lock screen. The PIN leaves it as soon as it is judged.
type lockState struct {
	people   []staff.Person
	selected string
	pin      []rune
	first    []rune // the first manager's PIN, while it is typed again
	step     lock.Step
	name     string
	message  string
	until    time.Time // wrong PINs make this person wait until then
	busy     bool
}

// minPIN and maxPIN are the lengths a PIN may have (staff.ErrPINForm).
const (
	minPIN = 4
	maxPIN = 8
)

func (k *Kiosk) lockActions() lock.Actions {
	return lock.Actions{
		Choose: func(id string) {
			k.touch()
			s := &k.signing
			if s.selected != id {
				s.until = time.Time{}
			}
			s.selected, s.pin, s.message = id, nil, ""
			k.render()
		},
		Key: k.pinKey,
		Backspace: func() {
			if s := &k.signing; len(s.pin) > 0 && !s.busy {
				s.pin = s.pin[:len(s.pin)-1]
			}
			k.render()
		},
		Enter: k.pinEnter,
		Name: func(name string) {
			s := &k.signing
			s.name, s.step, s.pin, s.message = name, lock.StepPIN, nil, ""
			k.render()
		},
		Back: func() {
			s := &k.signing
			s.step, s.pin, s.first, s.message = lock.StepName, nil, nil, ""
			k.render()
		},
	}
}

func (k *Kiosk) pinKey(r rune) {
	k.touch()
	s := &k.signing
	if s.busy || len(s.pin) >= maxPIN || (s.selected == "" && s.step == lock.StepNone) {
		return
	}
	s.message = ""
	s.pin = append(s.pin, r)
	if n := k.Till.About().PINLength; n > 0 && len(s.pin) == n && s.step == lock.StepNone {
		k.pinEnter()
		return
	}
	k.render()
}

func (k *Kiosk) pinEnter() {
	s := &k.signing
	if s.busy || len(s.pin) == 0 {
		return
	}
	pin := string(s.pin)
	switch s.step {
	case lock.StepPIN:
		if len(s.pin) < minPIN {
			s.pin, s.message = nil, assets.T("lock.short")
			k.render()
			return
		}
		s.first, s.pin, s.step = s.pin, nil, lock.StepRepeat
		k.render()
		return
	case lock.StepRepeat:
		if string(s.first) != pin {
			s.pin, s.first, s.step, s.message = nil, nil, lock.StepPIN, assets.T("lock.mismatch")
			k.render()
			return
		}
		k.createManager(s.name, pin)
		return
	}
	person := s.selected
	s.busy, s.pin = true, nil
	k.render()
	var session staff.Session
	var err error
	k.work(func() { session, err = k.Till.SignIn(person, pin) }, func() {
		s.busy = false
		if err != nil {
			var wait time.Duration
			s.message, wait = refusal(err)
			s.until = k.Clock.Now().Add(wait)
			return
		}
		s.selected, s.message = "", ""
		k.session = &session
		k.place = shell.PlacePay
		k.pick = pickState{chip: present.ChipOpen}
		k.touch()
		k.readNews()
	})
}

func (k *Kiosk) createManager(name, pin string) {
	s := &k.signing
	s.busy, s.pin, s.first = true, nil, nil
	k.render()
	var err error
	k.work(func() { _, err = k.Till.CreateFirstManager(name, pin) }, func() {
		s.busy = false
		if err != nil {
			s.message, s.step = say(err), lock.StepPIN
			return
		}
		k.loadPeople()
	})
}

// refusal never says which part was wrong.
func refusal(err error) (message string, wait time.Duration) {
	var w *staff.WaitError
	if errors.As(err, &w) {
		return "", w.Wait // the screen counts down
	}
	if errors.Is(err, staff.ErrRefused) {
		return assets.T("lock.refused"), 0
	}
	return say(err), 0
}

// loadPeople reads who may sign in.
func (k *Kiosk) loadPeople() {
	var people []staff.Person
	var first bool
	var err error
	k.work(func() {
		if people, err = k.Till.People(); err == nil {
			first, err = k.Till.NeedsFirstManager()
		}
	}, func() {
		s := &k.signing
		if err != nil {
			s.message = say(err)
			return
		}
		people = slices.DeleteFunc(slices.Clone(people), func(p staff.Person) bool { return p.Off })
		// those who charge all day stand first
		slices.SortStableFunc(people, func(a, b staff.Person) int {
			return cmp.Compare(slices.Index(staff.Roles(), a.Role), slices.Index(staff.Roles(), b.Role))
		})
		s.people, s.step = people, lock.StepNone
		if first {
			s.step = lock.StepName
		}
		if len(people) == 1 {
			s.selected = people[0].ID
		}
	})
}

// lockNow forgets what the last person looked at.
func (k *Kiosk) lockNow() {
	k.session, k.pick, k.signing.selected, k.signing.pin = nil, pickState{chip: present.ChipOpen}, "", nil
	k.picker.Reset() // what was searched for is a customer's name
	k.signing.message, k.signing.until = "", time.Time{}
	k.place = shell.PlacePay
	k.closeChooser()
	k.closeRefund()
	k.closeConsent()
	k.readers, k.office, k.news = readerState{turn: k.readers.turn}, officeState{}, nil
	k.forgetPast()
	k.loadPeople()
}

func (k *Kiosk) lockVM(a About) lock.VM {
	s := k.signing
	now := k.Clock.Now()
	vm := lock.VM{
		Shop: a.Shop, Counter: a.Counter, Clock: now.Format("15:04"), Date: language.LongDay(now), Selected: s.selected,
		Typed: len(s.pin), PINLength: a.PINLength, Message: s.message, Busy: s.busy,
		Health: present.Health(k.Till.Documents(), k.Till.Readers(), nil), First: s.step, FirstName: s.name,
	}
	if left := s.until.Sub(now); left > 0 {
		vm.Wait, vm.Message = true, assets.T("lock.wait", "seconds", int(math.Ceil(left.Seconds())))
	}
	for _, p := range s.people {
		vm.People = append(vm.People, k.tile(p, a))
	}
	return vm
}
