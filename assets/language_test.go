package assets_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"paydesk/assets"
)

var hole = regexp.MustCompile(`\{([a-zA-Z0-9_]+)\}`)

// catalogue reads a language's own texts from its files, as a translator wrote them.
func catalogue(t *testing.T, code string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("translations/" + code + ".*json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of %q: %v", code, err)
	}
	texts := map[string]string{}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var part map[string]string
		if err := json.Unmarshal(b, &part); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for k, v := range part {
			texts[k] = v
		}
	}
	return texts
}

// holes lists the placeholders of a text. A text for one thing need not say the number.
func holes(key, text string) []string {
	var names []string
	for _, m := range hole.FindAllStringSubmatch(text, -1) {
		if m[1] != "count" || !strings.HasSuffix(key, ".one") {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Lost if it fails: a cashier reads a screen in two languages, or a sentence without its amount, in any language that claims to be
// complete. An unfinished language is held to its placeholders alone.
func TestEveryLanguageSaysWhatEnglishSays(t *testing.T) {
	english := catalogue(t, assets.English)
	for _, code := range assets.Languages() {
		texts := catalogue(t, code)
		complete := texts["language.complete"] == "yes"
		same := strings.Fields(texts["language.same"])
		for key, text := range texts {
			want, ok := english[key]
			switch {
			case !ok:
				t.Errorf("%s has a text %q that nobody uses", code, key)
			case strings.HasPrefix(key, "language.") || strings.HasPrefix(key, "format."):
			case strings.TrimSpace(text) == "":
				t.Errorf("%s: %q is empty", code, key)
			case !slices.Equal(holes(key, text), holes(key, want)):
				t.Errorf("%s: %q fills %v, English fills %v", code, key, holes(key, text), holes(key, want))
			case complete && code != assets.English && text == want && !slices.Contains(same, key) && hole.ReplaceAllString(text, "") != "":
				t.Errorf("%s: %q is not translated: %q. If it is the same word, name the key in language.same", code, key, text)
			}
		}
		for _, key := range same {
			if texts[key] != english[key] {
				t.Errorf("%s: language.same names %q, which differs", code, key)
			}
		}
		for key, text := range english {
			if own, ok := texts[key]; complete && !ok {
				t.Errorf("%s lacks %q: %q", code, key, text)
			} else if ok && strings.Count(own, "\n") > strings.Count(text, "\n") {
				t.Errorf("%s: %q has more lines than its place: %q", code, key, own)
			}
		}
	}
}

// Lost if it fails: a text that a translator has not come to yet shows a key instead of English.
func TestAnUnfinishedLanguageBorrowsEnglish(t *testing.T) {
	for _, code := range assets.Languages() {
		for _, key := range assets.In(assets.English).Keys() {
			if got := assets.In(code).T(key); strings.Contains(got, "⟦") || (got == "" && key != "language.same") {
				t.Errorf("%s: %q shows %q", code, key, got)
			}
		}
	}
	if assets.Use("xx") || assets.In("xx").Code() != assets.English {
		t.Error("a language that is not there must be refused")
	}
}

// Lost if it fails: "1 invoices".
func TestNumbersChooseTheirForm(t *testing.T) {
	for code, want := range map[string][2]string{"en": {"1 day", "2 days"}, "de": {"1 Tag", "2 Tage"}} {
		l := assets.In(code)
		if one, many := l.N("badge.days", 1), l.N("badge.days", 2); one != want[0] || many != want[1] {
			t.Errorf("%s: %q, %q", code, one, many)
		}
	}
}

// Lost if it fails: setting the language races with the first screen (run with -race).
func TestTheLanguageIsSetForAll(t *testing.T) {
	t.Cleanup(func() { assets.Use(assets.English) })
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { _ = assets.T("sheet.close") })
	}
	assets.Use("de")
	all.Wait()
	if got := assets.T("sheet.close"); got != "Schließen" {
		t.Errorf("after choosing German: %q", got)
	}
}
