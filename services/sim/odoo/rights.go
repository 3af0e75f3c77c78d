package odoosim

import (
	"slices"
	"strings"
)

// billing is the group of the counter's user: "Billing" in 17, "Invoicing" in 18 and 19.
const billing = "account.group_account_invoice"

// grants are the rights that a group adds to those of the user (contract §8). A model's own rights are Billing's.
var grants = map[string]map[string]string{
	"base.group_partner_manager":     {"res.partner": "rwcu"},
	"account.group_account_user":     {"account.bank.statement.line": "rwcu"},
	"account.group_account_basic":    {"account.bank.statement.line": "rwcu"},
	"account.group_account_manager":  {"account.journal": "rwcu", "account.account": "rwcu"},
	"base.group_system":              {"payment.provider": "rwcu", "ir.config_parameter": "rwcu", "ir.model": "rwcu", "ir.model.fields": "rwcu", "payment.token": "rwcu"},
	"account.group_account_readonly": {"account.move": "r", "account.move.line": "r", "account.payment": "r"},
}

// allows is the user's right to an operation on the call's model.
func (c *call) allows(operation string) bool {
	has := func(rights string) bool {
		return slices.ContainsFunc([]byte(rights), func(b byte) bool { return operationOf[b] == operation })
	}
	if has(c.model.rights) && (c.s.groups[billing] || !accounting(c.model.name)) {
		return true
	}
	for group, models := range grants {
		if c.s.groups[group] && has(models[c.model.name]) {
			return true
		}
	}
	return false
}

// accounting says that a model is closed to a plain internal user.
func accounting(model string) bool {
	return strings.HasPrefix(model, "account.") || strings.HasPrefix(model, "payment.")
}

// Group puts the user into a group, by its XML id, or takes it out.
func (s *Server) Group(name string, member bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.groups[name] = member
}

// keywords are the named arguments of the methods, beside context.
var keywords = map[string][]string{
	"search":                     {"domain", "offset", "limit", "order"},
	"search_count":               {"domain", "limit"},
	"search_read":                {"domain", "fields", "offset", "limit", "order"},
	"read":                       {"fields", "load"},
	"fields_get":                 {"allfields", "attributes"},
	"name_search":                {"name", "operator", "limit"},
	"check_access_rights":        {"operation", "raise_exception"},
	"has_access":                 {"operation"},
	"create":                     {"vals_list"},
	"write":                      {"vals"},
	"load":                       {"fields", "data"},
	"has_group":                  {"group_ext_id"},
	"js_assign_outstanding_line": {"line_id"},
	"get_portal_url":             {"suffix", "report_type", "download", "query_string", "anchor"},
	"message_post": {"body", "subject", "message_type", "email_from", "author_id", "parent_id", "subtype_xmlid", "subtype_id",
		"partner_ids", "attachments", "attachment_ids", "body_is_html"},
}

// checkKeywords refuses a named argument that the method does not have, as Python does.
func (c *call) checkKeywords() error {
	for _, m := range c.kw {
		if m.name == "context" || slices.Contains(keywords[c.name], m.name) || c.name == "name_search" && m.name == c.dialect.searchKeyword {
			continue
		}
		return exception("TypeError: %s.%s() got an unexpected keyword argument %s", c.model.name, c.name, repr(m.name))
	}
	return nil
}
