package odoosim

// dialect holds what differs between Odoo versions (contract §3). 17 and 19 are further rows of this table.
type dialect struct {
	version    string
	major      int
	memo       string // the payment's memo field
	userGroups string // the user's groups field
	// the words of account.payment.state
	posted, paid, canceled string
}

var odoo18 = dialect{
	version: "18.0-20250702", major: 18,
	memo: "memo", userGroups: "groups_id",
	posted: "in_process", paid: "paid", canceled: "canceled",
}

// versionInfo is the answer of common.version.
func (d dialect) versionInfo() object {
	return object{
		{"server_version", d.version},
		{"server_version_info", []any{d.major, 0, 0, "final", 0, ""}},
		{"server_serie", d.version[:4]},
		{"protocol_version", 1},
	}
}
