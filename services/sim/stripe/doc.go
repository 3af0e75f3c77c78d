// Package stripesim is a Stripe account that lives in memory: PaymentIntents, Terminal readers, refunds, idempotency
// keys, and the people and wires around them, with the traps of the real one.
//
// It is used by the demo (behind a real listener) and by tests (in process, as an http.RoundTripper). It answers as
// API version 2025-08-27.basil, in sandbox mode (livemode false), well enough for stripe-go v82 to decode and for
// Stripe's published schema to accept.
//
// Time. The server starts no goroutine and never looks at the machine's clock: whatever happens by itself (a card is
// authorised, a scripted customer taps, a held request finally arrives) is caught up in order, each thing at its own
// moment, when somebody next asks (a request, a gesture, a snapshot).
//
// Chance. Identifiers come from the seed and a counter per kind, dice for fault rates from the seed: the same calls
// in the same order give the same answers.
//
// Traps, beside the faults of FaultNames:
//   - a reader has one action slot; before a card is presented a second command replaces the first silently (200);
//   - while a card is read or authorised, or was left inserted, every command is refused with terminal_reader_busy,
//     cancel_action included;
//   - cancel_action empties the slot and does not cancel the intent; cancelling the intent does not clear the prompt;
//   - a reader that lost its power leaves its action in_progress for ever; commands time out for two minutes, then it
//     counts as offline; a card already under way to the bank is charged all the same;
//   - an intent whose amount is changed while it is on a reader is not charged: it needs a new command;
//   - the action says only card_declined; the reason is in last_payment_error, which any update of the intent clears
//     and which a new process_payment_intent does not clear;
//   - a PIN wanted by the bank leaves a failed charge and a last_payment_error while the action is still in progress;
//   - refused commands (busy, timeout, offline, wrong state) are stored under their idempotency key and replayed.
package stripesim
