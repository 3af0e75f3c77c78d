package odoosim

import "time"

// masterModels are the models that a Billing user only reads (payment method lines aside).
func masterModels(v *dialect) []*model {
	partnerModel := newModel(v, "res.partner", "Contact", "r", "name, id desc",
		func(d *database) *table[partner] { return d.partners },
		func(d *database, _ int, p partner) string {
			if p.parent != 0 && !p.isCompany {
				return d.partners.at(p.parent).name + ", " + p.name
			}
			return p.name
		},
		append([]column[partner]{
			char("name", func(p partner) string { return p.name }),
			char("email", func(p partner) string { return p.email }),
			char("phone", func(p partner) string { return p.phone }),
			char("mobile", func(p partner) string { return p.mobile }),
			char("vat", func(p partner) string { return p.vat }).titled("Tax ID"),
			char("ref", func(p partner) string { return p.ref }).titled("Reference"),
			char("barcode", func(p partner) string { return p.barcode }),
			char("street", func(p partner) string { return p.street }),
			char("street2", func(partner) string { return "" }),
			char("zip", func(p partner) string { return p.zip }),
			char("city", func(p partner) string { return p.city }),
			selection("lang", func(p partner) string { return p.lang }, "en_US"),
			selection("tz", func(p partner) string { return p.tz }),
			flag("is_company", func(p partner) bool { return p.isCompany }),
			flag("active", func(partner) bool { return true }),
			many2one("parent_id", "res.partner", func(p partner) int { return p.parent }),
			many2one("country_id", "res.country", func(p partner) int { return p.country }),
			many2one("company_id", "res.company", func(partner) int { return 0 }),
			computed("commercial_partner_id", "many2one", func(d *database, id int, _ partner) any { return ref{"res.partner", d.commercial(id)} }).to("res.partner"),
		}, stamps(func(p partner) stamp { return p.stamp })...)...)
	partnerModel.groups = []string{v.words.contactGroups}

	models := []*model{
		partnerModel,
		newModel(v, "res.users", "User", "r", "name, login",
			func(d *database) *table[user] { return d.users },
			func(_ *database, _ int, u user) string { return u.name },
			char("name", func(u user) string { return u.name }),
			char("login", func(u user) string { return u.login }),
			flag("active", func(u user) bool { return !u.archived }),
			flag("share", func(user) bool { return false }),
			selection("lang", func(u user) string { return u.lang }, "en_US"),
			computed("tz", "selection", func(d *database, _ int, _ user) any { return d.zone.String() }),
			many2one("company_id", "res.company", func(u user) int { return u.company }),
			x2many("company_ids", "many2many", "res.company", func(_ *database, _ int, u user) []int { return u.companies }),
			many2one("partner_id", "res.partner", func(u user) int { return u.partner }),
			x2many(v.userGroups, "many2many", "res.groups", func(*database, int, user) []int { return []int{17, 1, 23, 5, 6, 7} }),
			x2many("api_key_ids", "one2many", "res.users.apikeys", func(d *database, id int, _ user) []int { return d.keys.ids }),
		),
		newModel(v, "res.company", "Companies", "r", "name",
			func(d *database) *table[company] { return d.companies },
			func(_ *database, _ int, c company) string { return c.name },
			char("name", func(c company) string { return c.name }),
			many2one("currency_id", "res.currency", func(c company) int { return c.currency }),
			many2one("partner_id", "res.partner", func(c company) int { return c.partner }),
			many2oneBy("country_id", "res.country", func(d *database, c company) int { return d.partners.at(c.partner).country }),
			computed("email", "char", func(d *database, _ int, c company) any { return orNil(d.partners.at(c.partner).email) }),
			computed("phone", "char", func(d *database, _ int, c company) any { return orNil(d.partners.at(c.partner).phone) }),
			computed("street", "char", func(d *database, _ int, c company) any { return orNil(d.partners.at(c.partner).street) }),
			computed("zip", "char", func(d *database, _ int, c company) any { return orNil(d.partners.at(c.partner).zip) }),
			computed("city", "char", func(d *database, _ int, c company) any { return orNil(d.partners.at(c.partner).city) }),
			computed("vat", "char", func(d *database, _ int, c company) any { return orNil(d.partners.at(c.partner).vat) }),
			computed("fiscalyear_lock_date", "date", func(d *database, _ int, _ company) any { return orNil(d.locked) }),
			computed("user_fiscalyear_lock_date", "date", func(d *database, _ int, _ company) any { return orNil(d.locked) }),
			date("hard_lock_date", func(company) string { return "" }),
			date("sale_lock_date", func(company) string { return "" }),
			date("tax_lock_date", func(company) string { return "" }),
			many2oneBy("account_journal_early_pay_discount_loss_account_id", "account.account", func(d *database, _ company) int { return d.discounts }),
		),
		newModel(v, "res.country", "Country", "r", "name",
			func(d *database) *table[country] { return d.countries },
			func(_ *database, _ int, c country) string { return c.name },
			char("name", func(c country) string { return c.name }),
			char("code", func(c country) string { return c.code }),
		),
		newModel(v, "res.currency", "Currency", "r", "name",
			func(d *database) *table[currency] { return d.currencies },
			func(_ *database, _ int, c currency) string { return c.name },
			char("name", func(c currency) string { return c.name }),
			char("symbol", func(c currency) string { return c.symbol }),
			selection("position", func(c currency) string {
				if c.after {
					return "after"
				}
				return "before"
			}, "after", "before"),
			integer("decimal_places", func(c currency) int { return c.digits }),
			computed("rounding", "float", func(_ *database, _ int, c currency) any { return 1 / powers[c.digits] }),
			flag("active", func(currency) bool { return true }),
		),
		newModel(v, "ir.module.module", "Module", "r", "name",
			func(d *database) *table[module] { return d.modules },
			func(_ *database, _ int, m module) string { return m.name },
			char("name", func(m module) string { return m.name }),
			char("installed_version", func(m module) string { return m.version }),
			char("latest_version", func(m module) string { return m.version }),
			selection("state", func(m module) string { return m.state }, "uninstallable", "uninstalled", "installed"),
		),
		newModel(v, "account.account", "Account", "r", "code",
			func(d *database) *table[account] { return d.accounts },
			func(_ *database, _ int, a account) string {
				if v.codeInAccount {
					return a.code + " " + a.name
				}
				return a.name
			},
			char("code", func(a account) string { return a.code }),
			char("name", func(a account) string { return a.name }),
			selection("account_type", func(a account) string { return a.kind }, "asset_receivable", "asset_cash", "asset_current", "income", "expense"),
		),
		newModel(v, "account.journal", "Journal", "r", "sequence, type, code",
			func(d *database) *table[journal] { return d.journals },
			func(_ *database, _ int, j journal) string { return j.name },
			char("name", func(j journal) string { return j.name }).titled("Journal Name").needed(),
			char("code", func(j journal) string { return j.code }).titled("Short Code").needed(),
			selection("type", func(j journal) string { return j.kind }, "sale", "purchase", "cash", "bank", "credit", "general").needed(),
			integer("sequence", func(j journal) int { return j.sequence }),
			flag("active", func(journal) bool { return true }),
			many2one("currency_id", "res.currency", func(journal) int { return 0 }),
			many2one("company_id", "res.company", func(j journal) int { return j.company }),
			many2one("default_account_id", "account.account", func(j journal) int { return j.defaultAccount }),
			many2one("suspense_account_id", "account.account", func(j journal) int { return j.suspenseAccount }),
			x2many("inbound_payment_method_line_ids", "one2many", "account.payment.method.line", func(_ *database, _ int, j journal) []int { return j.inbound }),
			x2many("outbound_payment_method_line_ids", "one2many", "account.payment.method.line", func(_ *database, _ int, j journal) []int { return j.outbound }),
		),
		newModel(v, "account.payment.method.line", "Payment Methods", "rwcu", "id",
			func(d *database) *table[methodLine] { return d.methods },
			func(d *database, _ int, l methodLine) string {
				if v.journalInMethod {
					return l.name + " (" + d.journals.at(l.journal).name + ")"
				}
				return l.name
			},
			char("name", func(l methodLine) string { return l.name }),
			char("code", func(l methodLine) string { return l.code }),
			selection("payment_type", func(l methodLine) string { return l.direction }, "inbound", "outbound"),
			many2one("journal_id", "account.journal", func(l methodLine) int { return l.journal }),
			many2one("payment_account_id", "account.account", func(l methodLine) int { return l.account }),
			many2one("payment_provider_id", "payment.provider", func(l methodLine) int { return l.provider }),
			many2oneBy("company_id", "res.company", func(d *database, l methodLine) int { return d.journals.at(l.journal).company }),
		),
		newModel(v, "account.payment.term", "Payment Terms", "r", "name, id",
			func(d *database) *table[term] { return d.terms },
			func(_ *database, _ int, t term) string { return t.name },
			char("name", func(t term) string { return t.name }),
			flag("active", func(term) bool { return true }),
			flag("early_discount", func(t term) bool { return t.percent != 0 }),
			computed("discount_percentage", "float", func(_ *database, _ int, t term) any { return float64(t.percent) }),
			integer("discount_days", func(t term) int { return t.days }),
			selection("early_pay_discount_computation", func(term) string { return "included" }, "included", "excluded", "mixed"),
		),
		newModel(v, "payment.token", "Payment Token", "rc", "partner_id, id desc",
			func(d *database) *table[token] { return d.tokens },
			func(_ *database, _ int, t token) string { return "•••• " + t.details },
			append([]column[token]{
				char("provider_ref", func(t token) string { return t.reference }),
				char("payment_details", func(t token) string { return t.details }),
				many2one("partner_id", "res.partner", func(t token) int { return t.partner }),
				many2one("provider_id", "payment.provider", func(t token) int { return t.provider }),
				computed("provider_code", "selection", func(d *database, _ int, t token) any { return orNil(d.providers.at(t.provider).code) }),
				flag("active", func(token) bool { return true }),
			}, stamps(func(t token) stamp { return t.stamp })...)...),
		keyModel(v),
	}
	ofCompany := map[string]func(d *database, id int) int{
		"res.company":                 func(_ *database, id int) int { return id },
		"account.journal":             func(d *database, id int) int { return d.journals.at(id).company },
		"account.payment.method.line": func(d *database, id int) int { return d.journals.at(d.methods.at(id).journal).company },
	}
	for _, m := range models {
		m.company = ofCompany[m.name]
		if m.name == "payment.token" { // creating one reads the provider, which Billing may not (contract §9)
			m.methods["create"] = providerDenied
		}
	}
	return models
}

// keyModel are the user's API keys, of which a person sees their own.
func keyModel(v *dialect) *model {
	columns := []column[apiKey]{
		char("name", func(k apiKey) string { return k.name }),
		char("scope", func(apiKey) string { return "" }),
		many2one("user_id", "res.users", func(k apiKey) int { return k.user }),
		moment("create_date", func(k apiKey) time.Time { return k.created }),
	}
	if v.keysExpire {
		columns = append(columns, textual("expiration_date", "datetime", func(k apiKey) string { return k.expires }))
	}
	return newModel(v, "res.users.apikeys", "Users API Keys", "r", "id",
		func(d *database) *table[apiKey] { return d.keys },
		func(_ *database, _ int, k apiKey) string { return k.name }, columns...)
}

// to names the model a computed many2one refers to.
func (c column[T]) to(relation string) column[T] { c.relation = relation; return c }

// commercial is the company behind a contact.
func (d *database) commercial(id int) int {
	p := d.partners.at(id)
	if p.isCompany || p.parent == 0 {
		return id
	}
	return d.commercial(p.parent)
}

// closedModels exist but are closed to a Billing user (contract §8).
func closedModels(v *dialect) []*model {
	closed := func(name, label, group string) *model {
		m := newModel(v, name, label, "", "id", func(d *database) *table[struct{}] { return newTable[struct{}](&d.undo) },
			func(*database, int, struct{}) string { return "" })
		m.groups = []string{group}
		return m
	}
	providers := newModel(v, "payment.provider", "Payment Provider", "", "id",
		func(d *database) *table[provider] { return d.providers },
		func(_ *database, _ int, p provider) string { return p.name },
		char("name", func(p provider) string { return p.name }),
		selection("code", func(p provider) string { return p.code }),
		selection("state", func(p provider) string { return p.state }),
		many2one("journal_id", "account.journal", func(p provider) int { return p.journal }),
	)
	providers.groups = []string{v.words.settings}
	lines := closed("account.bank.statement.line", "Bank Statement Line", v.words.bankLines)
	lines.rights = "r"
	return []*model{providers, lines,
		closed("ir.model", "Models", v.words.accessRights),
		closed("ir.model.fields", "Fields", v.words.accessRights),
		closed("ir.config_parameter", "System Parameter", v.words.settings),
	}
}
