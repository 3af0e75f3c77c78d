// Package approve is the sheet on which a manager consents to one act on the cashier's screen: what would happen and to whose money,
// why, and the manager's PIN. PIN is its right half, for sheets that ask for a PIN among other things. It never shows a PIN.
package approve
