package ui

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/services/staff"
	"paydesk/ui/amount"
	"paydesk/ui/approve"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// HoldTill is what the screens need to look after holds. Every method may wait.
type HoldTill interface {
	// Holds lists what is reserved on cards, of the whole shop, with whatever could be read on an error.
	Holds(ctx context.Context) ([]payment.Hold, error)
	// CaptureHold charges a hold: minor of it; ReleaseHold lets it go by a manager's word. Both return the payment here.
	CaptureHold(ctx context.Context, intent string, minor int64, by string) (string, error)
	ReleaseHold(ctx context.Context, intent, by, approver, reason string) (string, error)
}

// holdState is the list of holds and what is done about one of them.
type holdState struct {
	list    []payment.Hold
	err     error
	loading bool
	at      time.Time // when it was read last
	working string    // the hold whose order is being given
	said    string    // why the last order was not given
	open    *payment.Hold
	typing  present.Typing // what is to be charged of the open one
}

// holdsEvery is how often the list is read while somebody is signed in: the rail says whether there is anything.
const holdsEvery = time.Minute

func (k *Kiosk) holdActions() attention.Actions {
	return attention.Actions{
		Act:  func(id string) { k.touch(); k.openCapture(id) },
		More: func(id string) { k.touch(); k.askRelease(id) },
		Lock: func() { k.lockNow(); k.render() },
	}
}

func (k *Kiosk) captureActions() amount.Actions {
	return amount.Actions{
		Key: func(key kit.Key) {
			k.touch()
			if h := k.holds.open; h != nil {
				k.holds.typing = k.holds.typing.Press(key, h.Amount.Minor)
			}
			k.render()
		},
		Tile: func(i int) {
			k.touch()
			if h := k.holds.open; h != nil && i < len(present.HoldOffers(*h)) {
				k.holds.typing = present.Typing{Minor: present.HoldOffers(*h)[i]}
			}
			k.render()
		},
		Use:   func() { k.touch(); k.capture() },
		Close: func() { k.touch(); k.holds.open = nil; k.render() },
	}
}

// readHolds reads the list anew.
func (k *Kiosk) readHolds() {
	if k.holds.loading {
		return
	}
	k.holds.loading, k.holds.at = true, k.Clock.Now()
	var list []payment.Hold
	var err error
	k.work(func() { list, err = k.Till.Holds(k.ctx) }, func() {
		k.holds.loading, k.holds.list, k.holds.err = false, list, err
	})
}

// hold finds one: in the list, or as the payment on the overlay knows it.
func (k *Kiosk) hold(intent string) (payment.Hold, bool) {
	i := slices.IndexFunc(k.holds.list, func(h payment.Hold) bool { return h.Claim.Intent == intent })
	if i >= 0 {
		return k.holds.list[i], true
	}
	for _, s := range k.Till.Active() {
		if s.Intent == intent && s.Phase.Holding() {
			h := payment.Hold{Amount: s.Reservation.Amount, Until: s.Reservation.Until, Life: s,
				Claim: payment.Claim{Intent: s.Intent, Payment: s.ID, Counter: s.Counter, By: s.Person, Parts: s.Parts, Amount: s.Amount, Way: s.Way}}
			if s.Charge != nil {
				h.Brand, h.Last4 = s.Charge.Brand, s.Charge.Last4
			}
			return h, true
		}
	}
	return payment.Hold{}, false
}

// holder names the customer of a hold, as far as this counter knows.
func (k *Kiosk) holder(h payment.Hold) string {
	if h.Life.Customer != "" {
		return h.Life.Customer
	}
	for _, p := range h.Claim.Parts {
		if d, err := k.mirrored(p.Document); err == nil && d.Number == p.Number {
			return d.Partner.Name
		}
	}
	return ""
}

func (k *Kiosk) holdsVM(a About) attention.VM {
	var items []attention.Item
	for _, h := range k.holds.list {
		items = append(items, present.HoldItem(h, k.holder(h), k.Clock.Now(), a.Own, len(items) == 0, k.holds.working == h.Claim.Intent))
	}
	vm := present.Holds(items, k.holds.loading && k.holds.list == nil, k.holds.err)
	vm.Count = cmp.Or(k.holds.said, vm.Count)
	person := k.session.Person
	vm.Person = shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}
	return vm
}

// openCapture opens the keypad on which a hold is charged, all of it unless less is typed.
func (k *Kiosk) openCapture(intent string) {
	h, ok := k.hold(intent)
	if !ok || k.reads() || k.holds.working != "" {
		return
	}
	k.holds.open, k.holds.typing = &h, present.Typing{Minor: h.Amount.Minor}
	k.render()
}

func (k *Kiosk) captureVM(a About) amount.VM {
	return present.HoldAmount(*k.holds.open, k.holder(*k.holds.open), a.Own, k.holds.typing)
}

// capture charges what is typed; the overlay follows how it ends.
func (k *Kiosk) capture() {
	h := k.holds.open
	if h == nil || k.session == nil {
		return
	}
	minor, by := k.holds.typing.Minor, k.session.Person.Name
	k.holds.open = nil
	k.order(h.Claim.Intent, func() (string, error) { return k.Till.CaptureHold(k.ctx, h.Claim.Intent, minor, by) })
}

// releaseReasons are the catalogue's keys; the words go to the journal.
var releaseReasons = []string{"holds.release.reason.back", "holds.release.reason.other", "holds.release.reason.less", "holds.release.reason.wrong"}

// askRelease asks a manager whether a hold may be let go.
func (k *Kiosk) askRelease(intent string) {
	h, ok := k.hold(intent)
	if !ok || k.session == nil || k.holds.working != "" {
		return
	}
	own, by := k.Till.About().Own, k.session.Person.Name
	amount, numbers := h.Amount.Format(own), numbersOf(payment.Bill{Parts: h.Claim.Parts})
	show := approve.VM{Title: assets.T("holds.release.title"), Second: numbers, Amount: amount, What: assets.T("holds.release.what", "amount", amount),
		NoticeIcon: "pause", Notice: assets.T("money.reserved", "amount", amount), Tone: kit.ToneHeld,
		PIN: approve.PINVM{Act: assets.T("button.release"), Icon: "back-arrow", Kind: kit.Ink}}
	if name := k.holder(h); name != "" {
		show.Second = name + " · " + numbers
	}
	for _, key := range releaseReasons {
		show.Reasons = append(show.Reasons, assets.T(key))
	}
	k.approve(approval{show: show, journal: "release the hold on " + numbers, do: func(manager staff.Session, reason string) {
		k.order(intent, func() (string, error) {
			return k.Till.ReleaseHold(k.ctx, intent, by, manager.Person.Name, reason)
		})
	}})
}

// order gives an order about a hold and follows it on the overlay.
func (k *Kiosk) order(intent string, give func() (string, error)) {
	k.holds.working, k.holds.said = intent, ""
	k.render()
	var id string
	var err error
	k.work(func() { id, err = give() }, func() {
		k.holds.working = ""
		k.readHolds()
		switch {
		case err == nil:
			k.paying, k.after = id, nil
		case errors.Is(err, payment.ErrNoHold):
			k.holds.said = assets.T("holds.over")
		default:
			k.holds.said = assets.T("holds.not_done") + " " + inWords(err)
		}
	})
}
