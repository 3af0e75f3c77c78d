package app

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"paydesk/services/receipt"
)

// ReceiptConfig is what a shop has on its receipts beside what they must say.
type ReceiptConfig struct {
	Header []string // under the company's name: address, tax number
	Footer []string
	Attach bool   // the receipt's PDF is hung on the payment in Odoo
	PDF    string // sheet of files, by its name in papers; empty: A4
}

// papers are the sheets that a file may be set on.
var papers = map[string]receipt.Paper{"A4": receipt.A4, "A5": receipt.A5, "letter": receipt.Letter, "roll": receipt.Roll}

// paper is the sheet of files.
func (r ReceiptConfig) paper() receipt.Paper {
	if p, ok := papers[r.PDF]; ok {
		return p
	}
	return receipt.A4
}

func (r *configReader) receipt() ReceiptConfig {
	c := ReceiptConfig{Header: r.lines("receipt", "header"), Footer: r.lines("receipt", "footer"), Attach: r.flag("receipt", "attach"), PDF: r.oneLine("receipt", "pdf")}
	if _, ok := papers[c.PDF]; c.PDF != "" && !ok {
		r.add("receipt", "pdf", fmt.Sprintf("pdf %q is no paper", c.PDF), `Write pdf = "A4", "A5", "letter" or "roll"`)
	}
	return c
}

// Limits of a receipt's own lines: more would push what must be on it off the paper.
const (
	receiptLines = 10
	receiptRunes = 80
)

// lines reads a list of short lines.
func (r *configReader) lines(section, key string) []string {
	v, ok := r.value(section, key)
	if !ok {
		return nil
	}
	list, isList := v.([]any)
	good := isList && len(list) <= receiptLines
	var out []string
	for _, one := range list {
		s, isText := one.(string)
		good = good && isText && !strings.ContainsAny(s, "\r\n\x00") && utf8.RuneCountInString(s) <= receiptRunes
		out = append(out, strings.TrimSpace(s))
	}
	if !good {
		r.add(section, key, fmt.Sprintf("%s must be a list of at most %d lines of at most %d letters", key, receiptLines, receiptRunes),
			fmt.Sprintf(`Write %s = ["First line", "Second line"]`, key))
		return nil
	}
	return out
}
