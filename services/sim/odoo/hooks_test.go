package odoosim

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

// neverAsked are the recorded calls that a counter never makes, with the reason. The archive leaves out the six JSON-2
// exchanges of 19, which are no XML-RPC.
var neverAsked = map[string]string{
	"validation-error":   "a journal created by an administrator",
	"provider-key-admin": "Odoo's own Stripe key read by an administrator",
	"tx-create":          "a transaction written, by an administrator",
	"tx-duplicate":       "a transaction written, by an administrator",
	"tx-done":            "a transaction written",
	"token-create":       "a token written, by an administrator",
	"bankline-fee":       "a bank line",
	"bankline-gross":     "a bank line",
	"bankline-reconcile": "a bank line matched by a bookkeeper",
	"bankline-result":    "a bank line",
	"match-bankline":     "a bank line",
	"match-reconcile":    "a bank line matched by a bookkeeper",
	"internal-transfer":  "an internal transfer, in 17; 18 and 19 are only asked whether its fields exist, and are replayed",
	"lock-set":           "locks set by an administrator",
	"lock-clear":         "locks set by an administrator",
}

// exceptions are members of answers in which ours may differ, with the reason: at most twelve, none of them on the way of a
// payment, a reversal or a fault.
var exceptions = map[string]struct{ member, why string }{
	"invoice-lines": {"product_id", "the simulated lines name no product; what is printed is in their text"},
}

// recordedIDs are ids of the recorded servers that no answer of a series tells before they are used.
type recordedIDs struct {
	journal, in, out          int // STRP
	outJournal, outIn, outOut int // STRO, with outstanding accounts
	branchJournal             int
	expense, outstanding      int // accounts
	receivable                int
	firstPartner              int // Customer 001
}

var idsOf = map[int]recordedIDs{
	17: {15, 9, 10, 16, 11, 12, 18, 101, 99, 6, 8},
	18: {22, 13, 14, 23, 15, 16, 25, 766, 764, 7, 8},
	19: {19, 7, 8, 20, 9, 10, 22, 764, 762, 5, 7},
}

// recordedShop seeds what the recorded databases held: invoice n over 99+n dollars for Customer n, ten more of a branch.
func recordedShop(t *testing.T, version int, enterprise bool) *replay {
	t.Helper()
	customer := func(n int) Customer {
		who := fmt.Sprintf("%03d", (n-1)%100+1)
		return Customer{Name: "Customer " + who, Reference: "CUST" + who}
	}
	var list []Invoice
	for n := 1; n <= 115; n++ {
		list = append(list, Invoice{Customer: customer(n), Issued: 13 - (n-1)%10, Lines: []Line{{"Line for " + customer(n).Name, 1000, int64(99+n) * 100}}})
	}
	branch := Branch{Name: "Kiosk Branch EUR", Currency: "EUR"}
	for n := 1; n <= 10; n++ {
		branch.Invoices = append(branch.Invoices, Invoice{Customer: customer(n), Lines: []Line{{"Item", 1000, int64(49+n) * 100}}})
	}
	clk := newFakeClock()
	clk.now = writtenAt(t, version)
	s := New(Config{Clock: clk, Seed: 1, Database: "kiosk" + strconv.Itoa(version), User: testUser, Key: testKey, Version: version, Enterprise: enterprise,
		Invoices: list, Branches: []Branch{branch}, Company: Company{Name: "Kiosk Test Co", Currency: "USD", Country: "United States", CountryCode: "US"}})
	clk.now = newFakeClock().now

	r, known := newReplay(caller{t, s}), idsOf[version]
	for id := 1; id <= 125; id++ {
		r.learn("account.move", id, id)
	}
	for n := 1; n <= 100; n++ {
		r.learn("res.partner", known.firstPartner+n-1, s.db.customers[fmt.Sprintf("Customer %03d", n)])
	}
	d := s.db
	r.learn("res.currency", 1, d.currency("USD"))
	r.learn("account.account", known.receivable, d.receivable)
	r.learn("account.account", known.expense, d.discounts)
	r.learn("account.account", known.outstanding, d.methods.at(d.journals.at(d.stripe).inbound[0]).account)
	r.learn("account.journal", 1, d.sales)
	r.learn("account.journal", known.branchJournal, d.journals.ids[len(d.journals.ids)-1])

	for _, company := range []int{1, 2} { // founded in the same order
		r.learn("res.company", company, company)
	}
	r.learn("res.users", read(t, strconv.Itoa(version), "002-authenticate-password").answer.(int), d.self)
	self := d.users.at(d.self)
	self.name = "Kiosk Billing"
	d.users.put(d.self, self)
	person := d.partners.at(self.partner)
	person.name = self.name
	d.partners.put(self.partner, person)
	french := d.partners.at(d.companies.at(2).partner)
	french.country = d.countries.add(func(int) country { return country{"France", "FR"} })
	d.partners.put(d.companies.at(2).partner, french)
	str2 := d.journals.at(r.ours("account.journal", known.branchJournal))
	str2.name = "Stripe Terminal EUR co"
	d.journals.put(r.ours("account.journal", known.branchJournal), str2)

	// Ours has outstanding accounts, as the recorded STRO; its twin STRP has none.
	stro := d.journals.at(d.stripe)
	stro.name, stro.code = "Stripe Terminal Outstanding", "STRO"
	d.journals.put(d.stripe, stro)
	strp := d.bankJournal("Stripe Terminal", "STRP", stro.defaultAccount, stro.suspenseAccount, 0, 0)
	d.commit()
	for _, j := range [][4]int{{known.outJournal, d.stripe, known.outIn, known.outOut}, {known.journal, strp, known.in, known.out}} {
		r.learn("account.journal", j[0], j[1])
		r.learn("account.payment.method.line", j[2], d.journals.at(j[1]).inbound[0])
		r.learn("account.payment.method.line", j[3], d.journals.at(j[1]).outbound[0])
	}
	return r
}

// writtenAt is when the recorded server's invoices were written, which decides what its refresh found.
func writtenAt(t *testing.T, version int) time.Time {
	x := read(t, strconv.Itoa(version), "031-open-page1")
	written, _ := x.answer.([]any)[0].(object).get("write_date")
	at, err := time.Parse(time.DateTime, written.(string))
	must(t, err)
	return at
}

// active are the recorded ids that a wizard call is about.
func (x exchange) active() []int {
	kw, _ := x.call.params[6].(object)
	context, _ := kw.get("context")
	ids, _ := context.(object).get("active_ids")
	return idList(ids)
}

// record is the first recorded id that a method was called on.
func (x exchange) record() int { return idList(x.call.params[5].([]any)[0])[0] }

// invoice adds one that the recording had made off the record, and returns its number.
func (r *replay) invoice(recorded int, customer string, minor int64, more ...func(*Invoice)) string {
	r.t.Helper()
	inv := Invoice{Customer: Customer{Name: customer}, Lines: []Line{{"Item", 1000, minor}}}
	for _, f := range more {
		f(&inv)
	}
	id, number, err := r.s.AddInvoice(inv)
	must(r.t, err)
	r.learn("account.move", recorded, id)
	return number
}

func (r *replay) number(recorded int) string {
	return r.s.db.moves.at(r.ours("account.move", recorded)).name
}

func about(ids ...any) object {
	return object{{"context", object{{"active_model", "account.move"}, {"active_ids", ids}}}}
}

// wizard opens the register wizard on a recorded invoice through a recorded journal.
func (r *replay) wizard(invoice, journal int, memo string, more ...member) int {
	r.t.Helper()
	vals := append(object{{"journal_id", r.ours("account.journal", journal)}, {"communication", memo}}, more...)
	return r.do("account.payment.register", "create", []any{vals}, about(r.ours("account.move", invoice))).(int)
}

// register pays through it and returns our payment.
func (r *replay) register(invoice, journal int, memo string, more ...member) int {
	r.t.Helper()
	w := r.wizard(invoice, journal, memo, more...)
	res, _ := r.do("account.payment.register", "action_create_payments", []any{[]any{w}}, about(r.ours("account.move", invoice))).(object).get("res_id")
	return res.(int)
}

// reversal drafts a credit note through the wizard and returns it.
func (r *replay) reversal(invoice int) int {
	r.t.Helper()
	context := about(r.ours("account.move", invoice))
	w := r.do("account.move.reversal", "create", []any{object{{"journal_id", r.s.db.sales}}}, context)
	res, _ := r.do("account.move.reversal", "refund_moves", []any{[]any{w}}, context).(object).get("res_id")
	return res.(int)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// used gives the journals a number each: the recorded ones had long been in use when create-once was recorded.
func (r *replay) used(ids recordedIDs) {
	r.t.Helper()
	r.register(1, ids.outJournal, "earlier")
	r.do("account.move", "action_post", []any{[]any{r.reversal(2)}}, nil)
}

// mainHooks are what the recorders did between the exchanges of the main series.
func mainHooks(ids recordedIDs) map[string]hook {
	return map[string]hook{
		"access-error-model": func(r *replay, _ exchange) { must(r.t, r.s.Fault(Fault{Name: "rights-lost", Count: 1})) }, // another user
		"pay-stale-wizard-action": func(r *replay, x exchange) {
			r.register(x.active()[0], ids.journal, "KIOSK|pi_A")
		},
		"pay-draft-wizard":     func(r *replay, x exchange) { must(r.t, r.s.ResetToDraft(r.number(x.active()[0]))) },
		"pay-cancelled-wizard": func(r *replay, x exchange) { must(r.t, r.s.CancelInvoice(r.number(x.active()[0]))) },
		"pay-foreign-create": func(r *replay, x exchange) {
			r.invoice(x.active()[0], "Customer 010", 5900, func(inv *Invoice) { inv.Currency = "EUR" })
		},
		"pay-group-wizard": func(r *replay, x exchange) { r.invoice(x.active()[1], "Customer 020", 1200) },
		"pay-many-customers-action": func(r *replay, x exchange) {
			a := x.active()
			w := r.do("account.payment.register", "create", []any{object{{"journal_id", r.ours("account.journal", ids.journal)}}}, about(a[0], a[1]))
			r.learn("account.payment.register", x.record(), w.(int))
		},
		"installment-invoice": func(r *replay, x exchange) {
			r.invoice(x.record(), "Customer 021", 10000, func(inv *Invoice) { inv.Terms.Parts = []Instalment{{30, 0}, {70, 60}} })
		},
		"epd-wizard": func(r *replay, x exchange) {
			r.invoice(x.active()[0], "Customer 022", 10000, func(inv *Invoice) { inv.Terms = Terms{DiscountPercent: 2, DiscountDays: 7} })
		},
		"tx-read": func(r *replay, _ exchange) {
			d := r.s.db
			r.learn("payment.transaction", 1, d.transactions.add(func(int) transaction {
				return transaction{stamp: d.stamped(), reference: "KIOSK-11-1", state: "draft", providerCode: "stripe", operation: "offline", amount: 11000,
					partner: d.moves.at(11).partner, currency: d.moves.at(11).currency, invoices: []int{11}}
			}))
			d.commit()
		},
		"token-search": func(r *replay, _ exchange) {
			_, err := r.s.AddToken(r.number(11), "cus_Test", "4242")
			must(r.t, err)
		},
		"refund-wizard":      func(r *replay, x exchange) { r.register(x.active()[0], ids.journal, "KIOSK|pi_R1") },
		"refund-unpaid-post": func(r *replay, x exchange) { r.learn("account.move", x.record(), r.reversal(13)) },
		"outstanding-lines": func(r *replay, x exchange) {
			p := r.register(14, ids.outJournal, "KIOSK|pi_bank")
			domain := x.call.params[5].([]any)[0].([]any)
			r.learn("account.move", domain[3].([]any)[2].(int), r.s.db.payments.at(p).move)
		},
		"bankline-payment": func(r *replay, x exchange) { must(r.t, r.s.MatchBank(r.ours("account.payment", x.record()))) },
		"lock-pay-create":  func(r *replay, _ exchange) { must(r.t, r.s.LockBooks(time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC))) },
	}
}

// createOnceHooks prepare the documents of a create-once-refund series, whose ids stand in its later requests.
func createOnceHooks(t *testing.T, r *replay, folder string, ids recordedIDs) map[string]hook {
	r.used(ids)
	for _, doc := range []struct {
		slug  string
		minor int64
	}{{"004-partial-assign-1", 10000}, {"010-several-assign-1", 3000}, {"011-several-assign-2", 5000}, {"017-paid-assign-1", 12345}, {"048-slip-assign-1", 8000}} {
		r.invoice(read(t, folder, doc.slug).record(), "Customer 006", doc.minor)
	}
	both := read(t, folder, "044-unpaid-original-read").call.params[5].([]any)[0].([]any)
	r.invoice(both[0].(int), "Customer 006", 4000)
	return map[string]hook{
		"unpaid-original-post": func(r *replay, x exchange) { r.learn("account.move", both[1].(int), r.reversal(both[0].(int))) },
		"slip-assign-1": func(r *replay, x exchange) {
			r.register(x.record(), ids.outJournal, "by hand", member{"amount", 30.0})
		},
	}
}

// enterpriseHooks open the wizards and draft the credit notes whose making was not recorded.
func enterpriseHooks(ids recordedIDs) map[string]hook {
	open := func(journal int, memo string, more ...member) hook {
		return func(r *replay, x exchange) {
			r.learn("account.payment.register", x.record(), r.wizard(x.active()[0], journal, memo, more...))
		}
	}
	credit := func(paid int) hook {
		return func(r *replay, x exchange) {
			invoice := read(r.t, fmt.Sprintf("%d/enterprise-like", r.s.config.Version), map[int]string{1: "001-noaccount-full-action", 8: "008-account-full-action"}[paid]).active()[0]
			r.learn("account.move", x.record(), r.reversal(invoice))
		}
	}
	part := member{"amount", 40.0}
	return map[string]hook{
		"noaccount-full-action":            open(ids.journal, "KIOSK|pi_1"),
		"noaccount-partial-action":         open(ids.journal, "KIOSK|pi_2", part),
		"account-full-action":              open(ids.outJournal, "KIOSK|pi_3"),
		"account-partial-action":           open(ids.outJournal, "KIOSK|pi_4", part),
		"noaccount-refund-post":            credit(1),
		"account-refund-post":              credit(8),
		"account-refund-action":            open(ids.outJournal, "KIOSK|re_3"),
		"match-action":                     open(ids.outJournal, "KIOSK|pi_5"),
		"noaccount-validate-before-action": open(ids.journal, "KIOSK|pi_6"),
	}
}
