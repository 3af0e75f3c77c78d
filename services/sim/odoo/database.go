package odoosim

import (
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// database is one Odoo database. It is not safe for concurrent use: the server runs one transaction at a time.
type database struct {
	undo    undoLog
	number  int            // of the present transaction; the last committed one is number-1
	locked  string         // last day of the locked period
	now     time.Time      // start of the present transaction, UTC
	zone    *time.Location // of the company
	dialect *dialect
	// enterprise makes a paid document wait for its bank line.
	enterprise bool
	index      index
	rand       *rand.Rand

	users        *table[user]
	companies    *table[company]
	currencies   *table[currency]
	countries    *table[country]
	partners     *table[partner]
	accounts     *table[account]
	journals     *table[journal]
	methods      *table[methodLine]
	modules      *table[module]
	moves        *table[move]
	lines        *table[moveLine]
	partials     *table[partial]
	payments     *table[payment]
	wizards      *table[registerWizard]
	reversals    *table[reversalWizard]
	transactions *table[transaction]
	attachments  *table[attachment]
	messages     *table[message]
	terms        *table[term]
	tokens       *table[token]
	providers    *table[provider]
	keys         *table[apiKey]
	externals    map[string]external
	customers    map[string]int // seeded customers by name

	// births counts how often a payment was created under an external id; deletions do not lower it.
	births map[string]int

	self                          int // the signed-in user
	own                           int // the company
	receivable, income, discounts int // accounts
	unallocatedIn, unallocatedOut int // the company's default outstanding accounts
	sales, bank, stripe, cash     int // journals
}

func newDatabase(v *dialect, seed uint64, zone *time.Location) *database {
	d := &database{zone: zone, dialect: v, rand: rand.New(rand.NewPCG(seed, 0x0d00)), externals: map[string]external{}, customers: map[string]int{}, births: map[string]int{}}
	u := &d.undo
	d.users, d.companies, d.currencies, d.countries = newTable[user](u), newTable[company](u), newTable[currency](u), newTable[country](u)
	d.partners, d.accounts, d.journals, d.methods = newTable[partner](u), newTable[account](u), newTable[journal](u), newTable[methodLine](u)
	d.modules, d.moves, d.lines, d.partials = newTable[module](u), newTable[move](u), newTable[moveLine](u), newTable[partial](u)
	d.payments, d.wizards, d.reversals = newTable[payment](u), newTable[registerWizard](u), newTable[reversalWizard](u)
	d.transactions, d.attachments, d.messages = newTable[transaction](u), newTable[attachment](u), newTable[message](u)
	d.terms, d.tokens, d.providers, d.keys = newTable[term](u), newTable[token](u), newTable[provider](u), newTable[apiKey](u)
	d.newIndex()
	return d
}

// commit ends the present transaction.
func (d *database) commit() {
	d.undo.commit()
	d.number++
}

// today is the current day in the company's time zone.
func (d *database) today() string { return d.now.In(d.zone).Format(time.DateOnly) }

func (d *database) stamped() stamp { return stamp{d.now, d.now} }

// bind gives a record its external id; unbind frees the ids of a deleted one.
func (d *database) bind(name, model string, id int) {
	d.undo.add(func() { delete(d.externals, name) })
	d.externals[name] = external{model, id, d.number}
}

func (d *database) unbind(model string, id int) {
	for name, e := range d.externals {
		if e.model == model && e.id == id {
			delete(d.externals, name)
			d.undo.add(func() { d.externals[name] = e })
		}
	}
}

func (d *database) born(name string) {
	d.births[name]++
	d.undo.add(func() { d.births[name]-- })
}

func isDocument(m move) bool { return m.kind == "out_invoice" || m.kind == "out_refund" }

// copyFrom makes d hold the content of other, sequences included: what restoring a backup does.
func (d *database) copyFrom(o *database) {
	d.undo.commit()
	d.newIndex()
	d.users.copyFrom(o.users)
	d.companies.copyFrom(o.companies)
	d.currencies.copyFrom(o.currencies)
	d.countries.copyFrom(o.countries)
	d.partners.copyFrom(o.partners)
	d.accounts.copyFrom(o.accounts)
	d.journals.copyFrom(o.journals)
	d.methods.copyFrom(o.methods)
	d.modules.copyFrom(o.modules)
	d.moves.copyFrom(o.moves)
	d.lines.copyFrom(o.lines)
	d.partials.copyFrom(o.partials)
	d.payments.copyFrom(o.payments)
	d.wizards.copyFrom(o.wizards)
	d.reversals.copyFrom(o.reversals)
	d.transactions.copyFrom(o.transactions)
	d.attachments.copyFrom(o.attachments)
	d.messages.copyFrom(o.messages)
	d.terms.copyFrom(o.terms)
	d.tokens.copyFrom(o.tokens)
	d.providers.copyFrom(o.providers)
	d.keys.copyFrom(o.keys)
	d.externals, d.customers = maps.Clone(o.externals), maps.Clone(o.customers)
	d.number = max(d.number, o.number)
	d.self, d.own, d.locked = o.self, o.own, o.locked
	d.receivable, d.income, d.discounts = o.receivable, o.income, o.discounts
	d.unallocatedIn, d.unallocatedOut = o.unallocatedIn, o.unallocatedOut
	d.sales, d.bank, d.stripe = o.sales, o.bank, o.stripe
}

// with returns list with id appended, leaving list as it is.
func with(list []int, id int) []int { return append(slices.Clip(slices.Clone(list)), id) }

// without returns list without id.
func without(list []int, id int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(e int) bool { return e == id })
}
