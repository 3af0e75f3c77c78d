package stripesim

import (
	"maps"
	"slices"
)

// testCodes are the pairing codes of the sandbox (facts §9): each makes another simulated reader.
var testCodes = map[string]string{
	"simulated-wpe": "simulated_wisepos_e", "simulated-s700": "simulated_stripe_s700", "simulated-s710": "simulated_stripe_s710",
	"simulated-v660p": "simulated_verifone_v660p",
}

// BoxedReader is a device that shows a pairing code of three words and is not registered. The code works once.
type BoxedReader struct {
	Code string
	ReaderSpec
}

// deletedJSON is what is left of an object.
type deletedJSON struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Deleted bool   `json:"deleted"`
}

// createReader registers a reader by its pairing code.
func (s *Server) createReader(c *call) (any, *apiError) {
	code, place := c.get("registration_code"), c.get("location")
	boxed := slices.IndexFunc(s.boxed, func(b BoxedReader) bool { return b.Code == code })
	spec := ReaderSpec{Type: testCodes[code]}
	if spec.Type != "" {
		spec.Serial = code + "-" + s.hex("serial"+s.newID("serial", 8), 8) // facts §9: simulated-wpe-xxx-…
	} else if boxed >= 0 {
		spec = s.boxed[boxed].ReaderSpec
	}
	switch {
	case code == "":
		return nil, invalid("parameter_missing", "registration_code", "Missing required param: registration_code.")
	case boxed < 0 && spec.Type == "":
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
	if boxed >= 0 {
		s.boxed = slices.Delete(s.boxed, boxed, boxed+1)
	}
	spec.Label, spec.Location = c.get("label"), place
	s.addReader(len(s.readers), spec)
	r := s.readers[len(s.readers)-1]
	if r.label == "" {
		r.label = r.serial
	}
	maps.Copy(r.metadata, meta)
	return s.readerAnswer(c, r)
}

// deleteReader forgets a reader; whatever it asks for just vanishes. A card that is at the bank is decided all the same.
func (s *Server) deleteReader(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	s.readers = slices.DeleteFunc(s.readers, func(o *reader) bool { return o == r })
	if r.bank != nil {
		r.bank.severed = true
		s.removed = append(s.removed, r)
	}
	return deletedJSON{ID: r.id, Object: "terminal.reader", Deleted: true}, nil
}

func (s *Server) settleRemoved(r *reader) {
	s.removed = slices.DeleteFunc(s.removed, func(o *reader) bool { return o == r })
	s.settle(r)
}
