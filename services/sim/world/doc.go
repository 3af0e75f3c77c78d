// Package world is a shop that lives for an hour in a tenth of a second: several counters with the real desk and the
// real gateways, their cashiers and customers, an accountant, one simulated Stripe, one simulated Odoo, and everything
// that goes wrong between them, all of it drawn from one seed.
//
// Exactly one thing runs at a time. Each activity is a coroutine (process) that yields where it would wait: in a sleep
// or in the network. The scheduler runs the earliest event next and draws lots between equal ones, so the same seed
// gives the same trace, byte by byte, on any machine.
//
// Replay one seed with its trace: go test ./services/sim/world -run TestSeeds -v -seed 7 -story. Live through many:
// -seed 1000 -seeds 5000.
//
// A checker looks at both ledgers, all journals and what the screens showed, after each event that can move money and
// at the end; its rules carry the numbers of the protocols' invariants.
package world
