package receipt

import (
	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// codeSide is a QR code's width on a full sheet, quiet zone of 4 modules included, in mm.
const codeSide = 26.0

// code draws words as a QR code in the middle; words that do not fit into one are left out.
func (c *canvas) code(words string) {
	if words == "" {
		return
	}
	img, err := qr.Encode(words, qr.M, qr.Auto)
	if err != nil {
		return
	}
	c.modules(img)
}

func (c *canvas) modules(img barcode.Barcode) {
	n, side := img.Bounds().Dx(), codeSide*c.scale
	one := side / float64(n+8)
	if _, h := c.doc.GetPageSize(); c.doc.GetY()+side > h-c.top && !c.roll {
		c.doc.AddPage()
	}
	left, top := c.margin+(c.width-side)/2+4*one, c.doc.GetY()+4*one
	c.doc.SetFillColor(0, 0, 0)
	for y := range n {
		for x := 0; x < n; {
			run := x
			for run < n && dark(img, run, y) {
				run++
			}
			if run > x {
				c.doc.Rect(left+float64(x)*one, top+float64(y)*one, float64(run-x)*one, one, "F")
			}
			x = max(run, x+1)
		}
	}
	c.doc.SetY(top - 4*one + side)
}

func dark(img barcode.Barcode, x, y int) bool {
	r, _, _, _ := img.At(x, y).RGBA()
	return r < 0x8000
}
