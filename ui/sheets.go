package ui

import "paydesk/ui/shell"

// renderSheet shows the one open sheet: a manager's consent stands before everything else.
func (k *Kiosk) renderSheet() {
	switch {
	case k.session != nil && k.back.open:
		k.renderRefund()
		k.shell.SetSheet(shell.Pick(k.back.asking, k.refunds.entry.Object(), k.refunds.sheet.Object()))
	case k.session != nil && k.consent.open:
		k.approver.Set(k.consentVM())
		k.shell.SetSheet(k.approver.Object())
	case k.session != nil && k.pick.typing != nil && k.paying == "":
		k.renderAmount()
		k.shell.SetSheet(k.amounts.Object())
	case k.session != nil && k.holds.open != nil:
		k.captures.Set(k.captureVM(k.Till.About()))
		k.shell.SetSheet(k.captures.Object())
	case k.typingMail():
		k.mailEntry.Set(k.mailVM(k.Till.About().Test))
		k.shell.SetSheet(k.mailEntry.Object())
	case k.session != nil && k.sheet.open:
		k.chooser.Set(k.chooserVM())
		k.shell.SetSheet(k.chooser.Object())
	case k.session != nil && k.place == shell.PlaceAttention && k.paying == "" && k.entrySheet() != nil:
		k.shell.SetSheet(k.entryView.Object())
	case k.session != nil && (k.place == shell.PlaceHistory || k.place == shell.PlaceDay) && k.paying == "":
		k.shell.SetSheet(k.pastSheet())
	case k.session != nil && k.place == shell.PlaceReaders && k.paying == "":
		k.shell.SetSheet(k.readerSheet())
	case k.session != nil && k.place == shell.PlaceSettings && k.paying == "":
		k.shell.SetSheet(k.officeSheet())
	default:
		k.shell.SetSheet(nil)
	}
}
