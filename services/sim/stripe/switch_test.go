package stripesim

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stripe/stripe-go/v82"
)

// PROTOCOLS §9 and facts §13: what nobody knows is played both ways, and each way is a test. Lost if it fails: the program is
// built on a guess about Stripe.
func TestSwitchesPlayTheOtherAnswer(t *testing.T) {
	busy := func(b *bench, key string) error {
		in := b.paid(1200, "visa")
		b.fault(Fault{Name: FaultReaderBusy, Target: "tmr_front", Count: 1})
		send := func() error {
			p := &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(in.ID)}
			p.SetIdempotencyKey(key)
			_, err := b.sdk.V1TerminalReaders.ProcessPaymentIntent(t.Context(), "tmr_front", p)
			return err
		}
		in = b.create(1200, "")
		if err := send(); err == nil {
			t.Error("not busy")
		}
		return send()
	}
	for name, play := range map[string]func(b *bench, on bool){
		FaultKeysPerAPIKey: func(b *bench, on bool) {
			other := sdkClient(restrictedKey, "", checked{t, b.sim})
			first := b.create(1200, "k1")
			second, err := other.V1PaymentIntents.Create(t.Context(), createParams("k1"))
			b2 := err == nil && second.ID != first.ID
			if b2 != on {
				t.Errorf("one key of two API keys: %v", err)
			}
		},
		FaultErrorsNotKept: func(b *bench, on bool) {
			if err := busy(b, "e1"); (err == nil) != on {
				t.Errorf("a refused command, sent again under its key: %v", err)
			}
		},
		FaultErrors409: func(b *bench, on bool) {
			err := busy(b, "e1")
			wantCode(t, err, map[bool]int{false: http.StatusBadRequest, true: http.StatusConflict}[on], "terminal_reader_busy")
		},
		FaultResendBusy: func(b *bench, on bool) {
			in := b.create(1200, "")
			b.ask("tmr_front", in.ID)
			if _, err := b.process("tmr_front", in.ID); (err == nil) == on {
				t.Errorf("the same intent again: %v", err)
			}
			b.ask("tmr_front", b.create(900, "").ID) // another one replaces it in any case
		},
		FaultInteracOnline: func(b *bench, on bool) {
			if _, err := b.giveBack(b.paid(1200, interacNumber).ID, 0); (err == nil) != on {
				t.Errorf("an Interac charge without a reader: %v", err)
			}
		},
		FaultCancelRefused: func(b *bench, on bool) {
			in := b.create(1200, "")
			b.ask("tmr_front", in.ID)
			if _, err := b.cancel(in.ID); (err == nil) == on {
				t.Errorf("cancelling an intent on a reader: %v", err)
			}
		},
		FaultCancelNoAction: func(b *bench, on bool) {
			if _, err := b.clear("tmr_back"); (err == nil) == on {
				t.Errorf("cancel_action without an action: %v", err)
			}
		},
		FaultKeysPerEndpoint: func(b *bench, on bool) {
			b.create(1200, "k1")
			p := &stripe.TerminalReaderUpdateParams{Label: stripe.String("x")}
			p.SetIdempotencyKey("k1")
			if _, err := b.sdk.V1TerminalReaders.Update(t.Context(), "tmr_front", p); (err == nil) != on {
				t.Errorf("one key on two endpoints: %v", err)
			}
		},
		FaultBankShown: func(b *bench, on bool) {
			in := b.create(1200, "")
			b.ask("tmr_front", in.ID)
			b.gesture("tmr_front", GestureTap, "")
			b.clock.pass(readTapTime)
			if got := b.intent(in.ID).Status; (got == "processing") != on {
				t.Errorf("while the bank decides: %s", got)
			}
		},
		FaultErrorCleared: func(b *bench, on bool) {
			in := b.create(1200, "")
			b.ask("tmr_front", in.ID)
			b.pay("tmr_front", "lost_card")
			b.ask("tmr_front", in.ID)
			if e := b.intent(in.ID).LastPaymentError; (e == nil) != on {
				t.Errorf("after a new command: %+v", e)
			}
		},
		FaultListLag: func(b *bench, on bool) {
			b.create(1200, "")
			if n := len(b.list(&stripe.PaymentIntentListParams{})); (n == 0) != on {
				t.Errorf("%d listed", n)
			}
		},
	} {
		for _, how := range []string{"", "config", "fault"} {
			b := newBenchOf(t, func(cfg *Config) {
				cfg.Keys = []APIKey{{Secret: restrictedKey, Rights: RightNames()}}
				if how == "config" {
					cfg.Switches = []string{name}
				}
			})
			if how == "fault" {
				b.fault(Fault{Name: name, On: true})
			} else {
				b.sim.ClearFaults() // does not touch the switches of the configuration
			}
			t.Run(name+" "+how, func(*testing.T) { play(b, how != "") })
			if how == "config" {
				b.fault(Fault{Name: name}) // but off is off
				if b.sim.fires(name) {
					t.Errorf("%s is still on", name)
				}
			}
		}
		if !slices.Contains(SwitchNames(), name) {
			t.Errorf("%s is no switch", name)
		}
	}
	if n := len(SwitchNames()); n != 11 {
		t.Errorf("%d switches, 11 are tried", n)
	}
}
