// Package customer knows customers as Stripe has them, and the cards that Stripe keeps for them.
package customer

import (
	"context"
	"time"
)

// Customer is a Stripe customer at one reading.
type Customer struct {
	ID       string            `json:"id"` // cus_…
	Name     string            `json:"name,omitempty"`
	Email    string            `json:"email,omitempty"`
	Created  time.Time         `json:"created"`
	Metadata map[string]string `json:"metadata"`
	Deleted  bool              `json:"deleted,omitempty"` // gone for good: nothing else is known of it
}

// Card is a card that Stripe keeps for a customer: a name for it, never its number.
type Card struct {
	ID          string            `json:"id"` // pm_…
	Brand       string            `json:"brand"`
	Last4       string            `json:"last4"`
	ExpMonth    int               `json:"exp_month"` // 1 to 12
	ExpYear     int               `json:"exp_year"`
	Funding     string            `json:"funding,omitempty"`     // credit, debit, prepaid, unknown
	Fingerprint string            `json:"fingerprint,omitempty"` // the same for one card kept twice
	Created     time.Time         `json:"created"`
	Metadata    map[string]string `json:"metadata"`
}

// Stripe reads customers and their cards. Every method may return *explain.Failure, NotFound for an unknown id. Lists are
// read-after-write; Stripe's search is not and takes no part (PROTOCOLS A3). Safe for concurrent use.
type Stripe interface {
	// Customer reads one customer; a deleted one comes back as Deleted.
	Customer(ctx context.Context, id string) (Customer, error)
	// CustomersWithEmail lists the customers with exactly this address, as Stripe compares it: upper and lower case differ.
	CustomersWithEmail(ctx context.Context, email string) ([]Customer, error)
	// Cards lists the cards kept for a customer, newest first.
	Cards(ctx context.Context, customer string) ([]Card, error)
}
