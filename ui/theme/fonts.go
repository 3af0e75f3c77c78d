package theme

import (
	"sync"
	"unicode"

	"fyne.io/fyne/v2"

	"paydesk/assets"
)

func resource(name assets.Font) func() fyne.Resource {
	return sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource(string(name), assets.FontBytes(name)) })
}

var (
	fontRegular    = resource(assets.FontRegular)
	fontSemiBold   = resource(assets.FontSemiBold)
	fontArabic     = resource(assets.FontArabicRegular)
	fontArabicBold = resource(assets.FontArabicBold)

	// DisplayFont returns the cut for single amounts of 36 px and more, for canvas.Text.FontSource. Its digits have uneven widths:
	// never in columns.
	DisplayFont = resource(assets.FontDisplay)
)

// StyleFor returns the text style that draws s. A string with Arabic letters gets the monospace style, for which Font answers Noto
// Sans Arabic; Fyne then fills letters that font lacks from its fallbacks, which a font set by FontSource would not get.
func StyleFor(s string, bold bool) fyne.TextStyle {
	return fyne.TextStyle{Bold: bold, Monospace: hasArabic(s)}
}

func hasArabic(s string) bool {
	for _, r := range s {
		if r >= 0x0600 && unicode.Is(unicode.Arabic, r) {
			return true
		}
	}
	return false
}
