package payment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"unicode/utf8"

	"paydesk/services/staff"
)

// EMV is what the chip and its reader said of a card payment, for the receipt (Stripe facts, "Receipts"). All of it may be
// empty: Stripe leaves out what a card did not give.
type EMV struct {
	Application  string `json:"application,omitempty"`  // application_preferred_name; required on a receipt
	AID          string `json:"aid,omitempty"`          // dedicated_file_name, tag 84; required
	Account      string `json:"account,omitempty"`      // account_type: checking, credit, prepaid, unknown; required outside the US
	Approval     string `json:"approval,omitempty"`     // authorization_code
	Response     string `json:"response,omitempty"`     // authorization_response_code, tag 8A
	Cryptogram   string `json:"cryptogram,omitempty"`   // application_cryptogram
	TVR          string `json:"tvr,omitempty"`          // terminal_verification_results, tag 95
	TSI          string `json:"tsi,omitempty"`          // transaction_status_information, tag 9B
	Verification string `json:"verification,omitempty"` // cardholder_verification_method: none, online_pin, signature, …
}

// NoteReceipt writes down that a receipt leaves the counter, before it does, and returns the payment with it counted: what a power cut
// hides was made. It may wait for the disk.
func (d *Desk) NoteReceipt(id, by string) (State, error) {
	s, err := d.State(id)
	if err != nil {
		return State{}, err
	}
	return d.noted(id, s, ReceiptMade{By: by})
}

// noted records a fact of a payment that may be of an earlier run; one that was charged need not be taken up for it.
func (d *Desk) noted(id string, s State, f Fact) (State, error) {
	d.mu.Lock()
	if _, held := d.lives[id]; !held && (s.Phase.Final() || s.Phase.Charged() || s.Phase == Reserved) {
		d.lives[id] = &life{state: s}
	}
	d.mu.Unlock()
	return d.record(d.ctx, id, f)
}

// Mailer sends Stripe's receipt of a charge.
type Mailer interface {
	// MailReceipt sets the address of a charge's receipt, which makes Stripe send it: in live mode only (Stripe facts §4). Repeating it
	// with the same key is safe for as long as Stripe keeps keys.
	MailReceipt(ctx context.Context, key, charge, address string) error
}

// ErrNoReceipt says that there is nothing to give a receipt for.
var ErrNoReceipt = errors.New("nothing was charged: there is no receipt to send")

// MailReceipt has Stripe send its receipt of a charged payment. One address gets one mail whatever is tapped twice: the key is made of
// charge and address. It waits for Stripe and the disk.
func (d *Desk) MailReceipt(ctx context.Context, m Mailer, id, address, by string) (State, error) {
	if err := d.May(by, staff.Ask{Act: staff.Mail}); err != nil {
		return State{}, err
	}
	s, err := d.State(id)
	if err != nil {
		return State{}, err
	}
	if !s.Phase.Charged() || s.Charge == nil {
		return s, ErrNoReceipt
	}
	sum := sha256.Sum256([]byte(s.Charge.ID + " " + strings.ToLower(address)))
	if err := m.MailReceipt(ctx, "pd1:m:"+s.Charge.ID+":"+hex.EncodeToString(sum[:8]), s.Charge.ID, address); err != nil {
		return s, err
	}
	return d.noted(id, s, ReceiptMailed{By: by, To: Shortened(address)})
}

// Shortened is an address as far as its owner knows it again.
func Shortened(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" {
		return "…"
	}
	_, size := utf8.DecodeRuneInString(local)
	return local[:size] + "…@" + domain
}
