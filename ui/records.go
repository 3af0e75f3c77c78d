package ui

import (
	"paydesk/services/history"
	"paydesk/services/receipt"
	"paydesk/ui/present"
)

// Records is what happened at this counter, and what leaves it on paper or as a file. Address and the Version of History never wait; all
// else is called from workers.
type Records interface {
	History() *history.Book
	// ProveJournal reads the whole journal and returns how many entries there are, each as it was written.
	ProveJournal() (entries uint64, err error)
	// MakeReceipt makes the receipt of a charged payment, or the slip of a refund, and puts it on the printer, or keeps it as a PDF where
	// there is none. From the second on it says that it is a duplicate. Its path, as that of KeepXReport, begins in the counter's data folder.
	MakeReceipt(id, by string) (Paper, error)
	// XReport is the day so far, kept nowhere; KeepXReport makes a PDF and a text of it. PrintXReport returns the id by which Printed tells
	// how it ends.
	XReport(history.Day) receipt.Slip
	PrintXReport(receipt.Slip) (id string, err error)
	KeepXReport(receipt.Slip) (path string, err error)
	// Export writes rows as CSV into a new file; path is whole.
	Export(rows []history.Row) (path string, err error)
	Address(history.Row) present.Address
}

// Paper is a slip and where it was kept.
type Paper struct {
	Slip receipt.Slip
	Path string // empty: it is on the printer
}
