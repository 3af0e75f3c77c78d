package payment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/services/money"
)

// Protocol is the version of the claim format this program writes and understands (PROTOCOLS G5, H5).
const Protocol = 1

// MaxParts is how many documents one intent may cover (PROTOCOLS G5).
const MaxParts = 20

// Part is what one payment pays of one document, in minor units.
type Part struct {
	Document int64  `json:"document"`
	Number   string `json:"number"`
	Minor    int64  `json:"minor"`
	Owed     int64  `json:"owed,omitempty"` // what the document owed when the amount was shown; 0 where only the claim is known
	// Until is the last day, in the company's time zone, of the early-payment discount with which Minor settles all of Owed;
	// empty: none.
	Until string `json:"until,omitempty"`
}

// Order is what the cashier asked for. It never changes during the payment's life.
type Order struct {
	ID       string       `json:"id"`      // random, pd_pay
	Counter  Counter      `json:"counter"` // who takes it
	Person   string       `json:"person"`  // name of the cashier
	Manager  bool         `json:"manager,omitempty"`
	Approver string       `json:"approver,omitempty"` // the manager whose PIN allowed what Person may not alone (PROTOCOLS C13, and a number that is keyed in)
	Company  int64        `json:"company"`
	Partner  int64        `json:"partner"` // commercial partner, on whom Odoo books
	Customer string       `json:"customer"`
	Parts    []Part       `json:"parts"`
	Amount   money.Amount `json:"amount"`
	Reader   ReaderRef    `json:"reader"`
	Cash     int64        `json:"cash,omitempty"`      // what the customer gives in cash on the one document, minor units; never part of Amount
	TakeOver string       `json:"take_over,omitempty"` // intent of a colleague's unfinished payment to cancel first (PROTOCOLS C9)
	Way
}

// Counter names this counter to others.
type Counter struct {
	ID   string `json:"id"`   // random, bound to the machine
	Name string `json:"name"` // "Counter 1"
}

// ReaderRef is what people call a reader, kept with the payment so that its overlay needs no other source.
type ReaderRef struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Model string `json:"model"`
	Tag   string `json:"tag"` // its letter
}

// Documents lists the ids of the parts.
func (o Order) Documents() []int64 {
	ids := make([]int64, len(o.Parts))
	for i, p := range o.Parts {
		ids[i] = p.Document
	}
	return ids
}

// Numbers joins the document numbers with a space, as memo and description show them.
func (o Order) Numbers() string {
	names := make([]string, len(o.Parts))
	for i, p := range o.Parts {
		names[i] = p.Number
	}
	return strings.Join(names, " ")
}

// Metadata keys of a claim (PROTOCOLS G5).
const (
	metaProtocol = "pd"
	metaPay      = "pd_pay"
	metaCounter  = "pd_counter"
	metaBy       = "pd_by"
	metaKind     = "pd_kind"
	metaCompany  = "pd_co"
	metaCash     = "pd_cash"
	// MetaShop names the shop whose claim an intent is.
	MetaShop = "pd_shop"
	// MetaBooked is the hint that the charge was booked: the account.payment id.
	MetaBooked = "pd_odoo"
	// MetaClosed lists the attention entries that a person closed, by kind, separated by spaces (PROTOCOLS H3).
	MetaClosed = "pd_closed"
)

// settling are the entries whose closing says that nothing more is to be booked; a closed dispute says nothing of that.
var settling = []ProblemKind{ProblemRefused, ProblemDocument, ProblemTakenBack, ProblemGone, ProblemRefunded}

// Settling says that closing an entry of this kind makes its claim one to ignore (PROTOCOLS C2).
func Settling(kind string) bool { return slices.Contains(settling, ProblemKind(kind)) }

// metadata writes the claim so that it alone suffices to book it.
func (o Order) metadata(shop string) map[string]string {
	m := map[string]string{
		metaProtocol: strconv.Itoa(Protocol),
		MetaShop:     shop,
		metaPay:      o.ID,
		metaCounter:  o.Counter.ID + ":" + o.Counter.Name,
		metaBy:       clip(o.Person, 200),
		metaKind:     o.kind(),
		metaCompany:  strconv.FormatInt(o.Company, 10),
	}
	if o.Cash > 0 {
		m[metaCash] = strconv.FormatInt(o.Cash, 10)
	}
	for i, p := range o.Parts {
		m["d"+strconv.Itoa(i)] = fmt.Sprintf("%d:%d:%s", p.Document, p.Minor, clip(p.Number, 200))
	}
	return m
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) > n {
		r = r[:n]
	}
	return string(r)
}

// Claim is an intent of this shop read as a claim on documents.
type Claim struct {
	Intent   string
	Payment  string // pd_pay
	Counter  Counter
	By       string
	Protocol int
	Company  int64
	Parts    []Part
	Amount   money.Amount
	Created  time.Time
	Status   IntentStatus // a hint, but for canceled, which is final wherever it is read (PROTOCOLS A1)
	Closed   bool         // a person closed it
	Booked   int64        // pd_odoo, 0 if never written
	Cash     int64        // given beside it, minor units
	Way      Way
}

// ReadClaim reads an intent's metadata. ok is false when it is not a claim of this shop.
func ReadClaim(i Intent, shop string) (c Claim, ok bool) {
	if shop == "" || i.Metadata[MetaShop] != shop {
		return Claim{}, false
	}
	protocol, err := strconv.Atoi(i.Metadata[metaProtocol])
	if err != nil {
		return Claim{}, false
	}
	id, name, _ := strings.Cut(i.Metadata[metaCounter], ":")
	c = Claim{
		Intent: i.ID, Payment: i.Metadata[metaPay], Counter: Counter{id, name}, By: i.Metadata[metaBy], Protocol: protocol,
		Amount: money.New(i.Amount, i.Currency), Created: i.Created, Status: i.Status, Closed: slices.ContainsFunc(strings.Fields(i.Metadata[MetaClosed]), Settling),
	}
	c.Way = ofKind(i.Metadata[metaKind])
	c.Company, _ = strconv.ParseInt(i.Metadata[metaCompany], 10, 64)
	c.Cash, _ = strconv.ParseInt(i.Metadata[metaCash], 10, 64)
	c.Booked, _ = strconv.ParseInt(i.Metadata[MetaBooked], 10, 64)
	for n := range MaxParts {
		v, found := i.Metadata["d"+strconv.Itoa(n)]
		if !found {
			break
		}
		f := strings.SplitN(v, ":", 3)
		if len(f) != 3 {
			return Claim{}, false
		}
		doc, err1 := strconv.ParseInt(f[0], 10, 64)
		minor, err2 := strconv.ParseInt(f[1], 10, 64)
		if err1 != nil || err2 != nil {
			return Claim{}, false
		}
		c.Parts = append(c.Parts, Part{Document: doc, Number: f[2], Minor: minor})
	}
	return c, true
}

// covers says whether the claim is on one of the parts' documents: id and number must agree, because a restored
// database hands out ids again (PROTOCOLS G5).
func (c Claim) covers(parts []Part) bool {
	return slices.ContainsFunc(c.Parts, func(a Part) bool {
		return slices.ContainsFunc(parts, func(b Part) bool { return a.Document == b.Document && a.Number == b.Number })
	})
}

// before orders two claims: the one with the greater (created, id) withdraws (PROTOCOLS C4).
func (c Claim) before(o Claim) bool {
	if !c.Created.Equal(o.Created) {
		return c.Created.Before(o.Created)
	}
	return c.Intent < o.Intent
}
