package staff

import "slices"

// Enrol makes a person from the command line, whose user holds the store already. An empty PIN is possible only while
// nobody has one: from the first PIN on, everybody needs one. Whoever was made before that gets a PIN by being enrolled
// again, in the same role.
func (r *Register) Enrol(name string, role Role, pin string) (Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.store.People()
	if err != nil {
		return Person{}, err
	}
	if pin == "" && (role == Manager || slices.ContainsFunc(records, hasPIN)) {
		return Person{}, ErrPINForm
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return !hasPIN(rec) && rec.Role == role && sameName(rec.Name, name) })
	if i < 0 || pin == "" {
		return r.create(records, PersonAdded, byOwner, Person{Name: name, Role: role}, pin)
	}
	if err := (Policy{AllowTrivial: true}).Check(pin); err != nil {
		return Person{}, err
	}
	hash, err := hashPIN(pin)
	if err != nil {
		return Person{}, err
	}
	err = r.write(records, Owner(), Event{Kind: PINChanged}, i, func(rec *Record) { rec.PINHash = hash })
	return records[i].Person, err
}

// NeedsPIN says whether anybody has a PIN, and so everybody needs one to charge.
func (r *Register) NeedsPIN() (bool, error) {
	records, err := r.store.People()
	return slices.ContainsFunc(records, hasPIN), err
}

func hasPIN(rec Record) bool { return rec.PINHash != "" }
