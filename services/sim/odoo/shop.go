package odoosim

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// NorthgateCompany is the company of the demo shop.
func NorthgateCompany(zone *time.Location) Company {
	return Company{Name: "Northgate Supply", Currency: "EUR", Location: zone, Street: "Nordtorstraße 4", Zip: "70173", City: "Stuttgart",
		Email: "billing@northgate.example", Phone: "+49 711 5550100", VAT: "DE811907980", CountryCode: "DE", Country: "Germany"}
}

// Counts of the demo shop: open invoices in euro, of these overdue and partly paid, and open in US dollars.
const (
	NorthgateOpen    = 184
	NorthgateOverdue = 31
	NorthgatePartly  = 6
	NorthgateDollars = 16
)

// Northgate generates the open invoices of the demo shop, the same for the same seed. Days are relative, so the shop
// is as overdue tomorrow as today; now only gives the year of the numbers.
func Northgate(now time.Time, seed uint64) []Invoice {
	g := &shop{rand: rand.New(rand.NewPCG(seed, 0x5409)), year: now.Year()}
	return g.generate()
}

type shop struct {
	rand *rand.Rand
	year int
}

func (g *shop) number(n int) string { return fmt.Sprintf("INV/%d/%05d", g.year, n) }

// The invoices that documentation, screens and tests speak of, by their number.
func (g *shop) known() map[int]Invoice {
	piece := func(text string, pieces, minor int64) Line { return Line{text, pieces * 1000, minor} }
	brandt := Customer{Name: "Brandt & Söhne Feinmechanik GmbH", Email: "buchhaltung@brandt-soehne.example", Phone: "+49 7121 555017", VAT: "DE278134907", Reference: "K-1047", Barcode: "4006381333931"}
	giulia := Customer{Name: "Ristorante Da Giulia di Ferrante Massimiliano & C. S.a.s.", Email: "amministrazione@dagiulia.example", Phone: "+39 06 5550182", VAT: "IT03218940587", Reference: "K-1102"}
	return map[int]Invoice{
		427: {Customer: brandt, Issued: 26, Due: -12, Reference: "PO 4500187731", Lines: []Line{
			piece("Torque sensor TS-40, calibrated", 2, 49000), piece("Calibration certificate ISO 17025", 2, 6500), piece("Express shipping", 1, 17450)}},
		411: {Customer: Customer{Name: "Aleksandra Wiśniewska-Kowalczyk", Person: true, Email: "a.wisniewska@poczta.example", Phone: "+48 600 555 014"}, Issued: 34, Due: -20,
			Lines: []Line{piece("Repair of hand-held meter", 1, 6900), piece("Spare battery pack", 1, 1700)}},
		418: {Customer: Customer{Name: "Harbour Dental Practice", Email: "accounts@harbourdental.example", Phone: "+353 1 555 0147", VAT: "IE6388047V", Reference: "K-1088"}, Issued: 18, Due: 12, PaidMinor: 20000,
			Lines: []Line{piece("Sterilisation indicator strips, box", 12, 4675), piece("Delivery", 1, 5135)}},
		422: {Customer: Customer{Name: "Lakeshore Imaging Inc.", Email: "ap@lakeshoreimaging.example", Phone: "+1 312 555 0129", Reference: "K-1131"}, Currency: "USD", Issued: 15, Due: 15,
			Lines: []Line{piece("Sensor interface board", 4, 14500), piece("Export packing", 1, 6000)}},
		398: {Customer: giulia, Issued: 40, Due: -10, Lines: []Line{piece("Temperature logger, food grade", 3, 8990), piece("On-site set-up", 1, 12000)}},
		431: {Customer: giulia, Issued: 9, Due: 21, Terms: Terms{DiscountPercent: 2, DiscountDays: 14}, Lines: []Line{piece("Replacement probe", 2, 3450)}},
		429: {Customer: brandt, Issued: 11, Due: 19, Terms: Terms{Parts: []Instalment{{50, 15}, {50, 30}}}, Lines: []Line{piece("Force gauge FG-200", 1, 61800)}},
	}
}

const firstNumber = 234

func (g *shop) generate() []Invoice {
	known := g.known()
	euro, dollar := 0, 0
	overdue, partly := 0, 0
	for _, inv := range known {
		if inv.Currency == "USD" {
			dollar++
			continue
		}
		euro++
		if inv.Due < 0 {
			overdue++
		}
		if inv.PaidMinor > 0 {
			partly++
		}
	}
	var plan []Invoice
	for range NorthgateOpen - euro {
		plan = append(plan, g.invoice("EUR"))
	}
	for range NorthgateDollars - dollar {
		plan = append(plan, g.invoice("USD"))
	}
	for i := range plan {
		plan[i].Due = g.rand.IntN(45)
		if plan[i].Currency == "EUR" && overdue < NorthgateOverdue {
			plan[i].Due = -1 - g.rand.IntN(70)
			overdue++
		} else if plan[i].Currency == "EUR" && partly < NorthgatePartly {
			plan[i].PaidMinor = (plan[i].Total()/3 + 99) / 100 * 100
			partly++
		}
		plan[i].Issued = max(14-plan[i].Due, 0) + g.rand.IntN(16)
	}
	g.rand.Shuffle(len(plan), func(a, b int) { plan[a], plan[b] = plan[b], plan[a] })

	var all []Invoice
	for n := firstNumber; len(plan) > 0 || n <= 431; n++ {
		inv, ok := known[n]
		if !ok {
			if len(plan) == 0 {
				continue
			}
			inv, plan = plan[0], plan[1:]
		}
		inv.Number = g.number(n)
		if inv.Currency == "" {
			inv.Currency = "EUR"
		}
		all = append(all, inv)
	}
	return all
}

// invoice makes one with one to four lines for a customer of the list; some customers come up several times.
func (g *shop) invoice(currency string) Invoice {
	inv := Invoice{Customer: g.customer(currency), Currency: currency}
	for range 1 + g.rand.IntN(4) {
		ware := wares[g.rand.IntN(len(wares))]
		inv.Lines = append(inv.Lines, Line{ware.text, int64(1+g.rand.IntN(ware.most)) * 1000, ware.minor + int64(g.rand.IntN(40))*5})
	}
	for endsInDecline(inv.Total()) {
		inv.Lines = append(inv.Lines, Line{"Packing", 1000, 290})
	}
	if g.rand.IntN(3) == 0 {
		inv.Reference = fmt.Sprintf("PO %07d", 1000000+g.rand.IntN(8999999))
	}
	return inv
}

// endsInDecline says that Stripe's test cards answer such an amount with a decline or a question for the PIN (Stripe facts
// §9, amount endings): no invoice of the demo may end so.
func endsInDecline(minor int64) bool {
	switch minor % 100 {
	case 1, 2, 3, 5, 55, 65, 75:
		return true
	}
	return false
}

func (g *shop) customer(currency string) Customer {
	if currency == "USD" {
		return dollarCustomers[g.rand.IntN(len(dollarCustomers))].customer()
	}
	return euroCustomers[g.rand.IntN(len(euroCustomers))].customer()
}
