//go:build !headless

package app

import (
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/sim"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/ui/demo"
)

// logLength is how many lines of what just happened the panel can show.
const logLength = 12

// happened tells in words what the simulated shop has just seen, newest first. What only an engineer reads is left out.
func (p *demoPanel) happened(snap stripesim.Snapshot) []demo.Entry {
	byIntent := map[string]stripesim.LedgerIntent{}
	for _, i := range p.lab.Stripe.Ledger().Intents {
		byIntent[i.ID] = i
	}
	letters := map[string]string{}
	for _, l := range p.here.Readers.Snapshot().Readers {
		letters[l.ID] = l.Tag
	}
	type line struct {
		at   time.Time
		text string
	}
	var lines []line
	for _, h := range snap.Log {
		i := byIntent[h.Intent]
		_, counter, _ := strings.Cut(i.Metadata["pd_counter"], ":")
		if counter == "" {
			counter = assets.T("demo.log.other")
		}
		key := "demo.log." + h.Kind
		switch h.Kind {
		case "command":
			if h.Text != "terminal.readers.process_payment_intent" {
				continue
			}
		case "failed":
			if strings.Contains(h.Text, "cancel") {
				key = "demo.log.cancel"
			}
		case "gesture":
			kind, _, _ := strings.Cut(h.Text, " ")
			key = "demo.log.gesture." + kind
		}
		if !assets.Has(key) {
			continue
		}
		amount := money.New(i.Amount, money.Currency(strings.ToUpper(i.Currency))).Format("EUR")
		lines = append(lines, line{h.At, assets.T(key, "counter", counter, "reader", letters[h.Reader], "amount", amount)})
	}
	for _, c := range []*Counter{p.here, p.second} {
		for _, s := range c.Desk.Finished() {
			if s.Booking != "" {
				lines = append(lines, line{s.Since, assets.T("demo.log.booked", "counter", c.Name, "number", s.Booking)})
			}
		}
	}
	for _, at := range p.printer.Times() {
		lines = append(lines, line{at, assets.T("demo.log.printed")})
	}
	var out []demo.Entry
	if p.note != "" {
		out = append(out, demo.Entry{Time: snap.Now.Local().Format("15:04:05"), Text: p.note})
	}
	for len(out) < logLength && len(lines) > 0 {
		newest := 0
		for n := range lines {
			if !lines[n].at.Before(lines[newest].at) {
				newest = n
			}
		}
		out = append(out, demo.Entry{Time: lines[newest].at.Local().Format("15:04:05"), Text: lines[newest].text})
		lines = append(lines[:newest], lines[newest+1:]...)
	}
	return out
}

func agreement(a sim.Agreement) demo.Agree {
	out := demo.Agree{OK: a.Agree() && a.Open == 0, Waiting: a.Agree() && a.Open > 0, Detail: assets.T("demo.agree.detail", "charges", a.Charges, "bookings", a.Bookings, "open", a.Open)}
	switch {
	case out.OK:
		out.Title = assets.T("demo.agree.yes")
	case out.Waiting:
		out.Title = assets.T("demo.agree.waiting")
	default:
		out.Title, out.Detail = assets.T("demo.agree.no"), a.Wrong[0]
	}
	return out
}
