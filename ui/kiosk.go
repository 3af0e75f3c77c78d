package ui

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/staff"
	"paydesk/ui/amount"
	"paydesk/ui/approve"
	"paydesk/ui/attention"
	"paydesk/ui/chooser"
	"paydesk/ui/lock"
	"paydesk/ui/overlay"
	"paydesk/ui/picker"
	"paydesk/ui/present"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// Kiosk is the main window's content. All fields belong to Fyne's goroutine but those marked.
type Kiosk struct {
	Params
	ctx  context.Context
	stop context.CancelFunc

	shell     *shell.Shell
	lock      *lock.View
	picker    *picker.View
	attention *attention.View
	overlay   *overlay.View
	chooser   *chooser.View
	amounts   *amount.View
	holdList  *attention.View
	captures  *amount.View
	together  *picker.Together
	entryView *attention.Sheet
	approver  *approve.View

	readerViews readerViews
	officeViews officeViews
	refunds     refundViews
	mailEntry   *readers.Entry
	records     recordViews

	queued    atomic.Bool // a render is on its way; any goroutine
	session   *staff.Session
	place     shell.Place
	touched   time.Time
	signing   lockState
	pick      pickState
	paying    string           // payment on the overlay
	stands    map[string]stand // since when each button of the overlay stands there
	sheet     choosing
	consent   consent
	readers   readerState
	after     func(payment.State)
	attending attentionState
	office    officeState
	news      []staff.News // what the manager who is signed in was not told yet
	seen      time.Time    // the people were last looked at
	holds     holdState
	back      refunding
	giving    giving
	past      historyState
	today     dayState
	closed    bool
}

// pickState is what the cashier looks at.
type pickState struct {
	query, chip string
	selected    int64
	detail      *document.Detail
	failed      error
	asking      bool
	starting    bool
	error       string
	confirmed   bool              // the warning about a recent charge was answered
	minor       int64             // the part that was typed; 0: what Odoo asks for
	cash        int64             // what is given in cash
	typing      *present.Typing   // on the open keypad
	together    *present.Together // several invoices are being ticked
	shown       payment.Bill      // what the money button says
	warmed      time.Time
	loading     int // generation of the detail being loaded
	reader      string
	way         string // how it is to be paid: present.WayCard, WayHold or WayPhone
}

// New builds the kiosk. Call Start on Fyne's goroutine after the window shows it.
func New(ctx context.Context, p Params) *Kiosk {
	k := &Kiosk{Params: p}
	k.ctx, k.stop = context.WithCancel(ctx)
	k.shell = shell.New(k.goTo)
	k.lock = lock.New(k.lockActions())
	k.picker = picker.New(k.pickActions())
	k.attention = attention.New(k.attentionActions())
	k.overlay = overlay.New(k.overlayTapped)
	k.chooser = chooser.New(k.chooserActions())
	k.amounts = amount.New(k.amountActions())
	k.holdList = attention.New(k.holdActions())
	k.captures = amount.New(k.captureActions())
	k.together = picker.NewTogether(k.togetherActions())
	k.entryView = attention.NewSheet(k.entrySheetActions())
	k.approver = approve.New(k.consentActions())
	k.readerViews = k.newReaderViews()
	k.officeViews = k.newOfficeViews()
	k.refunds = k.newRefundViews()
	k.mailEntry = readers.NewEntry(k.mailTyped, k.closeMail)
	k.records = k.newRecordViews()
	k.pick.chip = present.ChipOpen
	return k
}

// Content is what the window shows.
func (k *Kiosk) Content() fyne.CanvasObject { return k.shell.Object() }

// Shell lets the demo put its drawer beside the kiosk.
func (k *Kiosk) Shell() *shell.Shell { return k.shell }

// Start shows the first screen and keeps the screens current until Stop.
func (k *Kiosk) Start() {
	k.touched = k.Clock.Now()
	k.loadPeople()
	k.work(k.Till.CheckSetup, nil) // in the background: nothing waits for it
	k.resumeOverlay()
	k.Till.OnChange(k.Render)
	k.Runner.Go(func() {
		for k.Clock.Sleep(k.ctx, tick) == nil {
			k.Do(k.onTick)
		}
	})
	k.render()
}

// tick is how often seconds and ages move on.
const tick = 500 * time.Millisecond

// Stop ends the kiosk's own work. Call it on Fyne's goroutine.
func (k *Kiosk) Stop() {
	k.closed = true
	k.stop()
}

// Render asks for the screens to be set anew; any goroutine, and many calls make one.
func (k *Kiosk) Render() {
	if k.queued.CompareAndSwap(false, true) {
		k.Do(func() {
			k.queued.Store(false)
			k.render()
		})
	}
}

// work runs f away from Fyne's goroutine, then done on it.
func (k *Kiosk) work(f func(), done func()) {
	k.Runner.Go(func() {
		f()
		if k.ctx.Err() != nil {
			return
		}
		k.Do(func() {
			if k.closed {
				return
			}
			if done != nil {
				done()
			}
			k.render()
		})
	})
}

// resumeOverlay comes back to the payment that a restart interrupted: its overlay, in its state.
func (k *Kiosk) resumeOverlay() {
	for _, s := range k.Till.Active() {
		if !s.Phase.Charged() && s.Phase != payment.Reserved {
			k.paying = s.ID
			return
		}
	}
	if active := k.Till.Active(); len(active) > 0 && active[0].Phase != payment.PostingHeld && active[0].Phase != payment.Outbox && active[0].Phase != payment.Reserved {
		k.paying = active[0].ID
	}
	if k.paying == "" {
		k.resumeRefund()
	}
}

func (k *Kiosk) onTick() {
	if k.closed {
		return
	}
	now := k.Clock.Now()
	if k.session != nil && now.Sub(k.touched) > idleAfter && k.leaveable(now) {
		k.closeOverlay()
		k.lockNow()
	}
	if k.session != nil && now.Sub(k.holds.at) > holdsEvery {
		k.readHolds()
	}
	if k.session != nil && k.paying == "" && k.pick.selected != 0 && now.Sub(k.pick.warmed) > warmEvery {
		k.warm()
	}
	if now.Sub(k.seen) > peopleEvery {
		k.checkSession()
	}
	k.render()
}

// leaveable says whether the screen may lock: not in the middle of a payment, and not before somebody could read how it ended.
func (k *Kiosk) leaveable(now time.Time) bool {
	if k.paying == "" {
		return true
	}
	if isRefund(k.paying) {
		s, err := k.Till.Refund(k.paying)
		return err != nil || refundLeaveable(s) && now.Sub(s.Since) > idleAfter
	}
	s, err := k.Till.Payment(k.paying)
	return err != nil || ((s.Phase.Final() || s.Phase.Charged() || s.Phase == payment.Reserved) && now.Sub(s.Since) > idleAfter)
}

// render sets what is visible, and only that.
func (k *Kiosk) render() {
	if k.closed {
		return
	}
	about := k.Till.About()
	k.shell.SetBand(about.Band)
	k.renderOverlay(about)
	k.renderSheet()
	switch {
	case k.session == nil:
		k.lock.Set(k.lockVM(about))
		k.shell.SetScreen(k.lock.Object(), false)
	case k.place == shell.PlaceAttention:
		k.attention.Set(k.attentionVM(about))
		k.setRail()
		k.shell.SetScreen(k.attention.Object(), true)
	case k.place == shell.PlaceHolds:
		k.holdList.Set(k.holdsVM(about))
		k.setRail()
		k.shell.SetScreen(k.holdList.Object(), true)
	case k.place == shell.PlaceSettings && k.may(staff.Ask{Act: staff.Settings}):
		k.officeViews.screen.Set(k.officeVM())
		k.setRail()
		k.shell.SetScreen(k.officeViews.screen.Object(), true)
	case k.place == shell.PlaceHistory:
		k.records.history.Set(k.historyVM(about))
		k.setRail()
		k.shell.SetScreen(k.records.history.Object(), true)
	case k.place == shell.PlaceDay:
		k.records.day.Set(k.dayVM(about))
		k.setRail()
		k.shell.SetScreen(k.records.day.Object(), true)
	case k.place == shell.PlaceReaders:
		k.readerViews.screen.Set(k.readersVM())
		k.setRail()
		k.shell.SetScreen(k.readerViews.screen.Object(), true)
	case k.pick.together != nil:
		k.together.Set(k.togetherVM(about))
		k.setRail()
		k.shell.SetScreen(k.together.Object(), true)
	default:
		desk := k.desk(about)
		k.pick.shown, _ = desk.Bill()
		k.picker.Set(present.Picker(desk))
		k.setRail()
		k.shell.SetScreen(k.picker.Object(), true)
	}
}

func (k *Kiosk) setRail() {
	k.shell.SetRail(shell.RailVM{Current: k.place, Holds: len(k.holds.list), Reads: k.reads(), Settings: k.may(staff.Ask{Act: staff.Settings}), Attention: k.waiting()})
}

// waiting is how many things need somebody.
func (k *Kiosk) waiting() int {
	return k.attentionList(k.Till.About()).Open()
}

func (k *Kiosk) goTo(p shell.Place) {
	k.touch()
	k.place, k.attending.open, k.pick.typing, k.past.sheet = p, "", nil, noSheet
	k.office, k.giving.mail = officeState{}, mailing{}
	k.holds.open, k.holds.said = nil, ""
	switch p {
	case shell.PlaceHolds:
		k.readHolds()
	case shell.PlaceReaders:
		k.openReaders()
	case shell.PlaceSettings:
		k.readChoices()
		k.openPage(pageChecks)
	case shell.PlaceHistory:
		k.openHistory()
	}
	k.render()
}

// touch notes that somebody is there.
func (k *Kiosk) touch() { k.touched = k.Clock.Now() }
