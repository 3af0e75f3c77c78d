package stripesim

func (s *Server) findReader(c *call) (*reader, *apiError) {
	for _, r := range s.readers {
		if r.id == c.id {
			return r, nil
		}
	}
	return nil, missing("terminal.reader", "reader", c.id, true)
}

func (s *Server) listReaders(c *call) (any, *apiError) {
	var found []*reader
	for _, r := range s.readers {
		ok := true
		for name, value := range map[string]string{
			"device_type": r.deviceType, "location": r.location, "serial_number": r.serial, "status": r.status(s.now),
		} {
			ok = ok && (!c.has(name) || c.get(name) == value)
		}
		if ok {
			found = append(found, r)
		}
	}
	return page(c, "reader", found, func(r *reader) string { return r.id }, func(r *reader, x expands) any { return s.readerJSON(r, x) })
}

func (s *Server) retrieveReader(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	return s.readerAnswer(c, r)
}

func (s *Server) readerAnswer(c *call, r *reader) (any, *apiError) {
	x, e := c.expandsFor("reader", false)
	if e != nil {
		return nil, e
	}
	return s.readerJSON(r, x), nil
}

func (s *Server) updateReader(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	meta, e := c.mergeMetadata(r.metadata)
	if e != nil {
		return nil, e
	}
	r.metadata = meta
	if c.has("label") {
		r.label = c.get("label")
	}
	return s.readerAnswer(c, r)
}
