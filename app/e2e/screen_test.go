//go:build proof && linux

package e2e

import (
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"paydesk/services/clock"
)

// screen is a virtual display whose pixels are read from Xvfb's own frame buffer file.
type screen struct {
	t       testing.TB
	display string
	buffer  string
}

func newScreen(t testing.TB) *screen {
	t.Helper()
	dir := t.TempDir()
	for n := 60 + os.Getpid()%500; ; n++ {
		display := ":" + strconv.Itoa(n)
		if _, err := os.Stat(fmt.Sprintf("/tmp/.X%d-lock", n)); err == nil {
			continue
		}
		cmd := exec.Command("Xvfb", display, "-screen", "0", "1280x800x24", "-fbdir", dir, "-nolisten", "tcp")
		if err := cmd.Start(); err != nil {
			t.Fatalf("Xvfb is needed for this test (make proof installs it): %v", err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
		s := &screen{t, display, filepath.Join(dir, "Xvfb_screen0")}
		eventually(t, "the virtual display", func() bool { _, err := os.Stat(s.buffer); return err == nil })
		eventually(t, "the display to answer", func() bool { return s.xdotool("getmouselocation") == nil })
		return s
	}
}

func (s *screen) xdotool(args ...string) error {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// tap sends motion and press without a gap, as a finger does.
func (s *screen) tap(x, y int) {
	s.t.Helper()
	if err := s.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1"); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) typeText(text string) {
	s.t.Helper()
	if err := s.xdotool("type", "--delay", "30", text); err != nil {
		s.t.Fatal(err)
	}
}

// look copies the screen's pixels (XWD, 32 bits a pixel, least significant byte first).
func (s *screen) look() *image.RGBA {
	s.t.Helper()
	b, err := os.ReadFile(s.buffer)
	if err != nil || len(b) < 100 {
		s.t.Fatalf("frame buffer: %v, %d bytes", err, len(b))
	}
	at := func(n int) int { return int(binary.BigEndian.Uint32(b[n*4:])) }
	header, width, height, stride, colours := at(0), at(4), at(5), at(12), at(19)
	data := b[header+colours*12:]
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			p := data[y*stride+x*4:]
			img.SetRGBA(x, y, color.RGBA{p[2], p[1], p[0], 255})
		}
	}
	return img
}

// fill is how much of a rectangle has (nearly) this colour, 0 to 1.
func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) float64 {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if near(img.RGBAAt(x, y), c) {
				n++
			}
		}
	}
	return float64(n) / float64(r.Dx()*r.Dy())
}

func near(a, b color.RGBA) bool {
	d := func(x, y uint8) int { return max(int(x), int(y)) - min(int(x), int(y)) }
	return d(a.R, b.R) <= 6 && d(a.G, b.G) <= 6 && d(a.B, b.B) <= 6
}

// sees waits until a rectangle is mostly of a colour.
func (s *screen) sees(what string, r image.Rectangle, c color.RGBA) {
	s.t.Helper()
	eventually(s.t, what, func() bool { return fill(s.look(), r, c) > 0.5 })
}

// save keeps a picture of the screen where a failed test can be looked at.
func (s *screen) save(name string) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.t.Error(err)
		return
	}
	defer f.Close()
	if err := png.Encode(f, s.look()); err != nil {
		s.t.Error(err)
	}
}

// patience is how long another process may take for one step on a busy machine.
const patience = 40 * time.Second

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	real := clock.Real{}
	for until := real.Now().Add(patience); real.Now().Before(until); {
		if ok() {
			return
		}
		if err := real.Sleep(context.Background(), 40*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("waited in vain for %s", what)
}
