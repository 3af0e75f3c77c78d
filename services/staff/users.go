package staff

import (
	"context"
	"fmt"
	"slices"
)

// User is one of Odoo's users, as far as the counter's own user may read them.
type User struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Login  string `json:"login"`
	Active bool   `json:"active"`
}

// Directory is where a shop keeps its users. Users lists the internal ones that are active; the people of ids too if they are
// not. Missing ids were deleted, or hidden from who
// asks: Odoo leaves out what its rules hide and says nothing. The error may be *explain.Failure.
type Directory interface {
	Users(ctx context.Context, ids []int64) ([]User, error)
}

// Follow locks out whoever was switched off in Odoo and lets in again whoever is active there. It reports whether anything
// changed. Where Odoo does not answer nothing changes: people must be able to work while it is away.
func (r *Register) Follow(ctx context.Context, d Directory) (bool, error) {
	records, err := r.store.People()
	if err != nil {
		return false, err
	}
	var ids []int64
	for _, rec := range records {
		if rec.User != 0 {
			ids = append(ids, rec.User)
		}
	}
	if len(ids) == 0 {
		return false, nil
	}
	users, err := d.Users(ctx, ids)
	if err != nil {
		return false, fmt.Errorf("read Odoo's users: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if records, err = r.store.People(); err != nil {
		return false, err
	}
	changed := false
	for _, rec := range records {
		if rec.User == 0 || !slices.Contains(ids, rec.User) {
			continue
		}
		off := !slices.ContainsFunc(users, func(u User) bool { return u.ID == rec.User && u.Active })
		if off == rec.UserOff {
			continue
		}
		kind := UserSwitchedOn
		if off {
			kind = UserSwitchedOff
		}
		e := Event{Kind: kind, At: r.clock.Now(), By: "Odoo", Person: rec.ID, Name: rec.Name, Role: rec.Role, User: rec.User}
		if err := r.store.RecordStaff(e); err != nil {
			return changed, err
		}
		rec.UserOff = off
		if err := r.store.SavePerson(rec); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}
