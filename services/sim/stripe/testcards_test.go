package stripesim

import (
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// The test cards of facts §9, presented by number as the sandbox does it. Lost if it fails: what is tried here behaves
// otherwise in the sandbox.
func TestCardsOfTheSandbox(t *testing.T) {
	for number, want := range map[string]struct {
		brand, decline, verified string
		attempts                 int
	}{
		"4242424242424242": {"visa", "", "none", 1}, "4000056655665556": {"visa", "", "none", 1}, "5555555555554444": {"mastercard", "", "none", 1},
		"378282246310005": {"amex", "", "none", 1}, "4506445006931933": {"interac", "", "none", 1},
		"4001007020000002": {"visa", "", "offline_pin", 1}, "4001000360000005": {"visa", "", "online_pin", 1},
		"4000008260000075": {"visa", "", "offline_pin", 2}, "4000002760000008": {"visa", "", "online_pin", 2},
		"4000000000000002": {"visa", "generic_decline", "none", 1}, "4000000000009995": {"visa", "insufficient_funds", "none", 1},
		"4000000000009987": {"visa", "lost_card", "none", 1}, "4000000000009979": {"visa", "stolen_card", "none", 1},
		"4000000000000069": {"visa", "expired_card", "none", 1}, "4000000000000119": {"visa", "processing_error", "none", 1},
		"4000000000005126": {"visa", "", "none", 1}, "4000000000007726": {"visa", "", "none", 1},
	} {
		b := newBench(t)
		p := createParams("")
		p.PaymentMethodTypes = []*string{stripe.String("card_present"), stripe.String("interac_present")}
		in, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
		b.ok(err)
		b.ask("tmr_front", in.ID)
		show := &stripe.TestHelpersTerminalReaderPresentPaymentMethodParams{Type: stripe.String("card_present"),
			CardPresent: &stripe.TestHelpersTerminalReaderPresentPaymentMethodCardPresentParams{Number: stripe.String(number)}}
		if want.brand == "interac" {
			show.Type, show.CardPresent = stripe.String("interac_present"), nil
			show.InteracPresent = &stripe.TestHelpersTerminalReaderPresentPaymentMethodInteracPresentParams{Number: stripe.String(number)}
		}
		_, err = b.sdk.V1TestHelpersTerminalReaders.PresentPaymentMethod(t.Context(), "tmr_front", show)
		b.ok(err)
		b.clock.pass(time.Minute)
		got := b.intent(in.ID)
		code := ""
		if got.LastPaymentError != nil {
			code = string(got.LastPaymentError.DeclineCode)
		}
		var brand, verified string
		if d := got.LatestCharge.PaymentMethodDetails; d.CardPresent != nil {
			brand, verified = string(d.CardPresent.Brand), d.CardPresent.Receipt.CardholderVerificationMethod
		} else {
			brand, verified = d.InteracPresent.Brand, d.InteracPresent.Receipt.CardholderVerificationMethod
		}
		if attempts := b.sim.Ledger().Intents[0].Attempts; code != want.decline || brand != want.brand || verified != want.verified || attempts != want.attempts {
			t.Errorf("%s: %q %s %s after %d", number, code, brand, verified, attempts)
		}
	}
}

// Facts §9: the last two digits of an amount decide, of a zero-decimal currency those of whole units. Lost if it fails: what is
// tried in yen here is approved in the sandbox, or the other way round.
func TestEndingsInCurrenciesWithoutMinorUnits(t *testing.T) {
	for country, currency := range map[string]string{"DE": "eur", "JP": "jpy"} {
		for amount, want := range map[int64]string{
			1200: "", 1201: "call_issuer", 1205: "generic_decline", 1255: "incorrect_pin", 1265: "withdrawal_count_limit_exceeded", 1275: "pin_try_exceeded",
			1202: "offline_pin_required", 1203: "online_or_offline_pin_required", 1210: "", 120: "", 101: "call_issuer",
		} {
			b := newBenchOf(t, func(c *Config) { c.Country, c.Currency = country, currency })
			p := createParams("")
			p.Amount, p.Currency = stripe.Int64(amount), stripe.String(currency)
			in, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
			b.ok(err)
			b.ask("tmr_front", in.ID)
			b.gesture("tmr_front", GestureTap, "")
			b.clock.pass(readTapTime + bankTime)
			code := ""
			if e := b.intent(in.ID).LastPaymentError; e != nil {
				code = string(e.DeclineCode)
			}
			if code != want {
				t.Errorf("%d %s: %q, want %q", amount, currency, code, want)
			}
		}
	}
}
