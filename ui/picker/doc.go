// Package picker is the main screen: open invoices left, the chosen one right, and the button that charges it. Two taps charge an
// invoice: the row, the button. The button is there only while the detail shown belongs to the row that is chosen.
package picker
