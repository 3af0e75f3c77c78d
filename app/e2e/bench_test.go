//go:build proof && linux

package e2e

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"paydesk/services/clock"
)

// cost is what a window takes: until its first frame, and of memory when it has been idle for a while.
type cost struct {
	frame time.Duration
	rssKB int
}

// BenchmarkKiosk prints the kiosk's idle memory and first frame as a ratio to the smallest window of the toolkit, both
// measured in this run.
func BenchmarkKiosk(b *testing.B) {
	program, err := windowed()
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		minimal := filepath.Join(b.TempDir(), "minimal")
		build := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", minimal, "./testdata/minimal")
		if out, err := build.CombinedOutput(); err != nil {
			b.Fatalf("build: %v\n%s", err, out)
		}
		floor := measure(b, exec.Command(minimal))
		kiosk := measure(b, exec.Command(program))
		b.ReportMetric(float64(kiosk.frame.Milliseconds()), "ms-first-frame")
		b.ReportMetric(float64(kiosk.frame)/float64(floor.frame), "x-first-frame")
		b.ReportMetric(float64(kiosk.rssKB)/1024, "MB-idle")
		b.ReportMetric(float64(kiosk.rssKB)/float64(floor.rssKB), "x-idle")
	}
}

func measure(b *testing.B, cmd *exec.Cmd) cost {
	b.Helper()
	s := newScreen(b)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_US.UTF-8", "HOME="+b.TempDir())
	real := clock.Real{}
	began := real.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	whole := image.Rect(200, 200, 1000, 700)
	eventually(b, "the first frame", func() bool {
		img := s.look()
		return fill(img, whole, img.RGBAAt(0, 799)) < 1 || img.RGBAAt(600, 400).R > 0
	})
	c := cost{frame: real.Now().Sub(began)}
	if err := real.Sleep(context.Background(), 8*time.Second); err != nil {
		b.Fatal(err)
	}
	c.rssKB = rss(b, cmd.Process.Pid)
	return c
}

func rss(b *testing.B, pid int) int {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return n
		}
	}
	b.Fatal("no VmRSS")
	return 0
}
