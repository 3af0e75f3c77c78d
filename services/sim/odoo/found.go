package odoosim

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// found creates what an installed Odoo has before the first invoice: currencies, accounts, journals, the company
// and its Billing user. Ids are as in the recordings where that costs nothing; callers must not rely on any.
func (d *database) found(c Config) {
	co := c.Company
	if co.Name == "" {
		co.Name = "Northgate Supply"
	}
	if co.Currency == "" {
		co.Currency = "EUR"
	}
	for _, cur := range currencyList(co.Currency) {
		d.currencies.add(func(int) currency { return cur })
	}
	if co.Country != "" {
		d.countries.add(func(int) country { return country{co.Country, co.CountryCode} })
	}
	own := d.currency(co.Currency)
	companyPartner := d.partners.add(func(int) partner {
		return partner{stamp: d.stamped(), name: co.Name, isCompany: true, email: co.Email, phone: co.Phone, vat: co.VAT,
			street: co.Street, zip: co.Zip, city: co.City, country: d.countries.last, lang: "en_US", tz: d.zone.String()}
	})
	bot := d.partners.add(func(int) partner { return partner{stamp: d.stamped(), name: "OdooBot"} })
	d.own = d.companies.add(func(int) company { return company{co.Name, own, companyPartner} })
	person := d.partners.add(func(int) partner { return partner{stamp: d.stamped(), name: c.User, tz: d.zone.String()} })
	d.users.add(func(int) user {
		return user{login: "__system__", name: "OdooBot", lang: "en_US", company: d.own, partner: bot, archived: true}
	})
	d.users.last = 5
	d.self = d.users.add(func(int) user {
		return user{login: c.User, name: c.User, lang: "en_US", company: d.own, partner: person, companies: []int{d.own}}
	})
	if d.dialect.keysExpire && !c.KeyExpires.IsZero() {
		d.keys.add(func(int) apiKey {
			return apiKey{stamp: d.stamped(), name: "Counter", expires: c.KeyExpires.UTC().Format(time.DateTime), user: d.self}
		})
	}

	put := func(code, name, kind string) int {
		return d.accounts.add(func(int) account { return account{code, name, kind} })
	}
	bankAccount := put("101401", "Bank", "asset_cash")
	suspense := put("101402", "Bank Suspense Account", "asset_current")
	d.unallocatedIn = put("101403", "Outstanding Receipts", "asset_current")
	d.unallocatedOut = put("101404", "Outstanding Payments", "asset_current")
	stripeAccount := put("101405", "Stripe Terminal", "asset_cash")
	receipts := put("101410", "Stripe Outstanding Receipts", "asset_current")
	payouts := put("101411", "Stripe Outstanding Payments", "asset_current")
	d.receivable = put("121000", "Account Receivable", "asset_receivable")
	d.income = put("400000", "Product Sales", "income")
	put("620000", "Cash Difference", "expense")
	d.discounts = put("643000", "Cash Discount Loss", "expense")
	cashAccount := put("101501", "Cash", "asset_cash")

	d.sales = d.salesJournal("INV", d.own)
	// A bank transfer that a person registers waits in the outstanding accounts where Enterprise would wait for its line.
	in, out := 0, 0
	if d.enterprise {
		in, out = d.unallocatedIn, d.unallocatedOut
	}
	d.bank = d.bankJournal("Bank", "BNK1", bankAccount, suspense, in, out)
	d.stripe = d.bankJournal("Stripe Terminal", "STRP", stripeAccount, suspense, receipts, payouts)
	d.cash = d.bankJournal("Cash", "CSH1", cashAccount, suspense, cashAccount, cashAccount) // cash is there at once
	drawer := d.journals.at(d.cash)
	drawer.kind = "cash"
	d.journals.put(d.cash, drawer)
	d.providers.add(func(int) provider { return provider{"Stripe", "stripe", "test", d.bank} })

	for _, name := range slices.Sorted(maps.Keys(d.dialect.modules)) {
		d.modules.add(func(int) module { return module{name, d.dialect.modules[name], "installed"} })
	}
	accountant := module{d.dialect.accountant, "", "uninstallable"}
	if d.enterprise {
		accountant.version, accountant.state = fmt.Sprintf("%d.0.1.0", d.dialect.major), "installed"
	}
	d.modules.add(func(int) module { return accountant })
}

// branch founds a further company that shares the accounts and has journals of its own.
func (d *database) branch(b Branch) int {
	p := d.partners.add(func(int) partner { return partner{stamp: d.stamped(), name: b.Name, isCompany: true} })
	id := d.companies.add(func(int) company { return company{b.Name, d.currency(b.Currency), p} })
	u := d.users.at(d.self)
	u.companies = with(u.companies, id)
	d.users.put(d.self, u)
	d.salesJournal(fmt.Sprintf("INV%d", id), id)
	j := d.journals.at(d.stripe)
	line := d.methods.at(j.inbound[0]).account
	own := d.bankJournal("Stripe Terminal "+b.Name, fmt.Sprintf("STR%d", id), j.defaultAccount, j.suspenseAccount, line, d.methods.at(j.outbound[0]).account)
	row := d.journals.at(own)
	row.company = id
	d.journals.put(own, row)
	return id
}

func (d *database) salesJournal(code string, company int) int {
	return d.journals.add(func(int) journal {
		return journal{name: d.dialect.salesJournal, code: code, kind: "sale", sequence: 5, defaultAccount: d.income, company: company}
	})
}

func (d *database) bankJournal(name, code string, money, suspense, in, out int) int {
	id := d.journals.add(func(int) journal {
		return journal{name: name, code: code, kind: "bank", sequence: 10, defaultAccount: money, suspenseAccount: suspense, company: d.own}
	})
	line := func(direction string, account int) int {
		return d.methods.add(func(int) methodLine {
			return methodLine{name: d.dialect.manual, code: "manual", direction: direction, journal: id, account: account}
		})
	}
	j := d.journals.at(id)
	j.inbound, j.outbound = []int{line("inbound", in)}, []int{line("outbound", out)}
	d.journals.put(id, j)
	return id
}

// zoned gives the machine's own zone, which has no name that Odoo knows, the name of its present offset.
func zoned(zone *time.Location, now time.Time) *time.Location {
	if zone.String() != "Local" {
		return zone
	}
	_, offset := now.In(zone).Zone()
	if offset%3600 != 0 || offset == 0 {
		return time.UTC
	}
	return time.FixedZone(fmt.Sprintf("Etc/GMT%+d", -offset/3600), offset)
}

// currencyList are the active currencies, rates fixed against the company's.
func currencyList(own string) []currency {
	// What 100 minor units are worth in euro cents (JPY, CLP: of 100 whole units; KWD: of 100 fils).
	inEuro := map[string]int64{"EUR": 100, "USD": 80, "GBP": 115, "JPY": 60, "CLP": 10, "KWD": 27}
	list := []currency{
		{"CLP", "$", false, 0, 0}, {"EUR", "€", true, 2, 0}, {"GBP", "£", false, 2, 0},
		{"JPY", "¥", false, 0, 0}, {"KWD", " د.ك ", true, 3, 0}, {"USD", "$", false, 2, 0},
	}
	if !slices.ContainsFunc(list, func(c currency) bool { return c.name == own }) {
		list = append(list, currency{own, own, true, 2, 0})
		inEuro[own] = 100
	}
	for i := range list {
		list[i].ownPerHundred = max(inEuro[list[i].name]*100/inEuro[own], 1)
	}
	return list
}

// currency finds an active currency by its code; 0 when there is none.
func (d *database) currency(code string) int {
	for _, id := range d.currencies.ids {
		if d.currencies.at(id).name == code {
			return id
		}
	}
	return 0
}
