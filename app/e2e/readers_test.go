//go:build proof && linux

package e2e

import (
	"image"
	"image/color"
	"path/filepath"
	"testing"
)

// Lost if it fails: a reader that a colleague left behind cannot be freed by the shipped program, or is freed while the payment
// on it can still be charged.
func TestFreeAReaderInTheRealWindow(t *testing.T) {
	sh, s := newShop(t, "--customer", "none"), newScreen(t)
	two := *sh
	two.data = filepath.Join(t.TempDir(), "second")
	colleague := two.command("pay", "--document", invoice, "--reader", "Window", "--as", "Tom")
	if err := colleague.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = colleague.Process.Kill() })
	eventually(t, "the colleague's reader to ask for a card", sh.asking)

	sh.kiosk(s)
	signIn(s)
	eventually(t, "the picker", func() bool {
		return fill(s.look(), image.Rect(2, 300, 92, 700), color.RGBA{255, 255, 255, 255}) > 0.9
	})
	warn, ok := color.RGBA{0xFF, 0xF0, 0xD6, 255}, color.RGBA{0xE0, 0xF3, 0xE8, 255}
	s.tap(50, 252) // the rail's Readers; the window's reader is the third card
	s.sees("the badge of a reader in use", image.Rect(1153, 222, 1165, 254), warn)
	s.tap(1076, 726)
	s.sees("what it means for the colleague's payment", image.Rect(450, 714, 750, 736), warn)
	s.save("free")
	s.tap(606, 417)
	s.typeText("4711")
	s.tap(994, 702)
	s.sees("the badge of a free reader", image.Rect(1024, 302, 1036, 334), ok)
	s.save("freed")
	if err := colleague.Wait(); err == nil {
		t.Error("the colleague's payment ended well")
	}
	for _, i := range sh.ledger().Stripe.Intents {
		if i.Status != "canceled" || len(i.OnReaders) > 0 {
			t.Errorf("the reader is called free; Stripe says %s, on %v", i.Status, i.OnReaders)
		}
	}
	if left := sh.residual(invoice); left != 128450 {
		t.Errorf("%d left of a payment that was stopped", left)
	}
}
