package odoo

import (
	"context"
	"slices"
	"strings"
	"time"

	"paydesk/services/explain"
)

// groups are the rights groups that matter to a counter (contract §8): the one it needs and those that a machine at the
// counter should not have.
var groups = []struct {
	id, name string // XML id, and what the finding is called
	needed   bool
}{
	{"account.group_account_invoice", "group_invoicing", true},
	{"base.group_system", "group_settings", false},
	{"base.group_erp_manager", "group_access_rights", false},
	{"account.group_account_manager", "group_accounting_manager", false},
	{"account.group_account_user", "group_accountant", false},
	{"base.group_partner_manager", "group_contacts", false},
}

// rights makes sure of the one right without which no charge can be booked.
func (v *survey) rights(ctx context.Context) error {
	may, err := v.may(ctx, "account.payment", "create")
	if err == nil && !may {
		v.say("rights_payment", explain.Stop, "user", v.facts.User)
	}
	return err
}

func (v *survey) may(ctx context.Context, model, operation string) (bool, error) {
	no := false
	a, err := v.read(ctx, v.site, model, "check_access_rights", keywords{Raise: &no, Context: v.context()}, operation)
	return a.value == true, err
}

// allRights looks at the user's groups and at every kind of record that a counter writes.
func (v *survey) allRights(ctx context.Context) error {
	for _, g := range groups {
		args := []any{g.id}
		if v.dialect.groupOf {
			args = []any{[]int64{v.facts.UserID}, g.id}
		}
		a, err := v.read(ctx, v.site, "res.users", "has_group", keywords{}, args...)
		if err != nil {
			return err
		}
		switch has := a.value == true; {
		case g.needed && has:
			v.say(g.name, explain.OK, "user", v.facts.User)
		case g.needed:
			v.say(g.name+"_missing", explain.Stop, "user", v.facts.User)
		case has:
			v.say(g.name, explain.Care, "user", v.facts.User)
		}
	}
	for _, need := range []struct{ model, operation, name string }{
		{"account.move", "create", "rights_credit_note"}, {"account.move", "write", "rights_document"}, {"ir.attachment", "create", "rights_attachment"},
	} {
		may, err := v.may(ctx, need.model, need.operation)
		if err != nil {
			return err
		}
		if !may {
			v.say(need.name, explain.Stop, "user", v.facts.User)
		}
	}
	return nil
}

// keyWarning is how long before its end a key is spoken of: a manager has two weeks to make a new one.
const keyWarning = 14 * 24 * time.Hour

// keys reads when the user's API keys end, on 18 and 19 where they do (contract §1). Which of several is the counter's is
// not told: the one that ends first counts. A refusal means that nothing is said.
func (v *survey) keys(ctx context.Context) error {
	if !v.dialect.keysExpire {
		return nil
	}
	list, err := v.rows(ctx, v.site, "res.users.apikeys", "search_read",
		keywords{Fields: []string{"expiration_date"}, Context: v.context()}, []any{leaf("user_id", "=", v.facts.UserID)})
	if explain.Is(err, explain.Refused, explain.Forbidden, explain.ServerError) {
		return nil
	}
	if err != nil {
		return err
	}
	now := v.cfg.Clock.Now()
	for _, r := range list {
		ends := r.moment("expiration_date")
		if r.err != nil {
			return misread("res.users.apikeys.search_read", r.err)
		}
		if ends.After(now) && (v.facts.KeyEnds.IsZero() || ends.Before(v.facts.KeyEnds)) {
			v.facts.KeyEnds = ends
		}
	}
	args := []any{"user", v.cfg.User, "date", v.facts.KeyEnds.Format(time.DateOnly), "days", int(v.facts.KeyEnds.Sub(now).Hours() / 24)}
	switch {
	case v.facts.KeyEnds.IsZero():
	case v.facts.KeyEndsSoon(now):
		v.say("key_ends_soon", explain.Care, args...)
	default:
		v.say("key_ends", explain.OK, args...)
	}
	return nil
}

// modules tells the edition and whether customers can pay online beside the counter.
func (v *survey) modules(ctx context.Context) error {
	list, err := v.rows(ctx, v.site, "ir.module.module", "search_read", keywords{Fields: []string{"name"}, Context: v.context()},
		[]any{leaf("name", "in", []string{"account", "account_accountant", "accountant", "account_payment", "payment_stripe"}), leaf("state", "=", "installed")})
	if err != nil {
		return err
	}
	var names []string
	for _, r := range list {
		if names = append(names, r.text("name")); r.err != nil {
			return misread("ir.module.module.search_read", r.err)
		}
	}
	slices.Sort(names)
	edition := "edition_community"
	if slices.Contains(names, "account_accountant") || slices.Contains(names, "accountant") {
		edition = "edition_enterprise"
	}
	v.say(edition, explain.OK, "modules", strings.Join(names, ", "))
	if slices.Contains(names, "payment_stripe") {
		v.say("online_stripe", explain.OK)
	}
	return nil
}

// lockDates says where bookings of today would be moved to another day (contract §14).
func (v *survey) lockDates(ctx context.Context) error {
	have, err := v.fields(ctx, v.site, "res.company", []string{"type"}, v.dialect.locks...)
	if err != nil {
		return err
	}
	var names []string
	for _, name := range v.dialect.locks {
		if _, ok := have.fields[name]; ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	list, err := v.rows(ctx, v.site, "res.company", "read", keywords{Context: v.context()}, []int64{v.facts.Company}, names)
	if err != nil {
		return err
	}
	today, latest := v.cfg.Clock.Now().In(v.zone).Format(time.DateOnly), ""
	for _, r := range list {
		for _, name := range names {
			latest = max(latest, r.date(name))
		}
		if r.err != nil {
			return misread("res.company.read", r.err)
		}
	}
	switch {
	case latest >= today:
		v.say("locked", explain.Care, "date", latest, "company", v.facts.CompanyName)
	case latest != "":
		v.say("lock_dates", explain.OK, "date", latest)
	}
	return nil
}

// clockSkew is what may lie between the counter's clock and Odoo's without a word.
const clockSkew = time.Minute

func (v *survey) clocks(context.Context) error {
	if v.clock.IsZero() {
		return nil
	}
	skew := v.at.Sub(v.clock)
	seconds := int(skew.Abs().Seconds())
	switch {
	case skew > clockSkew:
		v.say("clock_fast", explain.Care, "seconds", seconds)
	case skew < -clockSkew:
		v.say("clock_slow", explain.Care, "seconds", seconds)
	default:
		v.say("clock", explain.OK)
	}
	return nil
}
