package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"paydesk/services/sim"
	stripesim "paydesk/services/sim/stripe"
)

const platform = runtime.GOOS

// simReady is the one line that says where the simulators are.
type simReady struct {
	OdooURL      string      `json:"odoo_url,omitempty"`
	OdooDatabase string      `json:"odoo_database,omitempty"`
	OdooUser     string      `json:"odoo_user,omitempty"`
	OdooKey      string      `json:"odoo_key,omitempty"`
	StripeURL    string      `json:"stripe_url,omitempty"`
	StripeKey    string      `json:"stripe_key,omitempty"`
	Location     string      `json:"stripe_location,omitempty"`
	Readers      []simReader `json:"readers,omitempty"`
	ControlURL   string      `json:"control_url"`
}

type simReader struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Type   string `json:"type"`
	Status string `json:"status"`
}

// simulate runs the demo shop's simulators until interrupted.
func simulate(ctx context.Context, e Env, o options) int {
	lab, err := startLab(o)
	if err != nil {
		fmt.Fprintln(e.Stderr, err)
		return ExitUsage
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ready := simReady{ControlURL: lab.ControlURL}
	if lab.Odoo != nil {
		ready.OdooURL, ready.OdooDatabase, ready.OdooUser, ready.OdooKey = lab.OdooURL, sim.OdooDatabase, sim.OdooUser, sim.OdooKey
	}
	if lab.Stripe != nil {
		ready.StripeURL, ready.StripeKey, ready.Location = lab.StripeURL, sim.StripeKey, sim.Location
		for _, r := range lab.Stripe.Snapshot().Readers {
			ready.Readers = append(ready.Readers, simReader{r.ID, r.Label, r.DeviceType, r.Status})
		}
	}
	if err := json.NewEncoder(e.Stdout).Encode(ready); err != nil {
		fmt.Fprintln(e.Stderr, errors.Join(err, lab.Close()))
		return ExitFailed
	}
	<-ctx.Done()
	if err := lab.Close(); err != nil {
		fmt.Fprintln(e.Stderr, err)
		return ExitFailed
	}
	return ExitOK
}

func startLab(o options) (*sim.Lab, error) {
	number, enterprise := strings.CutSuffix(o.odooVersion, "e")
	version, err := strconv.Atoi(number)
	if err != nil || version < 17 || version > 19 {
		return nil, say(nil, "cli.odoo_version", "said", quote(o.odooVersion))
	}
	after, err := time.ParseDuration(o.presentAfter)
	if err != nil || after < 0 {
		return nil, say(nil, "cli.present_after", "said", quote(o.presentAfter))
	}
	switch o.customer {
	case stripesim.AutoNone, stripesim.AutoGood, stripesim.AutoDeclinedThenGood:
	default:
		return nil, say(nil, "cli.customer", "said", quote(o.customer))
	}
	if o.only != "" && o.only != "stripe" && o.only != "odoo" {
		return nil, say(nil, "cli.only", "said", quote(o.only))
	}
	return sim.Start(sim.Options{
		OdooListen: o.odooListen, StripeListen: o.stripeAddr, ControlListen: o.controlListen, Seed: o.seed,
		OnlyStripe: o.only == "stripe", OnlyOdoo: o.only == "odoo", OdooVersion: version, Enterprise: enterprise,
		Auto: stripesim.Auto{Customer: o.customer, After: after},
	})
}
