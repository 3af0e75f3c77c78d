package receipt

import (
	"strconv"
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/money"
)

// Shop is what stands at the top of every slip.
type Shop struct {
	Name    string
	Counter string
	Banner  string         // DEMO or TEST, empty in live mode
	Own     money.Currency // written with its sign
	Header  []string       // address, tax number: lines of the shop's own under its name
	Footer  []string
}

func (s *Slip) head(shop Shop, title string) {
	s.add(Banner, shop.Banner)
	s.add(Title, shop.Name)
	s.add(Centred, title)
	s.add(Space, "")
}

// XReport is the day so far: it closes nothing and may be printed at any time. printed is now, in the shop's zone.
func XReport(d history.Day, shop Shop, printed time.Time) Slip {
	s := Slip{Name: "x-report-" + printed.Format("2006-01-02-1504")}
	s.head(shop, assets.T("report.x.title"))
	s.pair(Pair, assets.T("report.counter"), shop.Counter)
	s.pair(Pair, assets.T("report.from"), d.From.Format("2006-01-02 15:04"))
	s.pair(Pair, assets.T("report.printed"), printed.Format("2006-01-02 15:04"))
	for _, t := range d.Currencies {
		s.total(t, shop.Own)
	}
	if len(d.Currencies) == 0 {
		s.add(Rule, "")
		s.add(Text, assets.T("report.nothing"))
	}
	s.add(Rule, "")
	s.pair(Pair, assets.T("report.declined"), strconv.Itoa(d.Declined))
	s.pair(Pair, assets.T("report.questions"), strconv.Itoa(len(d.Questions)))
	for _, q := range d.Questions {
		name := q.Customer
		if len(q.Numbers) > 0 {
			name = q.Numbers[0] + " " + name
		}
		s.pair(Pair, name+" · "+assets.T("history.outcome."+string(q.Outcome)), q.Asked.Format(shop.Own))
	}
	s.add(Space, "")
	s.add(Centred, assets.T("report.x.note"))
	return s
}

func (s *Slip) total(t history.Total, own money.Currency) {
	amount := func(minor int64) string { return money.New(minor, t.Currency).Format(own) }
	counted := func(key string, n int) string { return assets.T(key, "currency", t.Currency, "count", n) }
	s.add(Rule, "")
	s.pair(Total, counted("report.charged", t.Payments), amount(t.Charged))
	if t.UnbookedCount > 0 {
		s.pair(Pair, counted("report.unbooked", t.UnbookedCount), amount(t.Unbooked))
	}
	if t.Refunds > 0 {
		s.pair(Total, counted("report.refunded", t.Refunds), amount(-t.Refunded))
	}
	if t.RefundsAway > 0 {
		s.pair(Pair, counted("report.on_its_way", t.RefundsAway), amount(-t.OnItsWay))
	}
	for _, group := range []struct {
		key   string
		parts []history.Part
	}{{"report.by_method", t.ByMethod}, {"report.by_reader", t.ByReader}, {"report.by_person", t.ByPerson}} {
		if len(group.parts) == 0 {
			continue
		}
		s.add(Heading, assets.T(group.key))
		for _, p := range group.parts {
			name := p.Name
			if group.key == "report.by_method" {
				name = history.MethodName(p.Name)
			}
			if p.Tag != "" {
				name = p.Tag + " " + name
			}
			s.pair(Pair, assets.T("report.line", "name", name, "count", p.Count), amount(p.Minor))
		}
	}
}
