package stripesim

import (
	"maps"
	"slices"
	"time"
)

// CustomerSpec is one customer of the account.
type CustomerSpec struct {
	ID       string // empty: made from the seed
	Name     string
	Email    string
	Metadata map[string]string
	Deleted  bool
	Cards    []CardSpec // kept for later, newest first
}

// CardSpec is a card that is kept for a customer.
type CardSpec struct {
	ID   string // empty: made from the seed
	Card string // a name of CardNames or a test card number
}

type customer struct {
	id, name, email string
	created         time.Time
	metadata        map[string]string
	deleted         bool
	cards           []*paymentMethod
}

func (s *Server) addCustomer(spec CustomerSpec) {
	cu := &customer{id: spec.ID, name: spec.Name, email: spec.Email, created: s.now, metadata: maps.Clone(spec.Metadata), deleted: spec.Deleted}
	if cu.id == "" {
		cu.id = s.newID("cus_", 14)
	}
	if cu.metadata == nil {
		cu.metadata = map[string]string{}
	}
	for _, k := range spec.Cards {
		c, err := findCard(k.Card)
		if err != nil {
			continue // no such card: nothing is kept
		}
		c.fingerprint = s.scramble("fingerprint"+c.number+c.name, 0, 16)
		m := &paymentMethod{id: k.ID, created: s.now, card: c, customer: cu.id}
		if m.id == "" {
			m.id = s.newID("pm_1", 23)
		}
		cu.cards = append(cu.cards, m)
	}
	s.customers = append(s.customers, cu)
}

func (s *Server) customerNamed(id string) *customer {
	i := slices.IndexFunc(s.customers, func(cu *customer) bool { return cu.id == id })
	if i < 0 {
		return nil
	}
	return s.customers[i]
}

func (s *Server) retrieveCustomer(c *call) (any, *apiError) {
	cu := s.customerNamed(c.id)
	switch {
	case cu == nil:
		return nil, missing("customer", "id", c.id, true)
	case cu.deleted:
		return deletedJSON{ID: cu.id, Object: "customer", Deleted: true}, nil
	}
	if _, e := c.expandsFor("customer", false); e != nil {
		return nil, e
	}
	return customerToJSON(cu), nil
}

// listCustomers finds an e-mail address as it is written, capitals included.
func (s *Server) listCustomers(c *call) (any, *apiError) {
	keep, e := createdFilter(c)
	if e != nil {
		return nil, e
	}
	var found []*customer
	for _, cu := range slices.Backward(s.customers) {
		if !cu.deleted && keep(cu.created) && (!c.has("email") || c.get("email") == cu.email) {
			found = append(found, cu)
		}
	}
	return page(c, "customer", found, func(cu *customer) string { return cu.id }, func(cu *customer, _ expands) any { return customerToJSON(cu) })
}

func (s *Server) listMethods(c *call) (any, *apiError) {
	cu := s.customerNamed(c.id)
	if cu == nil || cu.deleted {
		return nil, missing("customer", "customer", c.id, true)
	}
	var found []*paymentMethod
	if !c.has("type") || c.get("type") == methodCard {
		found = cu.cards
	}
	return page(c, "payment_method", found, func(m *paymentMethod) string { return m.id }, func(m *paymentMethod, _ expands) any { return methodJSON(m) })
}

type customerJSON struct {
	ID               string            `json:"id"`
	Object           string            `json:"object"`
	Address          *addressJSON      `json:"address"`
	Balance          int64             `json:"balance"`
	Created          int64             `json:"created"`
	Currency         *string           `json:"currency"`
	DefaultSource    *string           `json:"default_source"`
	Delinquent       bool              `json:"delinquent"`
	Description      *string           `json:"description"`
	Email            *string           `json:"email"`
	Livemode         bool              `json:"livemode"`
	Metadata         map[string]string `json:"metadata"`
	Name             *string           `json:"name"`
	Phone            *string           `json:"phone"`
	PreferredLocales []string          `json:"preferred_locales"`
	Shipping         *struct{}         `json:"shipping"`
	TaxExempt        string            `json:"tax_exempt"`
	TestClock        *string           `json:"test_clock"`
}

func customerToJSON(cu *customer) *customerJSON {
	return &customerJSON{
		ID: cu.id, Object: "customer", Created: cu.created.Unix(), Email: text(cu.email), Metadata: cu.metadata, Name: text(cu.name),
		PreferredLocales: []string{}, TaxExempt: "none",
	}
}

// keptCardJSON is a card that is charged without being there.
type keptCardJSON struct {
	Brand       string       `json:"brand"`
	Country     string       `json:"country"`
	ExpMonth    int          `json:"exp_month"`
	ExpYear     int          `json:"exp_year"`
	Fingerprint string       `json:"fingerprint"`
	Funding     string       `json:"funding"`
	From        *struct{}    `json:"generated_from"`
	Last4       string       `json:"last4"`
	Networks    networksJSON `json:"networks"`
	Wallet      *struct{}    `json:"wallet"`
}
