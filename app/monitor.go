//go:build !headless

package app

import "github.com/go-gl/glfw/v3.4/glfw"

// wideScreen says whether the first screen has room for a second window beside the kiosk. It runs on Fyne's goroutine,
// after the toolkit has started its window system.
func wideScreen() bool {
	m := glfw.GetPrimaryMonitor()
	if m == nil {
		return false
	}
	mode := m.GetVideoMode()
	return mode != nil && mode.Width >= demoWidth
}
