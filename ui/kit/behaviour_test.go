package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/kit"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func app(t *testing.T) { t.Helper(); shot.App(t, theme.New(theme.Light, theme.Counter)) }

// Targets too small for a thumb, or without a name for a screen reader, on either screen.
func TestPartsAreLargeEnoughAndNamed(t *testing.T) {
	for _, p := range []theme.Profile{theme.Counter, theme.Compact} {
		shot.App(t, theme.New(theme.Light, p))
		for _, part := range parts() {
			o := part.make()
			if part.size.IsZero() || strings.HasPrefix(part.name, "keyboard") {
				o.Resize(o.MinSize())
				if strings.HasPrefix(part.name, "keyboard") {
					o.Resize(fyne.NewSize(map[string]float32{"counter": 1180, "compact": 940}[p.Name], o.MinSize().Height))
				}
			} else {
				o.Resize(part.size.Max(o.MinSize()))
			}
			for _, fault := range shot.TouchFaults(o, p) {
				t.Errorf("%s, %s: %s", p.Name, part.name, fault)
			}
		}
	}
}

// A tap on a button that is off must not charge anybody.
func TestButtonThatIsOffDoesNothing(t *testing.T) {
	app(t)
	taps := 0
	b := kit.NewMoneyButton("Charge €1.00", "", kit.Filled, func() { taps++ })
	test.Tap(b)
	b.SetEnabled(false)
	test.Tap(b)
	if taps != 1 {
		t.Fatalf("%d taps, want 1", taps)
	}
}

// The finger is on "Cancel payment"; in that moment it becomes "Print". The release must not print.
func TestButtonThatChangesUnderTheFingerIsNotTapped(t *testing.T) {
	app(t)
	taps := 0
	b := kit.NewActionButton("Cancel payment", "cross", kit.Outline, func() { taps++ })
	b.MouseDown(nil)
	b.SetLabel("Print")
	b.MouseUp(nil)
	b.Tapped(nil)
	if taps != 0 {
		t.Fatal("the new meaning was tapped by a finger that meant the old one")
	}
	b.MouseDown(nil)
	b.MouseUp(nil)
	b.Tapped(nil)
	if taps != 1 {
		t.Fatal("the next tap is lost")
	}
}

func TestLongWordsAreCutAndAmountsAreNot(t *testing.T) {
	ten := func(s string) float32 { return float32(10 * len([]rune(s))) }
	if got := kit.Ellipsis("Ristorante Da Giulia", 120, ten); got != "Ristorante…" {
		t.Errorf("cut to %q", got)
	}
	got := kit.Lines("Left to pay: USD\u00a0640.00 today", 150, 0, false, ten)
	if strings.Join(got, "|") != "Left to pay:|USD\u00a0640.00|today" {
		t.Errorf("broken as %q", got)
	}
	if got := kit.Lines("one two three four five", 100, 2, false, ten); len(got) != 2 || !strings.HasSuffix(got[1], "…") {
		t.Errorf("two lines at most: %q", got)
	}
	if got := kit.Lines("Asking whether it was cancelled", 260, 0, true, ten); len(got) != 2 || len(got[0])-len(got[1]) > 8 {
		t.Errorf("not balanced: %q", got)
	}
	app(t)
	a := kit.NewAmount("€1,284,000.50", 104)
	a.Resize(fyne.NewSize(300, 125))
	if s := shownText(a); s != "€1,284,000.50" {
		t.Errorf("an amount was cut: %q", s)
	}
}

// shownText joins the texts drawn inside an object.
func shownText(o fyne.CanvasObject) string {
	var b strings.Builder
	shot.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(interface{ MinSize() fyne.Size }); ok {
			if s := textOf(t); s != "" {
				b.WriteString(s)
			}
		}
	})
	return b.String()
}

// sink takes what the keyboard writes.
type sink struct {
	text string
	keys []fyne.KeyName
}

func (s *sink) TypedRune(r rune)          { s.text += string(r) }
func (s *sink) TypedKey(e *fyne.KeyEvent) { s.keys = append(s.keys, e.Name) }
func tapKeys(k *kit.Keyboard, names ...string) {
	for _, n := range names {
		kit.TapKeyForTest(k, n)
	}
}

// Keys must reach the remembered target: the focus is gone with the first tap.
func TestKeyboardWritesIntoItsTarget(t *testing.T) {
	app(t)
	k := kit.NewKeyboard(nil)
	tapKeys(k, "a") // without a target nothing happens
	s := &sink{}
	k.SetTarget(s)
	tapKeys(k, "Shift", "B", "r", "space", "é ü ñ", "ö", "é ü ñ", "Shift", "Shift", "Q", "W", "Shift", "e", "#+=", "€", "Backspace", "Cursor left", "Search")
	if s.text != "Br öQWe€" {
		t.Errorf("typed %q", s.text)
	}
	if len(s.keys) != 3 || s.keys[0] != fyne.KeyBackspace || s.keys[1] != fyne.KeyLeft || s.keys[2] != fyne.KeyReturn {
		t.Errorf("keys %v", s.keys)
	}
}

func TestSearchFieldEditsWhereTheCaretIs(t *testing.T) {
	app(t)
	var told []string
	submitted := ""
	f := kit.NewSearchField(kit.SearchParams{Hint: "Name", Changed: func(s string) { told = append(told, s) }, Submitted: func(s string) { submitted = s }})
	f.Resize(fyne.NewSize(400, 56))
	for _, r := range "brndt" {
		f.TypedRune(r)
	}
	for range 3 {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	f.TypedRune('a')
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if f.Text() != "brandt" || submitted != "brandt" || told[len(told)-1] != "brandt" {
		t.Errorf("text %q, submitted %q, told %q", f.Text(), submitted, told)
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if f.Text() != "brdt" {
		t.Errorf("after backspace and delete: %q", f.Text())
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if f.Text() != "" {
		t.Errorf("not cleared: %q", f.Text())
	}
	for range 500 {
		f.TypedRune('x')
	}
	if n := len(f.Text()); n != 80 {
		t.Errorf("a wild scanner wrote %d runes", n)
	}
}

func TestMarkedTextFindsTheHitWhateverTheCase(t *testing.T) {
	for _, c := range [][5]string{
		{"Hildebrandt, Jörg", "BRANDT", "Hilde", "brandt", ", Jörg"},
		{"Νίκος Παπαδόπουλος", "παπ", "Νίκος ", "Παπ", "αδόπουλος"},
		{"Lakeshore", "zzz", "Lakeshore", "", ""},
		{"شركة النور", "النور", "شركة النور", "", ""},
	} {
		a, b, d := kit.SplitHit(c[0], c[1])
		if a != c[2] || b != c[3] || d != c[4] {
			t.Errorf("%q in %q: %q|%q|%q", c[1], c[0], a, b, d)
		}
	}
}

func TestKeypadSaysEveryKey(t *testing.T) {
	app(t)
	var got []kit.Key
	k := kit.NewKeypad(kit.PadAmount, func(key kit.Key) { got = append(got, key) })
	k.Resize(fyne.NewSize(400, 400))
	shot.Walk(k, func(o fyne.CanvasObject, _ fyne.Position) {
		if key, ok := o.(*kit.PadKey); ok {
			test.Tap(key)
		}
	})
	want := []kit.Key{1, 2, 3, 4, 5, 6, 7, 8, 9, kit.KeyDoubleZero, 0, kit.KeyBackspace}
	if len(got) != len(want) {
		t.Fatalf("%d keys: %v", len(got), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("key %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// A PIN's length must not be told where lengths differ.
func TestDotsOfUnknownLengthShowOnlyWhatWasTyped(t *testing.T) {
	app(t)
	d := kit.NewPINDots(0)
	d.Resize(fyne.NewSize(400, 30))
	if n := visibleCircles(d); n != 0 {
		t.Errorf("%d dots before the first digit", n)
	}
	d.SetTyped(3)
	if n := visibleCircles(d); n != 3 {
		t.Errorf("%d dots after three digits", n)
	}
	d.SetTyped(40)
	if n := visibleCircles(d); n != 12 {
		t.Errorf("%d dots after forty digits", n)
	}
}

func TestSheetIsModalAndComesOffOnce(t *testing.T) {
	app(t)
	w := test.NewTempWindow(t, container.NewStack())
	w.Resize(fyne.NewSize(1280, 800))
	closed := 0
	s := kit.NewSheet(kit.SheetParams{Title: "Which reader?", Second: "The letter is on the sticker.", Content: kit.NewLabel("…", 20, theme.Ink), Size: fyne.NewSize(860, 600), Band: true, Closed: func() { closed++ }})
	s.ShowOn(w.Canvas())
	if w.Canvas().Overlays().Top() != fyne.CanvasObject(s) || !s.Shown() {
		t.Fatal("the sheet is not on top")
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 400)) // beside the card
	if !s.Shown() {
		t.Error("a tap beside the card took the sheet away")
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(210+860-28-20, 114+50)) // the cross
	if s.Shown() || closed != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("the cross: shown %v, closed %d", s.Shown(), closed)
	}
	s.Dismiss()
}

// Months of running: the same theme change must not need new parts.
func TestPartsFollowAChangeOfTheme(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Dark, theme.Counter))
	o := basics()
	before := shot.Draw(o, shot.Size1280)
	a.Settings().SetTheme(theme.New(theme.Light, theme.Counter))
	shot.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) {
		if w, ok := o.(fyne.Widget); ok {
			w.Refresh()
		}
	})
	after := shot.Draw(o, shot.Size1280)
	fresh := shot.Draw(basics(), shot.Size1280)
	if shot.Same(before, after) {
		t.Error("nothing changed")
	}
	if !shot.Same(after, fresh) {
		t.Error("parts that lived through the change look different from new ones")
	}
}

// A name in two scripts must keep its words whole, in the order a reader of its first script expects.
func TestNamesInTwoScripts(t *testing.T) {
	for s, want := range map[string]string{
		"Brandt & Söhne":     "Brandt & Söhne",
		"شركة النور العامة":  "شركة النور العامة",
		"Brandt شركة النور":  "Brandt| |شركة النور",
		"شركة النور Brandt":  "Brandt| |شركة النور",
		"شركة، النور Co. KG": "Co. KG| |شركة، النور",
		"شركة النو…":         "…|شركة النو",
		"":                   "",
	} {
		if got := strings.Join(kit.ScriptRunsForTest(s), "|"); got != want {
			t.Errorf("%q falls into %q, want %q", s, got, want)
		}
	}
}
