package reader

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/staff"
)

// desk is Stripe's side of the readers: it does what it is told, or fails as the test says.
type desk struct {
	shelf *shelf
	fail  error
	sent  []string
}

func (d *desk) Reader(_ context.Context, id string) (Reader, error) {
	for _, r := range d.shelf.readers {
		if r.ID == id {
			return r, nil
		}
	}
	return Reader{}, &explain.Failure{Side: explain.Stripe, Kind: explain.NotFound}
}
func (d *desk) Locations(ctx context.Context) ([]Location, error) { return d.shelf.Locations(ctx) }
func (d *desk) CreateReader(_ context.Context, key, code, label, location string) (Reader, error) {
	d.sent = append(d.sent, strings.Join([]string{"create", key, code, label, location}, " "))
	if d.fail != nil {
		return Reader{}, d.fail
	}
	r := Reader{ID: "tmr_new", Label: label, Type: "stripe_s700", Location: location, Status: "online"}
	d.shelf.readers = append(d.shelf.readers, r)
	return r, nil
}
func (d *desk) UpdateReader(_ context.Context, id, label string) (Reader, error) {
	d.sent = append(d.sent, "rename "+id+" "+label)
	for i := range d.shelf.readers {
		if d.shelf.readers[i].ID == id {
			d.shelf.readers[i].Label = label
		}
	}
	return Reader{ID: id, Label: label}, d.fail
}
func (d *desk) DeleteReader(_ context.Context, id string) error {
	d.sent = append(d.sent, "remove "+id)
	if d.fail == nil {
		d.shelf.readers = slices.DeleteFunc(d.shelf.readers, func(r Reader) bool { return r.ID == id })
	}
	return d.fail
}

type book struct {
	events []Event
	full   bool
	sent   *desk
	before []int // calls sent when each event was written
}

func (b *book) RecordReader(e Event) error {
	if b.full {
		return errors.New("no space")
	}
	b.events, b.before = append(b.events, e), append(b.before, len(b.sent.sent))
	return nil
}

func (b *book) kinds() string {
	var all []string
	for _, e := range b.events {
		all = append(all, string(e.Kind))
	}
	return strings.Join(all, " ")
}

// newManager has two locations: the shop's own with two readers, and another with one.
func newManager(t *testing.T) (*Manager, *desk, *book) {
	t.Helper()
	s := &shelf{home: "tml_shop", locations: []Location{{ID: "tml_shop", Name: "Shop", Country: "DE"}, {ID: "tml_yard", Name: "Yard", Country: "DE"}}, readers: []Reader{
		{ID: "tmr_f", Label: "Front desk", Type: "stripe_s700", Location: "tml_shop", Status: "online"},
		{ID: "tmr_w", Label: "Window", Type: "bbpos_wisepos_e", Location: "tml_shop", Status: "offline"},
		{ID: "tmr_y", Label: "Yard gate", Type: "stripe_s710", Location: "tml_yard", Status: "online"},
	}}
	d := &desk{shelf: s}
	b := &book{sent: d}
	g := NewRegistry(s, memory{}, &still{time.Unix(5000, 0)}, "tml_shop", nil)
	if err := g.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return &Manager{Stripe: d, Registry: g, Journal: b, Clock: &still{time.Unix(5000, 0)}, Rand: strings.NewReader(strings.Repeat("x", 64)),
		May: func(string, staff.Ask) error { return nil }}, d, b
}

func ids(g *Registry) string {
	var all []string
	for _, l := range g.Snapshot().Readers {
		all = append(all, l.ID)
	}
	return strings.Join(all, " ")
}

// Lost if it fails: a new reader is not in the list, is registered under a key nobody can repeat, or without a record.
func TestRegisterByPairingCode(t *testing.T) {
	m, d, b := newManager(t)
	ctx := context.Background()
	r, err := m.Register(ctx, "Ingrid", " Sepia  Cerulean-Orbit ", "  Kiosk   two ", "tml_shop")
	if err != nil || r.ID != "tmr_new" || tag(m.Registry, "tmr_new") != "C" {
		t.Fatalf("%+v, %v, letter %s", r, err, tag(m.Registry, "tmr_new"))
	}
	key := b.events[0].Key
	if want := "create " + key + " sepia-cerulean-orbit Kiosk two tml_shop"; d.sent[0] != want || len(key) < 30 {
		t.Errorf("sent %q, want %q", d.sent[0], want)
	}
	if b.kinds() != "ReaderRegisterIntended ReaderRegisterAnswered" || b.before[0] != 0 || b.events[1].Reader != "tmr_new" || b.events[0].By != "Ingrid" {
		t.Errorf("journaled %s, sent before %v, %+v", b.kinds(), b.before, b.events)
	}
	for _, bad := range []struct {
		code, label string
		want        error
	}{{"oneword", "X", ErrCode}, {"a-b-c", "", ErrLabel}, {"a-b-c", strings.Repeat("x", 41), ErrLabel}} {
		if _, err := m.Register(ctx, "Ingrid", bad.code, bad.label, "tml_shop"); !errors.Is(err, bad.want) {
			t.Errorf("%q %q: %v", bad.code, bad.label, err)
		}
	}
	d.fail = &explain.Failure{Side: explain.Stripe, Kind: explain.Refused, Text: "No such registration code"}
	if _, err := m.Register(ctx, "Ingrid", "a-b-c", "X", "tml_shop"); !errors.Is(err, d.fail) || b.events[len(b.events)-1].Failure != explain.Refused {
		t.Errorf("%v, %+v", err, b.events[len(b.events)-1])
	}
	b.full = true
	before := len(d.sent)
	if _, err := m.Register(ctx, "Ingrid", "a-b-c", "X", "tml_shop"); err == nil || len(d.sent) != before {
		t.Errorf("sent without a record: %v", err)
	}
}

// Lost if it fails: a rename changes the letter on the sticker, or a reader with a customer at it is removed.
func TestRenameAndRemove(t *testing.T) {
	m, d, b := newManager(t)
	ctx := context.Background()
	if err := m.Rename(ctx, "Ingrid", "tmr_w", "Aaa first"); err != nil {
		t.Fatal(err)
	}
	if l, _ := m.Registry.Find("tmr_w"); l.Label != "Aaa first" || l.Tag != "B" {
		t.Errorf("%+v", l)
	}
	d.shelf.readers[0].Action = &Action{Type: "process_payment_intent", Status: InProgress, Intent: "pi_1"}
	if err := m.Remove(ctx, "Ingrid", "tmr_f"); !errors.Is(err, ErrBusy) || strings.Contains(strings.Join(d.sent, ";"), "remove") {
		t.Errorf("%v, sent %v", err, d.sent)
	}
	if err := m.Remove(ctx, "Ingrid", "tmr_w"); err != nil || ids(m.Registry) != "tmr_f" {
		t.Errorf("%v, left %s", err, ids(m.Registry))
	}
	if err := m.Remove(ctx, "Ingrid", "tmr_w"); err != nil { // somebody was faster
		t.Error(err)
	}
	if want := "ReaderRenameIntended ReaderRenameAnswered ReaderRemoveIntended ReaderRemoveAnswered"; b.kinds() != want {
		t.Errorf("journaled %s", b.kinds())
	}
}

// Lost if it fails: readers of another location cannot be used, all readers of the account stand in the list, or checking
// them costs a call each.
func TestAddAndImport(t *testing.T) {
	m, d, _ := newManager(t)
	ctx := context.Background()
	if ids(m.Registry) != "tmr_f tmr_w" {
		t.Fatalf("at first %s", ids(m.Registry))
	}
	for id, want := range map[string]error{"tmr_f": ErrTwice, "front desk": ErrID, "tmr_none": ErrGone, "tmr_a,tmr_b": ErrID} {
		if _, err := m.Add(ctx, "Ingrid", id); !errors.Is(err, want) {
			t.Errorf("%s: %v", id, err)
		}
	}
	d.shelf.readers = append(d.shelf.readers, Reader{ID: "tmr_live", Location: "tml_yard", Livemode: true}, Reader{ID: "tmr_z", Label: "Zone", Location: "tml_yard"})
	if _, err := m.Add(ctx, "Ingrid", "tmr_live"); !errors.Is(err, ErrOtherMode) {
		t.Errorf("a live reader beside a test key: %v", err)
	}
	if _, err := m.Add(ctx, "Ingrid", "tmr_y"); err != nil || ids(m.Registry) != "tmr_f tmr_w tmr_y" {
		t.Errorf("%v, %s", err, ids(m.Registry))
	}
	if err := m.Import(ctx, "Ingrid", "tml_yard"); err != nil || ids(m.Registry) != "tmr_f tmr_w tmr_y tmr_live tmr_z" {
		t.Errorf("%v, %s", err, ids(m.Registry))
	}
	calls := d.shelf.calls
	if err := m.Registry.Refresh(ctx); err != nil || d.shelf.calls != calls+1 {
		t.Errorf("%d calls for one look, %v", d.shelf.calls-calls, err)
	}
	_, listed, err := m.Locations(ctx)
	if err != nil || !listed("tml_shop") || !listed("tml_yard") || listed("tml_else") {
		t.Errorf("%v", err)
	}
}

// Lost if it fails: "last heard" is not what it says.
func TestLastHeardIsWhenItWasOnline(t *testing.T) {
	m, d, _ := newManager(t)
	if l, _ := m.Registry.Find("tmr_w"); !l.Heard.IsZero() || l.Availability != Away {
		t.Errorf("never heard of: %+v", l)
	}
	d.shelf.readers[0].Status = "offline"
	m.Registry.clock.(*still).now = time.Unix(9000, 0)
	if err := m.Registry.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if l, _ := m.Registry.Find("tmr_f"); !l.Heard.Equal(time.Unix(5000, 0)) {
		t.Errorf("heard at %s", l.Heard)
	}
}
