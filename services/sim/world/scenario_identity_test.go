package world

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"testing"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	stripesim "paydesk/services/sim/stripe"
)

// known lets the counters find out for themselves which shop they belong to, as the program does.
func (s *shop) known() (one, two *counter) {
	s.t.Helper()
	for _, c := range s.counters {
		c.at.location = "tml_shop"
		s.again(c)
		s.pass(2 * time.Second)
	}
	if id, err := s.counters[1].ShopID(); err != nil || id != shopID {
		s.fail("%q %v", id, err)
	}
	return s.counters[0], s.counters[1]
}

// stopped taps Charge and wants it refused because of the shop's identity.
func (s *shop) stopped(c *counter, invoice int, want payment.ProblemKind) {
	s.t.Helper()
	id := s.charge(c, s.order(c, invoice))
	s.because(s.notCharged(id, payment.Stopped), want)
	if n := s.states[id].Intent; n != "" && want == payment.ProblemShop {
		s.fail("a claim was made: %s", n)
	}
}

// G2: a second address of the same Odoo looks like another shop: that counter charges, books and heals nothing until a
// manager says that it is the same one. The id stays, so that both see each other's claims.
func TestIdentityG2AnotherAddressStopsUntilAManagerPins(t *testing.T) {
	s := newShop(t)
	one, two := s.known()
	two.at.url = "https://odoo.elsewhere"
	s.again(two)
	s.pass(2 * time.Second)
	s.stopped(two, 0, payment.ProblemShop)
	_, _ = s.asked()
	s.tap(0)
	s.until("Stripe says succeeded", 10*time.Second, func() bool { return s.statuses(0) == "succeeded" })
	s.off(one)
	s.pass(10 * time.Minute)
	if live, made := s.bookingOf(s.intents(0)[0].ID); made != 0 {
		s.fail("healed under a doubtful identity: %+v", live)
	}
	var err error
	s.do(two, func() { err = two.shop.Pin(two.ctx, "Ingrid", false) })
	s.must(err)
	if id, err := two.ShopID(); err != nil || id != shopID {
		s.fail("%q %v", id, err)
	}
	s.until("it heals again", 2*time.Minute, func() bool { live, _ := s.bookingOf(s.intents(0)[0].ID); return len(live) == 1 && live[0].IsReconciled })
	one.start()
	s.pass(2 * time.Second)
	if id, err := one.ShopID(); err != nil || id != shopID {
		s.fail("the first address: %q %v", id, err)
	}
	s.paid(two, 1)
}

// G2: a copied database carries its original's record. It charges nothing, may not take the original's location, and is
// another shop from the moment a manager says what it is.
func TestIdentityG2CopiedDatabaseGetsANewShopID(t *testing.T) {
	s := newShop(t)
	one, two := s.known()
	duplicate := s.books("copy", time.UTC)
	duplicate.Restore(s.odoo.Backup())
	two.at.books, two.at.database = duplicate, "copy"
	s.again(two)
	s.pass(2 * time.Second)
	s.stopped(two, 0, payment.ProblemShop)
	var err error
	s.do(two, func() { err = two.shop.Pin(two.ctx, "Ingrid", true) })
	if !errors.Is(err, recovery.ErrLocationTaken) {
		s.fail("%v", err)
	}
	s.stopped(two, 0, payment.ProblemShop)
	s.paid(one, 0)                                                                // the original goes on
	s.admin("terminal/locations/tml_shop", url.Values{"metadata[pd_shop]": {""}}) // and hands its location over
	s.pass(time.Second)
	s.do(two, func() { err = two.shop.Pin(two.ctx, "Ingrid", true) })
	s.must(err)
	id, err := two.ShopID()
	if err != nil || id == shopID || len(id) != 32 {
		s.fail("%q %v", id, err)
	}
	s.pass(61 * time.Minute)
	if _, err := one.ShopID(); !errors.Is(err, payment.ErrOtherShop) {
		s.fail("the original charges at the copy's location: %v", err)
	}
	for _, i := range s.stripe.Ledger().Intents { // nothing of the copy's is the original's
		if i.Metadata["pd_shop"] != shopID {
			s.fail("%+v", i)
		}
	}
}

// G2: while Odoo is away the location alone tells, at least once an hour, that the Stripe side belongs to somebody else now.
func TestIdentityG2LocationAloneStopsWhileOdooIsAway(t *testing.T) {
	s := newShop(t)
	one, _ := s.known()
	s.trusted(owed[0])
	s.pass(2 * time.Second)
	s.cut(toOdoo)
	s.again(one)
	s.pass(10 * time.Second)
	if id, err := one.ShopID(); err != nil || id != shopID {
		s.fail("remembered: %q %v", id, err)
	}
	s.admin("terminal/locations/tml_shop", url.Values{"metadata[pd_shop]": {otherShop}})
	s.pass(61 * time.Minute)
	s.stopped(one, 0, payment.ProblemShop)
	s.mend()
}

// G3: two machines run with one identity, because a disk was copied. The one that notices charges nothing until it has an
// identity of its own; "ours" would let it cancel what its twin is doing.
func TestIdentityG3TwinStopsUntilRenamed(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	two.ident = one.ident
	s.again(two)
	_, first := s.asked()
	id := s.charge(two, s.order(two, 1))
	s.because(s.notCharged(id, payment.Stopped), payment.ProblemTwin)
	if got := s.statuses(0); got != "requires_payment_method" {
		s.fail("the twin's claim is %s", got)
	}
	s.tap(0)
	s.paidOnce(first)
	two.ident = "id-renewed"
	s.again(two)
	s.paid(two, 1)
}

// G3: a disk copied in the middle of a payment: the copy sends nothing, takes only what is final at Stripe, and says so.
func TestIdentityG3CopiedDiskIsSettledFromFactsOnly(t *testing.T) {
	for _, before := range []bool{true, false} {
		s := newShop(t)
		one, two := s.counters[0], s.counters[1]
		_, id := s.asked()
		two.disk.entries, two.disk.order = slices.Clone(one.disk.entries), slices.Clone(one.disk.order)
		two.disk.final, two.disk.wrote = maps.Clone(one.disk.final), maps.Clone(one.disk.wrote)
		two.inherits = func(string) bool { return true }
		want := payment.LeftBehind
		if !before {
			s.tap(0)
			s.until("Stripe says succeeded", 10*time.Second, func() bool { return s.statuses(0) == "succeeded" })
			want = payment.Done
		}
		asked := s.prompts(s.intents(0)[0].ID)
		s.off(two)
		s.pass(time.Second)
		two.start()
		s.until("the copy has settled it", time.Minute, func() bool {
			st, err := payment.Load(two.disk, id)
			return err == nil && st.Phase == want
		})
		if n := s.prompts(s.intents(0)[0].ID); n != asked {
			s.fail("the copy sent it to a reader")
		}
		if before {
			s.tap(0)
		}
		s.until("it is booked", time.Minute, func() bool { st, err := payment.Load(one.disk, id); return err == nil && st.Phase == payment.Done })
		if live, made := s.bookingOf(s.intents(0)[0].ID); len(live) != 1 || made != 1 {
			s.fail("%+v, %d made", live, made)
		}
	}
}

// H5: a newer program has written a claim: this one does not know what it means, charges nothing and touches nothing of it.
func TestVersionH5NewerClaimStopsCharging(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.admin("payment_intents", url.Values{
		"amount": {"700"}, "currency": {"eur"}, "payment_method_types[]": {"card_present"}, "metadata[pd]": {"2"}, "metadata[pd_shop]": {shopID},
		"metadata[pd_pay]": {"theirs"}, "metadata[pd_counter]": {"id-C1:C1"}, "metadata[d0]": {"99:700:INV/99"},
	})
	s.pass(time.Second)
	s.stopped(c, 0, payment.ProblemUpdate)
	s.pass(25 * time.Hour)
	i := slices.IndexFunc(s.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool { return i.Metadata["pd"] == "2" })
	if got := s.stripe.Ledger().Intents[i]; got.Status != "requires_payment_method" {
		s.fail("%+v", got)
	}
}

// C9: a manager need not wait until a colleague's payment was quiet for minutes: the customer stands before him.
func TestManagerC9TakesOverAtOnce(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	_, first := s.asked()
	o := s.order(two, 0)
	o.Manager = true
	id := s.charge(two, o)
	p := s.because(s.notCharged(id, payment.Stopped), payment.ProblemUnfinished)
	if p.Counter != one.name {
		s.fail("%+v", p)
	}
	o.TakeOver = p.Intent
	id = s.charge(two, o)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.because(s.notCharged(first, payment.Stopped), payment.ProblemTakenFromUs)
	s.tap(1)
	s.paidOnce(id)
}

// C9: while the bank decides about a colleague's card even a manager is neither offered the payment nor sends a cancel: he
// would be told that the payment is his, and the customer's money moves a second later.
func TestManagerC9IsRefusedWhileTheBankDecides(t *testing.T) {
	s := newShop(t)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultBankShown, On: true})
	one, two := s.counters[0], s.counters[1]
	_, first := s.asked()
	o := s.order(two, 0)
	o.Manager = true
	o.TakeOver = s.because(s.notCharged(s.charge(two, o), payment.Stopped), payment.ProblemUnfinished).Intent
	s.do(two, func() { s.must(two.desk.Warm(two.ctx, s.docs[:1])) })
	s.tap(0)
	s.until("the bank decides", 5*time.Second, func() bool { return s.intents(0)[0].AtBank })
	id := s.charge(two, o)
	st := s.reach(id, 900*time.Millisecond, payment.Stopped)
	if !s.intents(0)[0].AtBank {
		s.fail("the bank was faster than the manager: this proves nothing")
	}
	if p := s.because(st, payment.ProblemElsewhere); p.Counter != one.name {
		s.fail("%+v", p)
	}
	for _, f := range s.facts {
		if _, sent := f.fact.(payment.TakeoverIntended); sent {
			s.fail("a cancel was sent while the bank decided")
		}
	}
	s.paidOnce(first)
}

// C13: only this counter has lost Odoo. A colleague's charge, claimed long before the mirror was read and paid after it, is
// in no residual that this counter can see.
func TestAwayC13MoneyAfterTheMirrorsReadingStops(t *testing.T) {
	s := newShop(t)
	s.trusted(owed[0])
	one, two := s.counters[0], s.counters[1]
	first := s.charge(one, s.order(one, 0))
	s.reach(first, 10*time.Second, payment.Waiting)
	for s.now < 15*time.Minute { // the customer cannot decide for a quarter of an hour
		s.pass(5 * time.Second)
		s.hand(0, stripesim.GestureCancel, "")
		s.reach(first, 10*time.Second, payment.Declined)
		s.pass(100 * time.Second)
		s.retry(one, first, 0)
		s.reach(first, 10*time.Second, payment.Waiting)
	}
	for id, m := range two.mirror {
		two.mirror[id] = mirrored{m.doc, two.clock.Now()}
	}
	two.lines[toOdoo].downTil = s.now + time.Hour
	s.reach(first, time.Minute, payment.Waiting)
	s.tap(0)
	s.paidOnce(first)
	s.pass(30 * time.Second)
	id := s.charge(two, s.order(two, 0))
	st := s.notCharged(id, payment.Stopped)
	if st.Problem.Kind != payment.ProblemBeingBooked && st.Problem.Kind != payment.ProblemAwayLimit {
		s.fail("%+v", st.Problem)
	}
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}
