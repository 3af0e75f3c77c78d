// Package payment is the life of one card payment: who may charge a document, who may use a reader, what the customer's
// bank said, and how the charge is booked in Odoo.
//
// A payment is a State folded from facts by Apply, a pure function. The Desk appends every fact to the journal before it
// acts on it and runs the commands that Apply asks for; each command is one step of the protocols (check, claim, gate,
// send, watch, cancel, book) and ends in facts again. After a restart the same facts fold to the same State, and the
// first command reads what Stripe and Odoo know before anything is sent.
package payment
