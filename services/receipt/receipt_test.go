package receipt

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"paydesk/services/history"
	"paydesk/services/money"
)

var at = time.Date(2026, 11, 20, 14, 31, 0, 0, time.UTC)

// day is the one of the reference picture, with a refund on its way and a question.
func day() history.Day {
	row := func(id string, o history.Outcome, minor int64, c money.Currency, reader, tag, person string) history.Row {
		return history.Row{ID: id, Kind: history.Payment, At: at.Add(-time.Hour), MoneyAt: at.Add(-time.Hour), Outcome: o, Asked: money.New(minor, c), Moved: money.New(minor, c),
			Reader: reader, Tag: tag, Person: person, Method: "contactless_emv", Customer: "Νίκος Παπαδόπουλος", Numbers: []string{"INV/2026/00398"}}
	}
	back := row("4", history.OnItsWay, 12845, "EUR", "", "", "Ingrid Solheim")
	back.Kind = history.Refund
	asked := row("5", history.Unknown, 128450, "EUR", "Front desk", "A", "Aisha Karim")
	asked.Moved = money.Amount{}
	return history.DayOf([]history.Row{
		row("1", history.Booked, 296040, "EUR", "Front desk", "A", "Aisha Karim"), row("2", history.Outbox, 85170, "EUR", "Window", "B", "Tomás Oliveira"),
		row("3", history.Booked, 112000, "USD", "Front desk", "A", "Aisha Karim"), back, asked,
	}, history.Since(at), at)
}

// Lost if it fails: the paper says another sum than the screen, breaks an amount across lines, or runs over its edge.
func TestXReportOnPaper(t *testing.T) {
	s := XReport(day(), Shop{Name: "Northgate Medical", Counter: "Counter 1", Banner: "DEMO SHOP", Own: "EUR"}, at)
	for _, columns := range []int{32, 42, 48} {
		text := s.Text(columns)
		for _, row := range strings.Split(text, "\n") {
			if n := cells(row); n > columns {
				t.Errorf("%d columns: a line has %d: %q", columns, n, row)
			}
		}
		for _, want := range []string{"€3,812.10", "−€128.45", "USD\u00a01,120.00", "€851.70", "Front desk", "€1,284.50", "DEMO SHOP"} {
			if !strings.Contains(text, want) {
				t.Errorf("%d columns: %q is missing or broken in\n%s", columns, want, text)
			}
		}
		if strings.Contains(text, "⟦") || strings.Contains(text, "{") {
			t.Errorf("words are missing:\n%s", text)
		}
		if open, back := strings.Index(text, "not in Odoo"), strings.Index(text, "Refunded, EUR"); open < 0 || open > back {
			t.Errorf("%d columns: what Odoo lacks of the charged sum does not stand under it:\n%s", columns, text)
		}
	}
}

// Lost if it fails: beside a customer's long name the PDF cuts the word before it in two, or an amount loses its place at the edge.
func TestALongRightSideStandsUnderItsWord(t *testing.T) {
	for _, c := range []struct {
		left, right float64
		want        bool
	}{{20, 40, false}, {16, 60, true}, {90, 14, false}, {34, 36, false}} {
		if got := stacked(c.left, c.right, 70); got != c.want {
			t.Errorf("%v mm and %v mm on 70 mm: stacked %v", c.left, c.right, got)
		}
	}
}

// Lost if it fails: names of wide or combining letters push the amounts out of their column.
func TestColumnsCountCellsNotBytes(t *testing.T) {
	s := Slip{Lines: []Line{{Pair, "株式会社サンプル商事", "¥5,000"}, {Pair, "Wiśniewska", "€1.00"}, {Pair, "e\u0301e\u0301", "€2.00"}, {Text, strings.Repeat("界", 40), ""}}}
	for _, row := range strings.Split(strings.TrimSuffix(s.Text(32), "\n"), "\n") {
		if n := cells(row); n > 32 || strings.ContainsAny(row, "€¥") && n != 32 {
			t.Errorf("%d cells: %q", n, row)
		}
	}
}

// Lost if it fails: the same report of the same moment is a different file each time, or none at all.
func TestPDFIsWholeAndRepeatable(t *testing.T) {
	s := XReport(day(), Shop{Name: "Northgate Medical", Own: "EUR"}, at)
	for range 80 { // more than a page
		s.pair(Pair, "A long name that has to be broken because it does not fit beside its amount on paper this narrow", "€1,284.50")
	}
	for _, paper := range []Paper{A4, A5} {
		one, err := s.PDF(paper, at)
		if err != nil {
			t.Fatal(err)
		}
		two, err := s.PDF(paper, at)
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("two files of %d and %d bytes differ, %v", len(one), len(two), err)
		}
		if !bytes.HasPrefix(one, []byte("%PDF-1.")) || !bytes.Contains(one[len(one)-16:], []byte("%%EOF")) {
			t.Error("not a whole PDF")
		}
	}
}
