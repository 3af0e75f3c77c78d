package odoosim

// AddUser gives another person a login and returns its id. Nobody signs in to the simulator as one: counters read who there is.
func (s *Server) AddUser(name, login string) (id int, err error) {
	err = s.hand("add user", func(d *database) error {
		person := d.partners.add(func(int) partner { return partner{stamp: d.stamped(), name: name, tz: d.zone.String()} })
		id = d.users.add(func(int) user {
			return user{login: login, name: name, lang: "en_US", company: d.own, partner: person, companies: []int{d.own}}
		})
		return nil
	})
	return id, err
}

// ArchiveUser switches a user off, or on again.
func (s *Server) ArchiveUser(id int, archived bool) error {
	return s.hand("archive user", func(d *database) error {
		if !d.users.has(id) {
			return ErrNotFound
		}
		u := d.users.at(id)
		u.archived = archived
		d.users.put(id, u)
		return nil
	})
}
