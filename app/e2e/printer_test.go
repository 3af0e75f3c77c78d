//go:build proof && linux

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"testing"

	printersim "paydesk/services/sim/printer"
)

// Buttons of an approved payment where there is a printer: Print, PDF, E-mail, No receipt.
var (
	printBtn    = image.Pt(520, 732)
	printFill   = image.Rect(480, 700, 510, 764)
	forwardFill = image.Rect(1060, 700, 1068, 764)
)

// onPrinter gives the shop's counter a receipt printer.
func (s *shop) onPrinter(address string) {
	s.t.Helper()
	f, err := os.OpenFile(s.config, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := f.WriteString("[printer]\naddress = \"" + address + "\"\n"); err != nil {
		s.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// Lost if it fails: the shipped program prints no receipt, two for one tap, or one without the charge; or a printer that is off keeps a
// customer's payment from being charged and booked once.
func TestReceiptInTheRealWindow(t *testing.T) {
	p, err := printersim.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	sh, s := newShop(t), newScreen(t)
	sh.onPrinter(p.Address())
	sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	s.sees("Print as the filled button", printFill, accent)
	s.save("receipt-offered")
	eventually(t, "the receipt on paper", func() bool { // a tap counts not before the button has stood there for a moment
		s.tap(printBtn.X, printBtn.Y)
		s.tap(printBtn.X, printBtn.Y) // a nervous finger
		return len(p.Slips()) > 0
	})
	s.sees("the way forward as the filled button", forwardFill, accent)
	s.save("receipt-printed")
	slip := p.Slips()[0]
	for _, want := range []string{invoice, "1,284.50", "4242", "Northgate Supply"} {
		if !bytes.Contains(slip, []byte(want)) {
			t.Errorf("%q is missing on %q", want, slip)
		}
	}
	if bytes.Contains(slip, []byte("DUPLICATE")) || len(p.Slips()) != 1 {
		t.Errorf("%d slips, the first is %q", len(p.Slips()), slip)
	}
}

// Lost if it fails: a dead printer holds the cashier up, is not named, or the receipt cannot be had once it is mended.
func TestDeadPrinterInTheRealWindow(t *testing.T) {
	p, err := printersim.Listen()
	if err != nil {
		t.Fatal(err)
	}
	p.Behave(printersim.Ways{NoPaper: true})
	t.Cleanup(p.Close)
	sh, s := newShop(t), newScreen(t)
	sh.onPrinter(p.Address())
	sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	s.sees("Print as the filled button", printFill, accent)
	s.tap(printBtn.X, printBtn.Y)
	eventually(t, "the printer to say that it has no paper", func() bool { return p.Visits() == 1 })
	s.sees("Print again as the filled button", printFill, accent)
	s.save("receipt-no-paper")
	if !sh.booked(1) || len(p.Slips()) != 0 {
		t.Errorf("booked once: %t, %d slips", sh.booked(1), len(p.Slips()))
	}
	p.Behave(printersim.Ways{})
	eventually(t, "a tap on Print again to count", func() bool {
		s.tap(printBtn.X, printBtn.Y)
		return p.Visits() > 1
	})
	eventually(t, "the receipt on paper", func() bool { return len(p.Slips()) > 0 })
	if slip := p.Slips()[0]; bytes.Contains(slip, []byte("DUPLICATE")) {
		t.Errorf("nothing had been printed before: %q", slip)
	}
	s.sees("the way forward as the filled button", forwardFill, accent)
	s.tap(1146, 732)
	s.sees("the list of invoices", image.Rect(2, 300, 92, 700), color.RGBA{255, 255, 255, 255})
	if n := len(p.Slips()); n != 1 {
		t.Errorf("%d slips", n)
	}
}
