package receipt

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Paper is a size of paper in millimetres. A Height of 0 is a roll: as long as the slip.
type Paper struct{ Width, Height float64 }

// Papers.
var (
	A4 = Paper{210, 297}
	A5 = Paper{148, 210}
	// Letter is the sheet of North America.
	Letter = Paper{215.9, 279.4}
	// Roll is the paper of receipt printers.
	Roll = Paper{80, 0}
)

const (
	sheetMargin = 16.0 // mm
	smallMargin = 12.0
	rollMargin  = 5.0
	smallScale  = 0.8   // of letters and lines, on a roll and on sheets below small
	small       = 180.0 // mm wide
	widest      = 130.0 // mm of a line: the eye must find the amount that belongs to a word
	longest     = 5000.0
)

// PDF sets the slip on paper. made is the document's date: the same slip of the same moment is the same file. The fonts
// inside cover Latin, Greek and Cyrillic.
func (s Slip) PDF(p Paper, made time.Time) ([]byte, error) {
	c := canvas{top: sheetMargin, scale: 1}
	if p.Width < small {
		c.top, c.scale = smallMargin, smallScale
	}
	if p.Height == 0 {
		c.top, c.roll = rollMargin, true
		p.Height = longest
		c.begin(s.Name, p, made)
		c.draw(s.Lines)
		p.Height = c.doc.GetY() + rollMargin
	}
	c.begin(s.Name, p, made)
	c.draw(s.Lines)
	var out bytes.Buffer
	if err := c.doc.Output(&out); err != nil {
		return nil, fmt.Errorf("make the PDF %s: %w", s.Name, err)
	}
	return out.Bytes(), nil
}

// canvas is a document being drawn.
type canvas struct {
	doc    *fpdf.Fpdf
	roll   bool
	scale  float64
	top    float64 // and bottom margin, mm
	margin float64 // left and right
	width  float64 // of a line
}

func (c *canvas) begin(name string, p Paper, made time.Time) {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: p.Width, Ht: p.Height}})
	doc.SetCreationDate(made)
	doc.SetModificationDate(made)
	doc.SetCatalogSort(true)
	doc.SetProducer("Paydesk", true)
	doc.SetTitle(name, true)
	c.width = min(p.Width-2*c.top, widest)
	c.margin = (p.Width - c.width) / 2
	doc.SetMargins(c.margin, c.top, c.margin)
	doc.SetAutoPageBreak(!c.roll, c.top)
	doc.AddUTF8FontFromBytes("text", "", goregular.TTF)
	doc.AddUTF8FontFromBytes("text", "B", gobold.TTF)
	doc.AddPage()
	c.doc = doc
}

func (c *canvas) draw(lines []Line) {
	for _, l := range lines {
		c.line(l)
	}
}

func (c *canvas) font(style string, size float64) { c.doc.SetFont("text", style, size*c.scale) }

func (c *canvas) text(words, style string, size, height float64, align string) {
	c.font(style, size)
	c.doc.MultiCell(c.width, height*c.scale, clean(words), "", align, false)
}

func (c *canvas) line(l Line) {
	doc := c.doc
	switch l.Kind {
	case Text:
		c.text(l.Left, "", 10, 5, "L")
	case Centred:
		c.text(l.Left, "", 10, 5, "C")
	case Title:
		c.text(l.Left, "B", 17, 9, "C")
	case Heading:
		c.text(l.Left, "B", 11, 7, "L")
	case Banner:
		doc.SetDrawColor(0, 0, 0)
		c.font("B", 12)
		doc.CellFormat(c.width, 9*c.scale, clean(l.Left), "1", 1, "C", false, 0, "")
		doc.Ln(3 * c.scale)
	case Pair, Total:
		c.pair(l)
	case Rule:
		doc.SetDrawColor(120, 120, 120)
		y := doc.GetY() + 2*c.scale
		doc.Line(c.margin, y, c.margin+c.width, y)
		doc.SetY(y + 2*c.scale)
	case Space:
		doc.Ln(4 * c.scale)
	case Code:
		c.code(l.Left)
	}
}

func (c *canvas) pair(l Line) {
	doc, height := c.doc, 5.5*c.scale
	if l.Kind == Total {
		height = 7.5 * c.scale
		c.font("B", 13)
	} else {
		c.font("", 10)
	}
	right := doc.GetStringWidth(clean(l.Right)) + 2
	if stacked(doc.GetStringWidth(clean(l.Left))+2, right, c.width) {
		doc.MultiCell(c.width, height, clean(l.Left), "", "L", false)
		doc.MultiCell(c.width, height, clean(l.Right), "", "R", false)
		return
	}
	y, page := doc.GetY(), doc.PageNo()
	doc.MultiCell(c.width-right-2, height, clean(l.Left), "", "L", false)
	end := doc.GetY()
	if doc.PageNo() != page {
		y = end - height
	}
	doc.SetXY(c.margin+c.width-right, y)
	doc.CellFormat(right, height, clean(l.Right), "", 1, "R", false, 0, "")
	doc.SetY(max(end, y+height))
}

// stacked says that the right side of a pair stands under the left one: beside so long a text the left one's words would be cut.
func stacked(left, right, width float64) bool { return left+right > width && right > width/2 }

// clean drops what a PDF's text cannot hold; fpdf takes the basic plane only.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r > 0xffff:
			return -1
		}
		return r
	}, s)
}
