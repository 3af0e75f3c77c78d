package stripesim

import "time"

// The JSON shapes of API version 2025-08-27.basil. Fields that hold an id or, expanded, an object are of type any;
// pointers are nullable, omitempty marks fields that Stripe leaves out.

type listJSON struct {
	Object  string `json:"object"`
	Data    []any  `json:"data"`
	HasMore bool   `json:"has_more"`
	URL     string `json:"url"`
}

type paymentIntentJSON struct {
	ID                        string            `json:"id"`
	Object                    string            `json:"object"`
	Amount                    int64             `json:"amount"`
	AmountCapturable          int64             `json:"amount_capturable"`
	AmountDetails             amountDetailsJSON `json:"amount_details"`
	AmountReceived            int64             `json:"amount_received"`
	Application               *string           `json:"application"`
	ApplicationFeeAmount      *int64            `json:"application_fee_amount"`
	AutomaticPaymentMethods   *struct{}         `json:"automatic_payment_methods"`
	CanceledAt                *int64            `json:"canceled_at"`
	CancellationReason        *string           `json:"cancellation_reason"`
	CaptureMethod             string            `json:"capture_method"`
	ClientSecret              string            `json:"client_secret"`
	ConfirmationMethod        string            `json:"confirmation_method"`
	Created                   int64             `json:"created"`
	Currency                  string            `json:"currency"`
	Customer                  *string           `json:"customer"`
	Description               *string           `json:"description"`
	LastPaymentError          *paymentErrorJSON `json:"last_payment_error"`
	LatestCharge              any               `json:"latest_charge"`
	Livemode                  bool              `json:"livemode"`
	Metadata                  map[string]string `json:"metadata"`
	NextAction                *struct{}         `json:"next_action"`
	OnBehalfOf                *string           `json:"on_behalf_of"`
	PaymentMethod             any               `json:"payment_method"`
	PaymentMethodOptions      methodOptionsJSON `json:"payment_method_options"`
	PaymentMethodTypes        []string          `json:"payment_method_types"`
	Processing                *struct{}         `json:"processing"`
	ReceiptEmail              *string           `json:"receipt_email"`
	Review                    *string           `json:"review"`
	SetupFutureUsage          *string           `json:"setup_future_usage"`
	Shipping                  *struct{}         `json:"shipping"`
	StatementDescriptor       *string           `json:"statement_descriptor"`
	StatementDescriptorSuffix *string           `json:"statement_descriptor_suffix"`
	Status                    string            `json:"status"`
	TransferData              *struct{}         `json:"transfer_data"`
	TransferGroup             *string           `json:"transfer_group"`
}

type amountDetailsJSON struct {
	Tip struct{} `json:"tip"`
}

type methodOptionsJSON struct {
	CardPresent *cardPresentOptionsJSON `json:"card_present,omitempty"`
	Interac     *struct{}               `json:"interac_present,omitempty"`
}

type cardPresentOptionsJSON struct {
	Extended    bool `json:"request_extended_authorization"`
	Incremental bool `json:"request_incremental_authorization_support"`
}

type paymentErrorJSON struct {
	AdviceCode        string             `json:"advice_code,omitempty"`
	Charge            string             `json:"charge,omitempty"`
	Code              string             `json:"code"`
	DeclineCode       string             `json:"decline_code,omitempty"`
	DocURL            string             `json:"doc_url"`
	Message           string             `json:"message"`
	PaymentMethod     *paymentMethodJSON `json:"payment_method,omitempty"`
	PaymentMethodType string             `json:"payment_method_type,omitempty"`
	Type              string             `json:"type"`
}

type paymentMethodJSON struct {
	ID             string            `json:"id"`
	Object         string            `json:"object"`
	BillingDetails billingJSON       `json:"billing_details"`
	Card           *keptCardJSON     `json:"card,omitempty"`
	CardPresent    *methodCardJSON   `json:"card_present,omitempty"`
	Interac        *methodCardJSON   `json:"interac_present,omitempty"`
	Created        int64             `json:"created"`
	Customer       *string           `json:"customer"`
	Livemode       bool              `json:"livemode"`
	Metadata       map[string]string `json:"metadata"`
	Type           string            `json:"type"`
}

type methodCardJSON struct {
	Brand            string       `json:"brand"`
	CardholderName   *string      `json:"cardholder_name"`
	Country          string       `json:"country"`
	Description      *string      `json:"description"`
	ExpMonth         int          `json:"exp_month"`
	ExpYear          int          `json:"exp_year"`
	Fingerprint      string       `json:"fingerprint"`
	Funding          string       `json:"funding"`
	Issuer           *string      `json:"issuer"`
	Last4            string       `json:"last4"`
	Networks         networksJSON `json:"networks"`
	PreferredLocales []string     `json:"preferred_locales"`
	ReadMethod       string       `json:"read_method"`
}

type networksJSON struct {
	Available []string `json:"available"`
	Preferred *string  `json:"preferred"`
}

type billingJSON struct {
	Address addressJSON `json:"address"`
	Email   *string     `json:"email"`
	Name    *string     `json:"name"`
	Phone   *string     `json:"phone"`
	TaxID   *string     `json:"tax_id"`
}

type addressJSON struct {
	City       *string `json:"city"`
	Country    *string `json:"country"`
	Line1      *string `json:"line1"`
	Line2      *string `json:"line2"`
	PostalCode *string `json:"postal_code"`
	State      *string `json:"state"`
}

type chargeJSON struct {
	ID                            string            `json:"id"`
	Object                        string            `json:"object"`
	Amount                        int64             `json:"amount"`
	AmountCaptured                int64             `json:"amount_captured"`
	AmountRefunded                int64             `json:"amount_refunded"`
	Application                   *string           `json:"application"`
	BalanceTransaction            *string           `json:"balance_transaction"`
	BillingDetails                billingJSON       `json:"billing_details"`
	CalculatedStatementDescriptor string            `json:"calculated_statement_descriptor"`
	Captured                      bool              `json:"captured"`
	Created                       int64             `json:"created"`
	Currency                      string            `json:"currency"`
	Customer                      *string           `json:"customer"`
	Description                   *string           `json:"description"`
	Disputed                      bool              `json:"disputed"`
	FailureCode                   *string           `json:"failure_code"`
	FailureMessage                *string           `json:"failure_message"`
	FraudDetails                  struct{}          `json:"fraud_details"`
	Livemode                      bool              `json:"livemode"`
	Metadata                      map[string]string `json:"metadata"`
	Outcome                       outcomeJSON       `json:"outcome"`
	Paid                          bool              `json:"paid"`
	PaymentIntent                 any               `json:"payment_intent"`
	PaymentMethod                 string            `json:"payment_method"`
	PaymentMethodDetails          methodDetailsJSON `json:"payment_method_details"`
	ReceiptEmail                  *string           `json:"receipt_email"`
	ReceiptNumber                 *string           `json:"receipt_number"`
	ReceiptURL                    *string           `json:"receipt_url"`
	Refunded                      bool              `json:"refunded"`
	StatementDescriptorSuffix     *string           `json:"statement_descriptor_suffix"`
	Status                        string            `json:"status"`
}

type outcomeJSON struct {
	AdviceCode         *string `json:"advice_code"`
	NetworkAdviceCode  *string `json:"network_advice_code"`
	NetworkDeclineCode *string `json:"network_decline_code"`
	NetworkStatus      string  `json:"network_status"`
	Reason             *string `json:"reason"`
	RiskLevel          string  `json:"risk_level"`
	SellerMessage      string  `json:"seller_message"`
	Type               string  `json:"type"`
}

type methodDetailsJSON struct {
	Type        string            `json:"type"`
	Card        *keyedDetailsJSON `json:"card,omitempty"`
	CardPresent *cardDetailsJSON  `json:"card_present,omitempty"`
	Interac     *cardDetailsJSON  `json:"interac_present,omitempty"`
}

type cardDetailsJSON struct {
	AmountAuthorized     *int64      `json:"amount_authorized,omitempty"`
	Brand                string      `json:"brand"`
	CaptureBefore        *int64      `json:"capture_before,omitempty"`
	CardholderName       *string     `json:"cardholder_name"`
	Country              string      `json:"country"`
	Description          *string     `json:"description"`
	EMVAuthData          *string     `json:"emv_auth_data"`
	ExpMonth             int         `json:"exp_month"`
	ExpYear              int         `json:"exp_year"`
	Fingerprint          string      `json:"fingerprint"`
	Funding              string      `json:"funding"`
	GeneratedCard        *string     `json:"generated_card"`
	Incremental          *bool       `json:"incremental_authorization_supported,omitempty"`
	Issuer               *string     `json:"issuer"`
	Last4                string      `json:"last4"`
	Network              string      `json:"network"`
	NetworkTransactionID *string     `json:"network_transaction_id"`
	Overcapture          *bool       `json:"overcapture_supported,omitempty"`
	PreferredLocales     []string    `json:"preferred_locales"`
	ReadMethod           string      `json:"read_method"`
	Receipt              receiptJSON `json:"receipt"`
}

type receiptJSON struct {
	AccountType                  string  `json:"account_type"`
	ApplicationCryptogram        string  `json:"application_cryptogram"`
	ApplicationPreferredName     string  `json:"application_preferred_name"`
	AuthorizationCode            *string `json:"authorization_code"`
	AuthorizationResponseCode    string  `json:"authorization_response_code"`
	CardholderVerificationMethod string  `json:"cardholder_verification_method"`
	DedicatedFileName            string  `json:"dedicated_file_name"`
	TerminalVerificationResults  string  `json:"terminal_verification_results"`
	TransactionStatusInformation string  `json:"transaction_status_information"`
}

type refundJSON struct {
	ID                 string                 `json:"id"`
	Object             string                 `json:"object"`
	Amount             int64                  `json:"amount"`
	BalanceTransaction *string                `json:"balance_transaction"`
	Charge             any                    `json:"charge"`
	Created            int64                  `json:"created"`
	Currency           string                 `json:"currency"`
	DestinationDetails destinationDetailsJSON `json:"destination_details"`
	FailureTransaction string                 `json:"failure_balance_transaction,omitempty"`
	FailureReason      string                 `json:"failure_reason,omitempty"`
	Metadata           map[string]string      `json:"metadata"`
	PaymentIntent      any                    `json:"payment_intent"`
	PendingReason      string                 `json:"pending_reason,omitempty"`
	Reason             *string                `json:"reason"`
	ReceiptNumber      *string                `json:"receipt_number"`
	SourceTransfer     *string                `json:"source_transfer_reversal"`
	Status             string                 `json:"status"`
	TransferReversal   *string                `json:"transfer_reversal"`
}

type destinationDetailsJSON struct {
	Card destinationCardJSON `json:"card"`
	Type string              `json:"type"`
}

type destinationCardJSON struct {
	ReferenceStatus string `json:"reference_status"`
	ReferenceType   string `json:"reference_type"`
	Type            string `json:"type"`
}

// text is nil for an empty string.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// stamp is nil for no time.
func stamp(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := t.Unix()
	return &n
}
