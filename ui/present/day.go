package present

import (
	"slices"
	"strconv"
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/ui/day"
	"paydesk/ui/kit"
)

// The taps of the day's tiles.
const (
	DayCurrency = "currency" // the next currency
	DayOpen     = "open"     // what is open
)

// DayScene is everything the day's screen depends on.
type DayScene struct {
	Now      time.Time
	Own      money.Currency
	Loaded   bool
	Failed   bool // not every entry could be read: sums may lack something
	Day      history.Day
	Currency money.Currency // looked at; empty: the first
	Waiting  int            // things on the list of what needs attention
}

// total is the currency that is looked at, and the place of it.
func (c DayScene) total() (history.Total, int) {
	i := slices.IndexFunc(c.Day.Currencies, func(t history.Total) bool { return t.Currency == c.Currency })
	if i < 0 && len(c.Day.Currencies) > 0 {
		i = 0
	}
	if i < 0 {
		return history.Total{Currency: c.Own}, 0
	}
	return c.Day.Currencies[i], i
}

// NextCurrency is the one after the one that is looked at.
func (c DayScene) NextCurrency() money.Currency {
	_, i := c.total()
	if n := len(c.Day.Currencies); n > 0 {
		return c.Day.Currencies[(i+1)%n].Currency
	}
	return ""
}

// Day shows today so far. Sums of two currencies never stand in one number.
func Day(c DayScene) day.VM {
	vm := day.VM{Second: language.LongDay(c.Now) + " · " + assets.T("day.second"), Loading: !c.Loaded}
	t, i := c.total()
	sum := func(minor int64, of money.Currency) string { return money.New(minor, of).Format(c.Own) }
	charged := func(t history.Total, icon string) day.Tile {
		tile := day.Tile{Icon: icon, Label: assets.T("day.charged", "currency", t.Currency), Amount: sum(t.Charged, t.Currency), Text: assets.N("day.payments", t.Payments)}
		if t.UnbookedCount > 0 {
			tile.Text, tile.Tone = assets.T("day.unbooked", "count", t.UnbookedCount, "all", t.Payments), kit.ToneWarn
		}
		return tile
	}
	vm.Tiles[0] = charged(t, "card")
	if n := len(c.Day.Currencies); n > 1 {
		vm.Tiles[1] = charged(c.Day.Currencies[(i+1)%n], "globe")
		vm.Tiles[1].ID = DayCurrency
		if n > 2 {
			vm.Tiles[1].Text = assets.N("day.currencies", n-2)
		}
	} else {
		vm.Tiles[1] = day.Tile{Icon: "layers", Label: assets.T("day.stays", "currency", t.Currency), Amount: sum(t.Charged-t.Refunded, t.Currency), Text: assets.T("day.stays.text")}
	}
	vm.Tiles[2] = day.Tile{Icon: "back-arrow", Label: assets.T("day.refunded", "currency", t.Currency), Amount: sum(-t.Refunded, t.Currency), Text: assets.N("day.refunds", t.Refunds)}
	if t.RefundsAway > 0 {
		vm.Tiles[2].Text = assets.T("day.away", "count", t.RefundsAway, "all", t.Refunds)
	}
	vm.Tiles[3] = c.open()
	vm.Chart = c.chart(t, sum)
	title := func(key string) string {
		if len(c.Day.Currencies) > 1 {
			return assets.T(key) + ", " + string(t.Currency)
		}
		return assets.T(key)
	}
	for n, group := range []struct {
		key   string
		parts []history.Part
	}{{"report.by_method", t.ByMethod}, {"report.by_reader", t.ByReader}, {"report.by_person", t.ByPerson}} {
		table := day.Table{Title: title(group.key), More: assets.T("day.more")}
		for _, p := range group.parts {
			name := p.Name
			if n == 0 {
				name = history.MethodName(p.Name)
			}
			table.Rows = append(table.Rows, day.Line{Tag: p.Tag, Name: name, Count: strconv.Itoa(p.Count), Amount: sum(p.Minor, t.Currency)})
		}
		if len(table.Rows) == 0 {
			table.Rows = []day.Line{{Name: assets.T("day.nothing")}}
		}
		vm.Tables[n] = table
	}
	return vm
}

// open is what somebody should look at before going home.
func (c DayScene) open() day.Tile {
	tile := day.Tile{ID: DayOpen, Icon: "hourglass", Label: assets.T("day.open"), Amount: strconv.Itoa(len(c.Day.Questions)), Text: assets.T("day.open.none")}
	unbooked, away, held := 0, 0, 0
	for _, q := range c.Day.Questions {
		switch {
		case q.Outcome.MoneyIn():
			unbooked++
		case q.Kind == history.Refund:
			away++
		case q.Outcome == history.Reserved:
			held++
		}
	}
	switch {
	case unbooked > 0:
		tile.Text, tile.Tone = assets.N("day.open.unbooked", unbooked), kit.ToneWarn
	case away > 0:
		tile.Text = assets.N("day.open.away", away)
	case held > 0:
		tile.Text = assets.N("day.open.held", held)
	case len(c.Day.Questions) > 0:
		tile.Text = assets.T("day.open.under_way")
	}
	return tile
}

func (c DayScene) chart(t history.Total, sum func(int64, money.Currency) string) day.Chart {
	chart := day.Chart{Title: assets.T("day.hours", "currency", t.Currency), EmptyTitle: assets.T("day.empty.title"), EmptyText: assets.T("day.empty.text")}
	switch {
	case c.Failed:
		chart.Icon, chart.Badge, chart.Tone = "triangle", assets.T("history.failed.lead"), kit.ToneWarn
	case c.Waiting > 0:
		chart.Icon, chart.Badge, chart.Tone = "bell", assets.N("day.attention", c.Waiting), kit.ToneWarn
	case len(c.Day.Questions) > 0:
		chart.Icon, chart.Badge, chart.Tone = "hourglass", assets.N("day.questions", len(c.Day.Questions)), kit.ToneInfo
	default:
		chart.Icon, chart.Badge, chart.Tone = "shield-tick", assets.T("day.agree"), kit.ToneOK
	}
	if t.Payments == 0 {
		return chart
	}
	first, last, top := 9, 17, int64(1)
	for h, minor := range t.ByHour {
		if minor > 0 {
			first, last, top = min(first, h), max(last, h), max(top, minor)
		}
	}
	for h := first; h <= last; h++ {
		b := day.Bar{Label: assets.T("day.hour", "from", h, "to", h+1), Short: strconv.Itoa(h), Share: float32(float64(t.ByHour[h]) / float64(top))}
		if t.ByHour[h] > 0 {
			b.Amount = sum(t.ByHour[h], t.Currency)
		}
		chart.Bars = append(chart.Bars, b)
	}
	return chart
}
