package odoosim

// patron is a customer of the demo shop in short form: the rest of the address card is made from it.
type patron struct {
	name, mailbox, phone, vat string
	person                    bool
}

func (p patron) customer() Customer {
	c := Customer{Name: p.name, Person: p.person, Phone: p.phone, VAT: p.vat}
	switch {
	case p.mailbox == "":
	case p.person:
		c.Email = p.mailbox + "@post.example"
	default:
		c.Email = "invoices@" + p.mailbox + ".example"
	}
	return c
}

type ware struct {
	text  string
	most  int
	minor int64
}

var wares = []ware{
	{"Calibration certificate ISO 17025", 3, 6500}, {"Torque sensor TS-20", 2, 38900}, {"Digital caliper 150 mm", 4, 8490},
	{"Surface plate, granite 400 × 250", 1, 21900}, {"Cable assembly M12, 5 m", 6, 1890}, {"Repair and adjustment, per hour", 5, 7800},
	{"Express shipping", 1, 1750}, {"Dial indicator 0.01 mm", 3, 5250}, {"Spare battery pack", 4, 1700}, {"Hardness test block", 2, 11400},
	{"On-site set-up", 1, 12000}, {"Pressure transmitter 0–10 bar", 2, 16450}, {"Protective case", 2, 3990}, {"Thermocouple type K", 8, 1235},
	{"Annual inspection, forklift scale", 1, 24500}, {"Thread gauge set", 1, 18600},
}

var dollarCustomers = []patron{
	{"Prairie Optical Supply, Inc.", "prairieoptical", "+1 402 555 0135", "", false},
	{"Cascade Rigging & Hoist LLC", "cascaderigging", "+1 206 555 0173", "", false},
	{"Maple Street Clinic", "maplestreet", "+1 617 555 0110", "", false},
	{"O'Connell, Desmond P.", "d.oconnell", "+1 415 555 0188", "", true},
}

// euroCustomers hold what a list must be able to show: long names, right-to-left, Greek, Chinese, Japanese and
// Korean scripts, diacritics, apostrophes, ampersands, and markup that must stay text.
var euroCustomers = []patron{
	{"Müller Präzisionstechnik GmbH & Co. KG", "mueller-praezision", "+49 711 555021", "DE145893620", false},
	{"Zażółć Gęślą Jaźń sp. z o.o.", "zazolc", "+48 22 555 0132", "PL5252248481", false},
	{"Łukasz Świętochowski", "l.swietochowski", "+48 601 555 088", "", true},
	{"شركة النور للتجارة والمقاولات", "alnoor", "+971 4 555 0161", "", false},
	{"محمد عبد الرحمن الفارسي", "m.alfarsi", "+968 24 555 019", "", true},
	{"مخبز الياسمين", "yasmin-bakery", "", "", false},
	{"Παπαδόπουλος & Υιοί Ο.Ε.", "papadopoulos", "+30 210 555 0143", "EL094259216", false},
	{"Ελένη Κωνσταντίνου", "e.konstantinou", "+30 697 555 0121", "", true},
	{"株式会社山田精機製作所", "yamada-seiki", "+81 3 5550 0178", "", false},
	{"田中 美咲", "m.tanaka", "", "", true},
	{"上海宏达精密仪器有限公司", "hongda", "+86 21 5550 0116", "", false},
	{"김민준", "minjun.kim", "+82 2 555 0109", "", true},
	{"Société Générale d'Équipement et de Métrologie Industrielle du Sud-Ouest S.A.R.L.", "sgemi", "+33 5 55 50 01 22", "FR40303265045", false},
	{"Hôpital Saint-Côme", "hsc", "+33 1 55 50 01 47", "FR83404833048", false},
	{"Bäckerei Öztürk", "oeztuerk", "+49 30 5550151", "DE136695976", false},
	{"Ülkü Çağlayan", "u.caglayan", "", "", true},
	{"Ærø Værft ApS", "aerovaerft", "+45 55 50 01 33", "DK13585628", false},
	{"Åse Brønnum-Sjøgren", "ase.bs", "+47 55 50 01 44", "", true},
	{"Þórður Guðmundsson", "thordur", "+354 555 0166", "", true},
	{"Строймаш ЕООД", "stroymash", "+359 2 555 0155", "BG175074752", false},
	{"Дмитро Шевченко", "d.shevchenko", "+380 44 555 0177", "", true},
	{"Kovács és Társa Kft.", "kovacs", "+36 1 555 0188", "HU12892312", false},
	{"Nguyễn Thị Phương Thảo", "thao.nguyen", "", "", true},
	{"O’Riordan Marine Services Ltd", "oriordan", "+353 21 555 0199", "IE1234567T", false},
	{"Smith & Jones <Special Orders>", "smithjones", "+44 20 5550 0101", "GB123456789", false},
	{"Van den Berghe-D'Hooghe Weegtechniek BVBA", "vdbergh", "+32 9 555 01 02", "BE0417497106", false},
	{"Ørsted Lab", "", "", "DK36213728", false},
	{"Fundação Museu do Azulejo", "azulejo", "+351 21 555 0103", "PT501442600", false},
	{"José Ángel Muñoz Peñalver", "ja.munoz", "+34 600 555 104", "", true},
	{"Ibáñez Hermanos, S.L.", "ibanez", "+34 96 555 0105", "ESB58378431", false},
	{"Città di Forlì – Servizio Tecnico", "forli", "+39 0543 555106", "IT00606620409", false},
	{"Dvořák a synové s.r.o.", "dvorak", "+420 2 5555 0107", "CZ25123891", false},
	{"Žaneta Šťastná", "z.stastna", "", "", true},
	{"UAB „Šviesa ir Tikslumas“", "sviesa", "+370 5 555 0108", "LT119511515", false},
	{"Ștefan Țurcanu PFA", "s.turcanu", "+40 21 555 0109", "RO18547290", false},
	{"בית המלאכה של כהן", "cohen-workshop", "+972 3 555 0110", "", false},
	{"Ray", "", "", "", true},
	{"Klinikum Am Fürstenberg – Medizintechnik, Wareneingang Gebäude 14b", "fuerstenberg", "+49 6221 555111", "DE143293388", false},
	{"Café Noir", "cafenoir", "+33 4 55 50 01 12", "FR23334175221", false},
	{"Thomas Meier", "t.meier", "+41 44 555 01 13", "", true},
	{"Wagner Wägetechnik e. K.", "wagner-waage", "+49 89 555114", "DE129273398", false},
	{"Delft Institute of Applied Metrology", "diam", "+31 15 555 0115", "NL001234567B01", false},
	{"Siân Llewellyn-Pryce", "sian.lp", "+44 29 5550 0116", "", true},
	{"Autohaus Bremerhaven Nord GmbH", "autohaus-bn", "+49 471 555117", "DE114103379", false},
	{"Quincaillerie du Marché", "qdm", "+352 55 50 118", "LU26375245", false},
	{"Veronika Čelik", "v.celik", "+386 1 555 0119", "", true},
	{"Tõnu Jõesaar", "tonu", "+372 555 0120", "", true},
	{"Pracownia Konserwacji Zabytków „Arka”", "arka", "+48 12 555 0121", "PL6762012345", false},
	{"Orchestre de la Vallée", "", "+41 27 555 01 22", "", false},
	{"Greenfield Community School", "greenfield", "+353 61 555 0123", "", false},
}
