// Package sim puts the simulated Stripe and the simulated Odoo on loopback addresses, with a control server beside them,
// for the demo shop, for tests of the built program, and for anyone who wants to try a counter without an account.
package sim

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"paydesk/services/clock"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// Keys of the demo shop. They open nothing but simulators on this machine.
const (
	OdooDatabase = "northgate"
	OdooUser     = "counter@northgate.example"
	OdooKey      = "demo-odoo-key"
	StripeKey    = "sk_test_demo"
	Location     = "tml_northgate"
)

// users are the people of the demo shop who have a login in Odoo.
var users = []struct{ name, login string }{{"Ingrid Solheim", "ingrid"}, {"Noor Haddad", "noor"}, {"Ruth Adler", "ruth"}}

// keyLife is how long the demo's key opens Odoo 18 and 19: as long as a key may live there at most.
const keyLife = 90 * 24 * time.Hour

// Options say what runs and where. Empty addresses take a free port of the loopback interface.
type Options struct {
	OdooListen, StripeListen, ControlListen string
	OnlyStripe, OnlyOdoo                    bool
	Seed                                    uint64
	Auto                                    stripesim.Auto
	// OdooVersion is 17, 18 or 19, 0 means 18; Enterprise is Odoo with its accounting.
	OdooVersion int
	Enterprise  bool
	Clock       clock.Clock
}

// Lab is a running pair of simulators.
type Lab struct {
	Stripe *stripesim.Server // nil with OnlyOdoo
	Odoo   *odoosim.Server   // nil with OnlyStripe
	Clock  *ShiftedClock

	OdooURL, StripeURL, ControlURL string

	servers []*http.Server
	wg      sync.WaitGroup
}

// ShiftedClock is a clock that can be moved forward, for the simulators only: programs that talk to them keep theirs.
type ShiftedClock struct {
	clock.Clock
	mu    sync.Mutex
	shift time.Duration
}

// Now is the machine's time plus what it was moved by.
func (c *ShiftedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Clock.Now().Add(c.shift)
}

// Move moves the clock forward.
func (c *ShiftedClock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shift += d
}

// Readers of the demo shop: two that work and one that is switched off.
func Readers() []stripesim.ReaderSpec {
	return []stripesim.ReaderSpec{
		{ID: "tmr_frontdesk", Label: "Front desk", Type: "simulated_stripe_s700", Location: Location},
		{ID: "tmr_window", Label: "Window", Type: "simulated_wisepos_e", Location: Location},
		{ID: "tmr_warehouse", Label: "Warehouse", Type: "simulated_wisepos_e", Status: "offline", Location: Location},
	}
}

// Start builds the demo shop and serves it until Close.
func Start(o Options) (*Lab, error) {
	if o.Clock == nil {
		o.Clock = clock.Real{}
	}
	l := &Lab{Clock: &ShiftedClock{Clock: o.Clock}}
	var err error
	if !o.OnlyOdoo {
		l.Stripe = stripesim.New(stripesim.Config{
			Clock: l.Clock, Seed: o.Seed, Key: StripeKey, Country: "DE", Currency: "eur", LocationID: Location,
			Readers: Readers(), Auto: o.Auto, MOTO: true,
		})
		if l.StripeURL, err = l.serve(o.StripeListen, l.Stripe); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	if !o.OnlyStripe {
		l.Odoo = odoosim.New(odoosim.Config{
			Clock: l.Clock, Seed: o.Seed, Database: OdooDatabase, User: OdooUser, Key: OdooKey,
			Version: o.OdooVersion, Enterprise: o.Enterprise, KeyExpires: l.Clock.Now().Add(keyLife),
			Company: odoosim.NorthgateCompany(time.Local), Invoices: odoosim.Northgate(l.Clock.Now(), o.Seed),
		})
		for _, u := range users {
			if _, err := l.Odoo.AddUser(u.name, u.login+"@northgate.example"); err != nil {
				return nil, errors.Join(err, l.Close())
			}
		}
		if l.OdooURL, err = l.serve(o.OdooListen, l.Odoo); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	if l.ControlURL, err = l.serve(o.ControlListen, l.control()); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// ErrNotLoopback refuses to show a simulator to a network.
var ErrNotLoopback = errors.New("simulators listen on loopback addresses only")

func (l *Lab) serve(address string, h http.Handler) (string, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("listen address %q: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("%w: %s", ErrNotLoopback, address)
	}
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return "", fmt.Errorf("simulator: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	l.servers = append(l.servers, server)
	l.wg.Go(func() {
		_ = server.Serve(ln) // always ends with ErrServerClosed, by Close
	})
	return "http://" + ln.Addr().String(), nil
}

// Close ends all servers.
func (l *Lab) Close() error {
	var errs error
	for _, s := range l.servers {
		errs = errors.Join(errs, s.Close())
	}
	l.wg.Wait()
	return errs
}
