package print

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"paydesk/services/clock"
)

// Place is where a printer is reached: one of the two.
type Place struct {
	Address string // host:port of a printer in the network
	Device  string // a device file, such as /dev/usb/lp0
}

// String names the place as the configuration does.
func (p Place) String() string { return p.Address + p.Device }

// Waits are how long a printer may take for its steps.
type Waits struct {
	Reach  time.Duration // until it takes a connection
	Status time.Duration // until it says how it is; many never do
	Take   time.Duration // until it has taken all bytes
	Done   time.Duration // until one that speaks says that the paper is out
}

// DefaultWaits suit printers of shops.
var DefaultWaits = Waits{Reach: 3 * time.Second, Status: time.Second, Take: 10 * time.Second, Done: 15 * time.Second}

// Trouble is why nothing, or not all, was printed.
type Trouble string

// Troubles. The words for each stand in the catalogue under print.trouble.
const (
	Away    Trouble = "away"    // nothing answers there
	Refused Trouble = "refused" // the device may not be opened, or is no printer
	NoPaper Trouble = "paper"
	Open    Trouble = "open"  // the cover
	Faulty  Trouble = "fault" // the printer says that it cannot
	Stuck   Trouble = "stuck" // it answered before and does not now, or takes no bytes
	Broken  Trouble = "broken"
)

// Failure is a slip that did not come out. Sent says that some of it may be on paper all the same.
type Failure struct {
	Trouble Trouble
	Sent    bool
	Err     error
}

// Error is for the log.
func (f *Failure) Error() string {
	if f.Err == nil {
		return "printer: " + string(f.Trouble)
	}
	return fmt.Sprintf("printer: %s: %v", f.Trouble, f.Err)
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// wire is an open way to a printer.
type wire interface {
	io.ReadWriteCloser
	SetDeadline(time.Time) error
}

// session is one visit to a printer.
type session struct {
	w     wire
	clock clock.Clock
	waits Waits
	mute  bool // it can only be written to
	file  bool // a device file, whose end or error on reading says nothing of writing
}

// open reaches the printer.
func open(ctx context.Context, p Place, c clock.Clock, waits Waits) (*session, error) {
	s := &session{clock: c, waits: waits}
	if p.Device != "" {
		return s, s.device(p.Device)
	}
	d := net.Dialer{Timeout: waits.Reach}
	conn, err := d.DialContext(ctx, "tcp", p.Address)
	if err != nil {
		return nil, &Failure{Trouble: Away, Err: err}
	}
	s.w = conn
	return s, nil
}

// device opens a device file without waiting for it. An ordinary file is refused: a wrong path must not be written over.
func (s *session) device(name string) error {
	st, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &Failure{Trouble: Away, Err: err} // unplugged: its file is gone
	case err != nil:
		return &Failure{Trouble: Refused, Err: err}
	case st.Mode().IsRegular() || st.IsDir():
		return &Failure{Trouble: Refused, Err: fmt.Errorf("%s is no device", name)}
	}
	var f *os.File
	err = os.ErrPermission
	if st.Mode()&os.ModeCharDevice != 0 {
		f, err = os.OpenFile(name, os.O_RDWR|syscall.O_NONBLOCK, 0)
	}
	if err != nil {
		s.mute = true
		f, err = os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	}
	switch {
	case err == nil:
		s.w, s.file = f, true
		return nil
	case errors.Is(err, os.ErrPermission):
		return &Failure{Trouble: Refused, Err: err}
	}
	return &Failure{Trouble: Away, Err: err}
}

// drop closes at once; what the printer has not taken yet shall not come out later.
func (s *session) drop() {
	if tcp, ok := s.w.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // best effort: the connection ends in any case
	}
	_ = s.w.Close()
}

// by sets the time for what follows. A device that knows no deadlines is not waited for: its calls do not block.
func (s *session) by(d time.Duration) time.Time {
	until := s.clock.Now().Add(d)
	_ = s.w.SetDeadline(until) // without deadlines the loops below count themselves
	return until
}

// tooEarly says that a device that does not block has nothing to say, or no room, yet.
func tooEarly(err error) bool { return errors.Is(err, syscall.EAGAIN) }

const devicePause = 20 * time.Millisecond

// ask reads one byte that want takes; others are news that nobody asked for.
func (s *session) ask(ctx context.Context, d time.Duration, want func(byte) bool) (byte, error) {
	until := s.by(d)
	var b [1]byte
	for {
		n, err := s.w.Read(b[:])
		switch {
		case n == 1 && want(b[0]):
			return b[0], nil
		case n == 1:
		case err != nil && !tooEarly(err):
			return 0, err
		case s.clock.Now().After(until):
			return 0, os.ErrDeadlineExceeded
		default:
			if err := s.clock.Sleep(ctx, devicePause); err != nil {
				return 0, err
			}
		}
	}
}

// write hands all bytes over, and says how many were taken.
func (s *session) write(ctx context.Context, b []byte, d time.Duration) (int, error) {
	until := s.by(d)
	done := 0
	for {
		n, err := s.w.Write(b[done:])
		done += max(n, 0)
		switch {
		case done == len(b):
			return done, nil
		case err != nil && !tooEarly(err):
			return done, err
		case s.clock.Now().After(until):
			return done, os.ErrDeadlineExceeded
		}
		if err := s.clock.Sleep(ctx, devicePause); err != nil {
			return done, err
		}
	}
}
