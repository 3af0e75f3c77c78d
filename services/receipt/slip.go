// Package receipt is what leaves the counter on paper or as a file: slips for the customer, and reports for the shop. A
// Slip is lines without a printer; text.go and pdf.go put it on paper of some width.
package receipt

// Kind says how a line is set.
type Kind int

// Kinds of lines.
const (
	Text    Kind = iota // wrapped, from the left
	Centred             // wrapped, in the middle
	Title               // large, in the middle
	Heading             // bold, from the left
	Pair                // Left and Right at the two edges
	Total               // the same, bold
	Rule                // a line across
	Space               // an empty line
	Banner              // what nobody may overlook: DUPLICATE, TEST
	Code                // Left as a QR code, where the paper can hold one
)

// Line is one line of a slip; Right belongs to Pair and Total alone.
type Line struct {
	Kind  Kind
	Left  string
	Right string
}

// Slip is one piece of paper.
type Slip struct {
	Name  string // of a file it is kept in, without ending
	Lines []Line
}

func (s *Slip) add(k Kind, left string) {
	if left != "" || k == Rule || k == Space {
		s.Lines = append(s.Lines, Line{Kind: k, Left: left})
	}
}

func (s *Slip) pair(k Kind, left, right string) {
	if right != "" {
		s.Lines = append(s.Lines, Line{k, left, right})
	}
}
