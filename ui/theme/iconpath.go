package theme

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// parseIcon reads the part of SVG the icon set uses: paths, circles, rectangles with round corners, all stroked.
func parseIcon(svg []byte) ([]segment, error) {
	var p pen
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p.lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("icon: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if err := p.element(start); err != nil {
			return nil, fmt.Errorf("icon: %s: %w", start.Name.Local, err)
		}
	}
}

// pen draws curves as short segments.
type pen struct {
	lines          []segment
	x, y           float64 // where the pen is
	startX, startY float64 // of the current sub-path
	ctrlX, ctrlY   float64 // last control point of a curve
}

func (p *pen) element(e xml.StartElement) error {
	num := map[string]float64{}
	path := ""
	for _, a := range e.Attr {
		if a.Name.Local == "d" {
			path = a.Value
			continue
		}
		if v, err := strconv.ParseFloat(a.Value, 64); err == nil {
			num[a.Name.Local] = v
		}
	}
	switch e.Name.Local {
	case "path":
		return p.path(path)
	case "circle":
		cx, cy, r := num["cx"], num["cy"], num["r"]
		p.moveTo(cx+r, cy)
		p.turn(cx, cy, r, r, 0, 2*math.Pi)
	case "rect":
		x, y, w, h, r := num["x"], num["y"], num["width"], num["height"], num["rx"]
		p.moveTo(x+r, y)
		p.lineTo(x+w-r, y)
		p.turn(x+w-r, y+r, r, r, -math.Pi/2, 0)
		p.lineTo(x+w, y+h-r)
		p.turn(x+w-r, y+h-r, r, r, 0, math.Pi/2)
		p.lineTo(x+r, y+h)
		p.turn(x+r, y+h-r, r, r, math.Pi/2, math.Pi)
		p.lineTo(x, y+r)
		p.turn(x+r, y+r, r, r, math.Pi, 3*math.Pi/2)
	case "svg":
	default:
		return errors.New("not used in the icon set")
	}
	return nil
}

func (p *pen) moveTo(x, y float64) { p.x, p.y, p.startX, p.startY = x, y, x, y }

func (p *pen) lineTo(x, y float64) {
	p.lines = append(p.lines, segment{p.x, p.y, x, y})
	p.x, p.y = x, y
}

// turn draws part of an ellipse around a centre, from one angle to another, with segments of about six degrees.
func (p *pen) turn(cx, cy, rx, ry, from, to float64) {
	n := max(int(math.Abs(to-from)/0.1), 2)
	for i := 1; i <= n; i++ {
		a := from + (to-from)*float64(i)/float64(n)
		p.lineTo(cx+rx*math.Cos(a), cy+ry*math.Sin(a))
	}
}

func (p *pen) cubic(x1, y1, x2, y2, x, y float64) {
	x0, y0 := p.x, p.y
	const n = 16
	for i := 1; i <= n; i++ {
		t := float64(i) / n
		u := 1 - t
		p.lineTo(u*u*u*x0+3*u*u*t*x1+3*u*t*t*x2+t*t*t*x, u*u*u*y0+3*u*u*t*y1+3*u*t*t*y2+t*t*t*y)
	}
	p.ctrlX, p.ctrlY = x2, y2
}

// arc draws SVG's arc of a circle (both radii equal, which is all the set uses).
func (p *pen) arc(r float64, large, sweep bool, x, y float64) {
	dx, dy := x-p.x, y-p.y
	chord := math.Hypot(dx, dy)
	if chord == 0 {
		return
	}
	r = max(r, chord/2)
	height := math.Sqrt(r*r - chord*chord/4)
	if large == sweep {
		height = -height
	}
	cx := p.x + dx/2 - dy/chord*height
	cy := p.y + dy/2 + dx/chord*height
	from, to := math.Atan2(p.y-cy, p.x-cx), math.Atan2(y-cy, x-cx)
	if sweep && to < from {
		to += 2 * math.Pi
	}
	if !sweep && to > from {
		to -= 2 * math.Pi
	}
	p.turn(cx, cy, r, r, from, to)
	p.x, p.y = x, y
}

// path follows the commands of a path's data.
func (p *pen) path(data string) error {
	s := scanner{data: data}
	command := byte(0)
	for {
		c, ok := s.command()
		switch {
		case ok:
			command = c
		case s.done():
			return s.err
		case command == 'm': // further pairs after a move are lines
			command = 'l'
		case command == 'M':
			command = 'L'
		}
		if err := p.step(command, &s); err != nil {
			return err
		}
		if s.err != nil {
			return s.err
		}
	}
}

func (p *pen) step(command byte, s *scanner) error {
	ox, oy := 0.0, 0.0
	if command >= 'a' {
		ox, oy = p.x, p.y
	}
	switch command {
	case 'M', 'm':
		x, y := s.number(), s.number()
		p.moveTo(ox+x, oy+y)
	case 'L', 'l':
		x, y := s.number(), s.number()
		p.lineTo(ox+x, oy+y)
	case 'H', 'h':
		p.lineTo(ox+s.number(), p.y)
	case 'V', 'v':
		p.lineTo(p.x, oy+s.number())
	case 'C', 'c':
		v := s.numbers(6)
		p.cubic(ox+v[0], oy+v[1], ox+v[2], oy+v[3], ox+v[4], oy+v[5])
	case 'S', 's':
		v := s.numbers(4)
		p.cubic(2*p.x-p.ctrlX, 2*p.y-p.ctrlY, ox+v[0], oy+v[1], ox+v[2], oy+v[3])
	case 'A', 'a':
		r := s.number()
		s.numbers(2)
		large, sweep := s.flag(), s.flag()
		x, y := s.number(), s.number()
		p.arc(r, large, sweep, ox+x, oy+y)
	case 'Z', 'z':
		p.lineTo(p.startX, p.startY)
	default:
		return fmt.Errorf("path command %q", command)
	}
	if command != 'C' && command != 'c' && command != 'S' && command != 's' {
		p.ctrlX, p.ctrlY = p.x, p.y
	}
	return nil
}

// scanner reads numbers, flags and commands of path data.
type scanner struct {
	data string
	pos  int
	err  error
}

func (s *scanner) space() {
	for s.pos < len(s.data) && (s.data[s.pos] == ' ' || s.data[s.pos] == ',' || s.data[s.pos] == '\n') {
		s.pos++
	}
}

func (s *scanner) done() bool { s.space(); return s.err != nil || s.pos >= len(s.data) }

func (s *scanner) command() (byte, bool) {
	if s.done() {
		return 0, false
	}
	c := s.data[s.pos]
	if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
		s.pos++
		return c, true
	}
	return 0, false
}

func (s *scanner) flag() bool {
	if s.done() {
		s.err = io.ErrUnexpectedEOF
		return false
	}
	s.pos++
	return s.data[s.pos-1] == '1'
}

func (s *scanner) number() float64 {
	if s.done() {
		s.err = io.ErrUnexpectedEOF
		return 0
	}
	start, dot := s.pos, false
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c == '.' && dot || (c == '-' || c == '+') && s.pos > start {
			break
		}
		if c == '.' {
			dot = true
		} else if (c < '0' || c > '9') && c != '-' && c != '+' {
			break
		}
		s.pos++
	}
	v, err := strconv.ParseFloat(s.data[start:s.pos], 64)
	if err != nil {
		s.err = fmt.Errorf("number at %d: %w", start, err)
		s.pos = len(s.data)
	}
	return v
}

func (s *scanner) numbers(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = s.number()
	}
	return v
}
