package app

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"paydesk/services/print"
)

// PrinterConfig says where the receipt printer is and what it prints on. The zero value is no printer.
type PrinterConfig struct {
	Place print.Place
	Paper print.Paper
}

// Set says that there is a printer.
func (p PrinterConfig) Set() bool { return p.Place != print.Place{} }

// rawPort is where printers take bytes in a network.
const rawPort = "9100"

// Columns that a receipt can be set in and still be read.
const (
	fewestColumns = 24
	mostColumns   = 64
)

func (r *configReader) printer() PrinterConfig {
	if _, ok := r.tree["printer"]; !ok {
		return PrinterConfig{}
	}
	const where = `Write address = "192.168.1.50" for one in the network, or device = "/dev/usb/lp0" for one on a cable`
	p := PrinterConfig{Place: print.Place{Address: r.printerAddress(), Device: r.oneLine("printer", "device")}, Paper: print.Paper{Width: 80, Page: print.DefaultPage}}
	_, address := r.value("printer", "address")
	_, device := r.value("printer", "device")
	switch {
	case address && device:
		r.add("printer", "device", "[printer] has an address and a device", "Keep the one the printer is reached by")
	case !address && !device && !r.misspelt["printer.address"] && !r.misspelt["printer.device"], device && p.Place.Device == "":
		r.add("printer", "device", "[printer] does not say where the printer is", where)
	}
	if n, ok := r.whole("printer", "paper"); ok {
		if n != 58 && n != 80 {
			r.add("printer", "paper", fmt.Sprintf("paper %d is no width of receipt rolls", n), "Write paper = 58 or paper = 80, in millimetres")
		}
		p.Paper.Width = n
	}
	if n, ok := r.whole("printer", "columns"); ok {
		if n < fewestColumns || n > mostColumns {
			r.add("printer", "columns", fmt.Sprintf("columns %d is not between %d and %d", n, fewestColumns, mostColumns), "Remove the line, or write what the printer's own test page says, such as columns = 42")
		}
		p.Paper.Columns = n
	}
	if name := r.oneLine("printer", "code_page"); name != "" {
		if !slices.Contains(print.PageNames, name) {
			r.add("printer", "code_page", fmt.Sprintf("code_page %q is not known", name), "Known are "+strings.Join(print.PageNames, ", ")+`; write it as text, such as code_page = "858"`)
		}
		p.Paper.Page = name
	}
	if _, ok := r.value("printer", "cut"); ok {
		p.Paper.NoCut = !r.flag("printer", "cut")
	}
	return p
}

// printerAddress reads a host, with or without a port.
func (r *configReader) printerAddress() string {
	raw := r.oneLine("printer", "address")
	if raw == "" {
		if _, there := r.value("printer", "address"); there {
			r.add("printer", "address", "address is empty", `Write address = "192.168.1.50"`)
		}
		return ""
	}
	host, port, err := net.SplitHostPort(raw)
	if err != nil {
		host, port = strings.Trim(raw, "[]"), rawPort
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 || host == "" || strings.ContainsAny(host, "/ ") || strings.Contains(host, ":") && net.ParseIP(host) == nil {
		r.add("printer", "address", fmt.Sprintf("address %q is not a host and a port", raw), `Write address = "192.168.1.50", or with another port than 9100: address = "192.168.1.50:9101"`)
	}
	return net.JoinHostPort(host, port)
}

// whole reads a whole number; ok is false where it is not there or was reported.
func (r *configReader) whole(section, key string) (n int, ok bool) {
	v, there := r.value(section, key)
	if !there {
		return 0, false
	}
	w, isWhole := v.(int64)
	if !isWhole || w < 0 || w > 1<<20 {
		r.add(section, key, fmt.Sprintf("%s must be a whole number, not %s", key, kindName(v)), fmt.Sprintf("Write %s = 80, without quotes", key))
		return 0, false
	}
	return int(w), true
}

// flag reads true or false; false where it is not there.
func (r *configReader) flag(section, key string) bool {
	v, ok := r.value(section, key)
	on, isBool := v.(bool)
	if ok && !isBool {
		r.add(section, key, fmt.Sprintf("%s must be true or false, not %s", key, kindName(v)), fmt.Sprintf("Write %s = true or %s = false", key, key))
	}
	return on
}
