package odoosim

import "time"

// LockBooks closes the books up to and including a day. The entry of a payment dated before moves to today, in 17 the
// payment with it (contract §14). The zero time opens them again.
func (s *Server) LockBooks(day time.Time) error {
	return s.hand("lock books", func(d *database) error {
		d.locked = ""
		if !day.IsZero() {
			d.locked = day.Format(time.DateOnly)
		}
		return nil
	})
}

// DropOutstandingAccounts takes the outstanding accounts off the Stripe journal's method lines, which set-up checks
// must notice.
func (s *Server) DropOutstandingAccounts() error {
	return s.hand("drop outstanding accounts", func(d *database) error { return d.dropAccounts(d.stripe) })
}

// DropCashAccount does the same to the cash journal: cash cannot be recorded any more.
func (s *Server) DropCashAccount() error {
	return s.hand("drop the cash account", func(d *database) error { return d.dropAccounts(d.cash) })
}

func (d *database) dropAccounts(journal int) error {
	j := d.journals.at(journal)
	for _, id := range append(append([]int{}, j.inbound...), j.outbound...) {
		l := d.methods.at(id)
		l.account = 0
		d.methods.put(id, l)
	}
	return nil
}

// AddProvider puts a payment method of the online provider on the Stripe journal, which set-up checks must notice: with it
// Odoo's own wizard charges a customer's saved card by itself (contract §9).
func (s *Server) AddProvider() error {
	return s.hand("add provider", func(d *database) error {
		id := d.methods.add(func(int) methodLine {
			return methodLine{name: "Stripe", code: "stripe", direction: "inbound", journal: d.stripe, provider: d.providers.ids[0]}
		})
		j := d.journals.at(d.stripe)
		j.inbound = with(j.inbound, id)
		d.journals.put(d.stripe, j)
		return nil
	})
}

// AddToken saves a payment method of the customer of a document, as an online payment does: reference is Stripe's
// customer id.
func (s *Server) AddToken(document, reference, details string) (id int, err error) {
	err = s.onDocument("token for", document, func(d *database, doc int) error {
		id = d.tokens.add(func(int) token {
			return token{stamp: d.stamped(), reference: reference, details: details, partner: d.commercial(d.moves.at(doc).partner), provider: d.providers.ids[0]}
		})
		return nil
	})
	return id, err
}

// MatchBank matches a posted payment with the bank line that confirms it.
func (s *Server) MatchBank(payment int) error {
	return s.onPayment("match payment", payment, func(d *database) error {
		p := d.payments.at(payment)
		if p.state != d.dialect.posted && p.state != d.dialect.paid {
			return ErrNotFound
		}
		p.matched, p.state, p.written = true, d.dialect.paid, d.now
		d.payments.put(payment, p)
		for _, part := range d.settled(payment) {
			d.settle(map[int]bool{part.document: true})
		}
		return nil
	})
}

// Backup is a copy of the whole database.
type Backup struct{ db *database }

// Backup copies the database as it is now.
func (s *Server) Backup() Backup {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := newDatabase(s.db.dialect, s.config.Seed, s.db.zone)
	b.enterprise = s.db.enterprise
	b.copyFrom(s.db)
	return Backup{b}
}

// Restore puts a backup in place of the database: later records are gone and their ids are handed out again.
// How many payments were ever created is not forgotten.
func (s *Server) Restore(b Backup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.db.copyFrom(b.db)
}
