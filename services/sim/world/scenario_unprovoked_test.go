package world

// unprovoked are the entries of the catalogue that no simulator brings up in a payment or a refund, and why. What is said of the
// money in them rests on the rule of services/explain that an entry never contradicts its situation.
var unprovoked = []struct{ why, ids string }{
	{"no payment is touched by it: set-up and readers' management, shown by their own screens and tests", `
		terminal.terminal_reader_invalid_location_for_activation terminal.terminal_location_country_unsupported
		terminal.invalid_request_param_registration_code terminal.device_not_server_driven api.resource_already_exists
		api.email_invalid api.url_invalid api.country_unsupported api.payouts_not_allowed api.payout_reconciliation_not_ready`},
	{"the reader or the intent says it, not an error: the desk reads it as a fact of the payment, and the worlds of readers hold it to the ledger", `
		terminal.intent_invalid_state terminal.action_failure_code_card_declined
		terminal.action_failure_code_customer_canceled terminal.action_failure_code_connection_error
		terminal.action_status_in_progress_stale terminal.action_replaced_payment_intent_differs api.card_declined
		decline.advice_code_do_not_try_again decline.advice_code_try_again_later decline.advice_code_confirm_card_data
		decline.unknown_decline_code`},
	{"the simulated reader is not another software's, and is never unknown to Stripe in a payment", `
		terminal.invalid_request_different_integration_mode terminal.resource_missing_reader
		terminal.currency_not_local_to_reader_country`},
	{"a step that this program never takes: collecting and confirming apart, inputs, holds of Interac, a key for two requests at once", `
		terminal.terminal_reader_collected_data_invalid terminal.two_step_confirm_later_than_30_s
		terminal.collect_inputs_timeout terminal.generated_card_missing terminal.capture_of_interac_present
		terminal.interac_with_capture_method_manual terminal.moto_not_enabled_parameter_unknown_invalid_request
		api.idempotency_key_in_use api.http_409_conflict`},
	{"a card that is not there: typed, saved, or authenticated by its bank online", `
		api.card_decline_rate_limit_exceeded api.payment_intent_payment_attempt_failed
		api.payment_intent_payment_attempt_expired api.payment_intent_authentication_failure
		api.payment_intent_action_required api.authentication_required api.payment_intent_mandate_invalid
		api.payment_method_unexpected_state api.payment_method_not_available api.payment_method_customer_decline
		api.payment_method_provider_decline api.payment_method_provider_timeout api.setup_intent_authentication_failure
		api.setup_intent_unexpected_state api.setup_attempt_failed api.setup_intent_setup_attempt_expired
		api.customer_max_payment_methods api.expired_card api.incorrect_cvc api.incorrect_number api.invalid_expiry_month
		api.invalid_expiry_year api.incorrect_zip api.incorrect_address api.invalid_number api.invalid_cvc
		api.insufficient_funds api.invalid_card_type api.processing_error api.http_402_without_code
		decline.authentication_not_handled decline.authentication_required decline.incorrect_address decline.incorrect_cvc
		decline.incorrect_number decline.incorrect_zip decline.invalid_cvc decline.invalid_expiry_month
		decline.invalid_expiry_year decline.invalid_number decline.mobile_device_authentication_required`},
	{"a hold that is captured or has expired", `
		api.charge_already_captured api.charge_expired_for_capture api.capture_charge_authorization_expired
		api.capture_unauthorized_payment`},
	{"a refund's status, of which its screen speaks itself; the worlds of refunds hold it to the ledger", `
		refund.charge_already_refunded refund.amount_too_large_refund refund.interac_present_via_api refund.interac_wrong_card
		refund.uncaptured_payment refund.status_pending_processing refund.status_pending_insufficient_funds
		refund.status_pending_charge_pending refund.status_requires_action refund.status_canceled refund.status_failed
		refund.failure_reason_lost_or_stolen_card refund.failure_reason_expired_or_canceled_card
		refund.failure_reason_charge_for_pending_refund_disputed refund.failure_reason_insufficient_funds
		refund.failure_reason_declined refund.failure_reason_merchant_request refund.failure_reason_unknown`},
	{"below the simulated wire, which breaks in one way; names, certificates and clocks are told apart by tests of the gateways", `
		network.dns_failure network.connect_refused_unreachable network.connect_timeout network.tls_certificate_error
		network.connection_reset network.non_json_answer network.clock_skew network.events_late
		network.kiosk_restarted_mid_payment odoo.no_database odoo.not_an_odoo odoo.untrusted odoo.rate_limited
		odoo.unsupported`},
	{"the general word of its kind, said where no code is known: each code above and below has its own", `
		odoo.not_found odoo.other stripe.mismatch stripe.in_flight stripe.rate_limited stripe.key_refused stripe.forbidden
		stripe.reader_off stripe.reader_silent stripe.reader_fault stripe.intent_state stripe.not_found stripe.refused
		stripe.conflict stripe.other`},
}
