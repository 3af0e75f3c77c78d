package odoosim

// Invoice is a customer invoice to be posted. Days count from the company's today.
type Invoice struct {
	// Number is given by Odoo when empty.
	Number   string
	Customer Customer
	// Currency is an ISO 4217 code; empty means the company's.
	Currency string
	Lines    []Line
	// Issued is how many days ago it was issued; Due is in how many days it falls due (negative: overdue).
	Issued, Due int
	// Reference is the customer's own.
	Reference string
	// PaidMinor was paid by bank transfer already, in minor units.
	PaidMinor int64
	// Draft leaves it unposted.
	Draft bool
	// Terms split it into instalments or grant an early-payment discount; the last part decides when it is due.
	Terms Terms
}

// Line is an invoice line without taxes: Thousandths of a piece at UnitMinor minor units.
type Line struct {
	Text        string
	Thousandths int64
	UnitMinor   int64
}

func (l Line) minor() int64 { return (l.Thousandths*l.UnitMinor + sign(l.UnitMinor)*500) / 1000 }

// Total is the sum of the lines in minor units.
func (inv Invoice) Total() int64 {
	var sum int64
	for _, l := range inv.Lines {
		sum += l.minor()
	}
	return sum
}

// Customer is who owes an invoice. The same name is the same customer.
type Customer struct {
	Name                                  string
	Person                                bool
	Email, Phone, VAT, Reference, Barcode string
	Street, Zip, City                     string
}

// customer finds or makes the partner.
func (d *database) customer(c Customer) int {
	if id, ok := d.customers[c.Name]; ok && d.partners.has(id) {
		return id
	}
	id := d.partners.add(func(int) partner {
		return partner{stamp: d.stamped(), name: c.Name, isCompany: !c.Person, email: c.Email, phone: c.Phone, vat: c.VAT, ref: c.Reference,
			barcode: c.Barcode, street: c.Street, zip: c.Zip, city: c.City, lang: "en_US"}
	})
	d.customers[c.Name] = id
	return id
}

// addInvoice stores and posts a seeded invoice of a company.
func (d *database) addInvoice(company int, inv Invoice) (int, error) {
	cur := d.currency(inv.Currency)
	if inv.Currency == "" {
		cur = d.companies.at(company).currency
	} else if cur == 0 {
		cur = d.currencies.add(func(int) currency { return currency{inv.Currency, inv.Currency, true, 2, 100} })
	}
	id := d.newDocument(company, "out_invoice", d.customer(inv.Customer), cur)
	m := d.moves.at(id)
	day := d.now.In(d.zone)
	m.ref, m.term = inv.Reference, d.term(inv.Terms)
	if inv.Number != "" || !inv.Draft {
		m.name = inv.Number // a provisional number is of the day of today, which the invoice need not be
	}
	m.invoiceDate = day.AddDate(0, 0, -inv.Issued).Format("2006-01-02")
	m.due = day.AddDate(0, 0, inv.Due).Format("2006-01-02")
	d.moves.put(id, m)
	for _, l := range inv.Lines {
		d.addProduct(id, l.Text, l.Thousandths, l.UnitMinor, l.minor())
	}
	if inv.Draft || len(inv.Lines) == 0 {
		return id, nil
	}
	if err := d.postDocument(id); err != nil {
		return 0, err
	}
	if inv.PaidMinor != 0 {
		if _, err := d.payByHand(id, inv.PaidMinor); err != nil {
			return 0, err
		}
	}
	return id, nil
}
