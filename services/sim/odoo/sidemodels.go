package odoosim

import (
	"encoding/base64"
	"html"
	"strings"
	"time"
)

// sideModels are attachments, notes and online transactions.
func sideModels(v *dialect) []*model {
	attachments := newModel(v, "ir.attachment", "Attachment", "rwcu", "id desc",
		func(d *database) *table[attachment] { return d.attachments },
		func(_ *database, _ int, a attachment) string { return a.name },
		append([]column[attachment]{
			char("name", func(a attachment) string { return a.name }).needed(),
			selection("type", func(a attachment) string { return a.kind }, "url", "binary").needed(),
			char("url", func(a attachment) string { return a.url }),
			char("mimetype", func(a attachment) string { return a.mimetype }),
			char("res_model", func(a attachment) string { return a.model }),
			column[attachment]{field: field{name: "res_id", kind: "many2one_reference"}, of: func(_ *database, _ int, a attachment) any { return a.resource }, ofInt: func(a attachment) int { return a.resource }},
			computed("datas", "binary", func(_ *database, _ int, a attachment) any { return orNil(a.data) }).hidden(),
			integer("file_size", func(a attachment) int { return base64.StdEncoding.DecodedLen(len(strings.TrimRight(a.data, "="))) }),
			many2oneBy("company_id", "res.company", func(d *database, _ attachment) int { return d.own }),
		}, stamps(func(a attachment) stamp { return a.stamp })...)...)
	attachments.methods = map[string]method{
		"create": (*call).createAttachments, "load": (*call).load, "write": (*call).writeAttachments,
		"unlink": asTrue(onEach(func(d *database, id int) error {
			d.attachments.drop(id)
			d.unbind("ir.attachment", id)
			return nil
		})),
	}

	messages := newModel(v, "mail.message", "Message", "r", "id desc",
		func(d *database) *table[message] { return d.messages },
		func(_ *database, _ int, m message) string { return m.body },
		append([]column[message]{
			char("model", func(m message) string { return m.model }),
			column[message]{field: field{name: "res_id", kind: "many2one_reference"}, of: func(_ *database, _ int, m message) any { return m.resource }, ofInt: func(m message) int { return m.resource }},
			textual("body", "html", func(m message) string { return m.body }),
			many2one("author_id", "res.partner", func(m message) int { return m.author }),
			selection("message_type", func(m message) string { return m.kind }, "comment", "notification"),
			many2one("subtype_id", "mail.message.subtype", func(message) int { return 2 }),
			x2many("attachment_ids", "many2many", "ir.attachment", func(_ *database, _ int, m message) []int { return m.attachments }),
			moment("date", func(m message) time.Time { return m.created }),
		}, stamps(func(m message) stamp { return m.stamp })...)...)

	transactions := newModel(v, "payment.transaction", "Payment Transaction", "r", "id desc",
		func(d *database) *table[transaction] { return d.transactions },
		func(_ *database, _ int, t transaction) string { return t.reference },
		append([]column[transaction]{
			char("reference", func(t transaction) string { return t.reference }).needed(),
			selection("state", func(t transaction) string { return t.state }, "draft", "pending", "authorized", "done", "cancel", "error").needed(),
			computed("amount", "monetary", func(d *database, _ int, t transaction) any { return d.money(t.currency, t.amount) }),
			many2one("currency_id", "res.currency", func(t transaction) int { return t.currency }),
			many2one("partner_id", "res.partner", func(t transaction) int { return t.partner }),
			many2oneBy("company_id", "res.company", func(d *database, _ transaction) int { return d.own }),
			x2many("invoice_ids", "many2many", "account.move", func(_ *database, _ int, t transaction) []int { return t.invoices }),
			many2one("payment_id", "account.payment", func(t transaction) int { return t.payment }),
			selection("operation", func(t transaction) string { return t.operation }, "online_redirect", "online_direct", "online_token", "validation", "offline", "refund"),
			selection("provider_code", func(t transaction) string { return t.providerCode }, "none", "stripe"),
			char("provider_reference", func(t transaction) string { return t.providerReference }),
			flag("is_post_processed", func(t transaction) bool { return t.processed }),
			moment("last_state_change", func(t transaction) time.Time { return t.written }),
		}, stamps(func(t transaction) stamp { return t.stamp })...)...)
	transactions.rights = "rwc"
	transactions.methods = map[string]method{"create": providerDenied}

	names := func(name, label string, rows map[int]string) *model {
		return newModel(v, name, label, "r", "id", func(d *database) *table[struct{}] { return newTable[struct{}](&d.undo) },
			func(_ *database, id int, _ struct{}) string { return rows[id] })
	}
	return []*model{attachments, messages, transactions, names("mail.message.subtype", "Message subtypes", map[int]string{2: "Note"}),
		names("res.groups", "Access Groups", nil), names("account.tax", "Tax", nil), names("product.product", "Product", nil),
		names("res.partner.bank", "Bank Accounts", nil), names("payment.method", "Payment Method", nil), names("account.payment.method", "Payment Methods", nil), names("ir.actions.report", "Report Action", nil)}
}

func providerDenied(c *call) (any, error) {
	return nil, notAllowed(c.s.models["payment.provider"], "read")
}

func (c *call) createAttachments() (any, error) { return c.eachValues(c.createAttachment) }

func (c *call) createAttachment(vals object) (int, error) {
	if err := c.checkFields(c.model, vals); err != nil {
		return 0, err
	}
	a := attachment{stamp: c.stamped(), kind: "binary"}
	fillAttachment(&a, vals)
	return c.attachments.add(func(int) attachment { return a }), nil
}

func fillAttachment(a *attachment, vals object) {
	for _, v := range vals {
		text, _ := v.value.(string)
		n, _ := v.value.(int)
		switch v.name {
		case "name":
			a.name = text
		case "type":
			a.kind = text
		case "url":
			a.url = text
		case "mimetype":
			a.mimetype = text
		case "res_model":
			a.model = text
		case "res_id":
			a.resource = n
		case "datas":
			a.data = text
		}
	}
}

func (c *call) writeAttachments() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	if err := c.checkFields(c.model, c.values(1)); err != nil {
		return nil, err
	}
	for _, id := range ids {
		a := c.attachments.at(id)
		fillAttachment(&a, c.values(1))
		a.written = c.now
		c.attachments.put(id, a)
	}
	return true, nil
}

// messagePost logs a note. A plain body is escaped; the record's write_date stays as it is. A posted invoice gets
// a second note when files come with it (contract §11).
func (c *call) messagePost() (any, error) {
	ids, err := c.existing()
	if err != nil {
		return nil, err
	}
	if len(ids) != 1 {
		return nil, exception("ValueError: Expected singleton: %s%s", c.model.name, repr(ints(ids)))
	}
	arg := func(name string) any { v, _ := c.kw.get(name); return v }
	body, _ := c.arg(1, "body").(string)
	if !truthy(arg("body_is_html")) {
		body = "<p>" + html.EscapeString(body) + "</p>"
	}
	kind, _ := arg("message_type").(string)
	if kind == "" {
		kind = "notification"
	}
	files, _ := arg("attachment_ids").([]any)
	author := c.users.at(c.self).partner
	add := func(text, kind string, author int, files []int) int {
		return c.messages.add(func(int) message {
			return message{stamp: c.stamped(), model: c.model.name, resource: ids[0], body: text, kind: kind, author: author, attachments: files}
		})
	}
	id := add(body, kind, author, idList(files))
	if c.dialect.notesAttachment && len(files) > 0 && c.model.name == "account.move" && c.moves.at(ids[0]).state == "posted" {
		add("<p>The invoice is not a draft, it was not updated from the attachment.</p>", "comment", 2, nil)
	}
	if c.dialect.listsMessages {
		return []any{id}, nil
	}
	return id, nil
}
