//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kept lists the files in a folder of the counter's data.
func (s *shop) kept(folder string) []string {
	files, err := filepath.Glob(filepath.Join(s.data, folder, "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	return files
}

// Lost if it fails: the shipped program does not find a payment again, gives a second receipt that passes for the first, does not say on
// the payment's page that it went back, or its X report has another sum than the charge.
func TestHistoryReceiptAndXReportInTheRealWindow(t *testing.T) {
	sh, s := newShop(t), newScreen(t)
	sh.kiosk(s)
	signIn(s)
	chargeInvoice(s, sh)
	sh.gesture("tap", "visa")
	s.sees("the green panel", panel, green)
	verdict(s, sh)
	s.save("history-0-booked")
	okSoft, quiet, white := color.RGBA{0xE0, 0xF3, 0xE8, 255}, color.RGBA{0xE8, 0xEC, 0xF2, 255}, color.RGBA{255, 255, 255, 255}
	eventually(t, "the picker", func() bool {
		if fill(s.look(), panel, green) > 0.5 {
			s.tap(1118, 732) // the way forward; a button that has just come to stand there takes no tap
			return false
		}
		return fill(s.look(), image.Rect(2, 480, 92, 700), white) > 0.9
	})
	s.tap(50, 164) // the rail's History
	s.sees("the payment as the chosen row", image.Rect(420, 172, 560, 182), soft)
	s.sees("its money line in green", image.Rect(1150, 224, 1230, 260), okSoft)
	s.save("history-1-page")

	done := image.Rect(730, 690, 800, 740) // the sheet's button, beside its words
	for n, note := range []color.RGBA{white, quiet} {
		s.tap(829, 726) // Receipt
		s.sees("the receipt", done, accent)
		s.sees("what is said beside it", image.Rect(1000, 176, 1030, 206), note)
		s.save("history-2-receipt")
		if files := sh.kept("receipts"); len(files) != n+1 {
			t.Fatalf("%d receipts are kept: %v", n+1, files)
		}
		s.tap(878, 714) // Done
		s.sees("the page again", image.Rect(1150, 224, 1230, 260), okSoft)
	}

	s.tap(50, 340) // the rail's Day
	s.sees("the hour's bar is as high as the chart", image.Rect(130, 262, 380, 268), white)
	s.save("history-3-day")
	s.tap(949, 66) // X report
	s.sees("the report", done, accent)
	s.tap(878, 638) // Save as PDF
	eventually(t, "the report as PDF and as text", func() bool { return len(sh.kept("reports")) == 2 })
	s.sees("where it is", image.Rect(1000, 176, 1030, 206), quiet)
	s.save("history-4-report")
	for _, f := range sh.kept("reports") {
		if b, err := os.ReadFile(f); err != nil || strings.HasSuffix(f, ".txt") && !strings.Contains(string(b), invoiceAmount) {
			t.Errorf("%s, %v:\n%s", f, err, b)
		}
	}

	s.tap(878, 714) // Done
	s.sees("the day again", image.Rect(130, 262, 380, 268), white)
	s.tap(50, 164) // the rail's History
	s.sees("the payment's page", image.Rect(1150, 224, 1230, 260), okSoft)
	s.tap(1174, 726) // Refund
	s.approves()
	sh.agrees(1, 128450)
	s.presses(right, working)
	eventually(t, "the history, without the sheet that the last of these taps may have opened", func() bool {
		if fill(s.look(), image.Rect(2, 480, 92, 660), white) > 0.9 {
			return true
		}
		s.tap(1014, 162) // the sheet's cross
		return false
	})
	s.sees("the payment still chosen, under its refund", image.Rect(420, 252, 560, 262), soft)
	s.save("history-5-refunded")
	s.sees("no second Refund button", image.Rect(1120, 700, 1128, 716), white)
}
