package stripesim

type readerJSON struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"`
	Action          *actionJSON       `json:"action"`
	DeviceSWVersion string            `json:"device_sw_version"`
	DeviceType      string            `json:"device_type"`
	IPAddress       string            `json:"ip_address"`
	Label           string            `json:"label"`
	Livemode        bool              `json:"livemode"`
	Location        any               `json:"location"`
	Metadata        map[string]string `json:"metadata"`
	SerialNumber    string            `json:"serial_number"`
	Status          string            `json:"status"`
}

type actionJSON struct {
	FailureCode    *string            `json:"failure_code"`
	FailureMessage *string            `json:"failure_message"`
	Process        *processActionJSON `json:"process_payment_intent,omitempty"`
	Refund         *refundActionJSON  `json:"refund_payment,omitempty"`
	Display        *displayActionJSON `json:"set_reader_display,omitempty"`
	Status         string             `json:"status"`
	Type           string             `json:"type"`
}

type processActionJSON struct {
	PaymentIntent any                `json:"payment_intent"`
	Config        *processConfigJSON `json:"process_config,omitempty"`
}

type processConfigJSON struct {
	CustomerCancel *bool  `json:"enable_customer_cancellation,omitempty"`
	ReturnURL      string `json:"return_url,omitempty"`
	SkipTipping    *bool  `json:"skip_tipping,omitempty"`
}

type displayActionJSON struct {
	Cart *cartJSON `json:"cart"`
	Type string    `json:"type"`
}

type cartJSON struct {
	Currency  string         `json:"currency"`
	LineItems []lineItemJSON `json:"line_items"`
	Tax       *int64         `json:"tax"`
	Total     int64          `json:"total"`
}

type lineItemJSON struct {
	Amount      int64  `json:"amount"`
	Description string `json:"description"`
	Quantity    int64  `json:"quantity"`
}

type locationJSON struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"`
	Address     addressJSON       `json:"address"`
	DisplayName string            `json:"display_name"`
	Livemode    bool              `json:"livemode"`
	Metadata    map[string]string `json:"metadata"`
}

type refundActionJSON struct {
	Amount        int64             `json:"amount"`
	Charge        string            `json:"charge"`
	Metadata      map[string]string `json:"metadata"`
	PaymentIntent string            `json:"payment_intent"`
	Refund        string            `json:"refund,omitempty"`
	Config        *refundConfigJSON `json:"refund_payment_config,omitempty"`
}

type refundConfigJSON struct {
	CustomerCancel bool `json:"enable_customer_cancellation"`
}
