package receipt

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Text sets the slip in columns of a fixed-width printer or screen; columns is at least 16. Wide characters take two.
func (s Slip) Text(columns int) string {
	columns = max(columns, 16)
	var b strings.Builder
	for _, l := range s.Lines {
		for _, row := range l.Rows(columns) {
			b.WriteString(strings.TrimRight(row, " "))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Rows sets one line in columns; a Code takes none.
func (l Line) Rows(columns int) []string {
	switch l.Kind {
	case Code:
		return nil
	case Rule:
		return []string{strings.Repeat("-", columns)}
	case Space:
		return []string{""}
	case Pair, Total:
		return l.pair(columns)
	case Centred, Title:
		rows := wrap(l.Left, columns)
		for i, r := range rows {
			rows[i] = strings.Repeat(" ", (columns-cells(r))/2) + r
		}
		return rows
	case Banner:
		inner := wrap(l.Left, columns-8)
		rows := make([]string, len(inner))
		for i, r := range inner {
			left := (columns - cells(r) - 2) / 2
			rows[i] = strings.Repeat("*", left) + " " + r + " " + strings.Repeat("*", columns-cells(r)-2-left)
		}
		return rows
	}
	return wrap(l.Left, columns)
}

// pair keeps Right whole: an amount never breaks. Where both do not fit, Left stands above.
func (l Line) pair(columns int) []string {
	right := cells(l.Right)
	left := wrap(l.Left, columns)
	last := left[len(left)-1]
	if cells(last)+1+right <= columns {
		left[len(left)-1] = last + strings.Repeat(" ", columns-cells(last)-right) + l.Right
		return left
	}
	for _, r := range wrap(l.Right, columns) {
		left = append(left, strings.Repeat(" ", columns-cells(r))+r)
	}
	return left
}

// wrap breaks at spaces, and inside a word only where it is longer than a line.
func wrap(s string, columns int) []string {
	var rows []string
	row := ""
	for _, word := range strings.Split(strings.Join(strings.FieldsFunc(s, breaks), " "), " ") {
		switch {
		case row == "":
			row = word
		case cells(row)+1+cells(word) <= columns:
			row += " " + word
		default:
			rows, row = append(rows, row), word
		}
		for cells(row) > columns {
			head := cut(row, columns)
			rows, row = append(rows, head), row[len(head):]
		}
	}
	return append(rows, row)
}

// breaks is a place where a line may end; a no-break space is none.
func breaks(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' || unicode.IsControl(r)
}

// cut takes as much of s as columns hold, at least one character.
func cut(s string, columns int) string {
	n := 0
	for i, r := range s {
		n += cell(r)
		if n > columns && i > 0 {
			return s[:i]
		}
	}
	return s
}

func cells(s string) int {
	n := 0
	for _, r := range s {
		n += cell(r)
	}
	return n
}

// cell is how many columns a character takes (Unicode TR 11).
func cell(r rune) int {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
