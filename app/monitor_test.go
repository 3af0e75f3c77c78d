//go:build !headless

package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Lost if it fails: on a small screen without a window manager half of the demo's keypad is off the screen.
func TestTheWindowFitsTheScreen(t *testing.T) {
	for d, want := range map[display]fyne.Size{
		{1920, 1080}: fyne.NewSize(1280, 800), {1280, 800}: fyne.NewSize(1280, 800), {1024, 600}: fyne.NewSize(1024, 600),
	} {
		if got := d.window(); got != want {
			t.Errorf("%v: window %v, want %v", d, got, want)
		}
	}
}

// Lost if it fails: buttons on a fine screen become too small for a finger, or half the kiosk is off the screen.
func TestScaleFollowsTheGlass(t *testing.T) {
	for _, c := range []struct {
		d        display
		diagonal float64
		want     float32
	}{
		{display{1280, 800}, 15.6, 1},
		{display{1280, 800}, 0, 1},
		{display{1920, 1080}, 15.6, 1.46},
		{display{1024, 600}, 10.1, 1},
		{display{1920, 1200}, 10.1, 1.9},
	} {
		if got := c.d.scaleFor(c.diagonal); got < c.want-0.03 || got > c.want+0.03 {
			t.Errorf("%v at %v inches: scale %v, want %v", c.d, c.diagonal, got, c.want)
		}
	}
}
