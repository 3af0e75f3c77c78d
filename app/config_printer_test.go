package app

import (
	"strings"
	"testing"

	"paydesk/services/print"
	"paydesk/services/receipt"
)

// Lost if it fails: receipts go to another printer than the shop named, in letters that it does not have, or nowhere and nobody is told.
func TestPrinterConfig(t *testing.T) {
	for text, want := range map[string]PrinterConfig{
		"address = \"10.0.0.9\"": {Place: print.Place{Address: "10.0.0.9:9100"}, Paper: print.Paper{Width: 80, Page: "858"}},
		"address = \"printer.shop.example:9101\"\npaper = 58\ncode_page = \"1252\"\ncut = false": {Place: print.Place{Address: "printer.shop.example:9101"}, Paper: print.Paper{Width: 58, Page: "1252", NoCut: true}},
		"address = \"fe80::1\"":                               {Place: print.Place{Address: "[fe80::1]:9100"}, Paper: print.Paper{Width: 80, Page: "858"}},
		"device = \"/dev/usb/lp0\"\ncolumns = 42\ncut = true": {Place: print.Place{Device: "/dev/usb/lp0"}, Paper: print.Paper{Width: 80, Columns: 42, Page: "858"}},
	} {
		c, err := LoadConfig(writeConfig(t, goodConfig+"[printer]\n"+text+"\n"), stripeKeyOnly)
		if err != nil || c.Printer != want {
			t.Errorf("%s: %+v, %v", text, c.Printer, err)
		}
	}
	for text, want := range map[string]string{
		"":               "does not say where the printer is",
		"address = \"\"": "address is empty",
		"address = \"10.0.0.9\"\ndevice = \"/dev/usb/lp0\"": "an address and a device",
		"address = \"http://10.0.0.9\"":                     "is not a host and a port",
		"address = \"10.0.0.9:99999\"":                      "is not a host and a port",
		"addres = \"10.0.0.9\"":                             `Did you mean "address"?`,
		"address = \"10.0.0.9\"\npaper = 76":                "paper 76 is no width",
		"address = \"10.0.0.9\"\npaper = \"80\"":            "must be a whole number, not text",
		"address = \"10.0.0.9\"\ncolumns = 12":              "columns 12 is not between 24 and 64",
		"address = \"10.0.0.9\"\ncode_page = \"utf8\"":      "Known are 437, 850",
		"address = \"10.0.0.9\"\ncut = \"yes\"":             "cut must be true or false",
	} {
		_, err := LoadConfig(writeConfig(t, goodConfig+"[printer]\n"+text+"\n"), stripeKeyOnly)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s: %v, want %q once", text, err, want)
		}
	}
	c, err := LoadConfig(writeConfig(t, strings.Replace(goodConfig, "[receipt]", "[receipt]\npdf = \"letter\"\nattach = true", 1)), stripeKeyOnly)
	if err != nil || c.Receipt.paper() != receipt.Letter || !c.Receipt.Attach || (ReceiptConfig{}).paper() != receipt.A4 {
		t.Errorf("%+v, %v", c.Receipt, err)
	}
	if _, err := LoadConfig(writeConfig(t, strings.Replace(goodConfig, "[receipt]", "[receipt]\npdf = \"A3\"", 1)), stripeKeyOnly); err == nil || !strings.Contains(err.Error(), `pdf "A3" is no paper`) {
		t.Errorf("%v", err)
	}
}
