package reader

// Location is a shop as Stripe Terminal knows it.
type Location struct {
	ID       string // tml_…
	Name     string
	Country  string // two letters; its currency is the only one its readers charge (Stripe facts §1.11)
	Livemode bool
	Metadata map[string]string
}
