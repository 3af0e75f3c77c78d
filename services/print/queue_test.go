//go:build unix

package print

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"paydesk/services/clock"
	printersim "paydesk/services/sim/printer"
)

func newFake(t *testing.T) *printersim.Printer {
	t.Helper()
	f, err := printersim.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

// short is patience enough for a machine that talks to itself, and not more than a test may cost.
var short = Waits{Reach: time.Second, Status: 150 * time.Millisecond, Take: 300 * time.Millisecond, Done: 300 * time.Millisecond}

// running is a queue at work, whose every change can be waited for.
func running(t *testing.T, p Place) (q *Queue, ended func(id string) Status) {
	t.Helper()
	moved := make(chan struct{}, 1)
	q = New(Config{Place: p, Paper: Paper{Width: 80}, Clock: clock.Real{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Waits: short, Changed: func() {
		select {
		case moved <- struct{}{}:
		default:
		}
	}})
	ctx, stop := context.WithCancel(context.Background())
	var run clock.Goroutines
	run.Go(func() { q.Run(ctx) })
	t.Cleanup(func() { stop(); run.Wait() })
	return q, func(id string) Status {
		t.Helper()
		for {
			if s := q.Status(id); s.Phase != None && !s.Phase.UnderWay() {
				return s
			}
			<-moved
		}
	}
}

// Lost if it fails: a healthy printer prints nothing, something else, or twice, and the screen says otherwise.
func TestPrints(t *testing.T) {
	f := newFake(t)
	q, ended := running(t, Place{Address: f.Address()})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("a"); s.Phase != Printed {
		t.Fatalf("%+v", s)
	}
	<-f.Visited
	if out := f.Slips(); len(out) != 1 || !bytes.Equal(out[0], Encode(slip(), Paper{Width: 80})) {
		t.Errorf("printed %q", out)
	}
	if q.Status("another").Phase != None {
		t.Error("a slip that nobody asked for has a status")
	}
}

// Lost if it fails: a printer that never answers is taken for one that printed, or for a dead one and the slip comes out twice.
func TestAPrinterThatOnlyListens(t *testing.T) {
	f := newFake(t)
	f.Behave(printersim.Ways{Mute: true})
	q, ended := running(t, Place{Address: f.Address()})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("a"); s.Phase != Handed {
		t.Errorf("%+v", s)
	}
	<-f.Visited
	if out := f.Slips(); len(out) != 1 {
		t.Errorf("printed %d times", len(out))
	}
}

// Lost if it fails: the cashier is not told what to mend, or a slip of which nothing came out is called a second one (or one that came
// out in part the first).
func TestTroubleIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		ways printersim.Ways
		want Trouble
		sent bool
	}{
		"no paper":            {printersim.Ways{NoPaper: true}, NoPaper, false},
		"cover open":          {printersim.Ways{Open: true}, Open, false},
		"cutter":              {printersim.Ways{Faulty: true}, Faulty, false},
		"hangs up at once":    {printersim.Ways{HangsUp: 1}, Broken, true},
		"hangs up in between": {printersim.Ways{HangsUp: 40}, Broken, true},
		"paper ends":          {printersim.Ways{Ends: true}, NoPaper, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.Behave(c.ways)
			q, ended := running(t, Place{Address: f.Address()})
			if err := q.Print("a", slip()); err != nil {
				t.Fatal(err)
			}
			if s := ended("a"); s.Phase != Failed || s.Why != c.want || s.Sent != c.sent {
				t.Errorf("%+v", s)
			}
			if n := f.Visits(); n != 1 {
				t.Errorf("%d visits: nobody asked for another try", n)
			}
		})
	}
}

// Lost if it fails: a printer that is off blocks the counter, or its slip comes out hours later by itself.
func TestAbsentPrinter(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	q, ended := running(t, Place{Address: at})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("a"); s.Phase != Failed || s.Why != Away || s.Sent {
		t.Errorf("%+v", s)
	}
	// the same slip again, now that a person asks
	if err := q.Print("a", slip()); err != nil {
		t.Errorf("a second try: %v", err)
	}
	ended("a")
}

// Lost if it fails: a printer that went to sleep is fed, and empties itself when it wakes.
func TestSilenceAfterSpeechIsTrouble(t *testing.T) {
	f := newFake(t)
	q, ended := running(t, Place{Address: f.Address()})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	ended("a")
	<-f.Visited
	f.Behave(printersim.Ways{Mute: true})
	if err := q.Print("b", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("b"); s.Phase != Failed || s.Why != Stuck || s.Sent {
		t.Errorf("%+v", s)
	}
	<-f.Visited
	if out := f.Slips(); len(out) != 1 {
		t.Errorf("printed %d times", len(out))
	}
}

// Lost if it fails: a double tap prints twice, or a counter with a dead printer fills its memory.
func TestOneTapOneSlip(t *testing.T) {
	q := New(Config{Place: Place{Address: "127.0.0.1:1"}, Clock: clock.Real{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if err := q.Print("a", slip()); !errors.Is(err, ErrUnderWay) {
		t.Errorf("the second tap: %v", err)
	}
	full := false
	for n := range 2 * mostWaiting {
		err := q.Print("b"+string(rune('a'+n)), slip())
		full = full || errors.Is(err, ErrFull)
	}
	if len(q.queue) != mostWaiting || !full {
		t.Errorf("%d slips wait", len(q.queue))
	}
	for n := range 3 * mostKept {
		q.mu.Lock()
		q.set(string(rune(0x4e00+n)), Status{Phase: Printed})
		q.forget()
		q.mu.Unlock()
	}
	if len(q.states) > mostKept || len(q.order) != len(q.states) || q.Status("a").Phase != Waiting {
		t.Errorf("%d statuses kept, %d in order, a waits: %v", len(q.states), len(q.order), q.Status("a"))
	}
}

// Lost if it fails: closing the program waits for a printer that hangs.
func TestEndsInTheMiddleOfASlip(t *testing.T) {
	f := newFake(t)
	f.Behave(printersim.Ways{Deaf: true})
	w := short
	w.Status = time.Hour
	q := New(Config{Place: Place{Address: f.Address()}, Clock: clock.Real{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Waits: w})
	ctx, stop := context.WithCancel(context.Background())
	var run clock.Goroutines
	run.Go(func() { q.Run(ctx) })
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	for q.Status("a").Phase != Printing {
		runtime.Gosched()
	}
	stop()
	run.Wait()
	if s := q.Status("a"); s.Phase != Failed {
		t.Errorf("%+v", s)
	}
}

// Lost if it fails: a wrong path in the configuration is written over, or an unplugged printer blocks the counter.
func TestDeviceFiles(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "precious.toml")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "lp0")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for device, want := range map[string]Trouble{file: Refused, dir: Refused, filepath.Join(dir, "unplugged"): Away, pipe: Away} {
		q, ended := running(t, Place{Device: device})
		if err := q.Print("a", slip()); err != nil {
			t.Fatal(err)
		}
		if s := ended("a"); s.Phase != Failed || s.Why != want || s.Sent {
			t.Errorf("%s: %+v", device, s)
		}
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "precious" {
		t.Errorf("the file is now %q, %v", b, err)
	}
	// a device that takes everything and answers nothing
	quiet, quietEnded := running(t, Place{Device: os.DevNull})
	if err := quiet.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := quietEnded("a"); s.Phase != Handed {
		t.Errorf("a cable of one way: %+v", s)
	}
	// with somebody at the other end
	read, err := os.OpenFile(pipe, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	q, ended := running(t, Place{Device: pipe})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("a"); s.Phase != Handed {
		t.Errorf("%+v", s)
	}
	b, err := io.ReadAll(read)
	if want := Encode(slip(), Paper{Width: 80}); err != nil || !bytes.Equal(b, want) {
		t.Errorf("the device got %q, %v", b, err)
	}
	// somebody who never reads: the pipe fills and the counter gives up
	deaf, err := os.OpenFile(pipe, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	s, err := open(context.Background(), Place{Device: pipe}, clock.Real{}, short)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.deliver(context.Background(), make([]byte, 1<<20), false)
	var why *Failure
	if !errors.As(err, &why) || why.Trouble != Stuck || !why.Sent {
		t.Errorf("a device that takes nothing: %v", err)
	}
	s.drop()
}
