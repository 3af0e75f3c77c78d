package odoosim

import "fmt"

// dialect holds what differs between Odoo 17, 18 and 19 (contract §3 and the recordings), apart from which fields exist:
// those are the recorded ones, in fields.json.gz. dialects is the table; nothing else asks for a version.
type dialect struct {
	major   int
	release string // server_version of the recorded build

	// Names.
	memo          string            // the payment's memo field
	userGroups    string            // the user's groups field
	userClass     string            // Python's class of res.users, in error texts
	searchKeyword string            // name_search's second argument
	listView      string            // view_mode of an action that opens a list
	manual        string            // name of a manual method line
	salesJournal  string            // name of the sales journal that Odoo makes itself
	labels        map[string]string // of fields that were renamed
	modules       map[string]string // installed versions
	accountant    string            // the module of Enterprise accounting

	// account.payment.state: after posting, once everything is paid, taken back.
	posted, paid, canceled string

	// How it behaves.
	draftEntry      bool // a draft payment already has its entry, its name is "/" or provisional, as every draft's
	postsOnce       bool // posting twice is refused
	linksPayments   bool // a payment knows its documents before it is reconciled, and may do without an entry
	settlesOnPost   bool // a payment of documents that are paid already counts as paid at once
	keepsMatches    bool // a reset entry stays reconciled, and a draft can be
	movesDate       bool // in locked books the payment moves to today, not its entry alone
	wizardPostsOnly bool // the register wizard is for posted documents only
	instalments     bool // the register wizard offers the next instalment, not everything
	groupOnRecord   bool // has_group([uid], group) instead of has_group(group)
	hasAccess       bool // has_access exists
	keysExpire      bool // API keys of ordinary users expire
	anyLanguage     bool // a language that is not installed is ignored
	listsMessages   bool // message_post answers a list
	notesAttachment bool // files on a posted invoice make a second note
	codeInAccount   bool // an account is shown with its code
	journalInMethod bool // a method line is shown with its journal
	saysRefund      bool // the payments widget tells refunds apart
	namesCustomer   bool // a payment's lines are labelled by amount and customer, not by method and memo
	searchable      map[string]bool

	words words
}

// words are Odoo's texts where they differ. Arguments are model, then method or field.
type words struct {
	noMethod, private, noField, noFieldInWrite, badLeaf string
	nothingLeft, notPosted, otherCompany                string
	groupArguments                                      string
	moveGroups, paymentGroups                           []string
	contactGroups, settings, accessRights, bankLines    string
}

// versionInfo is the answer of common.version. Enterprise says so in the last element, Odoo Online has words in the
// first (contract §1, from Odoo's source).
func (d dialect) versionInfo(c Config) object {
	version, major, minor, edition := d.release, any(d.major), 0, ""
	serie := fmt.Sprintf("%d.0", d.major)
	if c.Online != 0 {
		major, minor = fmt.Sprintf("saas~%d", d.major), c.Online
		serie = fmt.Sprintf("saas~%d.%d", d.major, c.Online)
		version = serie
	}
	if c.Enterprise {
		edition = "e"
		version = serie + "+e" + version[min(len(serie), len(version)):]
	}
	return object{
		{"server_version", version},
		{"server_version_info", []any{major, minor, 0, "final", 0, edition}},
		{"server_serie", serie},
		{"protocol_version", 1},
	}
}
