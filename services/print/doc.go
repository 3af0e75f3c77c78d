// Package print puts slips on a receipt printer that speaks ESC/POS, over TCP or a device file.
//
// page.go says which letters a printer has, encode.go turns a slip into its bytes, line.go carries them, and the Queue prints one slip
// after the other on a goroutine of its own. Nothing here knows about money: a printer that is slow, away or out of paper is said in
// words and retried when a person asks for it, never by itself.
package print
