package assets_test

import (
	"bytes"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"paydesk/assets"
)

// A font that does not parse leaves the whole screen in boxes.
func TestFontsParseAndHoldWhatScreensNeed(t *testing.T) {
	need := map[assets.Font]string{
		assets.FontRegular: "Az0€−…·×•→ЖΩșłß", assets.FontSemiBold: "Az0€−…·×•→ЖΩșłß", assets.FontDisplay: "0123456789€$£−.,USD\u00a0",
		assets.FontArabicRegular: "شركة٠", assets.FontArabicBold: "شركة٠",
	}
	for font, runes := range need {
		f, err := sfnt.Parse(assets.FontBytes(font))
		if err != nil {
			t.Fatalf("%s: %v", font, err)
		}
		var b sfnt.Buffer
		for _, r := range runes {
			if g, err := f.GlyphIndex(&b, r); err != nil || g == 0 {
				t.Errorf("%s has no %q (%v)", font, r, err)
			}
		}
	}
}

// Columns of amounts dance when digits differ in width.
func TestDigitsOfColumnsHaveOneWidth(t *testing.T) {
	for _, font := range []assets.Font{assets.FontRegular, assets.FontSemiBold} {
		f, err := sfnt.Parse(assets.FontBytes(font))
		if err != nil {
			t.Fatal(err)
		}
		var b sfnt.Buffer
		em := f.UnitsPerEm()
		var first int
		for r := '0'; r <= '9'; r++ {
			g, _ := f.GlyphIndex(&b, r)
			w, err := f.GlyphAdvance(&b, g, 64*10, 0) // 10 px
			if err != nil {
				t.Fatal(err)
			}
			if first == 0 {
				first = int(w)
			}
			if d := int(w) - first; d > 1 || d < -1 {
				t.Errorf("%s: %q is %d wide, 0 is %d (of %d units)", font, r, w, first, em)
			}
		}
	}
}

// The licence asks that its text goes with the fonts.
func TestLicencesAreEmbedded(t *testing.T) {
	for _, name := range []assets.Font{"OFL.txt", "NotoSansArabic-OFL.txt"} {
		if !bytes.Contains(assets.FontBytes(name), []byte("SIL Open Font License")) {
			t.Errorf("%s is not the licence", name)
		}
	}
}

func TestAppIconIsASquareOf512(t *testing.T) {
	c, err := png.DecodeConfig(bytes.NewReader(assets.AppIcon()))
	if err != nil || c.Width != 512 || c.Height != 512 {
		t.Fatalf("icon is %dx%d, %v", c.Width, c.Height, err)
	}
}

func TestWordsAreFilledAndAMissingKeyIsVisible(t *testing.T) {
	if got := assets.T("no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("missing key shows %q", got)
	}
	if got := assets.T("sheet.close"); got != "Close" {
		t.Errorf("sheet.close = %q", got)
	}
	if got := assets.Fill("Reader {letter} is used by {who}. {letter}!", "letter", "A", "who", "Counter 2"); got != "Reader A is used by Counter 2. A!" {
		t.Errorf("filled: %q", got)
	}
}

var (
	call   = regexp.MustCompile(`\bassets\.([TN])\(\s*"([^"]+[^".])"`)
	built  = regexp.MustCompile(`"([a-z0-9._-]+\.)"\s*\+`) // "fail." + code: a family of keys made of codes
	quoted = regexp.MustCompile(`"([a-z0-9]+(?:[.-][a-zA-Z0-9_-]+)+)"`)
)

// A key that the code asks for and the catalogue lacks shows brackets to a cashier; a key nobody asks for is translated for nothing.
func TestCatalogueAndCodeAgree(t *testing.T) {
	asked, named := map[string]string{}, map[string]bool{}
	var families []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range call.FindAllSubmatch(src, -1) {
			for _, form := range map[string][]string{"T": {""}, "N": {".one", ".many"}}[string(m[1])] {
				asked[string(m[2])+form] = path
			}
		}
		for _, m := range built.FindAllSubmatch(src, -1) {
			families = append(families, string(m[1]))
		}
		for _, m := range quoted.FindAllSubmatch(src, -1) {
			named[string(m[1])] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	keys := assets.In(assets.English).Keys()
	have := map[string]bool{}
	for _, k := range keys {
		have[k] = true
		family := func(prefix string) bool { return strings.HasPrefix(k, prefix) }
		base := k // of a text that stands beside another: shorter, or for another number
		for _, form := range []string{".short", ".one", ".many"} {
			base = strings.TrimSuffix(base, form)
		}
		if k != "language.same" && !named[base] && !named[k] && !slices.ContainsFunc(families, family) {
			t.Errorf("nobody uses the text %q", k)
		}
	}
	for k, path := range asked {
		if !have[k] {
			t.Errorf("%s asks for %q, which is not in translations/en.*.json", path, k)
		}
	}
	if len(keys) == 0 || len(asked) == 0 {
		t.Fatal("the scan found nothing")
	}
}
