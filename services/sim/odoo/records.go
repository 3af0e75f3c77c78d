package odoosim

import "time"

// stamp is what Odoo keeps about every row: the start of the transactions that created and last wrote it.
type stamp struct{ created, written time.Time }

type user struct {
	login, name, lang string
	company, partner  int
	companies         []int
	archived          bool
}

type company struct {
	name     string
	currency int
	partner  int
}

// currency is one active currency. ownPerHundred converts to the company's currency: minor units of the
// company's currency for 100 minor units of this one (of the same exponent).
type currency struct {
	name, symbol  string
	after         bool
	digits        int
	ownPerHundred int64
}

type country struct{ name, code string }

type partner struct {
	stamp
	name, email, phone, mobile, vat, ref, barcode string
	street, zip, city, lang, tz                   string
	parent, country                               int
	isCompany                                     bool
}

type account struct{ code, name, kind string }

type journal struct {
	name, code, kind  string
	defaultAccount    int
	suspenseAccount   int
	inbound, outbound []int // method lines
	sequence, company int
}

type methodLine struct {
	name, code, direction      string
	journal, account, provider int
}

type module struct{ name, version, state string }

// move is a journal entry: an invoice, a credit note or the entry of a payment.
type move struct {
	stamp
	name, kind, state, paymentState string
	partner, currency, journal      int
	company, term                   int
	ref, paymentReference           string
	date, invoiceDate, due          string
	narration                       string
	lines                           []int
	total                           int64 // minor units of currency, positive
	reversed                        int   // the invoice a credit note reverses
	payment                         int   // the payment an entry belongs to
	token                           string
	user                            int
}

// moveLine is one line of a move. balance and residual are signed minor units of the line's currency: debit is
// positive.
type moveLine struct {
	stamp
	move, account, partner, currency int
	name, display, maturity          string
	thousandths                      int64 // quantity
	unit, subtotal                   int64 // minor units
	balance, residual                int64
	reconciled                       bool
	partials                         []int
	sequence                         int
	discounted                       int64  // what settles an instalment until discountDay, signed as balance
	discountDay                      string // last day of the early-payment discount, "" for none
}

// partial is one reconciliation between a debit and a credit line, in the currency of each.
type partial struct {
	debit, credit             int
	amountDebit, amountCredit int64
}

type payment struct {
	stamp
	name, state, memo, direction, partnerType string
	partner, currency, journal, method        int
	amount                                    int64 // minor units
	date                                      string
	destination                               int
	invoices                                  []int
	move, transaction                         int
	sent, byHand                              bool
	matched                                   bool // with a bank line
}

type registerWizard struct {
	moves                     []int
	journal, method, currency int
	amount                    int64
	date, communication       string
	group                     bool
	handling, mode            string
	discount                  bool // the early-payment discount is taken
	writeoffAccount           int
	writeoffLabel             string
}

type reversalWizard struct {
	stamp
	moves, notes []int
	journal      int
	reason, date string
}

type transaction struct {
	stamp
	reference, state, providerReference, providerCode, operation string
	partner, currency, payment                                   int
	amount                                                       int64
	invoices                                                     []int
	processed                                                    bool
}

type attachment struct {
	stamp
	name, kind, url, mimetype, model, data string
	resource                               int
}

type message struct {
	stamp
	model, body, kind string
	resource, author  int
	attachments       []int
}

// external is what an external id names; made is the number of the transaction that created it.
type external struct {
	model    string
	id, made int
}

// term says in which parts a document falls due, and how soon it may be paid with a discount.
type term struct {
	name          string
	parts         []Instalment
	percent, days int
}

// token is a payment method that a customer saved.
type token struct {
	stamp
	reference, details string
	partner, provider  int
}

type provider struct {
	name, code, state string
	journal           int
}

// apiKey is what a person made under Account Security; it expires in 18 and 19.
type apiKey struct {
	stamp
	name, expires string
	user          int
}
