package odoosim

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
)

// fieldsOf is what fields_get of real servers said about nineteen models, by version.
//
//go:embed fields.json.gz
var fieldsOf []byte

// knownField is one field of a real Odoo, as fields_get was recorded.
type knownField struct {
	Type      string
	Relation  string
	Required  bool
	Readonly  bool
	Selection [][2]string
}

var knownFields = sync.OnceValue(func() map[string]map[string]map[string]knownField {
	var all map[string]map[string]map[string]knownField
	z, err := gzip.NewReader(bytes.NewReader(fieldsOf))
	if err == nil {
		err = json.NewDecoder(z).Decode(&all)
	}
	if err != nil {
		panic(fmt.Sprintf("odoosim: recorded fields: %v", err)) // built into the program
	}
	return all
})

// known are the recorded models and fields of a version: 17, 18 or 19.
func known(version int) map[string]map[string]knownField { return knownFields()[strconv.Itoa(version)] }
