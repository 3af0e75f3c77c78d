// Package recovery looks after what no payment at this counter looks after any more: charges of machines that died, claims
// left behind, and whatever people changed behind Paydesk's back in Odoo or in Stripe's dashboard.
//
// The Healer walks both sides from durable cursors and reads before it judges (PROTOCOLS §5). Money of ours that nobody
// booked is taken on by the payment desk, which books it create-once; what a person undid, or what cannot be true, becomes
// an entry in Attention, with a stable id and what may be done about it. Nothing is guessed, nothing a person undid is redone.
package recovery
