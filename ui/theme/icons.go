package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"

	"paydesk/assets"
)

type iconKey struct {
	name   string
	tint   color.NRGBA
	stroke float32
}

var (
	iconLock  sync.Mutex
	iconCache = map[iconKey]fyne.Resource{}
)

// Icon returns an icon of the set tinted in the current colour of a role, with the stroke that suits a drawn size of px. An unknown
// name gives the question mark, so a missing drawing is seen and not a crash.
func Icon(name string, role fyne.ThemeColorName, px float32) fyne.Resource {
	return IconTinted(name, Color(role), px)
}

// IconTinted is Icon with a plain colour.
func IconTinted(name string, tint color.Color, px float32) fyne.Resource {
	key := iconKey{name: name, tint: color.NRGBAModel.Convert(tint).(color.NRGBA), stroke: strokeFor(px)}
	iconLock.Lock()
	defer iconLock.Unlock()
	if r, ok := iconCache[key]; ok {
		return r
	}
	svg, ok := assets.IconSVG(name)
	if !ok {
		svg, _ = assets.IconSVG("question")
	}
	hex := fmt.Sprintf("#%02X%02X%02X", key.tint.R, key.tint.G, key.tint.B)
	stroke := strconv.FormatFloat(float64(key.stroke), 'g', -1, 32)
	svg = bytes.ReplaceAll(svg, []byte("#000000"), []byte(hex))
	svg = bytes.Replace(svg, []byte(`stroke-width="2"`), []byte(`stroke-width="`+stroke+`"`), 1)
	r := fyne.NewStaticResource(fmt.Sprintf("icon-%s-%s-%s.svg", name, hex[1:], stroke), svg)
	iconCache[key] = r
	return r
}

// strokeFor gives small icons a heavier line on the 24 grid and large ones a lighter line.
func strokeFor(px float32) float32 {
	switch {
	case px <= 20:
		return 2.2
	case px <= 30:
		return 2
	case px <= 40:
		return 1.9
	}
	return 2.2 // the ring's icon is read from 3 m
}
