// Package history is the screen of what happened at this counter: payments and refunds left, one of them right with where its money
// is, what happened second by second, and what may be done. Its sheet takes the record's ids and addresses to another device.
package history
