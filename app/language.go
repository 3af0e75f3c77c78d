package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"paydesk/assets"
	"paydesk/services/language"
)

// language reads which language the counter speaks.
func (r *configReader) language() string {
	code := r.oneLine("counter", "language")
	if code != "" && !slices.Contains(assets.Languages(), code) {
		r.add("counter", "language", fmt.Sprintf("no language %q", code), fmt.Sprintf("Write language = %q; there are: %s", assets.English, languages()))
	}
	return code
}

// languages names every language there is, "de (Deutsch), en (English)".
func languages() string {
	var names []string
	for _, code := range assets.Languages() {
		names = append(names, fmt.Sprintf("%s (%s)", code, assets.In(code).T("language.name")))
	}
	return strings.Join(names, ", ")
}

// speak makes the flag's language the program's, else the configured one, else English.
func (o options) speak(configured string) error {
	if err := language.Use(cmp.Or(o.language, configured, assets.English)); err != nil {
		return say(nil, "cli.language", "said", quote(cmp.Or(o.language, configured)), "list", languages())
	}
	return nil
}
