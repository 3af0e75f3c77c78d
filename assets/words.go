package assets

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// English is the language of the program: its catalogue has every text, and lends it to languages that lack it.
const English = "en"

// Language is one catalogue: key -> text with {name} placeholders, from the files translations/<code>.*.json. Its files are parts of
// one catalogue: a key stands once. Texts about the language itself are its language.* and format.* keys.
type Language struct {
	code  string
	texts map[string]string
}

// languages are all catalogues there are, by code.
var languages = sync.OnceValue(func() map[string]*Language {
	all := map[string]*Language{}
	entries, err := files.ReadDir("translations")
	if err != nil {
		panic(fmt.Errorf("assets: translations are not embedded: %w", err))
	}
	for _, e := range entries {
		code, _, _ := strings.Cut(e.Name(), ".")
		if all[code] == nil {
			all[code] = &Language{code, map[string]string{}}
		}
		var part map[string]string
		if err := json.Unmarshal(mustRead("translations/"+e.Name()), &part); err != nil {
			panic(fmt.Errorf("assets: %s: %w", e.Name(), err))
		}
		for k, text := range part {
			if _, twice := all[code].texts[k]; twice {
				panic(fmt.Errorf("assets: %s: %q stands in another file too", e.Name(), k))
			}
			all[code].texts[k] = text
		}
	}
	return all
})

// spoken is the language of the screens and of the command line; nil is English.
var spoken atomic.Pointer[Language]

// Languages lists the codes of all languages in alphabetical order.
func Languages() []string { return slices.Sorted(maps.Keys(languages())) }

// Use makes a language the one that T speaks, once at the start of the program. It reports false for a language that has no catalogue.
func Use(code string) bool {
	l, ok := languages()[code]
	if ok {
		spoken.Store(l)
	}
	return ok
}

// In returns a language by its code, English where it has no catalogue.
func In(code string) *Language {
	if l, ok := languages()[code]; ok {
		return l
	}
	return languages()[English]
}

func current() *Language {
	if l := spoken.Load(); l != nil {
		return l
	}
	return languages()[English]
}

// Code is the language's code, "de".
func (l *Language) Code() string { return l.code }

// Complete says that the language claims to have every text, and that the tests hold it to that.
func (l *Language) Complete() bool { return l.texts["language.complete"] == "yes" }

// Keys lists the keys that the language has texts of its own for, in alphabetical order.
func (l *Language) Keys() []string { return slices.Sorted(maps.Keys(l.texts)) }

func (l *Language) text(key string) (string, bool) {
	text, ok := l.texts[key]
	if !ok {
		text, ok = languages()[English].texts[key]
	}
	return text, ok
}

// T returns the text of a key with its placeholders filled, in this language or, where it lacks it, in English.
func (l *Language) T(key string, args ...any) string {
	text, ok := l.text(key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	return Fill(text, args...)
}

// N returns the text for a number of things: key.one or key.many by the language's rule, with {count} filled.
func (l *Language) N(key string, n int, args ...any) string {
	form := ".many"
	if slices.Contains(strings.Fields(l.T("language.one")), strconv.Itoa(n)) {
		form = ".one"
	}
	return l.T(key+form, append([]any{"count", n}, args...)...)
}

// Has says whether the catalogue knows a key: for keys made of codes from outside.
func Has(key string) bool {
	_, ok := current().text(key)
	return ok
}

// T returns the text of a key with its placeholders filled. args are name, value pairs: T("reader.busy", "counter", 2). A key that
// is not in the catalogue comes back as ⟦key⟧, visible on the screen and found by the tests, instead of an empty label.
func T(key string, args ...any) string { return current().T(key, args...) }

// N returns the text for a number of things, as (*Language).N.
func N(key string, n int, args ...any) string { return current().N(key, n, args...) }

// Fill puts name, value pairs into the {name} placeholders of a text.
func Fill(text string, args ...any) string {
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
