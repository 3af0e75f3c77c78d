package stripesim

import (
	"fmt"
	"sort"
)

// card is a test card. Numbers are Stripe's published test numbers (facts §9); no real card has them.
type card struct {
	number      string
	name        string // how gestures call it
	brand       string
	product     string // application name on the receipt
	aid         string
	funding     string
	fingerprint string
	pin         pinNeed
	decline     string // the bank always declines with this decline_code
	standard    bool   // obeys the amount endings
	interac     bool
	refund      string // the fault that a refund on it meets (facts §9); empty: none
}

func (c card) last4() string { return c.number[len(c.number)-4:] }

type pinNeed int

const (
	pinNever     pinNeed = iota
	pinOffline           // asked by the card
	pinOnline            // asked for the bank
	pinAfterSoft         // tapped: the bank first declines and wants an offline PIN; the reader asks again by itself
	pinAfterSoftOnline
)

const (
	aidVisa       = "A0000000031010"
	aidMastercard = "A0000000041010"
	aidAmex       = "A00000002501"
	aidInterac    = "A0000002771010"
)

var cards = []card{
	{number: "4242424242424242", name: "visa", brand: "visa", product: "Visa Credit", aid: aidVisa, funding: "credit", standard: true},
	{number: "4000056655665556", name: "visa-debit", brand: "visa", product: "Visa Debit", aid: aidVisa, funding: "debit", standard: true},
	{number: "5555555555554444", name: "mastercard", brand: "mastercard", product: "Mastercard", aid: aidMastercard, funding: "credit", standard: true},
	{number: "378282246310005", name: "amex", brand: "amex", product: "American Express", aid: aidAmex, funding: "credit", standard: true},
	{number: "4506445006931933", name: "interac", brand: "interac", product: "Interac", aid: aidInterac, funding: "debit", interac: true},
	{number: "4506445006931933", name: "interac-of-another", brand: "interac", product: "Interac", aid: aidInterac, funding: "debit", interac: true},
	{number: "4001007020000002", name: "offline-pin", brand: "visa", product: "Visa Debit", aid: aidVisa, funding: "debit", pin: pinOffline},
	{number: "4001000360000005", name: "online-pin", brand: "visa", product: "Visa Debit", aid: aidVisa, funding: "debit", pin: pinOnline},
	{number: "4000008260000075", name: "sca-offline-pin", brand: "visa", product: "Visa Debit", aid: aidVisa, funding: "debit", pin: pinAfterSoft},
	{number: "4000002760000008", name: "sca-online-pin", brand: "visa", product: "Visa Debit", aid: aidVisa, funding: "debit", pin: pinAfterSoftOnline},
	{number: "4000000000005126", name: "refund-comes-back", brand: "visa", product: "Visa Credit", aid: aidVisa, funding: "credit", standard: true, refund: FaultRefundReturns},
	{number: "4000000000007726", name: "refund-pends", brand: "visa", product: "Visa Credit", aid: aidVisa, funding: "credit", standard: true, refund: FaultRefundPends},
	declining("4000000000000002", "generic_decline"),
	declining("4000000000009995", "insufficient_funds"),
	declining("4000000000009987", "lost_card"),
	declining("4000000000009979", "stolen_card"),
	declining("4000000000000069", "expired_card"),
	declining("4000000000000119", "processing_error"),
}

func declining(number, code string) card {
	return card{number: number, name: code, brand: "visa", product: "Visa Credit", aid: aidVisa, funding: "credit", decline: code}
}

// findCard knows a card by its number, its name or, for a bank that says no, by the decline_code. Empty: visa.
func findCard(name string) (card, error) {
	if name == "" {
		name = "visa"
	}
	for _, c := range cards {
		if c.number == name || c.name == name {
			return c, nil
		}
	}
	if _, ok := declines[name]; ok {
		return declining("4000000000000002", name), nil
	}
	return card{}, fmt.Errorf("%w: %q", ErrUnknownCard, name)
}

// CardNames lists what Gesture.Card understands beside card numbers: good cards first, then decline codes.
func CardNames() []string {
	var names []string
	for _, c := range cards {
		if c.decline == "" {
			names = append(names, c.name)
		}
	}
	return append(names, DeclineCodes()...)
}

// decline is what the bank said.
type decline struct {
	code        string // decline_code
	errorCode   string // code of last_payment_error, failure_code of the charge
	message     string
	advice      string // outcome.advice_code
	networkCode string // ISO 8583 answer
}

const declinedMessage = "Your card was declined."

// declines are the decline codes that a bank or a reader can produce in person.
var declines = map[string]decline{
	"approve_with_id":                   {message: declinedMessage, advice: "try_again_later", networkCode: "08"},
	"call_issuer":                       {message: declinedMessage, networkCode: "01"},
	"card_not_supported":                {message: "Your card does not support this type of purchase.", networkCode: "57"},
	"card_velocity_exceeded":            {message: "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.", advice: "try_again_later", networkCode: "61"},
	"currency_not_supported":            {message: "Your card does not support this currency.", networkCode: "57"},
	"do_not_honor":                      {message: declinedMessage, advice: "try_again_later", networkCode: "05"},
	"do_not_try_again":                  {message: declinedMessage, advice: "do_not_try_again", networkCode: "R1"},
	"duplicate_transaction":             {message: declinedMessage, networkCode: "94"},
	"expired_card":                      {errorCode: "expired_card", message: "Your card has expired.", advice: "do_not_try_again", networkCode: "54"},
	"fraudulent":                        {message: declinedMessage, advice: "do_not_try_again", networkCode: "59"},
	"generic_decline":                   {message: declinedMessage, networkCode: "05"},
	"incorrect_pin":                     {message: "The PIN entered is incorrect.", networkCode: "55"},
	"insufficient_funds":                {message: "Your card has insufficient funds.", advice: "try_again_later", networkCode: "51"},
	"invalid_account":                   {message: declinedMessage, advice: "do_not_try_again", networkCode: "14"},
	"invalid_amount":                    {message: declinedMessage, networkCode: "13"},
	"invalid_pin":                       {message: "The PIN entered is incorrect.", networkCode: "55"},
	"issuer_not_available":              {message: declinedMessage, advice: "try_again_later", networkCode: "91"},
	"lost_card":                         {message: declinedMessage, advice: "do_not_try_again", networkCode: "41"},
	"merchant_blacklist":                {message: declinedMessage, advice: "do_not_try_again"},
	"new_account_information_available": {message: declinedMessage, networkCode: "R3"},
	"no_action_taken":                   {message: declinedMessage, advice: "try_again_later", networkCode: "21"},
	"not_permitted":                     {message: declinedMessage, networkCode: "62"},
	"offline_pin_required":              {message: "Your card was declined as it requires a PIN.", networkCode: "70"},
	"online_or_offline_pin_required":    {message: "Your card was declined as it requires a PIN.", networkCode: "70"},
	"pickup_card":                       {message: declinedMessage, advice: "do_not_try_again", networkCode: "04"},
	"pin_try_exceeded":                  {message: "The PIN was entered too many times.", networkCode: "75"},
	"processing_error":                  {errorCode: "processing_error", message: "An error occurred while processing your card. Try again in a little bit.", advice: "try_again_later", networkCode: "96"},
	"reenter_transaction":               {message: declinedMessage, advice: "try_again_later", networkCode: "19"},
	"restricted_card":                   {message: declinedMessage, advice: "do_not_try_again", networkCode: "62"},
	"revocation_of_all_authorizations":  {message: declinedMessage, advice: "do_not_try_again", networkCode: "R3"},
	"revocation_of_authorization":       {message: declinedMessage, advice: "do_not_try_again", networkCode: "R1"},
	"security_violation":                {message: declinedMessage, networkCode: "63"},
	"service_not_allowed":               {message: declinedMessage, networkCode: "57"},
	"stolen_card":                       {message: declinedMessage, advice: "do_not_try_again", networkCode: "43"},
	"stop_payment_order":                {message: declinedMessage, advice: "do_not_try_again", networkCode: "R0"},
	"testmode_decline":                  {message: declinedMessage},
	"transaction_not_allowed":           {message: declinedMessage, networkCode: "57"},
	"try_again_later":                   {message: declinedMessage, advice: "try_again_later", networkCode: "91"},
	"withdrawal_count_limit_exceeded":   {message: "Your card has reached its limit.", networkCode: "65"},
}

// declineFor completes the table's row.
func declineFor(code string) *decline {
	d := declines[code]
	d.code = code
	if d.errorCode == "" {
		d.errorCode = "card_declined"
	}
	return &d
}

// DeclineCodes lists the decline codes that a gesture can ask for, sorted.
func DeclineCodes() []string {
	codes := make([]string, 0, len(declines))
	for c := range declines {
		codes = append(codes, c)
	}
	sort.Strings(codes)
	return codes
}

// amountEndings is how standard test cards read the last two digits of an amount in minor units (facts §9). 02 and 03
// are missing here: they want a PIN, see bankAnswer.
var amountEndings = map[int64]string{
	1: "call_issuer", 5: "generic_decline", 55: "incorrect_pin", 65: "withdrawal_count_limit_exceeded", 75: "pin_try_exceeded",
}

// bankAnswer decides one authorisation. A soft decline (offline_pin_required, online_or_offline_pin_required) makes
// the reader ask for the card and PIN by itself.
func bankAnswer(c card, amount int64, withPIN bool) *decline {
	switch {
	case c.decline != "":
		return declineFor(c.decline)
	case withPIN && !c.standard:
		return nil
	case c.pin == pinAfterSoft:
		return declineFor("offline_pin_required")
	case c.pin == pinAfterSoftOnline:
		return declineFor("online_or_offline_pin_required")
	case !c.standard:
		return nil
	}
	ending := amount % 100
	if !withPIN && ending == 2 {
		return declineFor("offline_pin_required")
	}
	if !withPIN && ending == 3 {
		return declineFor("online_or_offline_pin_required")
	}
	if code, ok := amountEndings[ending]; ok {
		return declineFor(code)
	}
	return nil
}

func (d *decline) wantsPIN() bool {
	return d != nil && (d.code == "offline_pin_required" || d.code == "online_or_offline_pin_required")
}
