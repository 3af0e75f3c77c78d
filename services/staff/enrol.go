package staff

import (
	"slices"
	"strings"
)

// byOperator stands in the journal for whoever may open the store's file: the command line.
const byOperator = "command line"

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
	name = strings.Join(strings.Fields(name), " ")
	i := slices.IndexFunc(records, func(rec Record) bool {
		return !hasPIN(rec) && rec.Role == role && strings.EqualFold(rec.Name, name)
	})
	if i < 0 || pin == "" {
		return r.create(records, PersonAdded, byOperator, name, role, pin)
	}
	rec := records[i]
	if err := (Policy{AllowTrivial: true}).Check(pin); err != nil {
		return Person{}, err
	}
	if rec.PINHash, err = hashPIN(pin); err != nil {
		return Person{}, err
	}
	if err := r.store.RecordStaff(Event{Kind: PINChanged, At: r.clock.Now(), By: byOperator, Person: rec.ID}); err != nil {
		return Person{}, err
	}
	return rec.Person, r.store.SavePerson(rec)
}

// NeedsPIN says whether anybody has a PIN, and so everybody needs one to charge.
func (r *Register) NeedsPIN() (bool, error) {
	records, err := r.store.People()
	return slices.ContainsFunc(records, hasPIN), err
}

func hasPIN(rec Record) bool { return rec.PINHash != "" }
