package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"paydesk/assets"
)

// luminance and contrast are the formulas of WCAG 2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// The ratios of the design's table, light and dark. A token that is "adjusted a little" breaks a promise made to people who see
// badly.
func TestEveryContrastRatioOfTheTable(t *testing.T) {
	table := []struct {
		text, under fyne.ThemeColorName
		light, dark float64
	}{
		{Ink, Sunken, 15.2, 13.3}, {Ink, AccentSoft, 15.4, 13.0},
		{Ink2, Sunken, 6.7, 8.3}, {Ink3, Sunken, 4.9, 5.8},
		{Accent, Surface, 7.5, 7.5}, {OnAccent, AccentDown, 10.1, 11.1}, {OnAccent, Accent, 7.5, 8.2}, {AccentText, AccentSoft, 7.7, 7.9},
		{OK, OKSoft, 7.3, 8.5}, {Warn, WarnSoft, 7.2, 9.5}, {Bad, BadSoft, 6.8, 8.0}, {Held, HeldSoft, 8.3, 8.2}, {OnBand, Band, 13.0, 10.3},
		{White, PanelWorking, 7.5, 8.0}, {White, PanelCharged, 7.3, 7.3}, {White, PanelDecline, 7.2, 8.0},
		{White, PanelUnknown, 7.4, 7.8}, {White, PanelHeld, 8.4, 9.4}, {White, PanelStopped, 9.5, 10.6},
	}
	for _, mode := range []Mode{Light, Dark} {
		th := New(mode, Counter)
		for _, row := range table {
			want := row.light
			if mode == Dark {
				want = row.dark
			}
			if got := contrast(th.Color(row.text, 0), th.Color(row.under, 0)); math.Abs(got-want) > 0.1 {
				t.Errorf("mode %d: %s on %s is %.2f, the table says %.1f", mode, row.text, row.under, got, want)
			}
		}
	}
}

// Pairs the table does not measure but screens use, with the least each must have.
func TestNothingReadIsFaint(t *testing.T) {
	least := []struct {
		text, under fyne.ThemeColorName
		ratio       float64
	}{
		{Edge, Surface, 3}, {Edge, Page, 3}, {GoodDot, Surface, 3}, {CareDot, Surface, 3}, {BadDot, Surface, 3}, {GoodDot, Page, 3},
		{StepOK, Surface, 3}, {StepHeld, Surface, 3}, {Ink, Surface, 7}, {Ink, Page, 7}, {Ink, SunkenDown, 7}, {Surface, Ink, 7}, {Surface, InkDown, 7},
		{Ink2, Surface, 4.5}, {Ink2, Page, 4.5}, {Ink3, Surface, 4.5}, {Ink3, Page, 4.5}, {AccentText, Surface, 4.5}, {Bad, Surface, 4.5}, {Warn, Surface, 4.5},
		{Ink2, AccentSoft, 4.5}, {Line, Ink, 4.5}, {White, OK, 1.5},
	}
	for _, mode := range []Mode{Light, Dark, LightContrast, DarkContrast} {
		th := New(mode, Counter)
		for _, row := range least {
			if mode.Contrast() && row.text == Line { // there the line is ink, and nothing stands on it
				continue
			}
			if got := contrast(th.Color(row.text, 0), th.Color(row.under, 0)); got < row.ratio {
				t.Errorf("mode %d: %s on %s is %.2f, needs %.1f", mode, row.text, row.under, got, row.ratio)
			}
		}
	}
	for _, letter := range []string{"A", "B", "C", "D", "E"} {
		if got := contrast(ReaderTile(letter), color.White); got < 5.5 {
			t.Errorf("reader %s: letter on tile is %.2f", letter, got)
		}
	}
	for i := range people {
		if got := contrast(Person(i), color.White); got < 4.5 {
			t.Errorf("person %d: initials on disc are %.2f", i, got)
		}
	}
}

func TestReaderColoursGoOnAfterE(t *testing.T) {
	for letter, same := range map[string]string{"F": "A", "Y": "E", "a": "A", "": "A", "é": "A"} {
		if ReaderTile(letter) != ReaderTile(same) {
			t.Errorf("reader %q has not the colour of %s", letter, same)
		}
	}
}

// A stock colour on a screen would be one nobody measured.
func TestNoStockColourLeaksIn(t *testing.T) {
	for _, name := range []fyne.ThemeColorName{fynetheme.ColorNameOverlayBackground, fynetheme.ColorNameMenuBackground, fynetheme.ColorNameHeaderBackground,
		fynetheme.ColorNameDisabledButton, fynetheme.ColorNameDisabled, fynetheme.ColorNameFocus, fynetheme.ColorNameHyperlink, fynetheme.ColorNamePressed,
		fynetheme.ColorNameScrollBar, fynetheme.ColorNameScrollBarBackground, fynetheme.ColorNameForegroundOnError, fynetheme.ColorNameForegroundOnSuccess,
		fynetheme.ColorNameForegroundOnWarning} {
		if _, ok := aliases[name]; !ok {
			t.Errorf("%s is not mapped", name)
		}
	}
	for _, mode := range []Mode{Light, Dark} {
		th := New(mode, Counter)
		if _, _, _, a := th.Color(fynetheme.ColorNameHover, 0).RGBA(); a != 0 {
			t.Error("hovering shows")
		}
		// the system's own light or dark wish must not matter
		if th.Color(Page, fynetheme.VariantDark) != th.Color(Page, fynetheme.VariantLight) {
			t.Error("the system's variant changes the colour")
		}
	}
}

func TestHighContrastDrawsLinesAndTextInInk(t *testing.T) {
	for _, mode := range []Mode{LightContrast, DarkContrast} {
		th := New(mode, Counter)
		for _, name := range []fyne.ThemeColorName{Line, Edge, Ink2, Ink3} {
			if th.Color(name, 0) != th.Color(Ink, 0) {
				t.Errorf("%s is not ink", name)
			}
		}
		if th.Color(OKSoft, 0) != th.Color(Surface, 0) {
			t.Error("soft fills are not the surface")
		}
	}
}

// Sizes below the limits cannot be hit by a thumb.
func TestProfilesAreLargeEnoughForFingers(t *testing.T) {
	for _, p := range []Profile{Counter, Compact} {
		for name, px := range map[string]float32{"button": p.Button, "chip": p.Chip, "row": p.Row, "field": p.Field, "rail item": p.RailItem, "keyboard key": p.KeyboardKey, "key": p.Key} {
			if p.MM(px) < OrdinaryMM-0.05 {
				t.Errorf("%s: %s is %.1f mm", p.Name, name, p.MM(px))
			}
		}
		for name, px := range map[string]float32{"money button": p.Money, "action": p.Action} {
			if p.MM(px) < MoneyMM-0.05 {
				t.Errorf("%s: %s is %.1f mm", p.Name, name, p.MM(px))
			}
		}
	}
	for size, want := range map[fyne.Size]string{fyne.NewSize(1280, 800): "counter", fyne.NewSize(1024, 600): "compact", fyne.NewSize(1280, 720): "counter", fyne.NewSize(1024, 768): "compact"} {
		if got := ProfileFor(size).Name; got != want {
			t.Errorf("%v is %s, want %s", size, got, want)
		}
	}
}

func TestArabicGetsItsOwnFont(t *testing.T) {
	th := New(Light, Counter)
	for s, want := range map[string]assets.Font{"شركة النور": assets.FontArabicBold, "Brandt & Söhne": assets.FontSemiBold, "Νίκος": assets.FontSemiBold, "INV شركة": assets.FontArabicBold} {
		if got := th.Font(StyleFor(s, true)).Name(); got != string(want) {
			t.Errorf("%q is drawn with %s, want %s", s, got, want)
		}
	}
	if got := th.Font(StyleFor("x", false)).Name(); got != string(assets.FontRegular) {
		t.Errorf("regular is %s", got)
	}
}

// An icon that does not parse would be an empty place on a button.
func TestEveryIconIsDrawnInsideItsGrid(t *testing.T) {
	names := assets.IconNames()
	if len(names) < 60 {
		t.Fatalf("only %d icons", len(names))
	}
	for _, name := range names {
		svg, _ := assets.IconSVG(name)
		lines, err := parseIcon(svg)
		if err != nil || len(lines) == 0 {
			t.Errorf("%s: %d lines, %v", name, len(lines), err)
			continue
		}
		for _, l := range lines {
			for _, v := range []float64{l.x1, l.y1, l.x2, l.y2} {
				if v < 0.8 || v > 23.2 || math.IsNaN(v) {
					t.Errorf("%s leaves the grid at %.2f", name, v)
				}
			}
		}
	}
}

func TestUnknownIconIsVisible(t *testing.T) {
	if Icon("no such icon", color.Black, 24, 2) == nil {
		t.Fatal("nothing drawn")
	}
	if loadIcon("no such icon") == nil {
		t.Error("an unknown icon draws nothing")
	}
}
