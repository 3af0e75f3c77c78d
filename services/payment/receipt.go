package payment

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

// NoteReceipt writes down that a receipt of a charged payment leaves the counter, and returns the payment with it counted.
// It may wait for the disk.
func (d *Desk) NoteReceipt(id, by string) (State, error) {
	s, err := d.State(id)
	if err != nil {
		return State{}, err
	}
	d.mu.Lock()
	if _, held := d.lives[id]; !held && s.Phase.Final() { // of an earlier run
		d.lives[id] = &life{state: s}
	}
	d.mu.Unlock()
	return d.record(d.ctx, id, ReceiptMade{By: by})
}
