// Package theme is how Paydesk looks: colours, type, distances, sizes for the two kinds of screen, fonts and icons.
//
// A program sets one Theme on the app; parts ask Current for it whenever they paint, so a change of theme needs nothing but
// Settings().SetTheme. Colours are asked for by role (Ink, Accent, WarnSoft …), never by value.
//
//	app.Settings().SetTheme(theme.New(theme.Light, theme.Counter))
//	c := theme.Color(theme.Ink)
//	r := theme.Icon("lock", theme.Ink2)
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode is light or dark, with or without high contrast.
type Mode int

// The modes.
const (
	Light Mode = iota
	Dark
	LightContrast
	DarkContrast
)

// Dark reports whether surfaces are dark in this mode.
func (m Mode) Dark() bool { return m == Dark || m == DarkContrast }

// Contrast reports whether this is a high-contrast mode.
func (m Mode) Contrast() bool { return m == LightContrast || m == DarkContrast }

// Theme is a fyne.Theme with Paydesk's tokens. It ignores the variant the system asks for: the mode is our own setting.
type Theme struct {
	mode    Mode
	profile Profile
	still   bool
}

var _ fyne.Theme = (*Theme)(nil)

// New returns a theme for one mode and one kind of screen.
func New(mode Mode, profile Profile) *Theme { return &Theme{mode: mode, profile: profile} }

// WithLessMotion returns the same theme under "less motion": rings and bars stand still, the seconds alone count.
func (t *Theme) WithLessMotion() *Theme {
	c := *t
	c.still = true
	return &c
}

// Mode returns the theme's mode.
func (t *Theme) Mode() Mode { return t.mode }

// Profile returns the kind of screen the theme is for.
func (t *Theme) Profile() Profile { return t.profile }

// LessMotion reports whether nothing may move.
func (t *Theme) LessMotion() bool { return t.still }

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if name == fynetheme.ColorNameHover || name == fynetheme.ColorNameShadow {
		return color.Transparent
	}
	if to, ok := aliases[name]; ok {
		name = to
	}
	if to, ok := highContrast[name]; ok && t.mode.Contrast() {
		name = to
	}
	p, ok := tokens[name]
	if !ok {
		return fynetheme.DefaultTheme().Color(name, t.variant())
	}
	if t.mode.Dark() {
		return p.dark
	}
	return p.light
}

func (t *Theme) variant() fyne.ThemeVariant {
	if t.mode.Dark() {
		return fynetheme.VariantDark
	}
	return fynetheme.VariantLight
}

// Font implements fyne.Theme. The monospace style, which nothing here uses, stands for Arabic (see StyleFor).
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace && style.Bold:
		return fontArabicBold()
	case style.Monospace:
		return fontArabic()
	case style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return fontSemiBold()
	}
	return fontRegular()
}

// Icon implements fyne.Theme: stock widgets keep Fyne's own icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := fyneSizes[name]; ok {
		return s
	}
	return fynetheme.DefaultTheme().Size(name)
}

var fallback = New(Light, Counter)

// Current returns the app's theme, or the light counter theme while none of ours is set.
func Current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return fallback
}

// Color returns the current colour of a role.
func Color(name fyne.ThemeColorName) color.Color { return Current().Color(name, 0) }

// Screen returns the current profile.
func Screen() Profile { return Current().profile }
