package stripesim

import (
	"maps"
	"slices"
)

// testCodes are the pairing codes of the sandbox (facts §9): each makes another simulated reader.
var testCodes = map[string]string{
	"simulated-wpe": "simulated_wisepos_e", "simulated-s700": "simulated_stripe_s700", "simulated-s710": "simulated_stripe_s710",
}

// deletedJSON is what is left of a reader.
type deletedJSON struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Deleted bool   `json:"deleted"`
}

// createReader registers a reader by its pairing code. Every code but the sandbox's is wrong: no device stands here.
func (s *Server) createReader(c *call) (any, *apiError) {
	code, place := c.get("registration_code"), c.get("location")
	kind, known := testCodes[code]
	switch {
	case code == "":
		return nil, invalid("parameter_missing", "registration_code", "Missing required param: registration_code.")
	case !known:
		return nil, refused("", "registration_code", "No such reader registration code: '%s'. It may have expired: generate a new one on the reader.", code)
	case place == "":
		return nil, invalid("parameter_missing", "location", "This reader must be registered to a location.")
	case s.locations[place] == nil:
		return nil, missing("terminal.location", "location", place, false)
	}
	meta, e := c.mergeMetadata(map[string]string{})
	if e != nil {
		return nil, e
	}
	label := c.get("label")
	if label == "" {
		label = kind
	}
	s.addReader(len(s.readers), ReaderSpec{Label: label, Type: kind, Location: place})
	r := s.readers[len(s.readers)-1]
	maps.Copy(r.metadata, meta)
	return s.readerAnswer(c, r)
}

// deleteReader forgets a reader; whatever it asks for just vanishes.
func (s *Server) deleteReader(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	s.readers = slices.DeleteFunc(s.readers, func(o *reader) bool { return o == r })
	return deletedJSON{ID: r.id, Object: "terminal.reader", Deleted: true}, nil
}
