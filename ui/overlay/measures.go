package overlay

import "paydesk/ui/theme"

// measures are the places of the skeleton on one kind of screen, in px. Offsets of the facts count from the top of the area under
// the band, those of steps and buttons from the bottom edge.
type measures struct {
	left, right    float32 // free space beside the facts
	top            float32 // to the customer's name
	customer, ref  float32 // text sizes
	amountTop      float32
	moneyTop       float32
	moneyGap       float32 // money line to what happened
	happened, todo float32 // text sizes
	between        float32 // what happened to what to do
	chipsGap       float32
	bottom         float32 // buttons to the lower edge
	steps          float32 // steps to the buttons' top

	tagX, tagY      float32
	sub             float32 // text size
	ringTitle       float32 // gaps in the panel's column
	titleSub        float32
	sink            float32 // the column stands a little under the middle
	qr              float32 // white card of the code; with 8 px around, the code is at least 60 mm wide
	quote, quoteGap float32
}

const (
	sentenceLead = 48 // icon column of the sentences
	sentenceIcon = 24
	tagSide      = 52
)

var wide = measures{
	left: 40, right: 36, top: 25, customer: 24, ref: 18, amountTop: 84, moneyTop: 227, moneyGap: 25, happened: 24, todo: 24,
	between: 16, chipsGap: 15, bottom: 28, steps: 61, tagX: 28, tagY: 28, sub: 20, ringTitle: 29, titleSub: 9, sink: 4, qr: 334, quote: 22, quoteGap: 20,
}

var compact = measures{
	left: 26, right: 24, top: 15, customer: 20, ref: 16, amountTop: 61, moneyTop: 146, moneyGap: 14, happened: 18, todo: 20,
	between: 12, chipsGap: 16, bottom: 18, steps: 51, tagX: 18, tagY: 18, sub: 18, ringTitle: 15, titleSub: 5, sink: 9, qr: 296, quote: 18, quoteGap: 14,
}

func measuresFor(p theme.Profile) measures {
	if p.Tight {
		return compact
	}
	return wide
}

// share divides a row of width among buttons: equal parts, but a button whose words need more takes what it needs and the others
// share the rest. A single button keeps its natural width. When all together need too much, all give way in proportion.
func share(natural []float32, width, gap float32) []float32 {
	n := len(natural)
	if n == 0 {
		return nil
	}
	parts := make([]float32, n)
	if n == 1 {
		parts[0] = min(natural[0], width)
		return parts
	}
	free := width - gap*float32(n-1)
	var sum float32
	for _, w := range natural {
		sum += w
	}
	if sum >= free {
		for i, w := range natural {
			parts[i] = w * free / sum
		}
		return parts
	}
	fixed := make([]bool, n)
	for {
		rest, open := free, 0
		for i := range natural {
			if fixed[i] {
				rest -= natural[i]
			} else {
				open++
			}
		}
		equal := rest / float32(max(open, 1))
		grew := false
		for i := range natural {
			if !fixed[i] && natural[i] > equal {
				fixed[i], grew = true, true
			}
		}
		if grew {
			continue
		}
		for i := range natural {
			parts[i] = equal
			if fixed[i] {
				parts[i] = natural[i]
			}
		}
		return parts
	}
}
