package present

import (
	"paydesk/assets"
	"paydesk/services/reader"
	"paydesk/ui/chooser"
	"paydesk/ui/kit"
	"paydesk/ui/readers"
)

// BarWords says why a type of reader cannot be used here, and what can; empty where it can.
func BarWords(b reader.Bar) string {
	switch b {
	case "":
		return ""
	case reader.BarBrowser:
		return assets.T("readers.bar.browser")
	case reader.BarPhone:
		return assets.T("readers.bar.phone")
	}
	return assets.T("readers.bar.bluetooth")
}

// barWord is the same in two words, for a line of the chooser.
func barWord(b reader.Bar) string {
	switch b {
	case reader.BarBrowser:
		return assets.T("readers.bar.browser.word")
	case reader.BarPhone:
		return assets.T("readers.bar.phone.word")
	}
	return assets.T("readers.bar.bluetooth.word")
}

// CheckWords puts what pre-flight found into one sentence; empty where all is well.
func CheckWords(c reader.Check) string {
	switch {
	case c.Result == reader.Good:
		return ""
	case c.Kind == reader.CheckType:
		return BarWords(c.Bar)
	case c.Kind == reader.CheckSlot && c.Who != "":
		return assets.T("chooser.use.by", "counter", c.Who)
	case c.Kind == reader.CheckCurrency && c.Result == reader.Bad:
		return assets.T("preflight.currency", "currency", c.Wants)
	case c.Kind == reader.CheckLocation && c.Result == reader.Bad:
		return assets.T("preflight.location")
	case c.Kind == reader.CheckLocation, c.Kind == reader.CheckCurrency:
		return assets.T("preflight.doubtful")
	case c.Kind == reader.CheckAmount:
		return assets.T("preflight.amount")
	case c.Kind == reader.CheckSlot:
		return assets.T("pick.reader.busy")
	case c.Kind == reader.CheckStatus:
		return assets.T("preflight.status")
	}
	return assets.T("preflight.known")
}

// PreflightRefusal says why a payment does not start on a reader, what that means for the money and what to do.
func PreflightRefusal(c reader.Check) string {
	do := assets.T("preflight.do.reader")
	if c.Kind == reader.CheckAmount {
		do = assets.T("preflight.do.amount")
	}
	return assets.T("preflight.refused", "why", CheckWords(c), "do", do)
}

// ChooserRow is a reader in the chooser, with what pre-flight says of it.
func (c ReaderScene) ChooserRow(r reader.Listed, checks []reader.Check) chooser.Reader {
	row := chooser.Reader{ID: r.ID, Letter: r.Tag, Label: r.Label, Model: r.Model(), Usable: r.Availability == reader.Ready || r.Availability == reader.Uncertain}
	row.State, row.Word = ReaderWord(r.Availability)
	worst, found := reader.Worst(checks)
	switch u := c.useOf(r); {
	case found && worst.Result == reader.Bad:
		row.Usable, row.Refused, row.State = false, true, kit.HealthAway
		row.Word, row.Detail = assets.T("pick.reader.undriven"), CheckWords(worst)
		if worst.Kind == reader.CheckType {
			row.Word, row.Detail = barWord(worst.Bar), assets.T("readers.bar.use")
		}
	case r.Availability == reader.InUse && u.here:
		row.Word, row.Detail = assets.T("readers.use.here"), u.what
	case r.Availability == reader.InUse && u.who != "":
		row.Word, row.Detail = assets.T("readers.use.by", "counter", u.who), u.what
	case r.Availability == reader.InUse && r.MovedBy != "":
		row.Detail = assets.T("chooser.use.by", "counter", r.MovedBy)
	case r.Availability == reader.Away:
		row.Check, row.Checking, row.Detail = true, c.Asking, assets.T("chooser.use.away")
	case found:
		row.Detail = CheckWords(worst)
	case c.isMine(r.ID):
		row.Detail = assets.T("readers.act.yours")
	}
	return row
}

// ReaderHelp is what to check at a reader that cannot be reached, likeliest first; or what to use in place of one that Stripe does
// not drive from here (the facts are Stripe's: two minutes of silence, the restart about midnight).
func ReaderHelp(r reader.Listed, asking bool) readers.HelpVM {
	vm := readers.HelpVM{Title: assets.T("readers.help.title", "reader", r.Tag), Second: r.Label + " · " + Model(r.Reader), Button: assets.T("readers.act.look"), Icon: "refresh", Off: asking}
	step := func(icon, what string) {
		vm.Steps = append(vm.Steps, readers.Step{Icon: icon, Lead: assets.T("readers.help." + what + ".lead"), Text: assets.T("readers.help." + what + ".text")})
	}
	if !r.Drivable() {
		vm.Title, vm.Button, vm.Icon, vm.Off = assets.T("readers.instead.title"), assets.T("readers.instead.done"), "check", false
		vm.Steps = []readers.Step{{Icon: "circle-slash", Text: BarWords(r.Bar())}}
		step("reader", "instead.counter")
		step("wifi-off", "instead.cellular")
		return vm
	}
	if r.Battery() {
		step("power", "battery")
	} else {
		step("plug", "power")
	}
	step("wifi-off", "network")
	step("moon", "midnight")
	step("clock", "silence")
	return vm
}
