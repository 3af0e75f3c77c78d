// Package history is what happened at this counter, for people: the list of payments with filters and search, one
// payment's timeline, the day's totals, and the accountant's CSV. It reads the journal and decides nothing.
package history
