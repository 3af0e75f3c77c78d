package print

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"paydesk/services/receipt"
)

var update = flag.Bool("update", false, "write golden bytes instead of checking them")

// slip has every kind of line, letters of many scripts and both signs of amounts.
func slip() receipt.Slip {
	return receipt.Slip{Name: "x", Lines: []receipt.Line{
		{Kind: receipt.Banner, Left: "DEMO SHOP – no real money moves"},
		{Kind: receipt.Title, Left: "Müller & Söhne Großhandel"},
		{Kind: receipt.Centred, Left: "12 Rue de l’Église, Łódź"},
		{Kind: receipt.Space},
		{Kind: receipt.Heading, Left: "Card payment"},
		{Kind: receipt.Pair, Left: "INV/2026/00398", Right: "€1,200.00"},
		{Kind: receipt.Pair, Left: "Zurück", Right: "−128,45\u00a0€"},
		{Kind: receipt.Pair, Left: "Card", Right: "Visa •••• 4242"},
		{Kind: receipt.Text, Left: "Șerban Nguyễn, Νίκος\x1b@"},
		{Kind: receipt.Rule},
		{Kind: receipt.Total, Left: "CHARGED", Right: "€1,284.50"},
		{Kind: receipt.Code, Left: "pi_3QaKx7LkdIwHu7ix0x81"},
	}}
}

// readable writes bytes for a person, a printed line to a line.
func readable(b []byte) string {
	var out strings.Builder
	for line := range bytes.Lines(b) {
		q := make([]byte, 0, len(line)*2)
		for _, c := range line {
			if c < ' ' || c >= 0x7f || c == '\\' {
				q = fmt.Appendf(q, `\x%02x`, c)
			} else {
				q = append(q, c)
			}
		}
		out.Write(q)
		out.WriteByte('\n')
	}
	return out.String()
}

// Lost if it fails: the printer prints letters of another table, an amount without its currency, or takes text for commands. The bytes
// were checked against the ESC/POS reference and the code pages by hand.
func TestBytes(t *testing.T) {
	for _, p := range []Paper{{Width: 80, Page: "858"}, {Width: 58, Page: "1252"}, {Width: 80, Columns: 42, Page: "437", NoCut: true}, {Width: 58, Page: "850"}} {
		b := Encode(slip(), p)
		if !bytes.Equal(b, Encode(slip(), p)) {
			t.Errorf("%+v: the same slip is other bytes each time", p)
		}
		name := filepath.Join("testdata", "slip-"+strconv.Itoa(p.columns())+"-"+p.Page+".txt")
		if *update {
			if err := os.WriteFile(name, []byte(readable(b)), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := readable(b); got != string(want) {
			t.Errorf("%s is now\n%s\nand was\n%s", name, got, want)
		}
	}
}

// Lost if it fails: umlauts and the euro sign come out as other letters. Codes from the tables of IBM and Microsoft.
func TestCodesOfTheTables(t *testing.T) {
	for _, c := range []struct {
		page, text string
		want       []byte
	}{
		{"858", "€äöüßÄÖÜé", []byte{0xd5, 0x84, 0x94, 0x81, 0xe1, 0x8e, 0x99, 0x9a, 0x82}},
		{"850", "äöüß£", []byte{0x84, 0x94, 0x81, 0xe1, 0x9c}},
		{"437", "äöüßé", []byte{0x84, 0x94, 0x81, 0xe1, 0x82}},
		{"1252", "€äöüß•", []byte{0x80, 0xe4, 0xf6, 0xfc, 0xdf, 0x95}},
		{"852", "ąęłńóśźż", []byte{0xa5, 0xa9, 0x88, 0xe4, 0xa2, 0x98, 0xab, 0xbe}},
		{"866", "Жя№", []byte{0x86, 0xef, 0xfc}},
		{"437", "€5 5 €", []byte("EUR 5 5 EUR")},
		{"850", "€1", []byte("EUR 1")},
		{"437", "−128–5 … „x“", []byte(`-128-5 ... "x"`)},
		{"858", "Șerban Łódź", append([]byte("Serban L"), 0xa2, 'd', 'z')},
	} {
		p := pages[c.page]
		fitted, lost := p.fit(c.text)
		if got := p.bytes(fitted); !bytes.Equal(got, c.want) || lost {
			t.Errorf("%s %q: % x, want % x, lost %t", c.page, c.text, got, c.want, lost)
		}
	}
}

// Lost if it fails: letters that the printer does not have vanish or become others, and the paper does not say so.
func TestMissingLettersAreSaid(t *testing.T) {
	for text, want := range map[string]bool{"Νίκος": true, "株式会社": true, "Müller €": false, "Nguyễn": false} {
		s := receipt.Slip{Lines: []receipt.Line{{Kind: receipt.Text, Left: text}}}
		b := Encode(s, Paper{Width: 80})
		if said := bytes.Contains(b, []byte("? stands for a letter")); said != want || bytes.Contains(b, []byte("?")) != want {
			t.Errorf("%q: %s", text, readable(b))
		}
	}
}

// Lost if it fails: a customer's name steers the printer: opens the drawer, changes its settings, or swallows the amount.
func TestTextIsNeverACommand(t *testing.T) {
	for _, name := range PageNames {
		for r := rune(0); r < 0x3000; r++ {
			p := pages[name]
			fitted, _ := p.fit("a" + string(r) + "b")
			for _, c := range p.bytes(fitted) {
				if c < ' ' || c == 0x7f {
					t.Fatalf("%s: %U becomes the command %#x", name, r, c)
				}
			}
		}
	}
}

// Lost if it fails: amounts run over the paper's edge and the printer breaks them.
func TestNoLineIsWiderThanThePaper(t *testing.T) {
	for _, p := range []Paper{{Width: 58, Page: "437"}, {Width: 80, Page: "858"}} {
		wide := slip()
		wide.Lines = append(wide.Lines, receipt.Line{Kind: receipt.Pair, Left: strings.Repeat("Feinmechanik ", 5), Right: "€1,284.50"})
		for line := range bytes.Lines(Encode(wide, p)) {
			text := bytes.TrimFunc(line, func(r rune) bool { return r < ' ' })
			if at := bytes.Index(text, []byte("00398")); at >= 0 && len(text) > p.columns()+4 {
				t.Errorf("%d columns: %q", p.columns(), text)
			}
			if bytes.Contains(text, []byte("1,284.5")) && !bytes.Contains(text, []byte("1,284.50")) {
				t.Errorf("a broken amount: %q", text)
			}
		}
	}
}
