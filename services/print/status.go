package print

import (
	"context"
	"errors"
	"os"
)

// Requests of the ESC/POS reference. The first two are answered at once, whatever waits to be printed; the last one in its turn, so
// its answer says that all before it is on paper.
var (
	askOffline = []byte{0x10, 0x04, 2}
	askPaper   = []byte{0x10, 0x04, 4}
	askInTurn  = []byte{0x1d, 'r', 1}
)

// atOnce tells the answers of DLE EOT from others by their fixed bits.
func atOnce(b byte) bool { return b&0x93 == 0x12 }

// inTurn does the same for GS r.
func inTurn(b byte) bool { return b&0x90 == 0 }

// trouble reads the answers to askOffline and askPaper; empty where the printer can print.
func trouble(offline, paper byte) Trouble {
	switch {
	case paper&0x60 != 0:
		return NoPaper
	case offline&0x04 != 0:
		return Open
	case offline&0x20 != 0:
		return NoPaper
	case offline&0x40 != 0:
		return Faulty
	}
	return ""
}

// health asks how the printer is. speaks is false where it does not answer, as many do not.
func (s *session) health(ctx context.Context) (speaks bool, err error) {
	if s.mute {
		return false, nil
	}
	if n, err := s.write(ctx, askOffline, s.waits.Status); n == 0 || err != nil {
		return false, &Failure{Trouble: Broken, Err: err}
	}
	offline, err := s.ask(ctx, s.waits.Status, atOnce)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return false, nil
	case err != nil && s.file: // many a cable carries one way only
		s.mute = true
		return false, nil
	case err != nil:
		return false, &Failure{Trouble: Broken, Err: err}
	}
	if _, err := s.write(ctx, askPaper, s.waits.Status); err != nil {
		return true, &Failure{Trouble: Broken, Err: err}
	}
	paper, err := s.ask(ctx, s.waits.Status, atOnce)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		return true, &Failure{Trouble: Broken, Err: err}
	}
	if t := trouble(offline, paper); t != "" {
		return true, &Failure{Trouble: t}
	}
	return true, nil
}

// deliver prints the bytes. confirmed says that the printer itself said so; without it the bytes were handed over and no more is
// known. heard says that this printer has answered before: its silence is then trouble and nothing is sent.
func (s *session) deliver(ctx context.Context, b []byte, heard bool) (speaks, confirmed bool, err error) {
	speaks, err = s.health(ctx)
	switch {
	case err != nil:
		return speaks, false, err
	case heard && !speaks && !s.mute:
		return false, false, &Failure{Trouble: Stuck}
	}
	if n, err := s.write(ctx, b, s.waits.Take); err != nil {
		t := Broken
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t = Stuck
		}
		return speaks, false, &Failure{Trouble: t, Sent: n > 0, Err: err}
	}
	if s.mute {
		return false, false, nil
	}
	if !speaks { // a connection that breaks now may have taken the slip with it
		_, err := s.ask(ctx, s.waits.Status, func(byte) bool { return false })
		if broke(err) {
			return false, false, &Failure{Trouble: Broken, Sent: true, Err: err}
		}
		return false, false, nil
	}
	if _, err := s.write(ctx, askInTurn, s.waits.Status); err != nil {
		return true, false, &Failure{Trouble: Broken, Sent: true, Err: err}
	}
	_, err = s.ask(ctx, s.waits.Done, inTurn)
	if err == nil {
		return true, true, nil
	}
	f := &Failure{Trouble: Stuck, Sent: true, Err: err}
	if broke(err) {
		f.Trouble = Broken
		return true, false, f
	}
	var why *Failure
	if _, err := s.health(ctx); errors.As(err, &why) { // the paper ended in the middle
		f.Trouble = why.Trouble
	}
	return true, false, f
}

// broke tells a connection that ended badly from silence and from a polite end.
func broke(err error) bool {
	return err != nil && !errors.Is(err, os.ErrDeadlineExceeded) && !polite(err)
}
