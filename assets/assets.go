// Package assets holds what Paydesk shows and says: fonts, icons, words. Everything is embedded, so the program is one file and
// its pictures look the same on every machine. The package knows no toolkit: the command line uses its words too, and ui/theme
// turns its bytes into toolkit resources.
//
// Licences: Paydesk Sans is a modified subset of Inter, Noto Sans Arabic is unchanged; both under the SIL Open Font License 1.1
// (fonts/OFL.txt, fonts/NotoSansArabic-OFL.txt). The icons are our own.
package assets

import (
	"embed"
	"fmt"
	"sort"
	"strings"
)

//go:embed failures fonts icons translations icon.png icon.svg
var files embed.FS

// Font names one embedded font file.
type Font string

// The cuts of Paydesk Sans and of Noto Sans Arabic. The digits of Regular and SemiBold have one width, so columns of amounts stand
// still; Display is for single large amounts only.
const (
	FontRegular       Font = "PaydeskSans-Regular.otf"
	FontSemiBold      Font = "PaydeskSans-SemiBold.otf"
	FontDisplay       Font = "PaydeskSans-Display.otf"
	FontArabicRegular Font = "NotoSansArabic-Regular.ttf"
	FontArabicBold    Font = "NotoSansArabic-Bold.ttf"
)

// FontBytes returns the font file. A wrong name is a mistake of the programmer and panics at start-up.
func FontBytes(name Font) []byte { return mustRead("fonts/" + string(name)) }

// IconSVG returns the drawing of an icon: 24 by 24 grid, stroke #000000 of width 2, round ends, no fill. It reports false for a
// name that is not in the set.
func IconSVG(name string) ([]byte, bool) {
	b, err := files.ReadFile("icons/" + name + ".svg")
	return b, err == nil
}

// IconNames lists the icon set in alphabetical order.
func IconNames() []string {
	entries, err := files.ReadDir("icons")
	if err != nil {
		panic(fmt.Errorf("assets: icons are not embedded: %w", err))
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".svg"))
	}
	sort.Strings(names)
	return names
}

// Failures returns the table of all failures there are, as JSON: services/explain reads it.
func Failures() []byte { return mustRead("failures/entries.json") }

// AppIcon returns the program's icon as a PNG of 512 by 512 pixels.
func AppIcon() []byte { return mustRead("icon.png") }

func mustRead(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("assets: %s is not embedded: %w", name, err))
	}
	return b
}
