//go:build !headless

package app

import (
	"fmt"
	"math"
	"runtime"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"paydesk/ui/theme"
)

// display is the first screen of this machine.
type display struct{ width, height int } // in pixels

// openDisplay starts the window system before the toolkit does: its own failure would be a stack of calls, and the scale
// must be known before the first window. It runs on the main goroutine.
func openDisplay() (display, error) {
	if runtime.GOOS == "linux" {
		glfw.InitHint(glfw.PlatformHint, int(glfw.PlatformX11)) // Wayland delivers no touch
	}
	if err := glfw.Init(); err != nil {
		return display{}, fmt.Errorf("%w (%w)", ErrNoDisplay, err)
	}
	m := glfw.GetPrimaryMonitor()
	if m == nil {
		return display{}, fmt.Errorf("%w (no monitor is connected)", ErrNoDisplay)
	}
	mode := m.GetVideoMode()
	if mode == nil {
		return display{}, fmt.Errorf("%w (the monitor has no mode)", ErrNoDisplay)
	}
	return display{mode.Width, mode.Height}, nil
}

// wide says whether there is room for a second window beside the kiosk.
func (d display) wide() bool { return d.width >= demoWidth }

// window is how large a window may be that is not full screen: 1280×800, or what a smaller screen has.
func (d display) window() fyne.Size {
	return fyne.NewSize(float32(min(d.width, 1280)), float32(min(d.height, 800)))
}

// scaleFor makes targets as large on the glass as the design has them: from the screen's diagonal in inches, 1 where none
// is configured. The small screen's profile is used where the large one's would not fit.
func (d display) scaleFor(diagonal float64) float32 {
	if diagonal <= 0 || d.width == 0 {
		return 1
	}
	dpi := math.Hypot(float64(d.width), float64(d.height)) / diagonal
	for _, p := range []theme.Profile{theme.Counter, theme.Compact} {
		s := dpi / float64(p.DPI)
		w, h := float64(d.width)/s, float64(d.height)/s
		if (p.Tight && w >= 960 && h >= 560) || (!p.Tight && w >= 1200 && h >= 720) {
			return float32(math.Round(s*100) / 100)
		}
	}
	return float32(math.Max(0.6, math.Min(float64(d.width)/1024, float64(d.height)/600))) // everything must fit first
}
