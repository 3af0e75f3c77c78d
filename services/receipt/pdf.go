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

// Paper is a size of paper in millimetres.
type Paper struct{ Width, Height float64 }

// Papers.
var (
	A4 = Paper{210, 297}
	A5 = Paper{148, 210}
)

const margin = 16.0 // mm

// PDF sets the slip on paper. made is the document's date: the same slip of the same moment is the same file. The fonts
// inside cover Latin, Greek and Cyrillic.
func (s Slip) PDF(p Paper, made time.Time) ([]byte, error) {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: p.Width, Ht: p.Height}})
	doc.SetCreationDate(made)
	doc.SetModificationDate(made)
	doc.SetCatalogSort(true)
	doc.SetProducer("Paydesk", true)
	doc.SetTitle(s.Name, true)
	doc.SetMargins(margin, margin, margin)
	doc.SetAutoPageBreak(true, margin)
	doc.AddUTF8FontFromBytes("text", "", goregular.TTF)
	doc.AddUTF8FontFromBytes("text", "B", gobold.TTF)
	doc.AddPage()
	width := p.Width - 2*margin
	for _, l := range s.Lines {
		l.draw(doc, width)
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("make the PDF %s: %w", s.Name, err)
	}
	return out.Bytes(), nil
}

func (l Line) draw(doc *fpdf.Fpdf, width float64) {
	text := func(style string, size, height float64, align string) {
		doc.SetFont("text", style, size)
		doc.MultiCell(width, height, clean(l.Left), "", align, false)
	}
	switch l.Kind {
	case Text:
		text("", 10, 5, "L")
	case Centred:
		text("", 10, 5, "C")
	case Title:
		text("B", 17, 9, "C")
	case Heading:
		text("B", 11, 7, "L")
	case Banner:
		doc.SetDrawColor(0, 0, 0)
		doc.SetFont("text", "B", 12)
		doc.CellFormat(width, 9, clean(l.Left), "1", 1, "C", false, 0, "")
		doc.Ln(3)
	case Pair, Total:
		style, size := "", 10.0
		if l.Kind == Total {
			style, size = "B", 11
		}
		doc.SetFont("text", style, size)
		right := doc.GetStringWidth(clean(l.Right)) + 2
		y, page := doc.GetY(), doc.PageNo()
		doc.MultiCell(width-right-2, 5.5, clean(l.Left), "", "L", false)
		end := doc.GetY()
		if doc.PageNo() != page {
			y = end - 5.5
		}
		doc.SetXY(margin+width-right, y)
		doc.CellFormat(right, 5.5, clean(l.Right), "", 1, "R", false, 0, "")
		doc.SetY(max(end, y+5.5))
	case Rule:
		doc.SetDrawColor(120, 120, 120)
		y := doc.GetY() + 2
		doc.Line(margin, y, margin+width, y)
		doc.SetY(y + 2)
	case Space:
		doc.Ln(4)
	}
}

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
