package stripesim

import "strings"

// route is one endpoint. op is its name for faults; params are the parameters it knows beside expand.
type route struct {
	method, pattern, op, params string
	run                         func(*Server, *call) (any, *apiError)
}

const paging = "limit starting_after ending_before "

var routes = []route{
	{"POST", "payment_intents", "payment_intents.create", intentParams + " confirm off_session", (*Server).createIntent},
	{"GET", "payment_intents", "payment_intents.list", paging + "created customer", (*Server).listIntents},
	{"GET", "payment_intents/{}", "payment_intents.retrieve", "client_secret", (*Server).retrieveIntent},
	{"POST", "payment_intents/{}", "payment_intents.update", intentParams, (*Server).updateIntent},
	{"POST", "payment_intents/{}/cancel", "payment_intents.cancel", "cancellation_reason", (*Server).cancelIntent},
	{"POST", "payment_intents/{}/capture", "payment_intents.capture", "amount_to_capture final_capture metadata", (*Server).captureIntent},
	{"GET", "charges/{}", "charges.retrieve", "", (*Server).retrieveCharge},
	{"POST", "charges/{}", "charges.update", "receipt_email description metadata", (*Server).updateCharge},
	{"POST", "refunds", "refunds.create", "amount charge payment_intent reason metadata", (*Server).createRefund},
	{"GET", "refunds", "refunds.list", paging + "charge created payment_intent", (*Server).listRefunds},
	{"GET", "refunds/{}", "refunds.retrieve", "", (*Server).retrieveRefund},
	{"POST", "refunds/{}", "refunds.update", "metadata", (*Server).updateRefund},
	{"GET", "disputes", "disputes.list", paging + "charge created payment_intent", (*Server).listDisputes},
	{"GET", "customers", "customers.list", paging + "created email", (*Server).listCustomers},
	{"GET", "customers/{}", "customers.retrieve", "", (*Server).retrieveCustomer},
	{"GET", "customers/{}/payment_methods", "customers.payment_methods.list", paging + "type allow_redisplay", (*Server).listMethods},
	{"GET", "checkout/sessions", "checkout.sessions.list", paging + "created customer payment_intent status", (*Server).listSessions},
	{"GET", "terminal/locations", "terminal.locations.list", paging, (*Server).listLocations},
	{"GET", "terminal/locations/{}", "terminal.locations.retrieve", "", (*Server).retrieveLocation},
	{"POST", "terminal/locations/{}", "terminal.locations.update", "display_name metadata", (*Server).updateLocation},
	{"GET", "terminal/readers", "terminal.readers.list", paging + "device_type location serial_number status", (*Server).listReaders},
	{"POST", "terminal/readers", "terminal.readers.create", "registration_code label location metadata", (*Server).createReader},
	{"DELETE", "terminal/readers/{}", "terminal.readers.delete", "", (*Server).deleteReader},
	{"GET", "terminal/readers/{}", "terminal.readers.retrieve", "", (*Server).retrieveReader},
	{"POST", "terminal/readers/{}", "terminal.readers.update", "label metadata", (*Server).updateReader},
	{"POST", "terminal/readers/{}/process_payment_intent", "terminal.readers.process_payment_intent", "payment_intent process_config", (*Server).processIntent},
	{"POST", "terminal/readers/{}/refund_payment", "terminal.readers.refund_payment", "amount charge payment_intent metadata refund_payment_config", (*Server).refundOnReader},
	{"POST", "terminal/readers/{}/set_reader_display", "terminal.readers.set_reader_display", "type cart", (*Server).setDisplay},
	{"POST", "terminal/readers/{}/cancel_action", "terminal.readers.cancel_action", "", (*Server).cancelAction},
	{"POST", "test_helpers/terminal/readers/{}/present_payment_method", "test_helpers.present_payment_method", "type card card_present interac_present", (*Server).presentMethod},
}

// resolve finds the endpoint of a call.
func (s *Server) resolve(c *call) {
	path, ok := strings.CutPrefix(c.path, "/v1/")
	if !ok {
		return
	}
	parts := strings.Split(path, "/")
	for i := range routes {
		id, ok := match(strings.Split(routes[i].pattern, "/"), parts)
		if !ok || routes[i].method != c.method {
			continue
		}
		c.route, c.id = &routes[i], id
		if strings.Contains(routes[i].pattern, "terminal/readers/{}") {
			c.target = id
		}
		return
	}
}

func match(pattern, parts []string) (id string, ok bool) {
	if len(pattern) != len(parts) {
		return "", false
	}
	for i, p := range pattern {
		switch {
		case p == "{}" && parts[i] != "":
			id = parts[i]
		case p != parts[i]:
			return "", false
		}
	}
	return id, true
}

// targets are the names by which a fault can mean this call: its endpoint, and its reader.
func (c *call) targets() []string {
	var t []string
	if c.route != nil {
		t = append(t, c.route.op)
	}
	if c.target != "" {
		t = append(t, c.target)
	}
	return t
}
