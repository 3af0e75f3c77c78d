package app

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"paydesk/services/money"
	"paydesk/services/stripe"
)

// odooURL accepts https, and http on this machine only: the key travels in every call. It returns the clean address, or
// what is wrong and how to mend it.
func odooURL(raw string) (clean, problem, fix string) {
	const example = `Write url = "https://shop.odoo.com", without a path`
	u, err := bareURL(raw)
	switch {
	case err != nil:
		return "", fmt.Sprintf("url %q: %v", raw, err), example
	case u.Scheme != "https" && !isLoopback(u):
		return "", fmt.Sprintf("url %q is not encrypted: the key could be read on the way", raw), example
	}
	return u.Scheme + "://" + u.Host, "", ""
}

// stripeURL accepts Stripe itself and, for the simulator, this machine: a secret key must go nowhere else.
func stripeURL(raw string) (clean, problem, fix string) {
	const remove = "Remove the line; Stripe is the default"
	u, err := bareURL(raw)
	switch {
	case err != nil:
		return "", fmt.Sprintf("url %q: %v", raw, err), remove
	case u.Scheme == "https" && u.Host == "api.stripe.com", isLoopback(u):
		return u.Scheme + "://" + u.Host, "", ""
	}
	return "", fmt.Sprintf("url %q is neither https://api.stripe.com nor this machine: the key would go to strangers", raw), remove
}

// bareURL parses scheme and host; anything more is refused rather than ignored.
func bareURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("it is not an address")
	case u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return nil, errors.New("it does not begin with https:// and a host")
	case u.User != nil:
		return nil, errors.New("it holds a user name; the user has a key of its own")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return nil, errors.New("it goes on after the host")
	}
	u.Host = strings.ToLower(u.Host)
	return u, nil
}

func isLoopback(u *url.URL) bool {
	host := u.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// checkStripeKey refuses a key that is of no use here, and a live key for a simulator.
func checkStripeKey(c StripeConfig) (problem, fix string) {
	key := c.Key.Reveal()
	_, err := stripe.ParseKey(key)
	var why *stripe.KeyError
	switch {
	case key == "":
		return "", "" // said already
	case errors.As(err, &why):
		return why.Problem, why.Fix
	case c.Live() && c.URL != "" && c.URL != "https://api.stripe.com":
		return "a live Stripe key is set together with a url of a simulator", "Use a test key, or remove url"
	}
	return "", ""
}

// Live says that the key moves real money.
func (c StripeConfig) Live() bool {
	mode, err := stripe.ParseKey(c.Key.Reveal())
	return err == nil && mode.Live
}

// parseLimit reads "250.00 EUR", the currency at either end.
func parseLimit(v any) (money.Amount, error) {
	s, _ := v.(string)
	words := strings.Fields(s)
	if len(words) != 2 {
		return money.Amount{}, errors.New("an amount is text with its currency")
	}
	for i, code := range words {
		currency := money.Currency(strings.ToUpper(code))
		if !currency.Valid() {
			continue
		}
		a, err := money.Parse(words[1-i], currency)
		if err == nil && a.Minor < 0 {
			err = errors.New("a limit is not below zero")
		}
		return a, err
	}
	return money.Amount{}, fmt.Errorf("%q names no currency Stripe knows", s)
}

var (
	sectionLine = regexp.MustCompile(`^\s*\[\s*([^\[\]]+?)\s*\]`)
	keyLine     = regexp.MustCompile(`^\s*([A-Za-z0-9_."'-]+(?:\s*\.\s*[A-Za-z0-9_"'-]+)*)\s*=`)
)

// lineOf finds the line of a key, or of its section if the key is not there, counted from 1; 0 if neither is.
func lineOf(text, section, key string) int {
	current, sectionAt := "", 0
	for i, line := range strings.Split(text, "\n") {
		if m := sectionLine.FindStringSubmatch(line); m != nil {
			current = plainKey(m[1])
			if current == section {
				if sectionAt == 0 {
					sectionAt = i + 1
				}
			}
			if key != "" && current == section+"."+key {
				return i + 1
			}
			continue
		}
		m := keyLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		full := plainKey(m[1])
		if current != "" {
			full = current + "." + full
		}
		want := strings.Trim(section+"."+key, ".")
		if key != "" && (full == want || strings.HasPrefix(full, want+".")) {
			return i + 1
		}
		if sectionAt == 0 && (full == section || strings.HasPrefix(full, section+".")) { // a table written inline
			sectionAt = i + 1
		}
	}
	return sectionAt
}

// plainKey takes quotes and spaces out of a TOML key.
func plainKey(k string) string {
	return strings.NewReplacer(`"`, "", "'", "", " ", "", "\t", "").Replace(k)
}

// nearest returns the known word that was probably meant; empty if none is near.
func nearest(word string, known []string) string {
	best, least := "", 3
	if len(word) <= 4 {
		least = 2
	}
	for _, k := range known {
		if d := distance(word, k); d <= least && (best == "" || d < distance(word, best)) {
			best = k
		}
	}
	return best
}

// didYouMean names the nearest known word, or all of them if none is near.
func didYouMean(word string, known []string, format string) string {
	if best := nearest(word, known); best != "" {
		return "Did you mean " + fmt.Sprintf(format, best) + "?"
	}
	quoted := make([]string, len(known))
	for i, k := range known {
		quoted[i] = fmt.Sprintf(format, k)
	}
	return "Known are " + strings.Join(quoted, ", ")
}

// sectionOf names the section a key belongs to.
func sectionOf(key string) string {
	for _, section := range []string{"odoo", "stripe", "counter", "limits", "printer"} {
		for _, k := range knownKeys[section] {
			if k == key {
				return "[" + section + "]"
			}
		}
	}
	return "[odoo], [stripe], [counter], [limits] or [printer]"
}

// distance is the number of letters to add, drop or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

func kindName(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case int64, float64:
		return "a number"
	case bool:
		return "true or false"
	case map[string]any:
		return "a section"
	case []any, []map[string]any:
		return "a list"
	}
	return "a date"
}
