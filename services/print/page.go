package print

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// page is a table of letters in a printer.
type page struct {
	number byte // of ESC t
	letter *charmap.Charmap
}

// pages are the tables that a configuration may name, with their numbers in the ESC/POS reference.
var pages = map[string]page{
	"437":  {0, charmap.CodePage437},
	"850":  {2, charmap.CodePage850},
	"852":  {18, charmap.CodePage852},
	"858":  {19, charmap.CodePage858},
	"866":  {17, charmap.CodePage866},
	"1252": {16, charmap.Windows1252},
}

// PageNames lists the tables by which a configuration names them.
var PageNames = []string{"437", "850", "852", "858", "866", "1252"}

// DefaultPage has the letters of western Europe and the euro sign.
const DefaultPage = "858"

// missing stands for a letter that the printer does not have; the slip says so at its end.
const missing = '?'

// alike are characters that read the same in letters that every table has.
var alike = map[rune]string{
	'−': "-", '–': "-", '—': "-", '‐': "-", '‑': "-", '…': "...", '•': "*", '·': "-", '→': "->", '€': "EUR", '£': "GBP", '¥': "JPY",
	'‘': "'", '’': "'", '‚': "'", '“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`, '×': "x", 'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe",
	'Œ': "OE", 'ø': "o", 'Ø': "O", 'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ı': "i", '№': "No",
}

// signs are those that a number follows, and must not run into.
const signs = "€£¥"

// fit writes s in letters that the page has, and says whether some could only be replaced by question marks. Spaces that keep an
// amount whole stay until the lines are set.
func (p page) fit(s string) (fitted string, lost bool) {
	var b strings.Builder
	runes := []rune(norm.NFC.String(s))
	for i, r := range runes {
		switch {
		case r == '\u00a0' || r == '\u202f':
			b.WriteRune('\u00a0')
		case r == '\u00ad' || unicode.Is(unicode.Cf, r): // says nothing on paper
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ') // nothing that a printer would take for a command
		case p.has(r):
			b.WriteRune(r)
		case alike[r] != "":
			b.WriteString(alike[r])
			if strings.ContainsRune(signs, r) && i+1 < len(runes) && unicode.IsDigit(runes[i+1]) {
				b.WriteRune('\u00a0')
			}
		default:
			base, ok := p.bare(r)
			lost = lost || !ok
			b.WriteRune(base)
		}
	}
	return b.String(), lost
}

// bare is a letter without its marks: "ș" is read "s". A letter of another script has none that anybody could read.
func (p page) bare(r rune) (rune, bool) {
	if unicode.Is(unicode.Mn, r) {
		return missing, false
	}
	if b, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r))); p.has(b) && b > ' ' {
		return b, true
	}
	return missing, false
}

func (p page) has(r rune) bool {
	if r < 0x80 {
		return r >= ' ' && r != 0x7f
	}
	_, ok := p.letter.EncodeRune(r)
	return ok
}

// bytes are the page's codes of a text that was fitted.
func (p page) bytes(s string) []byte {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r == '\u00a0' {
			r = ' '
		}
		b, ok := p.letter.EncodeRune(r)
		if !ok || b < ' ' || b == 0x7f {
			b = missing
		}
		out = append(out, b)
	}
	return out
}
