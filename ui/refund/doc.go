// Package refund is the sheet on which money goes back to a card: what is refundable, how much, why, and the manager's PIN. It knows
// nothing about charges: the presenter makes a VM, the view shows it and says what was tapped.
package refund
