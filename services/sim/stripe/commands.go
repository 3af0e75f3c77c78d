package stripesim

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// reach delivers a command to the device. It decides as Stripe does, first by what is known about the reader; then do
// runs on the device. Errors of this kind are stored under the idempotency key.
func (s *Server) reach(c *call, r *reader, do func() *apiError) (any, *apiError) {
	x, e := c.expandsFor("reader", false)
	switch {
	case e != nil:
		return nil, e
	case !r.serverDriven():
		return nil, refused("", "", "This reader does not support server-driven commands (device type %s).", r.deviceType)
	}
	a, e := s.command(c, r, do, x)
	if e != nil && strings.HasPrefix(e.Code, "terminal_reader_") {
		e.stored = !s.fires(FaultErrorsNotKept, c.targets()...)
		if s.fires(FaultErrors409, c.targets()...) {
			e.status = http.StatusConflict
		}
	}
	return a, e
}

func (s *Server) command(c *call, r *reader, do func() *apiError, x expands) (any, *apiError) {
	switch {
	case r.status(s.now) == "offline" || s.fires(FaultReaderOffline, r.id, c.route.op):
		return nil, refused("terminal_reader_offline", "", "Reader is currently offline, please ensure the reader is powered on and connected to the internet before retrying your request.")
	case !r.plugged:
		c.delay = ackTimeout
		return nil, readerTimeout()
	}
	if f, ok := s.fault(FaultReaderTimeout, r.id, c.route.op); ok {
		c.delay = f.Delay
		return nil, readerTimeout()
	}
	same := c.route.op == "terminal.readers.process_payment_intent" && r.asking() && r.action.about() == s.intents[c.get("payment_intent")]
	if r.busy() || s.fires(FaultReaderBusy, r.id, c.route.op) || same && s.fires(FaultResendBusy, r.id, c.route.op) {
		return nil, refused("terminal_reader_busy", "", "Reader is currently busy processing another request, please reference the integration guide at https://stripe.com/docs/terminal/payments/collect-card-payment?terminal-sdk-platform=server-driven for details on how to handle this error.")
	}
	if e := do(); e != nil {
		return nil, e
	}
	s.note(Happening{Kind: "command", Reader: r.id, Intent: shownID(r), Text: c.route.op})
	if f, ok := s.fault(FaultReaderTimeoutLit, r.id, c.route.op); ok {
		c.delay = f.Delay
		return nil, readerTimeout()
	}
	return s.readerJSON(r, x), nil
}

func readerTimeout() *apiError {
	return refused("terminal_reader_timeout", "", "There was a timeout when sending this command to the reader. The command may or may not have been received, please verify before retrying your request.")
}

func shownID(r *reader) string {
	if r.shown == nil {
		return ""
	}
	return r.shown.id
}

func (s *Server) processIntent(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	id := c.get("payment_intent")
	if id == "" {
		return nil, invalid("parameter_missing", "payment_intent", "Missing required param: payment_intent.")
	}
	in := s.intents[id]
	if in == nil {
		return nil, missing("payment_intent", "payment_intent", id, false)
	}
	config, e := readProcessConfig(c)
	if e != nil {
		return nil, e
	}
	if config.moto {
		if e := s.keying(in, r); e != nil {
			return nil, e
		}
	}
	switch {
	case in.status != statusRequiresPaymentMethod || in.atBank:
		return nil, refused("intent_invalid_state", "payment_intent", "Payment intent must be in the requires_payment_method state to be processed. This PaymentIntent has a status of %s.", in.status)
	case !config.moto && !in.accepts(methodCardPresent) && !in.accepts(methodInteracPresent):
		return nil, refused("payment_intent_incompatible_payment_method", "payment_intent", "The PaymentIntent's payment_method_types must include card_present or interac_present to be processed on a reader.")
	case in.currency != s.cfg.Currency:
		return nil, refused("", "payment_intent", "The currency %s is not supported by readers in %s.", in.currency, s.cfg.Country)
	case in.future != "" && config.allowRedisplay != "always" && config.allowRedisplay != "limited":
		return nil, refused("parameter_missing", "process_config[allow_redisplay]", "allow_redisplay is required when setup_future_usage is set.")
	}
	return s.reach(c, r, func() *apiError {
		if s.fires(FaultErrorCleared, r.id) {
			in.lastError = nil
		}
		r.action = &action{kind: kindProcess, status: actionInProgress, in: in, config: config.processConfig}
		s.prompt(r, in, in.amount)
		if s.fires(FaultActionFinal, r.id) {
			s.rush(r, cards[0])
		}
		return nil
	})
}

// rush lets a customer tap a card so early that the outcome is in the answer of the command.
func (s *Server) rush(r *reader, c card) {
	s.present(r, presented{card: c, keyed: r.action.config.moto})
	if r.card == nil {
		return
	}
	s.authorise(r)
	if r.bank != nil {
		s.settle(r)
	}
}

type sentConfig struct {
	processConfig
	allowRedisplay string
}

func readProcessConfig(c *call) (sentConfig, *apiError) {
	var out sentConfig
	for _, k := range slices.Sorted(maps.Keys(c.group("process_config"))) {
		name := "process_config[" + k + "]"
		switch {
		case k == "enable_customer_cancellation" || k == "skip_tipping":
			v, e := c.flag(name)
			if e != nil {
				return out, e
			}
			if k == "skip_tipping" {
				out.skipTipping = &v
			} else {
				out.customerCancel = &v
			}
		case k == "return_url":
			out.returnURL = c.get(name)
		case k == "allow_redisplay":
			out.allowRedisplay = c.get(name)
			if !slices.Contains([]string{"always", "limited", "unspecified"}, out.allowRedisplay) {
				return out, invalid("", name, "Invalid %s: must be one of always, limited, or unspecified", name)
			}
		case strings.HasPrefix(k, "tipping"):
		case k == "moto":
			v, e := c.flag(name)
			if e != nil {
				return out, e
			}
			out.moto = v
		default:
			return out, invalid("parameter_unknown", name, "Received unknown parameter: %s", name)
		}
	}
	return out, nil
}

func (s *Server) cancelAction(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	return s.reach(c, r, func() *apiError {
		if r.action == nil && s.fires(FaultCancelNoAction, r.id) {
			return refused("", "", "There is no action to cancel on this reader.")
		}
		cleared := r.asking() || r.screen == ScreenCart
		r.action, r.card = nil, nil
		r.autoAt = time.Time{}
		if cleared {
			s.show(r, ScreenCancelled, cancelledTime)
		}
		return nil
	})
}

func (s *Server) presentMethod(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	kind := c.get("type")
	if kind == "" {
		kind = methodCardPresent
	}
	number := c.get(kind + "[number]")
	switch {
	case !r.simulated():
		return nil, refused("", "reader", "This endpoint can only be used with simulated readers.")
	case kind == methodCard && !s.cfg.MOTO:
		return nil, refused("", "type", "Keyed entry (MOTO) is not enabled for this account.")
	case number == "" && s.now.Sub(r.testAt) < testCardMemory:
		number = r.testPAN
	}
	if number == "" && kind == methodInteracPresent {
		number = "4506445006931933"
	}
	card, err := findCard(number)
	if err != nil {
		return nil, refused("", kind+"[number]", "%s", fmt.Sprintf("Invalid test card number: %s", number))
	}
	r.testPAN, r.testAt = number, s.now
	if !r.plugged || !r.asking() {
		return nil, refused("", "reader", "The reader is not waiting for a payment method to be presented.")
	}
	s.present(r, presented{card: card, keyed: kind == methodCard})
	return s.readerAnswer(c, r)
}
