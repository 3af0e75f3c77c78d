package app

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/services/staff"
)

// Lost if it fails: a shop in Germany reads English where something went wrong, on the one screen that has no pictures.
func TestCommandLineSpeaksItsLanguage(t *testing.T) {
	t.Cleanup(func() { _ = language.Use(assets.English) })
	for args, says := range map[string]string{
		"help --language de":               "offene Rechnungen",
		"--language de nonsense":           `"nonsense" ist kein Befehl`,
		"--language=de --serach x":         "ist --search gemeint?",
		"pay --language de":                "pay braucht --document, --reader und --as",
		"--language de documents":          "Keine Konfiguration",
		"--language de documents --search": "--search braucht einen Wert",
		"sim --language de --only both":    "--only ist stripe oder odoo",
		"people add X --language de":       "braucht --role",
		"--language de day --reader x":     "day kennt kein --reader",
		"--language de document show":      "nimmt genau ein NUMBER",
		"--language de --theme red":        "--theme ist light (hell)",
		"--language de sim --seed -1":      "--seed passt nicht",
		"--language de probe":              "Keine Konfiguration",
	} {
		var out, errs bytes.Buffer
		home := t.TempDir()
		Run(t.Context(), Env{Args: strings.Fields(args), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
			Getenv: func(k string) string { return map[string]string{"HOME": home}[k] }})
		if said := out.String() + errs.String(); !strings.Contains(said, says) || strings.Contains(said, "Paydesk charges") {
			t.Errorf("paydesk %s: %.200s", args, said)
		}
	}
	if err := language.Use("de"); err != nil {
		t.Fatal(err)
	}
	for _, e := range commonErrors {
		if text := Explain(fmt.Errorf("%w: 7", e.err)); !strings.HasPrefix(text, assets.T(e.key)) || strings.Contains(text, e.err.Error()) || !strings.HasSuffix(text, ": 7") {
			t.Errorf("%v: %s", e.err, text)
		}
	}
	wrapped := say(say(staff.ErrNoPerson, "cli.no_person", "name", "X"), "cli.not_charged")
	if !errors.Is(wrapped, staff.ErrNoPerson) || Explain(wrapped) != "Diese Person ist hier nicht bekannt: X. Es wurde nichts belastet" {
		t.Error(Explain(wrapped))
	}
}

// Lost if it fails: a state of a payment or refund, or a role, is printed as a key.
func TestEveryStateHasAWord(t *testing.T) {
	for _, p := range payment.Phases {
		if !assets.Has("cli.phase." + p.String()) {
			t.Errorf("no word for %s", p)
		}
	}
	for p := refund.Draft; p <= refund.Stopped; p++ {
		if !assets.Has("cli.refund." + p.String()) {
			t.Errorf("no word for refund %s", p)
		}
	}
	for _, r := range []staff.Role{staff.Cashier, staff.Manager, staff.Auditor} {
		if !assets.Has("cli.role." + string(r)) {
			t.Errorf("no word for %s", r)
		}
	}
}

var wordsInCode = regexp.MustCompile(`(?:errors\.New|fmt\.Errorf|fmt\.Fprint(?:f|ln)?)\([^"\n]*"([^"\n]*[A-Za-z]{2,} [a-z]{2,}[^"\n]*)"`)

// Lost if it fails: a new command speaks English only. Whatever a verb prints or fails with stands in the catalogue.
func TestVerbsTakeTheirWordsFromTheCatalogue(t *testing.T) {
	files, err := filepath.Glob("verb*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("%v %v", files, err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wordsInCode.FindAllSubmatch(text, -1) {
			if words := string(m[1]); !strings.HasPrefix(words, "paydesk ") { // a command to type
				t.Errorf("%s says %q in one language", f, words)
			}
		}
	}
}
