package print

import (
	"bytes"
	"strings"

	"paydesk/assets"
	"paydesk/services/receipt"
)

// Paper is what a printer prints on and how.
type Paper struct {
	Width   int    // of the roll, mm: 58 or 80
	Columns int    // of its ordinary letters; 0: as usual for the width
	Page    string // one of PageNames; empty: DefaultPage
	NoCut   bool   // the paper is torn off
}

// columns are those of Font A: 384 dots on a roll of 58 mm and 576 on one of 80 mm, 12 a letter.
func (p Paper) columns() int {
	switch {
	case p.Columns > 0:
		return p.Columns
	case p.Width == 58:
		return 32
	}
	return 48
}

func (p Paper) page() page {
	if named, ok := pages[p.Page]; ok {
		return named
	}
	return pages[DefaultPage]
}

// Commands of the ESC/POS reference.
var (
	initialize = []byte{0x1b, '@'}
	american   = []byte{0x1b, 'R', 0} // no national letters in the place of # $ [ ]
	strong     = []byte{0x1b, 'E', 1}
	ordinary   = []byte{0x1b, 'E', 0}
	large      = []byte{0x1d, '!', 0x11} // twice as wide and as high
	tall       = []byte{0x1d, '!', 0x01}
	normal     = []byte{0x1d, '!', 0x00}
	middle     = []byte{0x1b, 'a', 1}
	fromLeft   = []byte{0x1b, 'a', 0}
	feedAndCut = []byte{0x1d, 'V', 66, 0} // partial, after feeding to the knife
	tearOff    = []byte{0x1b, 'd', 5}     // five lines up to the edge
)

// Encode sets a slip for a printer. The same slip is always the same bytes.
func Encode(s receipt.Slip, p Paper) []byte {
	e := encoder{page: p.page(), columns: p.columns(), dot: 5}
	if p.Width == 80 || p.Width == 0 {
		e.dot = 6
	}
	e.put(initialize, american, []byte{0x1b, 't', e.page.number})
	for _, l := range s.Lines {
		e.line(l)
	}
	if e.lost {
		e.line(receipt.Line{Kind: receipt.Text, Left: assets.T("print.lost")})
	}
	if p.NoCut {
		e.put(tearOff)
	} else {
		e.put(feedAndCut)
	}
	return e.out.Bytes()
}

type encoder struct {
	out     bytes.Buffer
	page    page
	columns int
	dot     byte // side of a QR code's module, in dots
	lost    bool // a letter was replaced by a question mark
}

func (e *encoder) put(commands ...[]byte) {
	for _, c := range commands {
		e.out.Write(c)
	}
}

func (e *encoder) line(l receipt.Line) {
	var lostLeft, lostRight bool
	if l.Kind != receipt.Code {
		l.Left, lostLeft = e.page.fit(l.Left)
		l.Right, lostRight = e.page.fit(l.Right)
		e.lost = e.lost || lostLeft || lostRight
	}
	switch l.Kind {
	case receipt.Title: // the printer centres: its large letters take two columns each
		e.put(middle, large)
		e.rows(l, e.columns/2)
		e.put(normal, fromLeft)
	case receipt.Banner:
		e.put(strong, tall)
		e.rows(l, e.columns)
		e.put(normal, ordinary)
	case receipt.Heading, receipt.Total:
		e.put(strong)
		e.rows(l, e.columns)
		e.put(ordinary)
	case receipt.Code:
		e.code(l.Left)
	default:
		e.rows(l, e.columns)
	}
}

func (e *encoder) rows(l receipt.Line, columns int) {
	for _, row := range l.Rows(columns) {
		if l.Kind == receipt.Title {
			row = strings.TrimLeft(row, " ")
		}
		e.out.Write(e.page.bytes(strings.TrimRight(row, " ")))
		e.out.WriteByte('\n')
	}
}

// mostCode is far below what a QR code of a receipt's width holds.
const mostCode = 300

// code lets the printer draw a QR code (GS ( k): model 2, modules of so many dots, correction level M.
func (e *encoder) code(text string) {
	if text == "" || len(text) > mostCode {
		return
	}
	n := len(text) + 3
	e.put(middle,
		[]byte{0x1d, '(', 'k', 4, 0, 49, 65, 50, 0},
		[]byte{0x1d, '(', 'k', 3, 0, 49, 67, e.dot},
		[]byte{0x1d, '(', 'k', 3, 0, 49, 69, 49},
		[]byte{0x1d, '(', 'k', byte(n), byte(n >> 8), 49, 80, 48}, []byte(text),
		[]byte{0x1d, '(', 'k', 3, 0, 49, 81, 48},
		[]byte{'\n'}, fromLeft)
}
