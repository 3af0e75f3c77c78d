package staff

import "slices"

// byOperator stands in the journal for whoever may open the store's file: the command line.
const byOperator = "command line"

// Enrol makes a person from the command line, whose user holds the store already. An empty PIN is possible only while
// nobody has one: from the first PIN on, everybody needs one.
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
	return r.create(records, PersonAdded, byOperator, name, role, pin)
}

// NeedsPIN says whether anybody has a PIN, and so everybody needs one to charge.
func (r *Register) NeedsPIN() (bool, error) {
	records, err := r.store.People()
	return slices.ContainsFunc(records, hasPIN), err
}

func hasPIN(rec Record) bool { return rec.PINHash != "" }
