package odoosim

import (
	"fmt"
	"slices"
	"strings"
)

// target names what a call is aimed at, for faults: "account.payment.load" or "common.version".
func (w wireCall) target(base string) string {
	if base == "object" && w.method == "execute_kw" && len(w.params) > 4 {
		m, _ := w.params[3].(string)
		name, _ := w.params[4].(string)
		return m + "." + name
	}
	return base + "." + w.method
}

func (c *call) target() string { return c.model.name + "." + c.name }

func (w wireCall) text(i int) string {
	if i < len(w.params) {
		s, _ := w.params[i].(string)
		return s
	}
	return ""
}

// dispatch finds what a call asks for.
func (s *Server) dispatch(base string, w wireCall, began int) (any, error) {
	if f := s.faults.due("error-1", w.target(base)); f != nil {
		text := f.Text
		if text == "" {
			text = "psycopg2.OperationalError: server closed the connection unexpectedly"
		}
		return nil, exception("%s", text)
	}
	if base == "common" {
		return s.common(w)
	}
	if w.method != "execute_kw" && w.method != "execute" {
		return nil, exception("NameError: Method not available %s", w.method)
	}
	if len(w.params) < 5 {
		return nil, exception("TypeError: dispatch() missing required arguments")
	}
	return s.executeKw(w, began)
}

func (s *Server) common(w wireCall) (any, error) {
	switch w.method {
	case "version":
		return s.db.dialect.versionInfo(s.config), nil
	case "authenticate", "login":
		if err := s.checkDatabase(w.text(0)); err != nil {
			return nil, err
		}
		if w.text(1) != s.config.User || !s.opens(w.text(2)) || s.faults.due("access-denied", "common.authenticate") != nil {
			return false, nil
		}
		return s.db.self, nil
	}
	return nil, exception("Exception: Method not found: %s", w.method)
}

// opens says that a secret is the key and has not expired: Odoo answers an expired key like a wrong one.
func (s *Server) opens(secret string) bool {
	expired := s.db.dialect.keysExpire && !s.config.KeyExpires.IsZero() && !s.db.now.Before(s.config.KeyExpires)
	return secret == s.config.Key && !expired
}

func (s *Server) checkDatabase(name string) error {
	if name != s.config.Database {
		return exception("psycopg2.OperationalError: connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"%s\" does not exist\n", name)
	}
	return nil
}

func (s *Server) executeKw(w wireCall, began int) (any, error) {
	if err := s.checkDatabase(w.text(0)); err != nil {
		return nil, err
	}
	target := w.target("object")
	uid, _ := w.params[1].(int)
	if uid != s.db.self || !s.opens(w.text(2)) || s.faults.due("access-denied", target) != nil {
		return nil, errDenied
	}
	modelName, name := w.text(3), w.text(4)
	if strings.HasPrefix(name, "_") {
		return nil, &rpcFault{4, fmt.Sprintf(s.db.dialect.words.private, modelName, name)}
	}
	m := s.models[modelName]
	if m == nil {
		return nil, userError("Object %s doesn't exist", modelName)
	}
	c := &call{database: s.db, s: s, model: m, name: name, began: began}
	if len(w.params) > 5 {
		c.args, _ = w.params[5].([]any)
	}
	if len(w.params) > 6 {
		c.kw, _ = w.params[6].(object)
	}
	if v, ok := c.kw.get("context"); ok {
		c.context, _ = v.(object)
	}
	run, ok := m.methods[name]
	if !ok {
		run, ok = common[name]
	}
	if !ok || name == "has_access" && !s.db.dialect.hasAccess {
		return nil, exception(s.db.dialect.words.noMethod, modelName, name)
	}
	if err := c.checkKeywords(); err != nil {
		return nil, err
	}
	if err := c.admitted(target); err != nil {
		return nil, err
	}
	if f := s.faults.due("refuse-booking", target); f != nil {
		text := f.Text
		if text == "" {
			text = "You cannot post an entry in a locked period."
		}
		return nil, userError("%s", text)
	}
	return run(c)
}

// admitted checks language, company and rights.
func (c *call) admitted(target string) error {
	if v, ok := c.context.get("lang"); ok && truthy(v) && v != "en_US" && !c.dialect.anyLanguage {
		return userError("Invalid language code: %v", v)
	}
	if v, ok := c.context.get("allowed_company_ids"); ok {
		for _, id := range idList(v) {
			if !slices.Contains(c.users.at(c.self).companies, id) {
				return &rpcFault{4, "Access to unauthorized or invalid companies."}
			}
		}
	}
	right := needs(c.name)
	if right == 0 || c.model.name == "res.users" {
		return nil
	}
	if c.s.faults.due("rights-lost", target) != nil {
		return notAllowed(c.model, operationOf[right])
	}
	if !c.allows(operationOf[right]) {
		return notAllowed(c.model, operationOf[right])
	}
	return nil
}

// addUserMethods adds what only res.users answers.
func (s *Server) addUserMethods() {
	s.models["res.users"].methods = map[string]method{
		"context_get": func(c *call) (any, error) {
			return object{{"lang", c.users.at(c.self).lang}, {"tz", c.zone.String()}, {"uid", c.self}}, nil
		},
		"has_group": func(c *call) (any, error) {
			want, i := 1, 0
			if c.dialect.groupOnRecord {
				want, i = 2, 1
			}
			if len(c.args) != want {
				return nil, exception("TypeError: %s.has_group() %s", c.dialect.userClass, c.dialect.words.groupArguments)
			}
			return c.s.groups[c.textArg(i, "group_ext_id")], nil
		},
	}
}
