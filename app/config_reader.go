package app

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"paydesk/services/explain"
)

func (r *configReader) add(section, key, problem, fix string) {
	r.problems = append(r.problems, &ConfigError{File: r.file, Line: lineOf(r.text, section, key), Problem: withoutSecrets(problem), Fix: fix})
}

// inAddress is a user name, and the password that may stand beside it, in an address.
var inAddress = regexp.MustCompile(`//[^/\s"]*@`)

// withoutSecrets quotes a wrong value without what a person may have put there by mistake: a key, a password in an address.
func withoutSecrets(problem string) string {
	return explain.Masked(inAddress.ReplaceAllString(problem, "//…@"))
}

// refuseUnknown finds misspelt sections and keys: a limit that is silently ignored is worse than a refusal to start.
func (r *configReader) refuseUnknown() {
	sections := slices.Sorted(maps.Keys(knownKeys))
	for name, v := range r.tree {
		keys, known := knownKeys[name]
		table, isTable := v.(map[string]any)
		switch {
		case !known && isTable:
			r.add(name, "", fmt.Sprintf("unknown section [%s]", name), didYouMean(name, sections, "[%s]"))
		case !known:
			r.add("", name, fmt.Sprintf("key %q stands outside of any section", name), "Put it below "+sectionOf(name))
		case !isTable:
			r.add("", name, fmt.Sprintf("%q is a section, not a key", name), fmt.Sprintf("Write [%s] on a line of its own", name))
		}
		if !known || !isTable {
			continue
		}
		for key := range table {
			if !slices.Contains(keys, key) {
				r.misspelt[name+"."+nearest(key, keys)] = true
				r.add(name, key, fmt.Sprintf("unknown key %q in [%s]", key, name), didYouMean(key, keys, "%q"))
			}
		}
	}
}

func (r *configReader) value(section, key string) (any, bool) {
	table, _ := r.tree[section].(map[string]any)
	v, ok := table[key]
	return v, ok
}

// oneLine returns a text of one line; empty if it is not there.
func (r *configReader) oneLine(section, key string) string {
	v, ok := r.value(section, key)
	if !ok {
		return ""
	}
	s, isText := v.(string)
	switch {
	case !isText:
		r.add(section, key, fmt.Sprintf("%s must be text, not %s", key, kindName(v)), fmt.Sprintf(`Write %s = "…"`, key))
		return ""
	case strings.ContainsAny(s, "\r\n\x00"):
		r.add(section, key, key+" has more than one line", "Write it on one line")
		return ""
	}
	return strings.TrimSpace(s)
}

// required is oneLine for a key without which nothing works. One that is only misspelt was reported already.
func (r *configReader) required(section, key, example string) string {
	s := r.oneLine(section, key)
	if s != "" {
		return s
	}
	if v, ok := r.value(section, key); (!ok || v == "") && !r.misspelt[section+"."+key] {
		r.add(section, key, fmt.Sprintf("%s is missing in [%s]", key, section), fmt.Sprintf("Add a line such as %s", example))
	}
	return ""
}

func (r *configReader) url(section, raw string, check func(string) (string, string, string)) string {
	if raw == "" {
		return ""
	}
	clean, problem, fix := check(raw)
	if problem != "" {
		r.add(section, "url", problem, fix)
	}
	return clean
}

// secret reads the variable or the key file, whose name is relative to the configuration.
func (r *configReader) secret(section, variable string) Secret {
	file := r.oneLine(section, "key_file")
	if s := strings.TrimSpace(r.getenv(variable)); s != "" {
		return Secret(s)
	}
	if file == "" {
		r.add(section, "", fmt.Sprintf("no key for %s", section), fmt.Sprintf(`Set %s in the environment, or add key_file = "…" below [%s]`, variable, section))
		return ""
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(filepath.Dir(r.file), file)
	}
	s, problem, fix := readSecret(file)
	if problem != "" {
		r.add(section, "key_file", problem, fix)
	}
	return s
}

// readSmall reads a file of at most limit bytes.
func readSmall(path string, limit int64) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !st.Mode().IsRegular() || st.Size() > limit {
		return "", fmt.Errorf("%s is not a file of at most %d bytes", path, limit)
	}
	b, err := os.ReadFile(path)
	return string(b), err
}
