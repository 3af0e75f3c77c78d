package stripesim

import (
	"maps"
	"slices"
)

func (s *Server) findLocation(c *call) (*location, *apiError) {
	if l := s.locations[c.id]; l != nil {
		return l, nil
	}
	return nil, missing("terminal.location", "location", c.id, true)
}

func (s *Server) retrieveLocation(c *call) (any, *apiError) {
	l, e := s.findLocation(c)
	if e != nil {
		return nil, e
	}
	return locationToJSON(l), nil
}

func (s *Server) listLocations(c *call) (any, *apiError) {
	ids := slices.Sorted(maps.Keys(s.locations))
	return page(c, "location", ids, func(id string) string { return id }, func(id string, _ expands) any { return locationToJSON(s.locations[id]) })
}

func (s *Server) updateLocation(c *call) (any, *apiError) {
	l, e := s.findLocation(c)
	if e != nil {
		return nil, e
	}
	meta, e := c.mergeMetadata(l.metadata)
	if e != nil {
		return nil, e
	}
	l.metadata = meta
	if c.has("display_name") {
		l.name = c.get("display_name")
	}
	return locationToJSON(l), nil
}
