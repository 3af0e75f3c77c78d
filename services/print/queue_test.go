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
	"sync"
	"syscall"
	"testing"
	"time"

	"paydesk/services/clock"
)

// fake is a printer in the network: what it says of itself and how it behaves.
type fake struct {
	net.Listener
	mu      sync.Mutex
	printed [][]byte // a visit each
	visits  int
	done    chan struct{} // a visit ended

	mute    bool // answers nothing
	offline byte // answers of DLE EOT 2 and 4
	paper   byte
	closes  int // ends the connection after so many bytes of a slip; 0: never
	deaf    bool
	once    bool // answers GS r never: the paper ended in between
}

func newFake(t *testing.T) *fake {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{Listener: l, offline: 0x12, paper: 0x12, done: make(chan struct{}, 100)}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { f.serve(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
	return f
}

func (f *fake) serve(c net.Conn) {
	defer func() { _ = c.Close(); f.done <- struct{}{} }()
	f.mu.Lock()
	f.visits++
	f.mu.Unlock()
	var slip []byte
	b := make([]byte, 1)
	var held []byte // the beginning of a request
	for {
		if _, err := c.Read(b); err != nil {
			break
		}
		if f.deaf {
			_, _ = io.Copy(io.Discard, c)
			return
		}
		held = append(held, b[0])
		f.mu.Lock()
		offline, paper, mute, once, closes := f.offline, f.paper, f.mute, f.once, f.closes
		f.mu.Unlock()
		answer := byte(0)
		switch {
		case bytes.Equal(held, askOffline):
			answer, held = offline, nil
		case bytes.Equal(held, askPaper):
			answer, held = paper, nil
		case bytes.Equal(held, askInTurn):
			held = nil
			if once {
				f.mu.Lock()
				f.paper = 0x72
				f.mu.Unlock()
				continue
			}
			if !mute {
				_, _ = c.Write([]byte{0x00})
			}
			continue
		case bytes.HasPrefix(askOffline, held), bytes.HasPrefix(askPaper, held), bytes.HasPrefix(askInTurn, held):
			continue
		default:
			slip, held = append(slip, held...), nil
			if closes > 0 && len(slip) >= closes {
				_ = c.(*net.TCPConn).SetLinger(0)
				return
			}
			continue
		}
		if !mute {
			_, _ = c.Write([]byte{answer})
		}
	}
	f.mu.Lock()
	if len(slip) > 0 {
		f.printed = append(f.printed, slip)
	}
	f.mu.Unlock()
}

func (f *fake) paperOut() [][]byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.printed
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
	q, ended := running(t, Place{Address: f.Addr().String()})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("a"); s.Phase != Printed {
		t.Fatalf("%+v", s)
	}
	<-f.done
	if out := f.paperOut(); len(out) != 1 || !bytes.Equal(out[0], Encode(slip(), Paper{Width: 80})) {
		t.Errorf("printed %q", out)
	}
	if q.Status("another").Phase != None {
		t.Error("a slip that nobody asked for has a status")
	}
}

// Lost if it fails: a printer that never answers is taken for one that printed, or for a dead one and the slip comes out twice.
func TestAPrinterThatOnlyListens(t *testing.T) {
	f := newFake(t)
	f.mute = true
	q, ended := running(t, Place{Address: f.Addr().String()})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("a"); s.Phase != Handed {
		t.Errorf("%+v", s)
	}
	<-f.done
	if out := f.paperOut(); len(out) != 1 {
		t.Errorf("printed %d times", len(out))
	}
}

// Lost if it fails: the cashier is not told what to mend, or a slip of which nothing came out is called a second one (or one that came
// out in part the first).
func TestTroubleIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*fake)
		want Trouble
		sent bool
	}{
		"no paper":            {func(f *fake) { f.paper = 0x72 }, NoPaper, false},
		"cover open":          {func(f *fake) { f.offline = 0x16 }, Open, false},
		"cutter":              {func(f *fake) { f.offline = 0x52 }, Faulty, false},
		"hangs up at once":    {func(f *fake) { f.closes = 1 }, Broken, true},
		"hangs up in between": {func(f *fake) { f.closes = 40 }, Broken, true},
		"paper ends":          {func(f *fake) { f.once = true }, NoPaper, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			c.set(f)
			q, ended := running(t, Place{Address: f.Addr().String()})
			if err := q.Print("a", slip()); err != nil {
				t.Fatal(err)
			}
			if s := ended("a"); s.Phase != Failed || s.Why != c.want || s.Sent != c.sent {
				t.Errorf("%+v", s)
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.visits != 1 {
				t.Errorf("%d visits: nobody asked for another try", f.visits)
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
	q, ended := running(t, Place{Address: f.Addr().String()})
	if err := q.Print("a", slip()); err != nil {
		t.Fatal(err)
	}
	ended("a")
	<-f.done
	f.mu.Lock()
	f.mute = true
	f.mu.Unlock()
	if err := q.Print("b", slip()); err != nil {
		t.Fatal(err)
	}
	if s := ended("b"); s.Phase != Failed || s.Why != Stuck || s.Sent {
		t.Errorf("%+v", s)
	}
	<-f.done
	if out := f.paperOut(); len(out) != 1 {
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
	f.deaf = true
	w := short
	w.Status = time.Hour
	q := New(Config{Place: Place{Address: f.Addr().String()}, Clock: clock.Real{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Waits: w})
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
