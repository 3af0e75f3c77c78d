package app

import (
	"errors"
	"strings"
	"testing"

	"paydesk/services/odoo"
	"paydesk/services/payment"
)

// Lost if it fails: a clerk without a window cannot see what is on an invoice, or every look writes a secret into Odoo.
func TestDocumentShowsWhatIsAskedFor(t *testing.T) {
	d := newDesk(t, "good")
	number := into[[]documentRow](t, d.must(ExitOK, d.run("documents", "--json")).out)[0].Number
	got := into[documentShown](t, d.must(ExitOK, d.run("document", "show", number, "--json")).out)
	if got.Number != number || len(got.Lines) == 0 || len(got.Terms) == 0 || got.Ask.Amount.Minor == 0 || got.PDF != "" {
		t.Errorf("%+v", got)
	}
	s := d.must(ExitOK, d.run("document", "show", number, "--link"))
	if !strings.Contains(s.out, "Asked for today") || !strings.Contains(s.out, "/my/invoices/") {
		t.Errorf("%s", s.out)
	}
	d.must(ExitFailed, d.run("document", "show", "INV/0"))
}

// Lost if it fails: an invoice of a company that is only shown is charged, and the money lands in the wrong books.
func TestOnlyTheOwnCompanyIsCharged(t *testing.T) {
	c := &Counter{}
	c.facts = odoo.Facts{Company: 1}
	if err := c.chargeable(payment.Bill{Company: 1}); err != nil {
		t.Error(err)
	}
	if err := c.chargeable(payment.Bill{Company: 2}); !errors.Is(err, ErrOtherCompany) {
		t.Errorf("another company: %v", err)
	}
	c.facts = odoo.Facts{} // Odoo has not answered since the start
	if err := c.chargeable(payment.Bill{Company: 1}); err != nil {
		t.Errorf("a shop of one company cannot charge while Odoo is away: %v", err)
	}
	c.Settings.Odoo.Also = []string{"Branch"}
	if err := c.chargeable(payment.Bill{Company: 1}); !errors.Is(err, ErrOtherCompany) {
		t.Errorf("whose it is cannot be known: %v", err)
	}
}

// Lost if it fails: a list of companies is taken for none, and the counter charges for whichever it finds.
func TestOneOrSeveralCompaniesAreConfigured(t *testing.T) {
	for text, want := range map[string]string{
		`company = "A"`: "A", `company = ["A"]`: "A", `company = ["A", " B ", "C"]`: "A,B,C", ``: "",
		`company = []`: "!", `company = ["A", 7]`: "!", `company = ["A", ""]`: "!", `company = 7`: "!",
	} {
		c, err := LoadConfig(writeConfig(t, strings.Replace(goodConfig, `company = "Shop BV"`, text, 1)), stripeKeyOnly)
		switch {
		case want == "!":
			if err == nil || !strings.Contains(err.Error(), "company") {
				t.Errorf("%s: %v", text, err)
			}
		case err != nil:
			t.Errorf("%s: %v", text, err)
		case strings.Join(append([]string{c.Odoo.Company}, c.Odoo.Also...), ",") != want:
			t.Errorf("%s: %q and %q", text, c.Odoo.Company, c.Odoo.Also)
		}
	}
}
