package assets

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// words is the English catalogue: key -> text with {name} placeholders. Its files are parts of one catalogue: a key stands once.
var words = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	entries, err := files.ReadDir("translations")
	if err != nil {
		panic(fmt.Errorf("assets: translations are not embedded: %w", err))
	}
	for _, e := range entries {
		var part map[string]string
		if err := json.Unmarshal(mustRead("translations/"+e.Name()), &part); err != nil {
			panic(fmt.Errorf("assets: %s: %w", e.Name(), err))
		}
		for k, text := range part {
			if _, twice := m[k]; twice {
				panic(fmt.Errorf("assets: %s: %q stands in another file too", e.Name(), k))
			}
			m[k] = text
		}
	}
	return m
})

// Has says whether the catalogue knows a key: for keys made of codes from outside.
func Has(key string) bool {
	_, ok := words()[key]
	return ok
}

// T returns the text of a key with its placeholders filled. args are name, value pairs: T("reader.busy", "counter", 2). A key that
// is not in the catalogue comes back as ⟦key⟧, visible on the screen and found by the tests, instead of an empty label.
func T(key string, args ...any) string {
	text, ok := words()[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	return Fill(text, args...)
}

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

// Keys lists the catalogue's keys in alphabetical order.
func Keys() []string { return slices.Sorted(maps.Keys(words())) }
